/** Texts, buttons, boxes and icons of a picture as nodes of a tree, so that a drawn screen is read as any other. */
import type { Bounds, UiNode } from "../page-source.ts";
import type { Picture, Surface } from "./picture.ts";
import { groundsOf, inkOf, isOtherInk, joined, type Segment } from "./picture-text.ts";
import { areaOf, overlap, unionOf } from "./screen-reading.ts";

/** Height and width of a button in relation to the picture. */
const BUTTON = { leastHeight: 0.018, mostHeight: 0.12, leastWidth: 0.1, mostWidth: 0.97 };
/** Lines on a button. */
const MOST_BUTTON_LINES = 2;
/** Side of a box to tick, and of an icon, in relation to the picture's width. */
const BOX = { least: 0.022, most: 0.115 };
const ICON = { least: 0.03, most: 0.15 };
/** A letter fills less of its rectangle than a round or square ground does. */
const LEAST_ICON_FILL = 0.7;
/** A corner is this part of the picture's sides. */
const CORNER = 0.2;
/** A box stands this many of its sides before its text at most. */
const BOX_REACH = 1.5;
/** A box with this part of its inside drawn on is ticked. */
const TICKED = 0.08;
/** A word that covers a box to this part, and no more, is the box. */
const TAKEN_FOR_BOX = 0.5;
/** A line beside a box shares this part of its height with it. */
const LEVEL = 0.4;
/** Lines of one text are so close, in heights, and so alike in height. */
const LINE_GAP = 1;
const ALIKE = 1.35;
const ALIKE_FLUSH = 1.7;
/** A single line of at most so many characters may be a control. */
const MAX_CONTROL = 34;
/** A line so much taller than the others is a heading. */
const HEADING = 1.25;
/** What the library makes of a cross, and of a box before a text. */
const CROSS = /^[xX×✕✖Kk><*人]{1,2}$/u;
const DRAWN_BOX = /^(?:\[\s?\]|[口□☐☑■回O0©○●])\s*/u;
const LINK_IN_BRACKETS = /《[^《》]{2,30}》?/gu;

/** @returns nodes in document order; the first is the whole screen */
export function picturesNodes(
  picture: Picture,
  flat: Uint8Array,
  surfaces: readonly Surface[],
  segments: readonly Segment[],
): UiNode[] {
  const tree = new NodeList(picture);
  const free = new Set(segments);
  const boxes = boxesOf(picture, surfaces, segments);
  for (const ground of groundsOf(picture, surfaces)) {
    const on = [...free].filter((one) => overlap(one.bounds, ground.bounds) > 0.8 * areaOf(one.bounds));
    if (on.length === 0 || !isButton(picture, ground.bounds, on)) continue;
    for (const one of on) free.delete(one);
    const text = on.map((one) => one.text).join(" ");
    tree.add({ class: "android.widget.Button", text, bounds: ground.bounds, clickable: true });
  }
  for (const { bounds, checked } of boxes)
    tree.add({ class: "android.widget.CheckBox", bounds, clickable: true, checkable: true, checked });
  for (const bounds of iconsOf(picture, surfaces, free, boxes))
    tree.add({ class: "android.widget.ImageView", bounds, clickable: true });
  const height = median([...free].map((one) => one.bounds.y2 - one.bounds.y1));
  paragraphsOf([...free], boxes).forEach((paragraph, index) =>
    addText(tree, picture, flat, paragraph, height, index === 0),
  );
  return tree.nodes;
}

class NodeList {
  readonly nodes: UiNode[] = [];

  constructor({ width, height }: Picture) {
    this.add({ class: "android.widget.FrameLayout", bounds: { x1: 0, y1: 0, x2: width, y2: height } });
  }

  add(node: Partial<UiNode> & Pick<UiNode, "class" | "bounds">): void {
    const index = this.nodes.length;
    this.nodes.push({
      index, parent: index === 0 ? -1 : 0, depth: index === 0 ? 0 : 1, package: "", text: "", description: "", id: "",
      clickable: false, enabled: true, checkable: false, checked: false, scrollable: false,
      focused: false, selected: false, password: false, hint: "", ...node,
    }); // prettier-ignore
  }
}

/** True when a rectangle with these texts on it has a button's size. */
export function isButton({ width, height }: Picture, bounds: Bounds, on: readonly Segment[]): boolean {
  const [w, h] = [(bounds.x2 - bounds.x1) / width, (bounds.y2 - bounds.y1) / height];
  const fits = h >= BUTTON.leastHeight && h <= BUTTON.mostHeight && w >= BUTTON.leastWidth && w <= BUTTON.mostWidth;
  return fits && on.length <= MOST_BUTTON_LINES;
}

