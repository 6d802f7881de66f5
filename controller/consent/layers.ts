/** Which part of the tree a person can use: the window, dialog or sheet on top, without what it covers. */
import type { Bounds, UiNode } from "../page-source.ts";
import { areaOf, overlap, unionOf } from "./screen-reading.ts";

/** Windows that lie over the app and are not its. */
const SYSTEM_OVERLAYS = /^com\.android\.systemui$|inputmethod|\.ime(?:\.|$)|keyboard|com\.sohu\.inputmethod/i;
/** A sibling that covers this part of an earlier one has taken its place. */
const COVERS = 0.85;
/** Content that fills this part of the screen is a page, not a panel over one. */
const WHOLE = 0.85;
/** A cover smaller than this part of the screen is a bar or a badge. */
const LEAST_COVER = 0.4;
/** A panel smaller than this part of the screen is a toast, a badge or a button that floats. */
const LEAST_PANEL = 0.06;
/** A panel explains itself in a text; a bar only has short labels (UTF-16 units). */
const LEAST_EXPLANATION = 12;
/** So many texts of the page under a panel show that it lies over the page and is no part of it. */
const TEXTS_UNDER_PANEL = 2;

export interface TopLayer {
  /** Nodes of the layer on top, in document order. */
  nodes: UiNode[];
  /** The layer's rectangle. */
  bounds: Bounds;
  screen: Bounds;
  /** True when it lies over a page that it blocks. */
  modal: boolean;
}

/**
 * @param nodes the whole screen in document order, all windows
 * @returns layers to read, the top one first; the last is everything that shows
 */
export function layersOf(nodes: UiNode[]): TopLayer[] {
  const visible = nodes.filter((node) => areaOf(node.bounds) > 0);
  const ofApp = visible.filter((node) => !SYSTEM_OVERLAYS.test(node.package));
  const shown = ofApp.some((node) => node.text !== "" || node.description !== "") ? ofApp : visible;
  const roots = shown.filter((node) => node.parent === -1);
  const screen = unionOf(roots.map((root) => root.bounds)) ?? { x1: 0, y1: 0, x2: 0, y2: 0 };
  const tree = new Tree(shown);
  // A dialog's window that comes alone does not begin in the display's corner.
  const isDialog = screen.x1 > 0 && screen.y1 > 0;
  const everything: TopLayer = { nodes: shown, bounds: screen, screen, modal: isDialog };
  const layers: TopLayer[] = [];
  const root = topRoot(roots, tree, screen);
  if (root) {
    const blocked = new Set<number>();
    const panel = descend(root, tree, screen, blocked);
    const within = tree.family(tree.aroundOf(panel, nodes, blocked)).filter((node) => !blocked.has(node.index));
    const kept = within.filter((node) => !hasBlockedAncestor(node, nodes, blocked));
    if (blocked.size > 0 || roots.length > 1) {
      const content = kept.filter((node) => node.text !== "" || node.description !== "");
      const bounds = unionOf(content.map((node) => node.bounds)) ?? panel.bounds;
      layers.push({ nodes: kept, bounds, screen, modal: areaOf(bounds) < areaOf(screen) * WHOLE });
    }
  }
  layers.push(everything);
  return layers;
}

/** Of several windows the small one is a dialog over the others; of equals the last was opened last. */
function topRoot(roots: UiNode[], tree: Tree, screen: Bounds): UiNode | null {
  const speaking = roots.filter((root) => tree.hasContent(root));
  const dialog = speaking.find((root) => {
    const share = areaOf(root.bounds) / areaOf(screen);
    return share < WHOLE && share > LEAST_PANEL;
  });
  return dialog ?? speaking.at(-1) ?? null;
}

