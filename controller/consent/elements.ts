/** What a person sees on a layer: texts, and labels that can be tapped with what a tap on them hits. */
import { contains, label, type Bounds, type UiNode } from "../page-source.ts";
import type { TopLayer } from "./layers.ts";
import type { Control } from "./screen-reading.ts";
import { areaOf } from "./screen-reading.ts";
import { normalise, plain } from "./words.ts";

/** Longer labels are running text, not buttons (UTF-16 units; Latin script needs about twice as many). */
const MAX_HAN_LABEL = 26;
const MAX_LATIN_LABEL = 56;
/** How far up a clickable ancestor may be and still own a label. */
const MAX_CLICKABLE_CLIMB = 4;
/** A clickable ancestor of more labels than this is a page or a card, not a button. */
const MAX_OWNED_LABELS = 3;
/** A button takes up at most this part of the screen. */
const MAX_BUTTON_SHARE = 0.25;
/** A label of a drawn button (UTF-16 units). */
const MAX_DRAWN_LABEL = 28;
const HAN = /\p{Script=Han}/u;

export interface Label extends Control {
  /** The label as patterns compare it. */
  said: string;
  /** False where the tree calls nothing here clickable, though other labels are. */
  tappable: boolean;
}

export interface Elements {
  /** Every text that is not empty, in reading order of the tree. */
  texts: { node: UiNode; text: string }[];
  /** Texts short enough for a button. */
  labels: Label[];
  /** Fields to fill in. */
  fields: UiNode[];
  /** The whole text of the layer, a line a node. */
  all: string;
}

export function isShort(text: string): boolean {
  return text.length <= (HAN.test(text) ? MAX_HAN_LABEL : MAX_LATIN_LABEL) && !/[。；;].|\n.*\n/u.test(text);
}

/** @param nodes the whole screen (a node's parent is an index into it) */
export function elementsOf(nodes: UiNode[], layer: TopLayer): Elements {
  const texts = layer.nodes.flatMap((node) => {
    const text = plain(label(node));
    return text === "" ? [] : [{ node, text }];
  });
  const owned = countOwned(nodes, layer.nodes);
  const labels = texts.flatMap(({ node, text }): Label[] => {
    if (!isShort(text) || isBox(node) || /EditText/.test(node.class)) return [];
    const owner = ownerOf(nodes, node, owned, layer.screen);
    const own = { node, target: owner ?? node, label: text, said: normalise(text), tappable: owner !== null };
    return [{ ...own, score: owner ? 1 : 0.6 }];
  });
  // Drawn trees call nothing clickable; then every label of a few words may be.
  if (!labels.some((one) => one.tappable))
    for (const one of labels) one.tappable = one.said.length <= MAX_DRAWN_LABEL && !/[.。!！?？:：]/u.test(one.label);
  const fields = layer.nodes.filter((node) => /EditText|AutoComplete/.test(node.class));
  return { fields, texts, labels: withoutRepeats(labels), all: texts.map((one) => one.text).join("\n") };
}

export function isBox(node: UiNode): boolean {
  return node.checkable || /CheckBox|Switch|ToggleButton|RadioButton/.test(node.class);
}

/** The clickable node that a tap on the label hits: itself or a near ancestor that is no more than a button. */
function ownerOf(nodes: UiNode[], node: UiNode, owned: Map<number, number>, screen: Bounds): UiNode | null {
  let at: UiNode | undefined = node;
  for (let climb = 0; at && climb <= MAX_CLICKABLE_CLIMB; climb++, at = nodes[at.parent]) {
    if (climb > 0 && (owned.get(at.index) ?? 0) > MAX_OWNED_LABELS) return null;
    if (climb > 0 && areaOf(at.bounds) > areaOf(screen) * MAX_BUTTON_SHARE) return null;
    if (at.clickable || /(?:^|\.)(?:Image)?Button$/.test(at.class)) return at;
  }
  return null;
}

/** Labels under each node. */
function countOwned(nodes: UiNode[], layer: UiNode[]): Map<number, number> {
  const owned = new Map<number, number>();
  for (const node of layer) {
    if (label(node) === "") continue;
    let at: UiNode | undefined = node;
    for (let climb = 0; at && climb <= MAX_CLICKABLE_CLIMB; climb++, at = nodes[at.parent])
      owned.set(at.index, (owned.get(at.index) ?? 0) + 1);
  }
  return owned;
}

/** A button and the text inside it say the same: one control. */
function withoutRepeats(labels: Label[]): Label[] {
  const seen = new Set<string>();
  return labels.filter((one) => {
    const key = `${one.target.index} ${one.said}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Small square nodes without a label that can be tapped: icons such as a close cross. */
export function iconsOf(layer: TopLayer): UiNode[] {
  const most = (layer.screen.x2 - layer.screen.x1) * 0.16;
  return layer.nodes.filter((node) => {
    const [w, h] = [node.bounds.x2 - node.bounds.x1, node.bounds.y2 - node.bounds.y1];
    const isSmall = w <= most && h <= most && w >= 8 && h >= 8 && w / h < 2 && h / w < 2;
    return isSmall && node.clickable && label(node) === "" && !isBox(node);
  });
}

/** True when the node's middle lies in the rectangle. */
export function isInside(node: UiNode, bounds: Bounds): boolean {
  return contains(bounds, (node.bounds.x1 + node.bounds.x2) / 2, (node.bounds.y1 + node.bounds.y2) / 2);
}
