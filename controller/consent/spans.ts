/** Links and choices that are part of a running text: where in the text's rectangle a tap must land. */
import type { Bounds, UiNode } from "../page-source.ts";
import type { Control } from "./screen-reading.ts";

/** Height of a line in relation to the size of its letters. */
const LINE_HEIGHT = 1.4;
/** More lines than a screen holds. */
const MAX_LINES = 120;

/** Width of a character in relation to the size of its letters. */
function widthOf(char: string): number {
  if (/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u.test(char)) return 1;
  if (/[ijltf.,:;'!|()[\] ]/u.test(char)) return 0.3;
  if (/[mwMW@%]/u.test(char)) return 0.85;
  return /[A-Z]/u.test(char) ? 0.66 : 0.53;
}

interface Placed {
  line: number;
  /** From the left edge, in letter sizes. */
  x: number;
}

/** Breaks the text into lines as a text view does: between Han characters anywhere, Latin at spaces. */
function layOut(text: string, width: number): { placed: Placed[]; lines: number } {
  const placed: Placed[] = [];
  let line = 0;
  let x = 0;
  for (const word of text.match(/\n|[A-Za-z0-9À-ÿ'’_-]+|./gsu) ?? []) {
    if (word === "\n") {
      placed.push({ line, x });
      line++;
      x = 0;
      continue;
    }
    const wordWidth = [...word].reduce((sum, char) => sum + widthOf(char), 0);
    if (x > 0 && x + wordWidth > width && word !== " ") {
      line++;
      x = 0;
    }
    for (const char of word) {
      // One entry a UTF-16 unit, so that positions of matches are positions here.
      for (let unit = 0; unit < char.length; unit++) placed.push({ line, x });
      x += widthOf(char);
      if (x > width && word.length > 1) {
        line++;
        x = 0;
      }
    }
  }
  return { placed, lines: line + 1 };
}

/**
 * @param range UTF-16 positions in the text
 * @returns the rectangle of the part, of its longest line where it breaks; an estimate from the text view's rectangle
 */
export function spanBounds(text: string, bounds: Bounds, range: { start: number; end: number }): Bounds {
  const [width, height] = [bounds.x2 - bounds.x1, bounds.y2 - bounds.y1];
  let best = layOut(text, Infinity);
  let size = height / LINE_HEIGHT;
  for (let lines = 1; lines <= MAX_LINES; lines++) {
    size = height / (lines * LINE_HEIGHT);
    best = layOut(text, width / size);
    if (best.lines <= lines) break;
  }
  const rows = new Map<number, { from: number; to: number }>();
  for (let at = range.start; at < range.end; at++) {
    const here = best.placed[at];
    if (!here) continue;
    const to = here.x + widthOf(text[at] ?? " ");
    const row = rows.get(here.line);
    if (row) row.to = Math.max(row.to, to);
    else rows.set(here.line, { from: here.x, to });
  }
  const longest = [...rows].sort(([, a], [, b]) => b.to - b.from - (a.to - a.from))[0];
  if (!longest) return bounds;
  const [line, row] = longest;
  const lineHeight = height / Math.max(best.lines, 1);
  return {
    x1: Math.round(bounds.x1 + row.from * size),
    y1: Math.round(bounds.y1 + line * lineHeight),
    x2: Math.min(bounds.x2, Math.round(bounds.x1 + row.to * size)),
    y2: Math.round(bounds.y1 + (line + 1) * lineHeight),
  };
}

/** A control for a part of a node's text; a tap on its target lands on that part. */
export function spanControl(node: UiNode, text: string, range: { start: number; end: number }, score: number): Control {
  const target: UiNode = { ...node, bounds: spanBounds(text, node.bounds, range) };
  return { node, target, label: text.slice(range.start, range.end), score };
}
