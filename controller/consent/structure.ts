/**
 * What the arrangement of a screen says, whatever its words: rows of a list, options of which one is chosen, a conversation.
 * What is one of many stands for itself; the controls of a notice are few, and decide for the whole of it.
 */
import { label, type Bounds, type UiNode } from "../page-source.ts";
import { isBox, type Elements, type Label } from "./elements.ts";
import type { TopLayer } from "./layers.ts";
import { speaksOf } from "./words.ts";

/** So many neighbours of one form make a list; rows that hold a single text may be buttons over one another. */
const LEAST_ROWS = 3;
const LEAST_PLAIN_ROWS = 5;
/** So many rows that lead on, or that switch something, make a page of settings. */
const LEAST_SETTINGS = 4;
/** Rows of a list begin and end within this part of the screen's width of one another. */
const IN_LINE = 0.03;
/** A row is no higher than this part of the screen. */
const MOST_ROW = 0.2;
/** The highest row of a list is at most so many times as high as another. */
const MOST_TALLER = 2.5;
/** The place to write a message is this far down a page. */
const LOWEST = 0.6;

/** Indexes of the nodes that are rows of lists. */
export type Rows = ReadonlySet<number>;

interface Form {
  texts: number;
  boxes: number;
  pictures: number;
  /** Nodes that can be tapped, boxes left out. */
  taps: number;
}

/** @returns neighbours of one form, one over the other, each with more than a button has */
export function rowsOf(nodes: readonly UiNode[], layer: TopLayer): Rows {
  const children = Map.groupBy(layer.nodes, (node) => node.parent);
  const forms = formsOf(nodes, layer);
  const [width, height] = [layer.screen.x2 - layer.screen.x1, layer.screen.y2 - layer.screen.y1];
  const rows = new Set<number>();
  for (const siblings of children.values()) {
    const candidates = siblings.filter(
      (node) =>
        !/Button$/.test(node.class) &&
        (forms.get(node.index)?.texts ?? 0) > 0 &&
        (forms.get(node.index)?.taps ?? 0) <= 1 &&
        node.bounds.y2 - node.bounds.y1 < height * MOST_ROW,
    );
    const alike = Map.groupBy(candidates, (node) => keyOf(node, forms.get(node.index)));
    for (const group of alike.values()) {
      const listed = group.filter((node) =>
        group.every(
          (other) =>
            other === node ||
            (isInLine(node, other, width) && isAsHigh(node, other) && isApart(node.bounds, other.bounds)),
        ),
      );
      const isPlain = isButtonLike(forms.get(listed[0]?.index ?? -1));
      if (listed.length < (isPlain ? LEAST_PLAIN_ROWS : LEAST_ROWS)) continue;
      for (const node of listed) rows.add(node.index);
    }
  }
  return rows;
}

/** Rows with the same number of boxes, and with an icon or without, are alike; a second line of text may be missing. */
function keyOf(node: UiNode, form: Form | undefined): string {
  const { texts = 0, boxes = 0, pictures = 0, taps = 0 } = form ?? {};
  return `${node.class} ${texts > 1 ? "lines" : "line"} ${boxes} ${taps} ${pictures > 0 ? "icon" : ""}`;
}

function isButtonLike(form: Form | undefined): boolean {
  return form === undefined || (form.texts === 1 && form.boxes === 0 && form.pictures === 0);
}

function isInLine(a: UiNode, b: UiNode, width: number): boolean {
  return Math.abs(a.bounds.x1 - b.bounds.x1) < width * IN_LINE && Math.abs(a.bounds.x2 - b.bounds.x2) < width * IN_LINE;
}

function isAsHigh(a: UiNode, b: UiNode): boolean {
  const [one, other] = [a, b].map(({ bounds }) => bounds.y2 - bounds.y1) as [number, number];
  return Math.max(one, other) <= Math.min(one, other) * MOST_TALLER;
}