/** Squares that stand before a text; of nested ones the outer. */
function boxesOf(
  { width }: Picture,
  surfaces: readonly Surface[],
  segments: readonly Segment[],
): { bounds: Bounds; checked: boolean }[] {
  const found: { bounds: Bounds; checked: boolean }[] = [];
  const squares = surfaces.filter(({ bounds }) => isSquare(bounds, width * BOX.least, width * BOX.most));
  for (const { bounds, pixels } of squares.toSorted((a, b) => areaOf(b.bounds) - areaOf(a.bounds))) {
    const side = bounds.x2 - bounds.x1;
    const stands = segments.some(
      (one) =>
        textStart(one) >= bounds.x2 - side * 0.2 &&
        textStart(one) - bounds.x2 <= side * BOX_REACH &&
        Math.min(one.bounds.y2, bounds.y2) > Math.max(one.bounds.y1, bounds.y1),
    );
    const follows = segments.some(
      ({ bounds: text }) =>
        text.x2 <= bounds.x1 + side * 0.2 &&
        bounds.x1 - text.x2 < side &&
        Math.min(text.y2, bounds.y2) > Math.max(text.y1, bounds.y1),
    );
    const inText = segments.some((one) =>
      one.words.some(
        (word, at) =>
          !DRAWN_BOX.test(word.text) &&
          !(at === 0 && isTheBox(word.bounds, bounds)) &&
          overlap(word.bounds, bounds) > 0.4 * areaOf(bounds),
      ),
    );
    const outer = found.find((other) => overlap(other.bounds, bounds) > 0.5 * areaOf(bounds));
    if (outer) {
      // The inside of an outline: what is missing from its area is drawn on it.
      if (pixels < areaOf(bounds) * (1 - TICKED) && areaOf(bounds) > areaOf(outer.bounds) * 0.5) outer.checked = true;
      continue;
    }
    if (stands && !follows && !inText)
      found.push({ bounds, checked: pixels > areaOf(bounds) * 0.5 && pixels < areaOf(bounds) * (1 - TICKED) });
  }
  return found;
}

/** Where a text begins when a box before it was taken for a letter. */
function textStart({ words }: Segment): number {
  const [first, second] = words;
  return (first && second && DRAWN_BOX.test(first.text) && first.text.length <= 2 ? second : first)?.bounds.x1 ?? 0;
}

function isSquare({ x1, y1, x2, y2 }: Bounds, least: number, most: number): boolean {
  const [w, h] = [x2 - x1, y2 - y1];
  return w >= least && w <= most && h >= least && h <= most && w / h < 1.3 && h / w < 1.3;
}

/** Small round or square surfaces with at most a cross on them. */
function iconsOf(
  picture: Picture,
  surfaces: readonly Surface[],
  free: Set<Segment>,
  boxes: readonly { bounds: Bounds }[],
): Bounds[] {
  const icons: Bounds[] = [];
  for (const { bounds, pixels } of surfaces) {
    if (!isSquare(bounds, picture.width * ICON.least, picture.width * ICON.most)) continue;
    const isGround = pixels >= areaOf(bounds) * LEAST_ICON_FILL;
    if (bounds.x1 <= 1 || bounds.x2 >= picture.width - 1) continue; // cut off by the edge
    if ((!isGround && !isInCorner(picture, bounds)) || boxes.some((box) => overlap(box.bounds, bounds) > 0)) continue;
    const on = [...free].filter((one) => overlap(one.bounds, bounds) > 0);
    if (on.some((one) => !CROSS.test(one.text))) continue;
    if (icons.some((other) => overlap(other, bounds) > 0)) continue;
    for (const one of on) free.delete(one);
    icons.push(bounds);
  }
  for (const one of free) {
    // A cross without a ground of its own.
    if (!CROSS.test(one.text) || !isSquare(one.bounds, picture.width * 0.015, picture.width * ICON.most)) continue;
    free.delete(one);
    icons.push(one.bounds);
  }
  return icons;
}

/** Where crosses are drawn without a ground of their own. */
function isInCorner({ width, height }: Picture, { x1, y1, x2 }: Bounds): boolean {
  return y1 < height * CORNER && (x1 > width * (1 - CORNER) || x2 < width * CORNER);
}

