/** Steps that put the app or the phone into another state, and the ones that leave it alone. */
import type { Arguments } from "../scenario/action-schema.ts";
import { observe, waitFor } from "../wait.ts";
import type { StepKind } from "../walker.ts";
import { AppGone, type StepContext } from "./context.ts";

/** How long the app may take to go to the background or come back. */
const APP_STATE_DEADLINE_MS = 10_000;

/** Nobody touches the handset for `ms`; the app does what it does. */
export async function idle(context: StepContext, ms: number): Promise<void> {
  const { walker, tracker } = context;
  await walker.during("wait", "wait", { ms }, async () => {
    await walker.session.flush();
    tracker.silent(walker.session.now().t);
    await leaveAlone(context, ms);
  });
}

/** Home, and with a duration: left alone, brought back. */
export async function background(context: StepContext, ms: Arguments["background"]): Promise<void> {
  const { walker } = context;
  const detail = typeof ms === "number" ? { ms } : {};
  await walker.during("background", "background", detail, async () => {
    await walker.handset.background();
    await reaches(context, "background");
    if (typeof ms === "number") await leaveAlone(context, ms);
  });
  if (typeof ms === "number") await foreground(context);
}

/** @throws AppGone where there is nothing to bring back: the handset would start a process that nobody looks into */
export async function foreground(context: StepContext): Promise<void> {
  const { handset } = context.walker;
  if ((await handset.appState()) === "not-running") throw new AppGone("the app no longer runs");
  await bring(context, "foreground", () => handset.foreground());
}

/** Screen off, and with a duration: left alone, unlocked. */
export async function lock(context: StepContext, ms: Arguments["lock"]): Promise<void> {
  const { walker, tracker } = context;
  const detail = typeof ms === "number" ? { ms } : {};
  tracker.screenLocked(true);
  await walker.during("lock", "lock", detail, async () => {
    await walker.handset.lock();
    await reaches(context, "screen-locked");
    if (typeof ms === "number") await leaveAlone(context, ms);
  });
  if (typeof ms === "number") await unlock(context);
}

export async function unlock(context: StepContext): Promise<void> {
  await bring(context, "unlock", () => context.walker.handset.unlock());
  context.tracker.screenLocked(false);
}

/** As people know it from Maestro: ended first unless told otherwise. */
export async function launchApp(context: StepContext, options: Arguments["launchApp"]): Promise<void> {
  const { handset } = context.walker;
  const running = (await handset.appState()) !== "not-running";
  if ("stopApp" in options && options.stopApp === false && running) return foreground(context);
  if (running) await context.kill();
  await context.relaunch();
}

async function bring(context: StepContext, kind: StepKind, action: () => Promise<void>): Promise<void> {
  const { walker } = context;
  await walker.during(kind, kind, {}, async () => {
    await action();
    await walker.session.flush();
  });
}

/** Waits until the app itself told that it is there. */
async function reaches({ walker, tracker }: StepContext, state: "background" | "screen-locked"): Promise<void> {
  await waitFor(
    `the app to be ${state}`,
    APP_STATE_DEADLINE_MS,
    async () => {
      await walker.session.flush();
      return tracker.app === state || !tracker.app.startsWith("foreground") ? true : null;
    },
    walker.session.gone,
  );
}

async function leaveAlone({ walker }: StepContext, ms: number): Promise<void> {
  if (!(await observe(ms, walker.session.gone))) throw new AppGone(walker.session.over ?? "the app went away");
  await walker.session.flush();
}
