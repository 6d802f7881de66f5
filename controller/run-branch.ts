/** One run: one app, one combination of branch and state, one fresh install, one recording. */
import type { HookRow, SwitchRow } from "../trace/frame.ts";
import { TraceWriter, type Json } from "../trace/trace-writer.ts";
import type { AppCodes } from "./app-code.ts";
import { AppSession } from "./app-session.ts";
import { watchApp } from "./app-watch.ts";
import type { Branch } from "./branches/branch.ts";
import { underPermission } from "./branches/functions.ts";
import { walkCombination } from "./branches/walk.ts";
import type { CanarySeed } from "./canary-seed.ts";
import { classifyFailure, endOfApp } from "./classify-failure.ts";
import { describeRun } from "./describe-run.ts";
import { ControllerError, usageError } from "./errors.ts";
import type { FridaHost } from "./frida/frida-host.ts";
import type { Handset } from "./handset.ts";
import { PermissionLedger } from "./permission-ledger.ts";
import { PhaseTracker } from "./phase-tracker.ts";
import { ProcessEvents } from "./process-events.ts";
import type { RunOutcome, WalkEnd } from "./run-outcome.ts";
import { combinationOf, type Combination } from "./scenario/combination.ts";
import type { LoadedScenario } from "./scenario/load-scenario.ts";
import type { StepContext } from "./step-runner.ts";
import { observe } from "./wait.ts";
import { Walker } from "./walker.ts";
import { keepWitness } from "./witness-record.ts";
import { WitnessSession } from "./witness-session.ts";

export type { RunOutcome };

/** A walk that was called off ends at its next look at the handset; a handset that hangs is not waited for longer. */
const CALL_OFF_GRACE_MS = 15_000;
const MAX_WHY = 1000;

export interface BranchOptions {
  dir: string;
  runId: string;
  /** Text of a combination (scenario/combination.ts). */
  branch: string;
  loaded: LoadedScenario;
  /** The version under test is installed and has not run. */
  handset: Handset;
  /** Null for a witness run: no agent goes in. */
  frida: FridaHost | null;
  agent: { source: string; sha256: string };
  helperJar: string;
  rows: HookRow[];
  disarm: string[];
  switches: SwitchRow[];
  /** What packages say of their code; runs of one app share it. */
  appCodes: AppCodes;
  planted: CanarySeed;
  /** What this handset does not enforce or cannot do, with the data types it touches. */
  handsetLimits: { code: string; types: string[]; detail: Json }[];
  toolVersions: Record<string, string>;
  startedWallMs: number;
  signal: AbortSignal;
}

export interface BranchResult {
  dir: string;
  branch: string;
  outcome: RunOutcome;
  why: string;
}

/** What belongs to the run while it lasts. */
interface Recording {
  options: BranchOptions;
  combination: Combination;
  writer: TraceWriter;
  tracker: PhaseTracker;
  ledger: PermissionLedger;
  events: ProcessEvents;
  /** Null until a process of the app was joined. */
  walker: Walker | null;
  /** Called off by the operator or by the budget. */
  calledOff: "interrupted" | "budget" | null;
}

/** @throws ControllerError when the app could not be started; the run is closed then, too */
export async function runBranch(options: BranchOptions): Promise<BranchResult> {
  const { handset, branch } = options;
  const writer = TraceWriter.create(options.dir, { runId: options.runId });
  const tracker = new PhaseTracker(writer);
  const recording: Recording = {
    options,
    combination: combinationOf(branch),
    writer,
    tracker,
    ledger: new PermissionLedger((name, t, detail) => writer.stepPoint("fact", name, t, detail)),
    events: new ProcessEvents(handset),
    walker: null,
    calledOff: null,
  };
  let ended: WalkEnd | null = null;
  try {
    await prepareApp(recording);
    ended = await walkWithinBudget(recording);
    await finish(recording, ended);
  } catch (error) {
    if (error instanceof ControllerError && recording.walker === null) {
      const detail = { message: error.message.slice(0, MAX_WHY) };
      writer.limit({ kind: "environment", code: error.code, types: [], detail });
      writer.seal("process-lost");
      throw error;
    }
    const why = error instanceof Error ? error.message : String(error);
    // What the walk came to stands, unless it was to be a whole one.
    if (ended === null) ended = await reasonOf(recording, error);
    else if (ended.outcome === "completed") ended = { outcome: "process-lost", why };
    await recording.walker?.session.end(why);
  }
  await restore(recording, ended.outcome);
  if (ended.outcome !== "completed") {
    const detail = { why: ended.why.slice(0, MAX_WHY), branch };
    writer.limit({ kind: "evidence", code: ended.outcome, types: [], detail });
  }
  writer.seal(ended.outcome);
  return { dir: options.dir, branch, outcome: ended.outcome, why: options.loaded.secrets.withhold(ended.why) };
}

