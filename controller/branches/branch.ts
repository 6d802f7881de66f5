/** What every branch of the consent matrix works with, and the parts that several of them share. */
import { awaitNotice, decide, type Choice, type NoticeOptions } from "../consent/decide.ts";
import { isNotice, readNow, type Reading } from "../consent/look.ts";
import type { PermissionLedger } from "../permission-ledger.ts";
import type { ProcessEvents } from "../process-events.ts";
import type { PhaseTracker } from "../phase-tracker.ts";
import { COMPLETED, type WalkEnd } from "../run-outcome.ts";
import type { Combination } from "../scenario/combination.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";
import { AppGone, idle, type StepContext } from "../step-runner.ts";
import type { Walker } from "../walker.ts";
import type { LostFunctions } from "./functions.ts";

export interface Branch {
  combination: Combination;
  scenario: Scenario;
  steps: StepContext;
  walker: Walker;
  tracker: PhaseTracker;
  ledger: PermissionLedger;
  events: ProcessEvents;
  /** Functions that did not work; filled as steps are carried out. */
  lost: LostFunctions;
  /** Puts the version under test in place of the one that is installed; data are kept. */
  upgrade(): Promise<void>;
}

/** Also the end of a walk that went on without one. */
export const NO_NOTICE: WalkEnd = { outcome: "no-notice", why: "no consent notice was recognised" };

export type BranchWalk = (branch: Branch) => Promise<WalkEnd>;

/** A walk that cannot go on for a reason of the app's making. */
export class WalkStop extends Error {
  readonly end: WalkEnd;

  constructor(end: WalkEnd) {
    super(end.why);
    this.name = "WalkStop";
    this.end = end;
  }
}

/** The notice that the branch is about. @throws WalkStop `no-notice` */
export async function notice(branch: Branch, options: Pick<NoticeOptions, "login"> = {}): Promise<Reading> {
  const reading = await noticeIfAny(branch, options);
  if (reading === null) throw new WalkStop(NO_NOTICE);
  return reading;
}

/** As `notice`; null where none was recognised in time. The consent state stays `pre-notice` then. */
export async function noticeIfAny(branch: Branch, options: Pick<NoticeOptions, "login"> = {}): Promise<Reading | null> {
  const { walker, tracker, scenario, steps } = branch;
  const reading = await awaitNotice(walker, tracker, {
    deadlineMs: scenario.durations.notice,
    permissions: steps.permissions,
    ...options,
  });
  if (reading) return reading;
  if (walker.session.over !== null) throw new AppGone(walker.session.over);
  await walker.capture({ reading: "no notice" });
  return null;
}

/** Decides, and keeps the screen after it. @returns whether the app is still there @throws WalkStop where there was no way to decide */
export async function choose(branch: Branch, choice: Choice, reading: Reading): Promise<boolean> {
  const { walker, tracker, steps } = branch;
  const decision = await decide(walker, tracker, choice, reading, steps.permissions);
  if (decision.kind !== "decided") {
    await walker.capture({ after: decision.kind });
    const why = `${choice}: ${decision.kind} after ${decision.layers} layer(s)`;
    throw new WalkStop({ outcome: decision.kind, why });
  }
  if (decision.appLeft) return false;
  await walker.session.flush();
  await walker.capture({ after: choice });
  return true;
}

/** Nobody touches the handset. */
export function leaveAlone(branch: Branch, ms: number): Promise<void> {
  return idle(branch.steps, ms);
}

/** The process ended, whether it is up or closed itself, and started again with its data. */
export async function startAgain(branch: Branch): Promise<void> {
  if ((await branch.walker.handset.appState()) === "not-running" || branch.walker.session.lost !== null) {
    const { t, errorUs } = branch.walker.session.now();
    await branch.walker.session.end("the app closed itself");
    branch.tracker.processStopped(t, errorUs, "the app closed itself");
  } else {
    await branch.steps.kill();
  }
  await branch.steps.relaunch();
}

/** Whether the app asks again after it was started again, or has a notice up now; noted as a fact either way. */
export async function notedAskingAgain(
  branch: Branch,
  when: "this-process" | "relaunch" | "upgrade",
): Promise<Reading | null> {
  const { walker, tracker, scenario, steps } = branch;
  const from = walker.session.now().t;
  const after = tracker.consent;
  let reading: Reading | null;
  if (when === "this-process") {
    reading = await readNow(walker);
    if (!isNotice(reading)) reading = null;
  } else {
    const options = { deadlineMs: scenario.durations.notice, permissions: steps.permissions };
    reading = await awaitNotice(walker, tracker, options);
    if (walker.session.over !== null) throw new AppGone(walker.session.over);
  }
  const waitedUs = walker.session.now().t - from;
  walker.fact("asked-again", { asked: reading !== null, when, after, waitedUs, reasons: reading?.reasons ?? [] });
  await walker.capture({ askedAgain: reading !== null, when });
  return reading;
}

/** The process started again: does the app ask, and what does it do when it is left alone? */
export async function comeBack(branch: Branch): Promise<WalkEnd> {
  await startAgain(branch);
  await notedAskingAgain(branch, "relaunch");
  await leaveAlone(branch, branch.scenario.durations.refuse);
  await branch.walker.capture({ after: "relaunch" });
  return COMPLETED;
}

export function leftAfter(choice: string): WalkEnd {
  return { outcome: "app-left", why: `the app closed itself after ${choice}` };
}

export { COMPLETED };
