/** What can be tapped on a screen, as the explorer sees it: named, placed, and told apart from screen to screen. */
import { isBox, isShort } from "../consent/elements.ts";
import { layersOf } from "../consent/layers.ts";
import { areaOf } from "../consent/screen-reading.ts";
import { findIn, normalise, plain, says } from "../consent/words.ts";
import { centre, contains, label, type Bounds, type UiNode } from "../page-source.ts";
import { dangerOf, entryOf, isAllowed, leadsBack, leadsToward, warnsOf, type Act } from "./danger.ts";

/** Texts inside a control that are read as its names. */
const MAX_NAMES = 6;
/** A clickable node that takes up more of the screen without a name of its own is a background. */
const MAX_SHARE = 0.6;
/** Bars of tabs lie below this part of the screen. */
const BOTTOM = 0.85;
/** As many controls beside one another make a bar. */
const LEAST_TABS = 3;
const TAB_SLACK = 8;
/** Longer names are cut in the evidence. */
const MAX_LABEL = 80;
/** A scrolling part with so many like children is a list, whatever it is called. */
const LEAST_ROWS = 3;

/** So much of a label is the policy's name where the label means the policy. */
const LEAST_POLICY_SHARE = 0.4;

const COLLECTION = /RecyclerView|ListView|GridView|Gallery/;
const FIELD = /EditText|AutoComplete|SearchView/;
const WEB_VIEW = /WebView/;

/** Why a control is left alone: what it does, or that nobody can tell. */
export type Shunned = Act | "nameless" | "box" | "asked-by-dialog";

export interface Candidate {
  /** The same control on another visit has the same key; other rows of the same list have others. */
  key: string;
  label: string;
  node: UiNode;
  point: { x: number; y: number };
  /** Place among the bars and lists of the screen. */
  place: "tab" | "row" | "plain";
  /** Rows that look alike have the same kind; "" for any other control. */
  rowKind: string;
  /** Its name says privacy policy. */
  policy: boolean;
  /** Settings, profile, about: what the policy usually lies behind. */
  toward: boolean;
  shunned: Shunned | null;
}

export interface ScreenControls {
  candidates: Candidate[];
  /** Parts that scroll up and down, the largest first. */
  scrolls: Bounds[];
}

/** @param allow labels and ids that the scenario lets the explorer tap in spite of what they do */
export function controlsOf(nodes: UiNode[], allow: readonly string[] = []): ScreenControls {
  const layer = layersOf(nodes)[0];
  if (!layer) return { candidates: [], scrolls: [] };
  const screenArea = areaOf(layer.screen);
  const tree = new Family(nodes, layer.nodes);
  const warns = warnsOf(tree.spoken(layer.nodes).join("\n"));
  const candidates: Candidate[] = [];
  const seen = new Map<string, number>();
  for (const node of layer.nodes) {
    if (!node.clickable || !node.enabled || FIELD.test(node.class) || WEB_VIEW.test(node.class)) continue;
    const names = tree.namesOf(node);
    const isLarge = areaOf(node.bounds) > screenArea * MAX_SHARE;
    if (isLarge && label(node) === "") continue;
    const point = tree.tapPoint(node, layer.nodes);
    if (point === null || leadsBack(names, node.id)) continue;
    const row = tree.rowOf(node);
    const entry = entryOf(node.id);
    const said = names.map(normalise).map((name) => name.replace(/\d+/g, "#"));
    const base = [row ? tree.kindOf(row.list, row.item) : "", entry, shortClass(node), said.join("|")].join(" ");
    const again = seen.get(base) ?? 0;
    seen.set(base, again + 1);
    candidates.push({
      key: again === 0 ? base : `${base} ${again}`,
      label: (names[0] ?? entry).slice(0, MAX_LABEL),
      node,
      point,
      place: row ? "row" : isTab(node, tree.siblingsOf(node), layer.screen) ? "tab" : "plain",
      rowKind: row ? tree.kindOf(row.list, row.item) : "",
      policy: names.some(isPolicyName) || /privacy_?policy|privacypolicy/i.test(entry),
      toward: leadsToward(names),
      shunned: shunnedOf(node, names, allow, warns, layer.modal),
    });
  }
  const scrolls = layer.nodes
    .filter((node) => node.scrollable && node.bounds.y2 - node.bounds.y1 > (layer.screen.y2 - layer.screen.y1) / 4)
    .map((node) => node.bounds)
    .sort((a, b) => areaOf(b) - areaOf(a));
  return { candidates, scrolls };
}