/** For `upgrade` the older version takes the place of the one under test. */
async function prepareApp({ options, combination, writer }: Recording): Promise<void> {
  const { handset, loaded } = options;
  await describeRun(writer, options, await handset.appInfo());
  if (combination.witness) writer.limit({ kind: "evidence", code: "no-agent", types: [], detail: {} });
  if (combination.consent !== "upgrade") return;
  if (loaded.upgradeFrom === undefined) {
    const remedy = "give `upgradeFrom: old.apk` in the scenario";
    throw usageError("no-older-app", `${loaded.file}: branch upgrade needs an older APK`, remedy);
  }
  await handset.replaceApp(loaded.upgradeFrom, false);
  const { versionName, versionCode, sha256 } = await handset.appInfo();
  writer.meta("upgradedFrom", { versionName, versionCode, sha256 });
}

/** The app's process, with the agent armed unless it is a witness run, and the app let go. What befalls it then has a walker. */
async function launch(recording: Recording): Promise<Walker> {
  const { options, writer, tracker, ledger } = recording;
  const { handset } = options;
  ledger.processStarted();
  const process =
    options.frida === null
      ? await WitnessSession.launch({ handset, onAppState: (state, t, error) => tracker.observed(state, t, error) })
      : await AppSession.launch({
          handset,
          frida: options.frida,
          writer,
          agentSource: options.agent.source,
          helperJar: options.helperJar,
          appPackage: (await handset.appInfo()).package,
          rows: options.rows,
          disarm: options.disarm,
          switches: options.switches,
          onMarker: (marker) => {
            tracker.marker(marker);
            ledger.marker(marker);
          },
        });
  recording.walker ??= new Walker(handset, writer, process);
  recording.walker.session = process;
  if (recording.calledOff !== null) process.halt(recording.calledOff);
  tracker.processStarted(process.startedUs);
  const step = writer.stepOpen("launch", "launch", process.now().t, { pid: process.pid });
  await handset.resume();
  writer.stepClose(step, process.now().t, {});
  return recording.walker;
}

/** From the launch on. @throws ControllerError when the app could not be started */
async function walkWithinBudget(recording: Recording): Promise<WalkEnd> {
  const { options } = recording;
  if (options.signal.aborted) {
    recording.calledOff = "interrupted";
    return reasonOf(recording);
  }
  let release: () => void = () => undefined;
  const calledOff = new Promise<void>((resolve) => (release = resolve));
  const callOff = (why: "interrupted" | "budget"): void => {
    recording.calledOff ??= why;
    recording.walker?.session.halt(why);
    release();
  };
  const budget = setTimeout(() => callOff("budget"), options.loaded.scenario.durations.budget);
  const interrupt = (): void => callOff("interrupted");
  options.signal.addEventListener("abort", interrupt, { once: true });
  try {
    const walk = walkToItsEnd(recording);
    const over = walk.catch(() => undefined);
    // Not waited for: a handset that hangs answers late, and the run has its end by then.
    void watchApp(recording.events, () => recording.walker, over);
    const late = calledOff.then(() => observe(CALL_OFF_GRACE_MS, over)).then(() => null);
    return (await Promise.race([walk, late])) ?? (await reasonOf(recording));
  } finally {
    clearTimeout(budget);
    options.signal.removeEventListener("abort", interrupt);
  }
}

/** A walk that did not end when it was called off has its reason all the same. */
function reasonOf(
  { calledOff, events, walker }: Recording,
  error: unknown = new Error("called off"),
): Promise<WalkEnd> {
  return classifyFailure(error, { walker, events, calledOff });
}

