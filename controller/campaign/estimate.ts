/** How long a run will take: the waits that scenario and branch ask for, and what a handset needs around them. */
import { isExplored } from "../explorer/explore-schema.ts";
import { combinationOf, type Combination } from "../scenario/combination.ts";
import type { CampaignApp, Job } from "./jobs.ts";
import type { Scenario, Step } from "../scenario/scenario-schema.ts";

/** Install, start under the agent, arm, seal: measured on two cores with two virtual handsets side by side. */
export const RUN_OVERHEAD_MS = 20_000;
/** A tap, a look at the screen and what they record; measured likewise. */
export const ACTION_MS = 1_500;
/** Rounds of a loop that ends by what is on the screen. */
const UNCOUNTED_ROUNDS = 3;
/** A notice is up well before its deadline. */
const NOTICE_MS = 3_000;

/** Estimated time of one run of the combination, in milliseconds; never above the branch's budget. */
export function estimateRunMs(scenario: Scenario, text: string): number {
  const combination = combinationOf(text);
  const { consent, state, permission } = combination;
  const { durations } = scenario;
  const steps = stepsMs(scenario.steps);
  const refused = durations.refuse + stepsMs(scenario.afterRefusal);
  const relaunch = RUN_OVERHEAD_MS / 2 + NOTICE_MS;
  const walked: Record<typeof consent, number> = {
    ignore: durations.ignore,
    refuse: refused,
    "refuse-relaunch": refused + durations.refuse + relaunch,
    "ignore-refuse-relaunch": durations.ignore + refused + durations.refuse + relaunch,
    accept: steps,
    "accept-withdraw": 2 * steps + stepsMs(scenario.withdraw) + relaunch,
    guest: durations.refuse + stepsMs(scenario.guest),
    "login-consent": steps + stepsMs(scenario.login),
    upgrade: steps + relaunch,
  };
  const left = state === undefined ? 0 : durations[state];
  const again = permission === "deny" ? relaunch : 0;
  const waits = walked[consent] + left + again + exploringMs(scenario, combination);
  return Math.min(RUN_OVERHEAD_MS + NOTICE_MS + waits, durations.budget + RUN_OVERHEAD_MS);
}

/** Estimates runs of a campaign's apps, in milliseconds. */
export function estimatorOf(apps: readonly CampaignApp[]): (job: Pick<Job, "app" | "combination">) => number {
  const scenarios = new Map(apps.map((app) => [app.name, app.loaded.scenario]));
  return ({ app, combination }) => {
    const scenario = scenarios.get(app);
    return scenario ? estimateRunMs(scenario, combination) : 0;
  };
}

/** What the scenario allows for it: an app with few screens takes less. */
function exploringMs({ explore }: Scenario, combination: Combination): number {
  return explore !== undefined && isExplored(explore, combination) ? explore.duration : 0;
}

function stepsMs(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + stepMs(step), 0);
}

function stepMs(step: Step): number {
  if ("step" in step) return stepsMs(step.do);
  if ("idle" in step) return step.idle;
  if ("background" in step) return typeof step.background === "number" ? step.background + 2 * ACTION_MS : ACTION_MS;
  if ("lock" in step) return typeof step.lock === "number" ? step.lock + 2 * ACTION_MS : ACTION_MS;
  if ("runFlow" in step) return stepsMs(step.runFlow.commands);
  if ("repeat" in step) return (step.repeat.times ?? UNCOUNTED_ROUNDS) * stepsMs(step.repeat.commands);
  if ("awaitPerson" in step) return step.awaitPerson.deadline;
  return ACTION_MS;
}

/**
 * When the last of the runs ends on so many handsets, each taking the longest run left (greedy list scheduling).
 * @returns milliseconds from the start
 */
export function makespanMs(runsMs: readonly number[], handsets: number): number {
  const busyUntil = Array.from({ length: handsets }, () => 0);
  for (const ms of [...runsMs].sort((a, b) => b - a)) {
    const free = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[free] = (busyUntil[free] ?? 0) + ms;
  }
  return Math.max(...busyUntil);
}
