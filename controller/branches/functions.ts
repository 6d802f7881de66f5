/**
 * Business functions one by one, with what came of each: the same steps under `grant` and under `deny` are what shows
 * whether a refused permission costs a function.
 */
import { AppGone, idle, runSteps } from "../step-runner.ts";
import { samePlace } from "../scenario/places.ts";
import type { Step } from "../scenario/scenario-schema.ts";
import type { Branch } from "./branch.ts";
import { startAgain } from "./branch.ts";

/** Text of an error that is kept. */
const MAX_WHY = 500;

/** Steps that failed under `deny`, by the name of their function. */
export type LostFunctions = Map<string, Step>;

/**
 * Carries out a section of the scenario. Under `deny` a function that fails is noted and the walk goes on from the app's
 * first screen; else it ends the walk.
 */
export async function carryOut(branch: Branch, section: readonly Step[]): Promise<void> {
  for (const step of section) {
    const failed = await attempt(branch, step);
    if (failed === null) continue;
    if (branch.combination.permission !== "deny" || (await denied(branch)).length === 0) throw failed.error;
    branch.lost.set(failed.name, step);
    await startAgain(branch);
  }
}

/**
 * The other half of the comparison: functions that failed with permissions denied are tried again with those granted,
 * nothing else changed. What works now was lost to the denial.
 */
export async function compareWithGranted(branch: Branch): Promise<void> {
  const { walker, lost } = branch;
  if (lost.size === 0) return;
  const permissions = await denied(branch);
  await branch.steps.kill();
  for (const permission of permissions) await walker.handset.grant(permission);
  await branch.steps.relaunch();
  for (const [name, step] of lost) {
    const works = (await attempt(branch, step, "grant")) === null;
    walker.fact(works ? "function-lost" : "function-broken", { function: name, permissions });
    if (!works) await startAgain(branch);
  }
}

/**
 * What the app was denied, asked of the handset: also where no agent hears the app ask. Its process may have ended, but the
 * handset remembers.
 */
function denied({ walker }: Branch): Promise<string[]> {
  return walker.handset.deniedPermissions();
}

/** Started again after a denial and left alone: does it ask again before anybody does anything? What it asks is answered as before. */
export async function watchAfterDenial(branch: Branch): Promise<void> {
  if ((await denied(branch)).length === 0) return;
  await startAgain(branch);
  await idle(branch.steps, branch.scenario.durations.silent);
  await branch.walker.answerPermissions("deny");
}

interface Failure {
  /** Of the function in it that failed, else the step itself. */
  name: string;
  error: Error;
}

/**
 * Carries out one step of a section, and notes each function in it, however deep.
 * @returns what failed, null where it worked @throws AppGone
 */
async function attempt(branch: Branch, step: Step, answer = branch.steps.permissions): Promise<Failure | null> {
  const { walker, steps } = branch;
  const note = (name: string, why: string): void =>
    walker.fact("function", { function: name, works: why === "", permissions: answer, why: why.slice(0, MAX_WHY) });
  let failedIn: string | null = null;
  steps.onFunction = (name, failed) => {
    if (failed) failedIn = name;
    else note(name, "");
  };
  try {
    await runSteps(steps, [step]);
    return null;
  } catch (error) {
    if (error instanceof AppGone || walker.session.over !== null || !(error instanceof Error)) throw error;
    // A handset that cannot be asked any more has no screen to keep; the step's own failure says why.
    const isKept = await walker.capture({ after: "failed step" }).then(
      () => true,
      () => false,
    );
    if (!isKept) throw error;
    if (failedIn !== null) note(failedIn, error.message || error.name);
    return { name: failedIn ?? JSON.stringify(step).slice(0, MAX_WHY), error };
  }
}

/** The steps with every permission dialog answered the one way that the combination asks for. */
export function underPermission<T>(value: T, answer: "grant" | "deny"): T {
  if (Array.isArray(value)) return value.map((inner: unknown) => underPermission(inner, answer)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] =>
    key === "permission" && (inner === "grant" || inner === "deny")
      ? [key, answer]
      : [key, underPermission(inner, answer)],
  );
  const copy = Object.fromEntries(entries) as T & object;
  samePlace(copy, value);
  return copy;
}
