/** Boxes and switches that belong to agreeing: real ones, and icons that stand for one. */
import { label, type Bounds, type UiNode } from "../page-source.ts";
import { isBox, isInside, type Elements } from "./elements.ts";
import type { TopLayer } from "./layers.ts";
import { areaOf, type Control } from "./screen-reading.ts";
import { isOneOfMany } from "./structure.ts";
import { hints, plain, speaksOf } from "./words.ts";

/** A box belongs to a text that begins within this part of the screen's width from it. */
const BESIDE = 0.2;
/** Text of a box in the trace (UTF-16 units). */
const MAX_BOX_LABEL = 200;
const BOX_ID = /check|agree|box|cb_|_cb|tick|select|protocol|radio/i;
/** A picture that is described as ticked or not. */
const GLYPH = /^[☐☑☒□■◻◼⬜✅◯]/u;
const STATE =
  /(?:agreement|terms|consent|einverständnis).{0,3}(?:box|kästchen)|^(?:已|未)(?:选择|选中|勾选|选)|勾选框|复选框|^(?:un|not )?(?:checked|selected|ticked)\b|,\s*(?:non|nicht|pas|not) \S+$|,\s*(?:not )?(?:checked|selected|ticked|unchecked)$|check ?box|^(?:nicht )?(?:ausgewählt|markiert|angekreuzt)|kontrollkästchen|^(?:non )?(?:coché|sélectionné)e?|case à cocher/iu;
/** An icon that stands for a box takes up at most this part of the screen's width. */
const MOST_ICON = 0.13;

export interface Boxes {
  /** Their text speaks of agreeing to something. */
  agreeing: Control[];
  /** Any other box or switch that can be changed, with its text. */
  others: Control[];
}

export function findBoxes(elements: Elements, layer: TopLayer, nodes: UiNode[]): Boxes {
  const found: Boxes = { agreeing: [], others: [] };
  // A box for all the others makes those that may stay empty part of agreeing, too.
  const isAll = elements.texts.some(({ text }) => speaksOf(text, "tickEach"));
  const reach = (layer.screen.x2 - layer.screen.x1) * BESIDE;
  for (const node of layer.nodes) {
    const real = isBox(node) || (node.clickable && GLYPH.test(label(node)));
    if (!real && !isIconBox(node, layer)) continue;
    if (isOneOfMany(node, layer)) continue;
    if (layer.nodes.some((other) => other.checkable && isAncestor(nodes, other, node))) continue;
    const described = plain(label(node));
    // Its state says nothing of what it is for.
    const own = STATE.test(described) && !speaksOf(described, "tick") && !agrees(described) ? "" : described;
    const inside = own || (real ? insideText(node, elements, nodes) : "");
    const text = inside || besideText(node, elements, nodes, reach);
    const more = inside && inside.length < 4 ? `${inside}${besideText(node, elements, nodes, reach)}` : text;
    const box = { node, target: node, label: more.slice(0, MAX_BOX_LABEL), score: real ? 1 : 0.7 };
    if (
      (speaksOf(more, "tick") || (!/Switch/.test(node.class) && (agrees(more) || isLegal(more)))) &&
      (isAll || !speaksOf(more, "optional"))
    )
      found.agreeing.push(box);
    else if (real && node.enabled) found.others.push(box);
  }
  return found;
}

/** A box beside the name of a legal text. */
function isLegal(text: string): boolean {
  return /《/u.test(text) && (speaksOf(text, "policy") || speaksOf(text, "agreement"));
}

/** A word of agreeing beside one of data or of a legal text. */
function agrees(text: string): boolean {
  const said = text.toLowerCase();
  const isAgreeing = hints(said, "accept") && !hints(said, "notAccept");
  return isAgreeing && (["policy", "agreement", "data"] as const).some((role) => speaksOf(text, role));
}

function isAncestor(nodes: UiNode[], above: UiNode, node: UiNode): boolean {
  for (let at = nodes[node.parent]; at; at = nodes[at.parent]) if (at === above) return true;
  return false;
}

function isIconBox(node: UiNode, layer: TopLayer): boolean {
  const [w, h] = [node.bounds.x2 - node.bounds.x1, node.bounds.y2 - node.bounds.y1];
  const most = (layer.screen.x2 - layer.screen.x1) * MOST_ICON;
  if (w > most || h > most || w < 8 || w / h > 1.8 || h / w > 1.8) return false;
  const isPicture = /Image|View$|CheckedTextView/.test(node.class);
  const said = label(node);
  if (isPicture && STATE.test(said)) return true;
  return isPicture && (node.clickable || BOX_ID.test(node.id)) && (said === "" || BOX_ID.test(said));
}

/** Texts below the node, as one. */
function insideText(box: UiNode, elements: Elements, nodes: UiNode[]): string {
  return elements.texts
    .filter(({ node }) => isAncestor(nodes, box, node))
    .map(({ text }) => text)
    .join(" ");
}

/** The texts on the box's row, from its left edge on, as one; else those that share its row's container. */
function besideText(box: UiNode, elements: Elements, nodes: UiNode[], reach: number): string {
  const others = nodes.filter((node) => node !== box && isBox(node));
  const isOthers = (node: UiNode): boolean =>
    others.some(({ bounds }) => isBetween((bounds.y1 + bounds.y2) / 2, node.bounds) && !isInside(box, node.bounds));
  const middle = (box.bounds.y1 + box.bounds.y2) / 2;
  const onRow = elements.texts.filter(({ node }) => {
    if (node.index === box.index || isAncestor(nodes, box, node)) return false;
    const shares =
      (middle >= node.bounds.y1 && middle <= node.bounds.y2) ||
      (node.bounds.y1 >= box.bounds.y1 && node.bounds.y2 <= box.bounds.y2);
    const near = node.bounds.x1 >= box.bounds.x1 && node.bounds.x1 - box.bounds.x2 <= reach;
    return shares && near;
  });
  const [first] = onRow.toSorted((a, b) => a.node.bounds.x1 - b.node.bounds.x1);
  if (first) {
    // Links of a sentence that is broken into nodes follow one another on the line, and below it in the same container.
    const line = elements.texts.filter(
      ({ node }) =>
        node.index !== box.index && (sameLine(node, first.node) || (isNextLine(node, first.node) && !isOthers(node))),
    );
    return [first, ...line.filter((one) => one !== first)].map(({ text }) => text).join("");
  }
  let row = nodes[box.parent];
  while (row && areaOf(row.bounds) <= areaOf(box.bounds)) row = nodes[row.parent];
  if (!row || areaOf(row.bounds) > 40 * areaOf(box.bounds)) return "";
  return insideText(row, elements, nodes);
}

function isBetween(y: number, { y1, y2 }: Bounds): boolean {
  return y >= y1 && y <= y2;
}

function sameLine(a: UiNode, b: UiNode): boolean {
  const shared = Math.min(a.bounds.y2, b.bounds.y2) - Math.max(a.bounds.y1, b.bounds.y1);
  const least = Math.min(a.bounds.y2 - a.bounds.y1, b.bounds.y2 - b.bounds.y1);
  return a.bounds.x1 >= b.bounds.x1 && shared > 0.5 * least;
}

function isNextLine(a: UiNode, first: UiNode): boolean {
  return (
    !/Button/.test(a.class) &&
    !isBox(a) &&
    a.bounds.x1 <= first.bounds.x2 &&
    a.parent === first.parent &&
    a.index > first.index &&
    a.bounds.y1 - first.bounds.y2 < first.bounds.y2 - first.bounds.y1
  );
}
