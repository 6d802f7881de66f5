/** Looking for what a step names, with a deadline, past permission dialogs that nobody answered. */
import type { UiNode } from "../page-source.ts";
import type { Condition } from "../scenario/action-schema.ts";
import type { Selector, Target } from "../scenario/selector-schema.ts";
import { handsetError } from "../errors.ts";
import { waitUnlessLate } from "../wait.ts";
import { isPermissionPart } from "../walker.ts";
import { mustBeThere, type StepContext } from "./context.ts";
import { describeSelector, selectOne } from "./select.ts";

/** How long a control that a step names may take to appear. */
export const CONTROL_DEADLINE_MS = 10_000;
/** How long one that need not be there is waited for, and how long a condition may take to come true. */
const OPTIONAL_DEADLINE_MS = 3_000;
/** What is on the screen and should not be goes sooner than something comes. */
const GONE_DEADLINE_MS = 1_000;

/** @returns the node, or null when the step is optional and nothing came in time */
export async function findTarget(context: StepContext, target: string | Target): Promise<UiNode | null> {
  const { optional, selector } = splitTarget(target);
  const node = await lookFor(context, selector, optional ? OPTIONAL_DEADLINE_MS : CONTROL_DEADLINE_MS);
  if (node === null && !optional) throw missing(selector, CONTROL_DEADLINE_MS);
  return node;
}

export async function awaitVisible(context: StepContext, selector: Selector, deadlineMs: number): Promise<void> {
  if ((await lookFor(context, selector, deadlineMs)) === null) throw missing(selector, deadlineMs);
}

export async function awaitGone(context: StepContext, selector: Selector, deadlineMs: number): Promise<void> {
  if (await goneWithin(context, selector, deadlineMs)) return;
  mustBeThere(context);
  throw handsetError("still-visible", `"${describeSelector(selector)}" was still on the screen after ${deadlineMs} ms`);
}

/** Whether a condition holds, or comes to hold shortly. */
export async function holds(context: StepContext, condition: Condition | undefined): Promise<boolean> {
  if (!condition) return true;
  if (condition.platform !== undefined && condition.platform !== "android") return false;
  const { visible, notVisible } = condition;
  if (visible !== undefined && (await lookFor(context, visible, OPTIONAL_DEADLINE_MS)) === null) return false;
  return notVisible === undefined || (await goneWithin(context, notVisible, GONE_DEADLINE_MS));
}

/** The selector of a target without the step's own options. */
export function splitTarget(target: string | Target): { selector: Selector; optional: boolean; name: string } {
  if (typeof target === "string") return { selector: target, optional: false, name: target };
  const { optional, label, ...selector } = target;
  return { selector, optional: optional ?? false, name: label ?? describeSelector(selector) };
}

function lookFor(context: StepContext, selector: Selector, deadlineMs: number): Promise<UiNode | null> {
  return lookUntil(context, deadlineMs, (nodes) => {
    const node = selectOne(nodes, selector);
    return node && { found: node, package: node.package };
  });
}

/**
 * Looks until `see` finds something on the screen. A permission dialog that hides what the step means is answered as the
 * scenario says.
 * @param see what was found and whose it is: parts of the dialog itself may be meant
 * @returns null after the deadline @throws AppGone
 */
export async function lookUntil<T>(
  context: StepContext,
  deadlineMs: number,
  see: (nodes: UiNode[]) => { found: T; package?: string } | null,
): Promise<T | null> {
  const { walker } = context;
  const seen = await waitUnlessLate(
    deadlineMs,
    async () => {
      const nodes = await walker.look();
      const seen = see(nodes);
      const dialog = nodes.find(isPermissionPart);
      if (dialog === undefined || (seen !== null && seen.package === dialog.package)) return seen;
      await walker.answerPermissions(context.permissions);
      return null;
    },
    walker.session.gone,
  );
  mustBeThere(context);
  return seen && seen.found;
}

async function goneWithin({ walker }: StepContext, selector: Selector, deadlineMs: number): Promise<boolean> {
  const gone = await waitUnlessLate(
    deadlineMs,
    async () => (selectOne(await walker.look(), selector) === null ? true : null),
    walker.session.gone,
  );
  return gone === true;
}

function missing(selector: Selector, deadlineMs: number): Error {
  return handsetError("not-visible", `"${describeSelector(selector)}" did not come to the screen in ${deadlineMs} ms`);
}
