/** Carries out the steps of a scenario, one verb at a time, and opens and closes business functions around them. */
import type { PhaseTracker } from "./phase-tracker.ts";
import type { Action, Step } from "./scenario/scenario-schema.ts";
import type { Walker } from "./walker.ts";
import { handsetError } from "./errors.ts";
import { observe, waitFor } from "./wait.ts";

/** How long the app may take to go to the background or come back. */
const APP_STATE_DEADLINE_MS = 10_000;

/** Raised when the app, the agent or the handset went away while steps were under way. */
export class AppGone extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "AppGone";
  }
}

export interface StepContext {
  walker: Walker;
  tracker: PhaseTracker;
  permissions: "grant" | "deny";
  /** Ends the app's process after a flush. */
  kill(): Promise<void>;
  /** Starts it again with its data kept, hooked anew. */
  relaunch(): Promise<void>;
}

export async function runSteps(context: StepContext, steps: Step[]): Promise<void> {
  for (const step of steps) {
    if (typeof step === "object" && "step" in step) {
      await context.walker.during("step", step.step, { justifies: step.justifies }, async () => {
        for (const action of step.do) await runAction(context, action);
      });
    } else {
      await runAction(context, step);
    }
  }
}

/** Nobody touches the handset for `ms`; the app does what it does. */
export async function idle(context: StepContext, ms: number): Promise<void> {
  const { walker, tracker } = context;
  await walker.during("wait", "wait", { ms }, async () => {
    await walker.session.flush();
    tracker.silent(walker.session.now().t);
    if (!(await observe(ms, walker.session.gone))) throw new AppGone(walker.session.lost ?? "the app went away");
    await walker.session.flush();
  });
}

async function runAction(context: StepContext, action: Action): Promise<void> {
  const { walker } = context;
  if (walker.session.lost !== null) throw new AppGone(walker.session.lost);
  if (typeof action === "string") {
    await runWord(context, action);
  } else if ("tapOn" in action) {
    const name = typeof action.tapOn === "string" ? action.tapOn : JSON.stringify(action.tapOn);
    await walker.tapNode(await walker.find(action.tapOn), name);
    await walker.capture({ after: "tap" });
  } else if ("inputText" in action) {
    await walker.during("text", "text", { length: action.inputText.length }, () =>
      walker.handset.text(action.inputText),
    );
  } else if ("assertVisible" in action) {
    await walker.find(action.assertVisible);
  } else if ("extendedWaitUntil" in action) {
    await walker.waitVisible(action.extendedWaitUntil.visible, action.extendedWaitUntil.timeout);
  } else if ("scroll" in action) {
    await walker.scroll(action.scroll);
  } else if ("idle" in action) {
    await idle(context, action.idle);
  } else if ("background" in action) {
    await background(context, action.background);
  } else if ("permission" in action) {
    await answerPermission(context, action.permission);
  } else {
    walker.point("note", action.mark);
  }
}

async function runWord(context: StepContext, word: string): Promise<void> {
  const { walker, tracker } = context;
  const { handset, session } = walker;
  const doing: Record<string, () => Promise<void>> = {
    back: () => walker.during("back", "back", {}, () => handset.back()),
    home: () => walker.during("background", "background", {}, () => handset.background()),
    foreground: () => walker.during("foreground", "foreground", {}, () => handset.foreground()),
    lock: () => {
      tracker.screenLocked(true);
      return walker.during("lock", "lock", {}, () => handset.lock());
    },
    unlock: async () => {
      await walker.during("unlock", "unlock", {}, () => handset.unlock());
      tracker.screenLocked(false);
    },
    kill: () => context.kill(),
    relaunch: () => context.relaunch(),
    hideKeyboard: () => Promise.resolve(),
  };
  await doing[word]?.();
  if (word !== "kill" && walker.session === session) await session.flush();
}

/** Home, leave alone, bring back. */
async function background(context: StepContext, ms: number): Promise<void> {
  const { walker, tracker } = context;
  await walker.during("background", "background", { ms }, async () => {
    await walker.handset.background();
    await waitFor(
      "the app to reach the background",
      APP_STATE_DEADLINE_MS,
      async () => {
        await walker.session.flush();
        return tracker.app === "background" ? true : null;
      },
      walker.session.gone,
    );
    if (!(await observe(ms, walker.session.gone))) throw new AppGone(walker.session.lost ?? "the app went away");
    await walker.session.flush();
  });
  await walker.during("foreground", "foreground", {}, async () => {
    await walker.handset.foreground();
    await walker.session.flush();
  });
}

async function answerPermission(context: StepContext, answer: "grant" | "deny"): Promise<void> {
  const { walker } = context;
  const answered = await waitFor(
    "a permission dialog",
    APP_STATE_DEADLINE_MS,
    async () => (await walker.answerPermissions(answer)) || null,
    walker.session.gone,
  );
  if (answered === 0) throw handsetError("permission-dialog", "no permission dialog came");
  await walker.session.flush();
}
