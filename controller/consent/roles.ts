/** Gives the labels of a layer their roles on a consent notice: which accepts, refuses, opens the policy and so on. */
import { label, type Bounds, type UiNode } from "../page-source.ts";
import { isBox, isInside, isShort, type Elements, type Label } from "./elements.ts";
import type { TopLayer } from "./layers.ts";
import { areaOf, type Control } from "./screen-reading.ts";
import { spanControl } from "./spans.ts";
import { findIn, plain, says, speaksOf } from "./words.ts";

/** A box belongs to a text that begins within this part of the screen's width from it. */
const BESIDE = 0.2;
/** Text of a box in the trace (UTF-16 units). */
const MAX_BOX_LABEL = 200;
const BOX_ID = /check|agree|box|cb_|_cb|tick|select|protocol|radio/i;
const LINK_IN_BRACKETS = /《[^》]{0,30}》/gu;

export interface Roles {
  accept: Control | null;
  acceptWeak: Control | null;
  acknowledge: Control | null;
  refuse: Control | null;
  refuseWeak: Control | null;
  guest: Control | null;
  second: Control | null;
  policy: Control | null;
  agreement: Control | null;
  boxes: Control[];
  inlineRefuse: Control | null;
  inlineGuest: Control | null;
}

/** @param isPicture the nodes come from a picture's text, so that nothing is called clickable */
export function rolesOf(elements: Elements, layer: TopLayer, nodes: UiNode[], isPicture: boolean): Roles {
  const boxes = findBoxes(elements, layer, nodes);
  const boxTexts = new Set(boxes.map((box) => box.node.index));
  const rows = boxes.map((box) => box.target.bounds);
  const free = elements.labels.filter(
    (one) => !boxTexts.has(one.node.index) && !(speaksOf(one.said, "tick") && rows.some((row) => sameRow(row, one))),
  );
  const pick = (fits: (one: Label) => boolean): Control | null => best(free.filter(fits), layer.bounds);
  const isBack = (one: Label): boolean => says(one.said, "back");
  const isRefuse = (one: Label): boolean => says(one.said, "refuse") && !isBack(one);
  const isLegal = (one: Label): boolean => /《/u.test(one.label) && !/同意并|^同意《|agree/iu.test(one.said);
  const isAccept = (one: Label): boolean => says(one.said, "accept") && !isRefuse(one) && !isBack(one) && !isLegal(one);
  const guest = pick((one) => says(one.said, "guest"));
  const refuse = pick((one) => isRefuse(one) && (one.tappable || !looksLikeText(one)));
  return {
    accept: pick(isAccept),
    acceptWeak: pick((one) => one.tappable && says(one.said, "acceptWeak") && !isBack(one)),
    acknowledge: pick((one) => one.tappable && says(one.said, "acknowledge") && !isBack(one)),
    refuse,
    refuseWeak: pick((one) => one.tappable && says(one.said, "refuseWeak") && !isBack(one)),
    guest,
    second: pick(
      (one) => says(one.said, "second") && !isRefuse(one) && !isAccept(one) && !speaksOf(one.said, "policy"),
    ),
    policy: linkTo("policy", elements, layer, isPicture),
    agreement: linkTo("agreement", elements, layer, isPicture),
    boxes,
    inlineRefuse: inline("inlineRefuse", elements, isPicture),
    inlineGuest: inline("inlineGuest", elements, isPicture),
  };
}

function looksLikeText(one: Label): boolean {
  return /[,，。.:：]/u.test(one.said);
}

/** Tappable before not, whole buttons before small texts, lower before higher. */
function best(candidates: Label[], bounds: Bounds): Control | null {
  const height = Math.max(1, bounds.y2 - bounds.y1);
  const rank = (one: Label): number =>
    (one.tappable ? 4 : 0) +
    (/Button/.test(one.target.class) ? 1 : 0) +
    (one.target.bounds.y2 - bounds.y1) / height +
    Math.min(1, areaOf(one.target.bounds) / (areaOf(bounds) * 0.1 + 1)) / 2;
  const [first] = candidates.toSorted((a, b) => rank(b) - rank(a));
  return first ? { node: first.node, target: first.target, label: first.label, score: first.score } : null;
}

function sameRow(a: Bounds, one: Label): boolean {
  const b = one.node.bounds;
  return Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1) > 0;
}