function shunnedOf(
  node: UiNode,
  names: string[],
  allow: readonly string[],
  warns: boolean,
  isModal: boolean,
): Shunned | null {
  if (isAllowed(names, node.id, allow)) return null;
  const act = dangerOf(names, node.id);
  if (act !== null) return act;
  // "OK" does whatever the text says; in a dialog so may any other answer.
  if (warns && (isModal || names.some(isBareYes))) return "asked-by-dialog";
  if (isBox(node)) return "box";
  return names.length === 0 && node.id === "" ? "nameless" : null;
}

function isBareYes(name: string): boolean {
  const said = normalise(name);
  return says(said, "acceptWeak") || says(said, "acknowledge");
}

/** A short label that is little but the policy's name; a headline about a policy is longer. */
function isPolicyName(name: string): boolean {
  const part = isShort(name) ? findIn(name, "policy") : null;
  return part !== null && (part.end - part.start) / name.length > LEAST_POLICY_SHARE;
}

/** One of several like controls beside one another at the bottom. */
function isTab(node: UiNode, siblings: UiNode[], screen: Bounds): boolean {
  if (centre(node.bounds).y < screen.y1 + (screen.y2 - screen.y1) * BOTTOM) return false;
  const beside = siblings.filter(
    (other) => other.clickable && Math.abs(centre(other.bounds).y - centre(node.bounds).y) <= TAB_SLACK,
  );
  return beside.length >= LEAST_TABS;
}

export function shortClass(node: UiNode): string {
  return node.class.slice(node.class.lastIndexOf(".") + 1);
}

/** Parents and children on the layer that can be used. */
export class Family {
  readonly #nodes: readonly UiNode[];
  readonly #children: Map<number, UiNode[]>;

  /** @param nodes the whole screen, by index @param shown those that count */
  constructor(nodes: readonly UiNode[], shown: readonly UiNode[]) {
    this.#nodes = nodes;
    this.#children = Map.groupBy(shown, (node) => node.parent);
  }

  childrenOf(node: UiNode): UiNode[] {
    return this.#children.get(node.index) ?? [];
  }

  siblingsOf(node: UiNode): UiNode[] {
    return this.#children.get(node.parent) ?? [];
  }

  /** Texts of a control, without those of controls inside it. */
  namesOf(node: UiNode): string[] {
    const own = [node.text, node.description].map(plain).filter((text) => text !== "");
    const inner = this.childrenOf(node).flatMap((child) => (child.clickable ? [] : this.namesOf(child)));
    return [...new Set([...own, ...inner])].slice(0, MAX_NAMES);
  }

  /** What the screen says beside the labels of its controls. */
  spoken(shown: readonly UiNode[]): string[] {
    const isControl = (node: UiNode | undefined): boolean =>
      node !== undefined && (node.clickable || isControl(this.#nodes[node.parent]));
    return shown.filter((node) => label(node) !== "" && !isControl(node)).map((node) => plain(label(node)));
  }

  /** The list that a node is in, and the list's own child that holds it; null for a node in none. */
  rowOf(node: UiNode): { list: UiNode; item: UiNode } | null {
    for (let item = node, list = this.#nodes[node.parent]; list; item = list, list = this.#nodes[list.parent]) {
      if (this.isList(list)) return { list, item };
    }
    return null;
  }

  isList(node: UiNode): boolean {
    if (COLLECTION.test(node.class)) return true;
    if (!node.scrollable) return false;
    const shapes = this.childrenOf(node).map((child) => this.shapeOf(child));
    return shapes.length >= LEAST_ROWS && new Set(shapes).size < shapes.length;
  }

  kindOf(list: UiNode, item: UiNode): string {
    return `${entryOf(list.id)}/${this.shapeOf(item)}`;
  }

  /** Classes and ids of a node and all below it, without any text. */
  shapeOf(node: UiNode): string {
    const inner = this.childrenOf(node).map((child) => this.shapeOf(child));
    const own = `${shortClass(node)}${node.id === "" ? "" : `#${entryOf(node.id)}`}${node.clickable ? "!" : ""}`;
    return inner.length === 0 ? own : `${own}(${inner.join(",")})`;
  }

  /** A place on the control that belongs to no other control, or null. */
  tapPoint(node: UiNode, shown: readonly UiNode[]): { x: number; y: number } | null {
    const texts = this.#labelled(node).map((one) => one.bounds);
    for (const bounds of [node.bounds, ...texts]) {
      if (areaOf(bounds) === 0) continue;
      const { x, y } = centre(bounds);
      const hit = shown.findLast((other) => other.clickable && contains(other.bounds, x, y));
      if (hit?.index === node.index) return { x, y };
    }
    return null;
  }

  #labelled(node: UiNode): UiNode[] {
    return this.childrenOf(node).flatMap((child) =>
      child.clickable ? [] : [...(label(child) === "" ? [] : [child]), ...this.#labelled(child)],
    );
  }
}