function isApart(a: Bounds, b: Bounds): boolean {
  return a.y2 <= b.y1 + 1 || b.y2 <= a.y1 + 1;
}

/** Texts, boxes and pictures in and below each node. */
function formsOf(nodes: readonly UiNode[], layer: TopLayer): Map<number, Form> {
  const forms = new Map<number, Form>();
  for (const node of layer.nodes) {
    const own = {
      texts: label(node) === "" || label(node) === label(nodes[node.parent] ?? node) ? 0 : 1,
      boxes: isBox(node) ? 1 : 0,
      pictures: isPicture(node) ? 1 : 0,
      taps: node.clickable && !isBox(node) ? 1 : 0,
    };
    for (let at: UiNode | undefined = node; at; at = nodes[at.parent]) {
      const form = forms.get(at.index) ?? { texts: 0, boxes: 0, pictures: 0, taps: 0 };
      form.texts += own.texts;
      form.boxes += own.boxes;
      form.pictures += own.pictures;
      form.taps += own.taps;
      forms.set(at.index, form);
    }
  }
  return forms;
}

function isPicture(node: UiNode): boolean {
  return /ImageView|Image$/.test(node.class) && label(node) === "";
}

/** True for a label whose tap falls on a row of a list. */
export function isInRow(one: Label, rows: Rows, nodes: readonly UiNode[]): boolean {
  for (let at: UiNode | undefined = one.node; at; at = nodes[at.parent]) if (rows.has(at.index)) return true;
  return false;
}

/** Options of which one is chosen: none of them is a box to agree. */
export function isOneOfMany(box: UiNode, layer: TopLayer): boolean {
  return /RadioButton/.test(box.class) && layer.nodes.filter((node) => /RadioButton/.test(node.class)).length > 1;
}

/** True when a tap on the label chooses an option or turns a switch. */
export function isOption(one: Label, layer: TopLayer, nodes: readonly UiNode[]): boolean {
  return layer.nodes.some((node) => isBox(node) && node !== one.target && isBelow(node, one.target, nodes));
}

function isBelow(node: UiNode, above: UiNode, nodes: readonly UiNode[]): boolean {
  for (let at: UiNode | undefined = node; at; at = nodes[at.parent]) if (at.index === above.index) return true;
  return false;
}

/** True when the lowest thing on the page is a place to write: what stands over it was said by people. */
export function isConversation(elements: Elements, layer: TopLayer): boolean {
  if (layer.modal) return false;
  const from = layer.screen.y1 + (layer.screen.y2 - layer.screen.y1) * LOWEST;
  const field = elements.fields.length === 1 ? elements.fields[0] : undefined;
  const place = field ?? elements.texts.find(({ text }) => speaksOf(text, "message"))?.node;
  if (!place || place.bounds.y1 < from) return false;
  const middle = (place.bounds.y1 + place.bounds.y2) / 2;
  return !elements.texts.some(({ node }) => node !== place && node.bounds.y1 > middle && !isField(node));
}

function isField(node: UiNode): boolean {
  return /EditText|AutoComplete/.test(node.class);
}

/** True for a page, not something that lies over one, with many rows that lead on or switch something. */
export function isSettings(rows: Rows, layer: TopLayer, nodes: readonly UiNode[]): boolean {
  return !layer.modal && [...rows].filter((index) => leadsOn(nodes, index, layer)).length >= LEAST_SETTINGS;
}

function leadsOn(nodes: readonly UiNode[], index: number, layer: TopLayer): boolean {
  const row = nodes[index];
  if (!row) return false;
  const below = layer.nodes.filter((node) => isBelow(node, row, nodes));
  const isMore = below.some((node) => isPicture(node)) || below.filter((node) => label(node) !== "").length > 1;
  return (
    (row.clickable && isMore) || layer.nodes.some((node) => isBox(node) && node !== row && isBelow(node, row, nodes))
  );
}