/** A link of its own, else a part of a running text. */
function linkTo(what: "policy" | "agreement", elements: Elements, layer: TopLayer, isPicture: boolean): Control | null {
  const own = elements.labels.filter(
    (one) =>
      one.tappable &&
      speaksOf(one.said, what) &&
      !says(one.said, "accept") &&
      !says(one.said, "refuse") &&
      !isTickText(one.label),
  );
  const whole = own.find((one) => !isInside(one.node, { ...layer.bounds, y1: layer.bounds.y2 })) ?? null;
  if (whole) return { node: whole.node, target: whole.target, label: whole.label, score: whole.score };
  for (const { node } of elements.texts) {
    if (!node.clickable && !isPicture) continue;
    const text = label(node);
    const range = linkRange(text, what);
    if (range) return spanControl(node, text, range, 0.7);
  }
  return null;
}

function isTickText(text: string): boolean {
  return speaksOf(text, "tick") && text.replace(LINK_IN_BRACKETS, "").length > 2;
}

/** Where in a text the link stands: a title in 《》 before bare words. */
function linkRange(text: string, what: "policy" | "agreement"): { start: number; end: number } | null {
  for (const match of text.matchAll(LINK_IN_BRACKETS))
    if (speaksOf(match[0], what)) return { start: match.index, end: match.index + match[0].length };
  return findIn(text, what);
}

function inline(what: "inlineRefuse" | "inlineGuest", elements: Elements, isPicture: boolean): Control | null {
  for (const { node, text } of elements.texts) {
    if ((!node.clickable && !isPicture) || isShort(text)) continue;
    const raw = label(node);
    const range = findIn(raw, what);
    if (range) return spanControl(node, raw, range, 0.6);
  }
  return null;
}

/** Boxes whose own or neighbouring text speaks of agreeing; also icons that stand for a box. */
function findBoxes(elements: Elements, layer: TopLayer, nodes: UiNode[]): Control[] {
  const reach = (layer.screen.x2 - layer.screen.x1) * BESIDE;
  return layer.nodes.flatMap((node): Control[] => {
    const real = isBox(node);
    if (!real && !isIconBox(node, layer)) return [];
    const own = plain(label(node));
    const beside = own || besideText(node, elements, nodes, reach);
    if (!speaksOf(beside, "tick")) return [];
    return [{ node, target: node, label: beside.slice(0, MAX_BOX_LABEL), score: real ? 1 : 0.7 }];
  });
}

function isIconBox(node: UiNode, layer: TopLayer): boolean {
  const [w, h] = [node.bounds.x2 - node.bounds.x1, node.bounds.y2 - node.bounds.y1];
  const most = (layer.screen.x2 - layer.screen.x1) * 0.13;
  const isSmall = w <= most && h <= most && w >= 8 && w / h < 1.8 && h / w < 1.8;
  const isPicture = /Image|View$|CheckedTextView/.test(node.class);
  return (
    isSmall && isPicture && (node.clickable || BOX_ID.test(node.id)) && (label(node) === "" || BOX_ID.test(label(node)))
  );
}

/** The texts on the box's row, from its right edge on, as one. */
function besideText(box: UiNode, elements: Elements, nodes: UiNode[], reach: number): string {
  const parent = nodes[box.parent];
  const row = elements.texts.filter(({ node }) => {
    if (node.index === box.index) return false;
    const middle = (box.bounds.y1 + box.bounds.y2) / 2;
    const onRow =
      (middle >= node.bounds.y1 && middle <= node.bounds.y2) ||
      (node.bounds.y1 >= box.bounds.y1 && node.bounds.y2 <= box.bounds.y2);
    const near =
      node.bounds.x1 >= box.bounds.x1 && (node.bounds.x1 - box.bounds.x2 <= reach || node.parent === box.parent);
    const inParent =
      parent !== undefined && node.parent === parent.index && areaOf(parent.bounds) < 8 * areaOf(node.bounds);
    return (onRow && near) || (onRow && inParent);
  });
  const first = row.toSorted((a, b) => a.node.bounds.x1 - b.node.bounds.x1);
  // Links of a sentence broken into nodes follow one another on the row.
  const line = elements.texts.filter(({ node }) => first[0] !== undefined && sameLine(node, first[0].node));
  return [...new Set([...first, ...line])].map(({ text }) => text).join("");
}

function sameLine(a: UiNode, b: UiNode): boolean {
  const shared = Math.min(a.bounds.y2, b.bounds.y2) - Math.max(a.bounds.y1, b.bounds.y1);
  return shared > 0.5 * Math.min(a.bounds.y2 - a.bounds.y1, b.bounds.y2 - b.bounds.y1);
}