/** Goes down the tree and marks siblings that a later sibling covers. @returns the node that holds all that is left */
function descend(root: UiNode, tree: Tree, screen: Bounds, blocked: Set<number>): UiNode {
  let top = root;
  for (;;) {
    const children = tree.childrenOf(top);
    markCovered(children, tree, screen, blocked);
    const open = children.filter((child) => !blocked.has(child.index) && tree.hasContent(child));
    if (open.length === 1 && open[0]) {
      top = open[0];
      continue;
    }
    for (const child of open) {
      // A list, pager or page beside bars may hold a stack of its own.
      if (areaOf(child.bounds) > areaOf(screen) * LEAST_COVER) descend(child, tree, screen, blocked);
    }
    return top;
  }
}

function markCovered(children: UiNode[], tree: Tree, screen: Bounds, blocked: Set<number>): void {
  children.forEach((later, at) => {
    const speaks = tree.hasContent(later);
    const isScrim = !speaks && children.slice(at + 1).some((next) => tree.hasContent(next));
    if (!speaks && !isScrim) return;
    if (areaOf(later.bounds) < areaOf(screen) * (speaks ? LEAST_PANEL : LEAST_COVER)) return;
    for (const earlier of children.slice(0, at)) {
      if (!tree.hasContent(earlier)) continue;
      const covers = overlap(later.bounds, earlier.bounds) >= areaOf(earlier.bounds) * COVERS;
      const isFull = covers && areaOf(later.bounds) >= areaOf(screen) * LEAST_COVER;
      const isPanel = tree.explains(later) && tree.textsUnder(earlier, later.bounds) >= TEXTS_UNDER_PANEL;
      if (isFull || isPanel) blocked.add(earlier.index);
    }
  });
}

function hasBlockedAncestor(node: UiNode, nodes: UiNode[], blocked: Set<number>): boolean {
  for (let at: UiNode | undefined = node; at; at = nodes[at.parent]) if (blocked.has(at.index)) return true;
  return false;
}

/** Children and descendants of nodes, looked up once. */
class Tree {
  readonly #children: Map<number, UiNode[]>;
  readonly #content = new Map<number, boolean>();

  constructor(shown: UiNode[]) {
    this.#children = Map.groupBy(shown, (node) => node.parent);
  }

  childrenOf(node: UiNode): UiNode[] {
    return this.#children.get(node.index) ?? [];
  }

  /** The node and all below it, in document order. */
  family(node: UiNode): UiNode[] {
    const all: UiNode[] = [];
    const open = [node];
    for (let next = open.pop(); next; next = open.pop()) {
      all.push(next);
      open.push(...this.childrenOf(next).toReversed());
    }
    return all;
  }

  /** True when the node or one below it has a text. */
  hasContent(node: UiNode): boolean {
    const known = this.#content.get(node.index);
    if (known !== undefined) return known;
    const has =
      node.text !== "" || node.description !== "" || this.childrenOf(node).some((child) => this.hasContent(child));
    this.#content.set(node.index, has);
    return has;
  }

  /** The highest node above that holds nothing blocked: bare icons around a card belong to it. */
  aroundOf(node: UiNode, nodes: UiNode[], blocked: ReadonlySet<number>): UiNode {
    let top = node;
    for (let at = nodes[node.parent]; at; at = nodes[at.parent]) {
      if (this.family(at).some((one) => blocked.has(one.index))) return top;
      top = at;
    }
    return top;
  }

  explains(node: UiNode): boolean {
    return this.family(node).some((one) => (one.text || one.description).length >= LEAST_EXPLANATION);
  }

  /** Texts of the subtree whose middle lies inside the rectangle. */
  textsUnder(node: UiNode, bounds: Bounds): number {
    return this.family(node).filter((one) => {
      if (one.text === "" && one.description === "") return false;
      const x = (one.bounds.x1 + one.bounds.x2) / 2;
      const y = (one.bounds.y1 + one.bounds.y2) / 2;
      return x > bounds.x1 && x < bounds.x2 && y > bounds.y1 && y < bounds.y2;
    }).length;
  }
}
