/** Where the app is left when the branch's own steps are done, and what it does there. */
import type { StateModifier } from "../scenario/combination.ts";
import { background, idle, lock } from "../steps/app-state.ts";
import type { ProcessEvent } from "../handset.ts";
import { waitUnlessLate } from "../wait.ts";
import type { Branch } from "./branch.ts";

/** Events that say that a process of the app is there. */
const STARTING_EVENTS = new Set(["gate", "ready", "process-started"]);
/** Nothing ends this watch early: the process is gone already. */
const NEVER = new Promise<never>(() => undefined);

export const STATES: Record<StateModifier, (branch: Branch) => Promise<void>> = {
  silent: ({ steps, scenario }) => idle(steps, scenario.durations.silent),
  background: ({ steps, scenario }) => background(steps, scenario.durations.background),
  locked: ({ steps, scenario }) => lock(steps, scenario.durations.locked),
  killed: watchForSelfStart,
};

/** The process is ended as a user ends it and left alone: does it come back without anybody opening the app? */
async function watchForSelfStart(branch: Branch): Promise<void> {
  const { walker, steps, scenario, events } = branch;
  const { handset, writer } = walker;
  if ((await handset.appState()) !== "not-running") await steps.kill();
  await events.poll(); // from here on
  const from = walker.session.now().t;
  const started = await waitUnlessLate<ProcessEvent>(
    scenario.durations.killed,
    async () => {
      const seen = (await events.poll()).find(({ event }) => STARTING_EVENTS.has(event));
      if (seen) return seen;
      return (await handset.appState()) === "not-running" ? null : { event: "process-started" };
    },
    NEVER,
  );
  const watchedUs = walker.session.now().t - from;
  walker.fact("self-start", { started: started !== null, watchedUs, event: started?.event ?? "" });
  // Nobody was there to hook what came back.
  if (started)
    writer.limit({ kind: "evidence", code: "process-unwatched", types: [], detail: { event: started.event } });
}
