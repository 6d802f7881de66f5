/** Where the app is left when the branch's own steps are done, and what it does there. */
import type { StateModifier } from "../scenario/combination.ts";
import { background, idle, lock } from "../steps/app-state.ts";
import type { ProcessEvent } from "../handset.ts";
import { waitUnlessLate } from "../wait.ts";
import type { Branch } from "./branch.ts";

/** Events that say that a process of the app is there. */
const STARTING_EVENTS = new Set(["gate", "ready", "process-started"]);
/** A phone that is a process of its own has no system that could start an app's. */
const NO_SYSTEM = {
  what: "self-start",
  reason: {
    zh: "虚拟手机没有独立的系统进程，开机广播、闹钟、任务与粘性服务不会启动已结束的应用，因此自启动无从观察",
    en: "the virtual handset has no system process: boot broadcasts, alarms, jobs and sticky services start no app that has ended, so self-start cannot be seen",
  },
};
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
  if ((await handset.describe()).kind === "virtual") {
    writer.limit({ kind: "handset-limit", code: "self-start-unseen", types: ["act.self_start"], detail: NO_SYSTEM });
  }
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
