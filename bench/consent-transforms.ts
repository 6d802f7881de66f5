/**
 * Changes to a screen that a person would not notice, or would read just the same: the reading must not change with them.
 * Each works on the nodes of a page source and leaves what its labels say where it is, or tells by what the rectangles
 * grew.
 */
import { simplified } from "../controller/consent/han.ts";
import type { UiNode } from "../controller/page-source.ts";

export interface Transform {
  name: string;
  /** By what rectangles are multiplied. */
  scale: number;
  /** Languages that it says something about; none named: all. */
  languages?: readonly string[];
  apply: (nodes: UiNode[]) => UiNode[];
}

/** As if the same app ran on a display of another density. */
const OTHER_DISPLAY = 0.625;

const [FIRST_HAN, LAST_HAN] = [0x4e00, 0x9fff];

/** Simplified characters to traditional ones, as far as the recogniser's own table knows them. */
const TRADITIONAL = new Map<string, string>();
for (let code = FIRST_HAN; code <= LAST_HAN; code++) {
  const char = String.fromCodePoint(code);
  const simple = simplified(char);
  if (simple !== char && !TRADITIONAL.has(simple)) TRADITIONAL.set(simple, char);
}

const FULL_WIDTH: Readonly<Record<string, string>> = {
  ",": "，", ".": "。", "!": "！", "?": "？", ":": "：", ";": "；", "(": "（", ")": "）",
}; // prettier-ignore

export const TRANSFORMS: readonly Transform[] = [
  { name: "ids stripped", scale: 1, apply: (nodes) => nodes.map((node) => ({ ...node, id: "" })) },
  { name: "texts as descriptions", scale: 1, apply: (nodes) => nodes.map(described) },
  { name: "wrapped in layouts", scale: 1, apply: wrapped },
  { name: "siblings reversed", scale: 1, apply: reversed },
  { name: "other display", scale: OTHER_DISPLAY, apply: (nodes) => nodes.map(scaled) },
  {
    name: "upper case",
    scale: 1,
    languages: ["en", "de", "fr"],
    apply: (nodes) => reworded(nodes, (text) => text.toUpperCase()),
  },
  {
    name: "full-width punctuation",
    scale: 1,
    languages: ["zh"],
    apply: (nodes) =>
      reworded(nodes, (text) => text.replace(/(?<!\d)[,.!?:;()](?!\d)/gu, (one) => FULL_WIDTH[one] ?? one)),
  },
  {
    name: "traditional characters",
    scale: 1,
    languages: ["zh"],
    apply: (nodes) => reworded(nodes, (text) => [...text].map((char) => TRADITIONAL.get(char) ?? char).join("")),
  },
];

function described(node: UiNode): UiNode {
  const isField = /EditText|AutoComplete/.test(node.class);
  return isField ? node : { ...node, text: "", description: node.description || node.text };
}

function reworded(nodes: UiNode[], change: (text: string) => string): UiNode[] {
  return nodes.map((node) => ({ ...node, text: change(node.text), description: change(node.description) }));
}

function scaled(node: UiNode): UiNode {
  const { x1, y1, x2, y2 } = node.bounds;
  const [left, top, right, bottom] = [x1, y1, x2, y2].map((at) => Math.round(at * OTHER_DISPLAY));
  return { ...node, bounds: { x1: left ?? 0, y1: top ?? 0, x2: right ?? 0, y2: bottom ?? 0 } };
}

/** Every node but the roots gets a layout of its own size around it. */
function wrapped(nodes: UiNode[]): UiNode[] {
  const places = new Map<number, number>();
  const all: UiNode[] = [];
  for (const node of nodes) {
    let parent = places.get(node.parent) ?? -1;
    if (parent !== -1) {
      all.push({ ...layout(node), index: all.length, parent });
      parent = all.length - 1;
    }
    places.set(node.index, all.length);
    all.push({ ...node, index: all.length, parent });
  }
  return withDepths(all);
}

function layout(node: UiNode): UiNode {
  return {
    ...node, class: "android.widget.FrameLayout", text: "", description: "", id: "", hint: "", clickable: false,
    enabled: true, checkable: false, checked: false, scrollable: false, focused: false, selected: false, password: false,
  }; // prettier-ignore
}

/** Children that do not lie over one another come in the opposite order. */
function reversed(nodes: UiNode[]): UiNode[] {
  const children = Map.groupBy(nodes, (node) => node.parent);
  const all: UiNode[] = [];
  const visit = (node: UiNode, parent: number): void => {
    const index = all.length;
    all.push({ ...node, index, parent });
    const own = children.get(node.index) ?? [];
    for (const child of isApart(own) ? own.toReversed() : own) visit(child, index);
  };
  for (const root of children.get(-1) ?? []) visit(root, -1);
  return withDepths(all);
}

function isApart(nodes: readonly UiNode[]): boolean {
  return nodes.every((a, at) =>
    nodes
      .slice(at + 1)
      .every(
        (b) =>
          Math.min(a.bounds.x2, b.bounds.x2) <= Math.max(a.bounds.x1, b.bounds.x1) ||
          Math.min(a.bounds.y2, b.bounds.y2) <= Math.max(a.bounds.y1, b.bounds.y1),
      ),
  );
}

function withDepths(nodes: UiNode[]): UiNode[] {
  for (const node of nodes) node.depth = (nodes[node.parent]?.depth ?? -1) + 1;
  return nodes;
}
