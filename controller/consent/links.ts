/** Links to the policy and choices inside running text. */
import { label, type UiNode } from "../page-source.ts";
import { isBox, type Elements, type Label } from "./elements.ts";
import { simplified } from "./han.ts";
import type { Control } from "./screen-reading.ts";
import { spanControl } from "./spans.ts";
import { findIn, hints, says, speaksOf, type TextRole } from "./words.ts";

const LINK_IN_BRACKETS = /《[^》]{0,30}》/gu;
const POLICY_ID = /privacy|policy/i;
/** What is more than this part of a text is the text. */
const MOST_OF_TEXT = 0.5;
/** A running text that sends the reader to the policy, and how far before its name it does so (UTF-16 units). */
const LEAST_REFERRING = 30;
const REFERS_WITHIN = 40;
/** A label that is hardly more than the policy's name (UTF-16 units). */
const MAX_NAME = 12;

/** A link of its own, else a part of a running text, else a link that only says "more" beside words of the policy. */
export function policyLink(elements: Elements, isBoxText: (one: Label) => boolean): Control | null {
  const own = elements.labels
    .filter(
      (one) =>
        one.tappable &&
        (one.score === 1 || /《/u.test(one.label)) &&
        speaksOf(one.said, "policy") &&
        !speaksOf(one.said, "settings") &&
        !decides(one) &&
        !isBoxText(one) &&
        !isTickText(one.label),
    )
    .toSorted((a, b) => rank(b) - rank(a))[0];
  if (own) return own;
  // Beside a box with a link of its own the box's text only ticks.
  return besideBox(elements) ?? spanLink("policy", elements, isBoxText) ?? moreLink(elements);
}

/** The terms of use, which say that legal texts are at hand but are no policy. */
export function agreementLink(elements: Elements, isBoxText: (one: Label) => boolean): Control | null {
  const own = elements.labels.find(
    (one) => one.tappable && speaksOf(one.said, "agreement") && !decides(one) && !isBoxText(one),
  );
  return own ?? spanLink("agreement", elements, isBoxText);
}

/** A choice that is a part of a running text. */
export function inlineChoice(
  what: "inlineRefuse" | "inlineGuest" | "inlineSecond" | "inlineMore",
  elements: Elements,
): Control | null {
  for (const { node } of elements.texts) {
    if (!node.clickable) continue;
    if (/Image/.test(node.class)) continue;
    const range = findIn(simplified(label(node)), what);
    const isPart = range !== null && range.end - range.start < label(node).length * MOST_OF_TEXT;
    if (range && (isPart || what !== "inlineMore")) return spanControl(node, label(node), range, 0.6);
  }
  return null;
}

function decides(one: Label): boolean {
  return (
    says(one.said, "accept") ||
    says(one.said, "refuse") ||
    (hints(one.said, "accept") &&
      !hints(one.said, "notAccept") &&
      !/《/u.test(one.label) &&
      /Button/.test(one.target.class))
  );
}

function rank(one: Label): number {
  const isWeak = speaksOf(one.said, "policyWeak");
  return (isWeak ? 0 : 2) + (one.said.length <= MAX_NAME ? 1 : 0) + one.score;
}

/** The text of a box, not a link by itself. */
function isTickText(text: string): boolean {
  return speaksOf(text, "tick") && hints(text.toLowerCase(), "accept") && text.replace(LINK_IN_BRACKETS, "").length > 2;
}

function spanLink(
  what: TextRole & ("policy" | "agreement"),
  elements: Elements,
  isBoxText: (one: Label) => boolean,
): Control | null {
  const buttons = new Set(
    elements.labels.filter((one) => decides(one) && !isBoxText(one)).map((one) => one.node.index),
  );
  for (const { node } of elements.texts) {
    if (!node.clickable || buttons.has(node.index)) continue;
    const raw = simplified(label(node));
    const range = linkRange(raw, what);
    if (range) return spanControl(node, raw, range, 0.7);
  }
  return null;
}

/** A link inside a text of which the tree does not say that it can be tapped: where the text sends the reader there. */
export function nestedLink(elements: Elements): Control | null {
  for (const { node } of elements.texts) {
    const raw = simplified(label(node));
    const range = linkRange(raw, "policy");
    if (!range || raw.length < LEAST_REFERRING || elements.labels.some((one) => one.node === node && one.tappable))
      continue;
    if (speaksOf(raw.slice(Math.max(0, range.start - REFERS_WITHIN), range.end), "refers"))
      return spanControl(node, raw, range, 0.4);
  }
  return null;
}

/** Where in a text the link stands: a title in 《》 before bare words. */
function linkRange(text: string, what: "policy" | "agreement"): { start: number; end: number } | null {
  for (const match of text.matchAll(LINK_IN_BRACKETS))
    if (speaksOf(match[0], what)) return { start: match.index, end: match.index + match[0].length };
  return findIn(text, what);
}

/** "Details" on the row of a box whose text speaks of the policy. */
function besideBox(elements: Elements): Control | null {
  const boxes = elements.texts.filter(({ node, text }) => isBox(node) && speaksOf(text, "policy"));
  const more = elements.labels.filter((one) => one.tappable && says(one.said, "more"));
  return more.find((one) => boxes.some(({ node }) => sharesRow(one.target, node) && !decides(one))) ?? null;
}

/** "Details", "Learn more": beside the words of the policy on its row, by its id, or in a text that asks. */
function moreLink(elements: Elements): Control | null {
  const more = elements.labels.filter((one) => one.tappable && says(one.said, "more"));
  const onRow = more.find((one) =>
    elements.texts.some(
      ({ node, text }) =>
        node !== one.node &&
        speaksOf(text, "policy") &&
        sharesRow(one.target, node) &&
        node.bounds.x1 < one.target.bounds.x1,
    ),
  );
  const byId = more.find((one) => POLICY_ID.test(one.target.id) || POLICY_ID.test(one.node.id));
  return onRow ?? byId ?? null;
}

function sharesRow(a: UiNode, b: UiNode): boolean {
  return Math.min(a.bounds.y2, b.bounds.y2) > Math.max(a.bounds.y1, b.bounds.y1);
}

/** "Review the changes", or "Details" at the end of a text, stand for the policy where nothing else does. */
export function policyByMore(elements: Elements, taken: readonly (Control | null)[]): Control | null {
  const free = elements.labels.find(
    (one) => one.tappable && says(one.said, "more") && !taken.some((other) => other?.target.index === one.target.index),
  );
  return free ?? inlineChoice("inlineMore", elements);
}