/** What stopped the walk is its end. @throws ControllerError when the app could not be started */
async function walkToItsEnd(recording: Recording): Promise<WalkEnd> {
  const { events } = recording;
  try {
    const walker = await launch(recording);
    const end = await walkCombination(branchOf(recording, walker));
    if (recording.calledOff !== null) return await reasonOf(recording);
    if (end.outcome === "app-left") return await howItLeft(recording, end);
    if (end.outcome !== "completed" && end.outcome !== "no-notice") return end;
    // A crash leaves the screen as it was: nobody may have noticed it.
    const own = endOfApp(await events.all());
    return own?.outcome === "app-crashed" ? own : end;
  } catch (error) {
    if (recording.walker === null && recording.calledOff === null && error instanceof ControllerError) throw error;
    return reasonOf(recording, error);
  }
}

/** An app that is not there any more after a decision may have closed itself, or have crashed, or been lost. */
async function howItLeft(recording: Recording, end: WalkEnd): Promise<WalkEnd> {
  const told = await reasonOf(recording, new Error(end.why));
  // "step-failed": nothing tells otherwise.
  return told.outcome === "app-left" || told.outcome === "step-failed" ? end : told;
}

function branchOf(recording: Recording, walker: Walker): Branch {
  const { options, combination, tracker, ledger, events } = recording;
  const { handset, loaded } = options;
  const answer = combination.permission ?? loaded.scenario.permissions;
  const scenario = combination.permission
    ? { ...loaded.scenario, ...underPermission(sectionsOf(loaded), combination.permission) }
    : loaded.scenario;
  const steps: StepContext = {
    walker,
    tracker,
    permissions: answer,
    secrets: loaded.secrets,
    kill: async () => {
      const { session } = walker;
      await walker.during("kill", "kill", {}, () =>
        session.stop("killed-after-flush", "kill step", () => handset.kill()),
      );
      tracker.processStopped(session.now().t, session.now().errorUs, "kill");
    },
    relaunch: async () => void (await launch(recording)),
  };
  const upgrade = (): Promise<void> => handset.replaceApp(loaded.app, true);
  return { combination, scenario, steps, walker, tracker, ledger, events, lost: new Map(), upgrade };
}

function sectionsOf({ scenario }: LoadedScenario) {
  const { steps, afterRefusal, withdraw, guest, login } = scenario;
  return { steps, afterRefusal, withdraw, guest, login };
}

/** Facts about the end, the account closed, and the handset's own log where that is the evidence. */
async function finish(recording: Recording, ended: WalkEnd): Promise<void> {
  const { options, writer, ledger, events, walker } = recording;
  if (walker === null) return options.handset.kill(); // called off before there was a process to look into
  const { session } = walker;
  const denial = ledger.lastDenial();
  if (denial && (ended.outcome === "app-left" || ended.outcome === "app-crashed")) {
    const sinceDenialUs = session.now().t - denial.t;
    walker.fact("exit-after-denial", { permissions: denial.names, outcome: ended.outcome, sinceDenialUs });
  }
  if (session.lost === null && !LOST.has(ended.outcome)) {
    await session.stop("flushed", ended.outcome, () => options.handset.kill());
  } else {
    await session.end(ended.why);
  }
  if (options.frida !== null) return;
  try {
    keepWitness(writer, await options.handset.accessLog(), await events.all());
  } catch (error) {
    if (!LOST.has(ended.outcome)) throw error;
    // A handset that went away keeps its log to itself; the run ends as it did.
    const detail = { why: error instanceof Error ? error.message.slice(0, MAX_WHY) : "error" };
    writer.limit({ kind: "evidence", code: "witness-lost", types: [], detail });
  }
}

/** The phone as it was found: no app of ours running, the screen on. What cannot be restored is said so. */
async function restore({ options, tracker, writer }: Recording, outcome: RunOutcome): Promise<void> {
  const doing: [string, () => Promise<void>][] = [];
  // An app whose agent was lost would go on reading.
  if (LOST.has(outcome)) doing.push(["kill", () => options.handset.kill()]);
  if (tracker.app === "screen-locked") doing.push(["unlock", () => options.handset.unlock()]);
  for (const [what, action] of doing) {
    try {
      await action();
    } catch (error) {
      const why = error instanceof Error ? error.message.slice(0, MAX_WHY) : "error";
      writer.limit({ kind: "environment", code: "not-restored", types: [], detail: { what, why } });
    }
  }
}

/** Outcomes after which the process can be asked nothing more. */
const LOST: ReadonlySet<RunOutcome> = new Set(["process-lost", "agent-lost", "session-lost", "app-hung"]);
