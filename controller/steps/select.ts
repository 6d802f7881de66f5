/** Finds what a selector points at among the nodes of a screen. */
import { label, type Bounds, type UiNode } from "../page-source.ts";
import { matchingTexts } from "../scenario/pattern.ts";
import type { Element, Selector } from "../scenario/selector-schema.ts";

/** A part of a label shorter than this occurs by chance. */
const MIN_PART = 2;

/**
 * All nodes that a selector points at, nearest first where it names a neighbour, else in the order of the screen.
 * @param nodes the whole screen
 */
export function selectAll(nodes: readonly UiNode[], selector: Selector): UiNode[] {
  const shown = nodes.filter(({ bounds }) => bounds.x2 > bounds.x1 && bounds.y2 > bounds.y1);
  if (typeof selector === "string") return selectByText(shown, selector);
  const byText = matching(shown, selector.textMatches, textsOf);
  const byId = matching(byText, selector.idMatches, idsOf);
  const own = byId.filter((node) => hasTraits(node, selector));
  const placed = inRelation(own, nodes, selector);
  if (selector.index === undefined) return placed;
  const ordered = [...placed].sort((a, b) => a.bounds.y1 - b.bounds.y1 || a.bounds.x1 - b.bounds.x1);
  return ordered.slice(selector.index, selector.index + 1);
}

/** The one node that a tap or a look means: enabled before disabled, and in the front window before one behind it. */
export function selectOne(nodes: readonly UiNode[], selector: Selector): UiNode | null {
  const found = selectAll(nodes, selector);
  const live = found.filter((node) => node.enabled);
  const eligible = live.length > 0 ? live : found;
  const window = (node: UiNode): number => ancestors(nodes, node).at(-1) ?? node.index;
  const front = Math.max(...eligible.map(window));
  return eligible.find((node) => window(node) === front) ?? null;
}

/** How a selector reads in a message or as a step's name. */
export function describeSelector(selector: Selector): string {
  if (typeof selector === "string") return selector;
  const { text, textMatches, description, id, idMatches, ...rest } = selector;
  const name = text ?? description ?? textMatches ?? id ?? idMatches;
  const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : "";
  return name === undefined ? JSON.stringify(selector) : `${name}${more}`;
}

/** Whole label before resource id before part of a label. */
function selectByText(nodes: UiNode[], text: string): UiNode[] {
  const whole = nodes.filter((node) => node.text.trim() === text || node.description.trim() === text);
  if (whole.length > 0) return whole;
  const named = nodes.filter((node) => hasId(node, text));
  if (named.length > 0 || text.length < MIN_PART) return named;
  return nodes.filter((node) => label(node).includes(text));
}

function hasTraits(node: UiNode, wanted: Element): boolean {
  const flags = ["enabled", "checked", "focused", "selected"] as const;
  return (
    (wanted.text === undefined || node.text.trim() === wanted.text) &&
    (wanted.description === undefined || node.description.trim() === wanted.description) &&
    (wanted.id === undefined || hasId(node, wanted.id)) &&
    flags.every((flag) => wanted[flag] === undefined || node[flag] === wanted[flag])
  );
}

function hasId(node: UiNode, id: string): boolean {
  return node.id !== "" && (node.id === id || node.id.endsWith(`:id/${id}`));
}

function textsOf(node: UiNode): string[] {
  return [node.text, node.description, node.hint].filter((text) => text !== "");
}

function idsOf(node: UiNode): string[] {
  return node.id === "" ? [] : [node.id, node.id.slice(node.id.lastIndexOf("/") + 1)];
}

function matching(nodes: UiNode[], pattern: string | undefined, of: (node: UiNode) => string[]): UiNode[] {
  if (pattern === undefined) return nodes;
  const taken = matchingTexts(pattern, nodes.flatMap(of));
  return nodes.filter((node) => of(node).some((text) => taken.has(text)));
}

function inRelation(found: UiNode[], nodes: readonly UiNode[], wanted: Element): UiNode[] {
  let left = found;
  const sides = { below: isBelow, above: isAbove, leftOf: isLeft, rightOf: isRight };
  for (const [side, holds] of Object.entries(sides) as [keyof typeof sides, typeof isBelow][]) {
    const anchor = wanted[side];
    if (anchor === undefined) continue;
    const at = selectOne(nodes, anchor);
    if (at === null) return [];
    left = left
      .filter((node) => node !== at && holds(node.bounds, at.bounds))
      .sort((a, b) => distance(a.bounds, at.bounds) - distance(b.bounds, at.bounds));
  }
  if (wanted.childOf !== undefined) {
    const parents = new Set(selectAll(nodes, wanted.childOf).map(({ index }) => index));
    left = left.filter((node) => ancestors(nodes, node).some((index) => parents.has(index)));
  }
  if (wanted.containsChild !== undefined) {
    const holders = new Set(selectAll(nodes, wanted.containsChild).map(({ parent }) => parent));
    left = left.filter((node) => holders.has(node.index));
  }
  return left;
}

function ancestors(nodes: readonly UiNode[], node: UiNode): number[] {
  const above: number[] = [];
  for (let at = node.parent; at >= 0; at = nodes[at]?.parent ?? -1) above.push(at);
  return above;
}

const middle = (a: number, b: number): number => (a + b) / 2;
const isBelow = (node: Bounds, at: Bounds): boolean => node.y1 >= middle(at.y1, at.y2);
const isAbove = (node: Bounds, at: Bounds): boolean => node.y2 <= middle(at.y1, at.y2);
const isLeft = (node: Bounds, at: Bounds): boolean => node.x2 <= middle(at.x1, at.x2);
const isRight = (node: Bounds, at: Bounds): boolean => node.x1 >= middle(at.x1, at.x2);

/** Between the nearest edges: what stands beside a wide thing is not far from it. */
function distance(a: Bounds, b: Bounds): number {
  const gap = (from1: number, to1: number, from2: number, to2: number): number => Math.max(0, from1 - to2, from2 - to1);
  return Math.hypot(gap(a.x1, a.x2, b.x1, b.x2), gap(a.y1, a.y2, b.y1, b.y2));
}
