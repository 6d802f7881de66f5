/** Every verb and what carries it out. */
import { handsetError } from "../errors.ts";
import type { Arguments, Verb } from "../scenario/action-schema.ts";
import { waitFor } from "../wait.ts";
import { background, foreground, idle, launchApp, lock, unlock } from "./app-state.ts";
import { consent } from "./consent.ts";
import type { StepContext } from "./context.ts";
import { repeat, runFlow, type RunSteps } from "./flow.ts";
import { login } from "./login.ts";
import { awaitGone, awaitVisible, CONTROL_DEADLINE_MS, findTarget, splitTarget } from "./look.ts";
import { awaitPerson } from "./person.ts";
import { script } from "./script.ts";
import { back, doubleTapOn, eraseText, longPressOn, pressKey, scroll, scrollUntilVisible, swipe, tapOn, waitForAnimationToEnd } from "./touch.ts"; // prettier-ignore
import { inputText } from "./typing.ts";

type Handler<V extends Verb> = (context: StepContext, argument: Arguments[V], run: RunSteps) => Promise<void>;

export const VERB_HANDLERS: { readonly [V in Verb]: Handler<V> } = {
  launchApp,
  tapOn,
  doubleTapOn,
  longPressOn,
  inputText,
  eraseText,
  assertVisible: async (context, target) => void (await findTarget(context, target)),
  assertNotVisible: (context, target) => awaitGone(context, splitTarget(target).selector, CONTROL_DEADLINE_MS),
  extendedWaitUntil,
  waitForAnimationToEnd,
  scroll,
  scrollUntilVisible,
  swipe,
  back,
  home: (context) => background(context, {}),
  // A field loses its keyboard by the back key; the virtual handset shows none.
  hideKeyboard: () => Promise.resolve(),
  pressKey,
  openLink: ({ walker }, link) =>
    walker.during("launch", "link", { link }, async () => {
      await walker.handset.openLink(link);
      await walker.session.flush();
    }),
  setLocation: ({ walker }, { accuracy, ...place }) =>
    walker.during("note", "location", {}, () =>
      walker.handset.setLocation(accuracy === undefined ? place : { ...place, accuracy }),
    ),
  takeScreenshot: async ({ walker }, name) => void (await walker.capture({ name })),
  runFlow,
  repeat,
  consent,
  permission,
  background,
  foreground,
  lock,
  unlock,
  idle,
  kill: ({ kill }) => kill(),
  relaunch: ({ relaunch }) => relaunch(),
  login,
  awaitPerson,
  mark: ({ walker }, text) => Promise.resolve(walker.point("note", text)),
  script,
};

async function extendedWaitUntil(context: StepContext, wait: Arguments["extendedWaitUntil"]): Promise<void> {
  try {
    if (wait.visible !== undefined) await awaitVisible(context, wait.visible, wait.timeout);
    if (wait.notVisible !== undefined) await awaitGone(context, wait.notVisible, wait.timeout);
  } catch (error) {
    if (!wait.optional || context.walker.session.over !== null) throw error;
  }
}

async function permission(context: StepContext, answer: "grant" | "deny"): Promise<void> {
  const { walker } = context;
  const answered = await waitFor(
    "a permission dialog",
    CONTROL_DEADLINE_MS,
    async () => (await walker.answerPermissions(answer)) || null,
    walker.session.gone,
  );
  if (answered === 0) throw handsetError("permission-dialog", "no permission dialog came");
  await walker.session.flush();
}
