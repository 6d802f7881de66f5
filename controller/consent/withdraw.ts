/**
 * Taking consent back: the touch of the app's own control, confirmed by a sign that it took; a question "are you sure?" is
 * answered, and then the answer is the instant of withdrawal.
 */
import type { PhaseTracker } from "../phase-tracker.ts";
import { label, type UiNode } from "../page-source.ts";
import type { Selector } from "../scenario/scenario-schema.ts";
import { describeSelector, selectOne } from "../steps/select.ts";
import { observe, waitFor, waitUnlessLate } from "../wait.ts";
import type { Tap, Walker } from "../walker.ts";
import { readScreen } from "./read-screen.ts";
import { questionAfter, signOf, withdrawalControl, type WithdrawalSign } from "./withdrawal-sign.ts";

/** How long the control may take to show, and a sign to come after it was touched. */
const CONTROL_DEADLINE_MS = 10_000;
const EFFECT_DEADLINE_MS = 8_000;
/** A switch may spring back: a sign counts when it stays this long. */
const STAYS_FOR_MS = 700;
/** The handset tells an end a moment after it. */
const END_DEADLINE_MS = 3_000;
const NEVER = new Promise<never>(() => undefined);
/** "Are you sure?" and, at most, "really?" */
const MAX_QUESTIONS = 2;
const MAX_LABEL = 60;

/** `unconfirmed`: the screen is another one, and nothing on it shows that consent was taken back. */
export type Withdrawal = "withdrawn" | "no-control" | "no-effect" | "unconfirmed";

/**
 * Withdraws on the screen that is up.
 * @param control the app's own control, where it has no usual name
 */
export async function withdraw(walker: Walker, tracker: PhaseTracker, control?: Selector): Promise<Withdrawal> {
  const target =
    control === undefined
      ? await waitUnlessLate(
          CONTROL_DEADLINE_MS,
          async () => withdrawalControl(await walker.look()),
          walker.session.gone,
        )
      : await ownControl(walker, control);
  if (!target) return "no-control";
  await walker.capture({ before: "withdrawal" });
  await walker.tapNode(target, label(target).slice(0, MAX_LABEL));
  for (let question = 0; question < MAX_QUESTIONS; question++) {
    const effect = await effectOf(walker);
    if (effect.kind !== "question") return noted(walker, tracker, effect);
    const { answer } = effect;
    walker.point("consent", "withdrawal-question", { label: label(answer) });
    await walker.capture({ question: question + 1 });
    await walker.tapNode(answer, label(answer).slice(0, MAX_LABEL));
  }
  return settled(walker, tracker);
}

/** The control that the scenario names, as soon as it can be used. @throws ControllerError `deadline` */
function ownControl(walker: Walker, control: Selector): Promise<UiNode> {
  return waitFor(
    `"${describeSelector(control)}" on the screen`,
    CONTROL_DEADLINE_MS,
    async () => {
      const node = selectOne(await walker.look(), control);
      return node?.enabled === true ? node : null;
    },
    walker.session.gone,
  );
}

/** The withdrawal is the last tap: is there a sign that it took? */
export async function settled(walker: Walker, tracker: PhaseTracker): Promise<Withdrawal> {
  return noted(walker, tracker, await effectOf(walker));
}

type Effect =
  { kind: "sign"; sign: WithdrawalSign } | { kind: "question"; answer: UiNode } | { kind: "unconfirmed" | "no-effect" };

function noted(walker: Walker, tracker: PhaseTracker, effect: Effect): Withdrawal {
  const tap = walker.lastTap;
  if (tap === null) return "no-effect";
  const named = { label: tap.name.slice(0, MAX_LABEL) };
  if (effect.kind === "sign") {
    const detail = { ...named, sign: effect.sign };
    tracker.setConsent("withdrawn", tap.at.t, tap.at.errorUs, tap.touch ? "touch" : "tap-command", detail);
    return "withdrawn";
  }
  if (effect.kind === "no-effect") return "no-effect";
  walker.point("consent", "withdrawal-unconfirmed", named);
  return "unconfirmed";
}

/** What came of the last tap within the deadline. */
async function effectOf(walker: Walker): Promise<Effect> {
  const tap = walker.lastTap;
  if (tap === null) return { kind: "no-effect" };
  let isOther = false;
  const found = await waitUnlessLate<Effect>(
    EFFECT_DEADLINE_MS,
    async () => {
      const first = await lookFor(walker, tap);
      isOther ||= first.isOther;
      if (first.effect?.kind !== "sign") return first.effect;
      if (first.effect.sign === "app-closed") return first.effect;
      if (!(await observe(STAYS_FOR_MS, walker.session.gone))) return null;
      const again = await lookFor(walker, tap);
      return again.effect?.kind === "sign" ? again.effect : null;
    },
    walker.session.gone,
  );
  if (found !== null) return found;
  const { lost, ended } = walker.session;
  if (lost !== null || ended !== null) return atItsEnd(walker);
  return { kind: isOther ? "unconfirmed" : "no-effect" };
}

/** The app may end itself on it: then there is no other screen to wait for. A crash is no answer. */
async function atItsEnd({ session }: Walker): Promise<Effect> {
  const end = await waitUnlessLate(END_DEADLINE_MS, () => Promise.resolve(session.ended), NEVER);
  return end?.outcome === "app-left" ? { kind: "sign", sign: "app-closed" } : { kind: "unconfirmed" };
}

async function lookFor(walker: Walker, tap: Tap): Promise<{ effect: Effect | null; isOther: boolean }> {
  const state = await walker.handset.appState();
  if (state === "not-running") return { effect: await atItsEnd(walker), isOther: true };
  // Mail, browser: whatever is asked for there is not done yet.
  if (state === "background") return { effect: null, isOther: true };
  const nodes = await walker.look();
  const answer = questionAfter(tap.before, nodes);
  if (answer !== null) return { effect: { kind: "question", answer }, isOther: true };
  const sign = signOf(tap.before, tap.point, nodes, await readScreen(nodes, () => walker.handset.screenshot()));
  return { effect: sign && { kind: "sign", sign }, isOther: look(nodes) !== look(tap.before) };
}

/** What a person would see of the screen, as one text. */
function look(nodes: readonly UiNode[]): string {
  return JSON.stringify(nodes.map((node) => [label(node), node.checked, node.enabled, node.bounds]));
}
