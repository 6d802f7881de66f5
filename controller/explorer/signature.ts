/** Which screen this is: its activity and the structure of its tree, without the texts that change. */
import { createHash } from "node:crypto";
import { isShort } from "../consent/elements.ts";
import { layersOf } from "../consent/layers.ts";
import { normalise } from "../consent/words.ts";
import { label, type UiNode } from "../page-source.ts";
import { Family, shortClass } from "./controls.ts";
import { entryOf } from "./danger.ts";

/** Labels longer than this are content. */
const MAX_FIXED = 20;
const DIGEST_LENGTH = 12;
/** Labels of lists that are kept to know a menu again. */
const MAX_ROWS = 100;

export interface Signature {
  activity: string;
  /** Digest of activity and structure alone. */
  shape: string;
  /** Digest of those and of the labels that a screen keeps: titles, buttons, which tab is chosen. */
  screen: string;
  /** Labels inside lists, without numbers: they tell one menu from another, and change in a list of news. */
  rows: string[];
}

/** What lies inside lists counts for nothing in the digests: it changes with the hour and with every scroll. */
export function signatureOf(activity: string, nodes: UiNode[]): Signature {
  const layer = layersOf(nodes)[0];
  const tree = new Family(nodes, layer?.nodes ?? []);
  const shapes: string[] = [];
  const labels: string[] = [];
  const rows = new Set<string>();
  const collect = (node: UiNode): void => {
    if (saidBy(node) !== "" && rows.size < MAX_ROWS) rows.add(saidBy(node));
    for (const child of tree.childrenOf(node)) collect(child);
  };
  const visit = (node: UiNode, depth: number): void => {
    shapes.push(`${depth}${shortClass(node)}${entryOf(node.id)}${node.clickable ? "!" : ""}`);
    const said = saidBy(node);
    if (said !== "" && said.length <= MAX_FIXED && isShort(said) && !/EditText/.test(node.class)) labels.push(said);
    if (node.selected) labels.push(`selected ${entryOf(node.id)} ${said}`);
    for (const child of tree.childrenOf(node)) {
      if (tree.isList(node)) collect(child);
      else visit(child, depth + 1);
    }
  };
  const inLayer = new Set(layer?.nodes.map((node) => node.index));
  for (const node of layer?.nodes ?? []) if (!inLayer.has(node.parent)) visit(node, 0);
  const parts = [activity, layer?.modal ?? false, ...shapes];
  return { activity, shape: digest(parts), screen: digest([...parts, ...labels]), rows: [...rows] };
}

function saidBy(node: UiNode): string {
  return normalise(label(node)).replace(/\d+/g, "#");
}

function digest(parts: unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, DIGEST_LENGTH);
}
