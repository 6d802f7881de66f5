/**
 * Taking consent back: the touch of the app's own control, confirmed by the screen becoming another one; a question
 * "are you sure?" is answered, and then the answer is the instant of withdrawal.
 */
import type { PhaseTracker } from "../phase-tracker.ts";
import { label, type UiNode } from "../page-source.ts";
import type { Selector } from "../scenario/scenario-schema.ts";
import { describeSelector, selectOne } from "../steps/select.ts";
import { waitFor, waitUnlessLate } from "../wait.ts";
import type { Walker } from "../walker.ts";

/** How long the control may take to show, and the screen to change after it was touched. */
const CONTROL_DEADLINE_MS = 10_000;
const EFFECT_DEADLINE_MS = 8_000;
/** "Are you sure?" and, at most, "really?" */
const MAX_QUESTIONS = 2;
const MAX_LABEL = 60;
/** How far up a clickable ancestor may be and still own a label. */
const MAX_CLIMB = 3;

/** Whole labels or starts of them, lower case. */
const WITHDRAW = [
  "撤回同意", "撤销同意", "撤回授权", "撤销授权", "撤回隐私", "撤销隐私", "撤回个人信息", "withdraw consent", "withdraw my consent", "revoke consent",
  "withdraw", "einwilligung widerrufen", "retirer mon consentement",
]; // prettier-ignore
const CONFIRM = [
  "确认撤回", "确定撤回", "确认撤销", "确定撤销", "仍要撤回", "继续撤回", "撤回", "撤销", "确定", "确认", "继续", "是",
  "withdraw", "yes, withdraw", "confirm", "revoke", "continue", "yes", "ok",
]; // prettier-ignore

export type Withdrawal = "withdrawn" | "no-control" | "no-effect";

/**
 * Withdraws on the screen that is up.
 * @param control the app's own control, where it has no usual name
 */
export async function withdraw(walker: Walker, tracker: PhaseTracker, control?: Selector): Promise<Withdrawal> {
  const target =
    control === undefined
      ? await waitUnlessLate(CONTROL_DEADLINE_MS, async () => named(await walker.look(), WITHDRAW), walker.session.gone)
      : await ownControl(walker, control);
  if (!target) return "no-control";
  await walker.capture({ before: "withdrawal" });
  await walker.tapNode(target, label(target).slice(0, MAX_LABEL));
  for (let question = 0; question < MAX_QUESTIONS; question++) {
    if (!(await screenChanged(walker))) return question === 0 ? "no-effect" : settled(walker, tracker);
    const nodes = await walker.look();
    const answer = isQuestion(nodes) ? named(nodes, CONFIRM) : null;
    if (!answer) break;
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

/** The withdrawal is the last tap. The app may end itself after it; then there is no other screen to wait for. */
export async function settled(walker: Walker, tracker: PhaseTracker): Promise<Withdrawal> {
  const tap = walker.lastTap;
  if (tap === null || !(await screenChanged(walker))) return "no-effect";
  const source = tap.touch ? "touch" : "tap-command";
  tracker.setConsent("withdrawn", tap.at.t, tap.at.errorUs, source, { label: tap.name.slice(0, MAX_LABEL) });
  return "withdrawn";
}

async function screenChanged(walker: Walker): Promise<boolean> {
  const changed = await waitUnlessLate(
    EFFECT_DEADLINE_MS,
    async () => {
      if ((await walker.handset.appState()) !== "foreground") return true;
      return (await walker.lastTapShows()) ? true : null;
    },
    walker.session.gone,
  );
  return changed === true || walker.session.lost !== null;
}

/** A question has a way back beside the answer. */
function isQuestion(nodes: UiNode[]): boolean {
  const back = ["取消", "再想想", "暂不", "返回", "cancel", "keep", "no", "not now", "go back", "abbrechen", "annuler"];
  return nodes.some((node) => back.some((word) => label(node).toLowerCase().startsWith(word)));
}

/** The clickable node whose label is, or else starts with, one of the words; earlier words first. */
function named(nodes: UiNode[], words: readonly string[]): UiNode | null {
  const controls = nodes.flatMap((node) => {
    const text = label(node).toLowerCase();
    if (text === "" || text.length > MAX_LABEL || !node.enabled) return [];
    let owner: UiNode | undefined = node;
    for (let climb = 0; owner && !owner.clickable && climb < MAX_CLIMB; climb++) owner = nodes[owner.parent];
    return owner?.clickable ? [{ text, node }] : [];
  });
  for (const word of words) {
    const found =
      controls.find((c) => c.text === word) ?? controls.find((c) => word.length > 2 && c.text.startsWith(word));
    if (found) return found.node;
  }
  return null;
}