/** Lines that follow one another closely in the same size and ink are one text. */
function paragraphsOf(segments: Segment[], boxes: readonly { bounds: Bounds }[]): Segment[][] {
  const paragraphs: Segment[][] = [];
  const boxed = new Map<{ bounds: Bounds }, Segment[]>();
  for (const one of segments.toSorted((a, b) => a.bounds.y1 - b.bounds.y1)) {
    const height = one.bounds.y2 - one.bounds.y1;
    // What stands beside a box is a text of its own.
    const box = boxes.find(
      ({ bounds }) => bounds.x1 <= one.bounds.x1 + height && isLevel(bounds, one.bounds) && bounds.x2 < one.bounds.x2,
    );
    if (box) {
      const begins = Math.max(one.bounds.x1, box.bounds.x2);
      const beside = { ...one, bounds: { ...one.bounds, x1: begins } };
      const known = boxed.get(box);
      if (known) known.push(beside);
      else {
        boxed.set(box, [beside]);
        paragraphs.push(boxed.get(box) ?? []);
      }
      continue;
    }
    const home = paragraphs.find((paragraph) => {
      const last = paragraph.at(-1);
      if (!last) return false;
      const other = last.bounds.y2 - last.bounds.y1;
      const gap = one.bounds.y1 - last.bounds.y2;
      const shared = Math.min(one.bounds.x2, last.bounds.x2) - Math.max(one.bounds.x1, last.bounds.x1);
      const isFlush = Math.abs(one.bounds.x1 - last.bounds.x1) < Math.min(height, other) / 2;
      const isAlike = Math.max(height, other) / Math.min(height, other) < (isFlush ? ALIKE_FLUSH : ALIKE);
      return (
        gap > -other / 2 &&
        gap < Math.max(height, other) * LINE_GAP &&
        shared > 0 &&
        isAlike &&
        !isOtherInk(one.colour, last.colour)
      );
    });
    if (home) home.push(one);
    else paragraphs.push([one]);
  }
  return paragraphs;
}

/** A box that was read as the first letter of its text. */
function isTheBox(word: Bounds, box: Bounds): boolean {
  return overlap(word, box) > TAKEN_FOR_BOX * Math.max(areaOf(word), areaOf(box));
}

/** True when a line of text stands beside a box for the most of its height. */
function isLevel(box: Bounds, line: Bounds): boolean {
  return Math.min(box.y2, line.y2) - Math.max(box.y1, line.y1) > LEVEL * (line.y2 - line.y1);
}

/** A text, and the links in it: titles in 《》 and words in another ink. A short line that stands alone may be a control. */
function addText(
  tree: NodeList,
  picture: Picture,
  flat: Uint8Array,
  paragraph: Segment[],
  height: number,
  isFirst: boolean,
): void {
  const bounds = unionOf(paragraph.map((one) => one.bounds));
  const [first] = paragraph;
  if (!bounds || !first) return;
  const text = paragraph.map((one) => one.text.replace(DRAWN_BOX, "")).join("\n");
  const isTitle = isFirst && bounds.x1 < picture.width * (1 - 2 * CORNER);
  const isHeading = paragraph.length === 1 && (isTitle || bounds.y2 - bounds.y1 > height * HEADING);
  const isControl = paragraph.length === 1 && text.length <= MAX_CONTROL && !isHeading && !LINK_IN_BRACKETS.test(text);
  LINK_IN_BRACKETS.lastIndex = 0;
  tree.add({ class: "android.widget.TextView", text, bounds, clickable: isControl });
  for (const segment of paragraph) {
    for (const link of linksOf(picture, flat, segment))
      tree.add({ class: "android.view.View", text: link.text, bounds: link.bounds, clickable: true });
  }
}

function linksOf(picture: Picture, flat: Uint8Array, segment: Segment): { text: string; bounds: Bounds }[] {
  const links: { text: string; bounds: Bounds }[] = [];
  // Positions of words in the text of the segment.
  let at = 0;
  const placed = segment.words.map((word) => {
    const from = segment.text.indexOf(word.text, at);
    at = from + word.text.length;
    return { word, from, to: at };
  });
  for (const match of segment.text.matchAll(LINK_IN_BRACKETS)) {
    const inside = placed.filter(({ from, to }) => from < match.index + match[0].length && to > match.index);
    const bounds = unionOf(inside.map(({ word }) => word.bounds));
    if (bounds) links.push({ text: match[0], bounds });
  }
  if (links.length > 0 || segment.words.length < 2) return links;
  const inks = segment.words.map((word) => isOtherInk(inkOf(picture, flat, word.bounds), segment.colour));
  const share = inks.filter(Boolean).length;
  if (share === 0 || share === inks.length) return links;
  const isLink = share <= inks.length / 2;
  const run = segment.words.filter((_, index) => inks[index] === isLink);
  const bounds = unionOf(run.map((word) => word.bounds));
  return bounds ? [{ text: joined(run), bounds }] : links;
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
