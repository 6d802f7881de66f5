/** Makes what is drawn on a surface readable: each surface's text as dark on white, and lines of words as segments. */
import { contains, type Bounds } from "../page-source.ts";
import type { TextLine, Word } from "./ocr.ts";
import { colourAt, distance, type Picture, type Rgb, type Surface } from "./picture.ts";
import { unionOf } from "./screen-reading.ts";

/** A surface carries text when it covers at least this part of its rectangle and of the picture. */
const LEAST_FILL = 0.45;
const LEAST_SHARE = 0.0015;
/** Differences below this are noise of the picture (0 to about 442). */
const LEAST_DIFFERENCE = 12;
/** Words further apart than this many heights are on different buttons. */
const MOST_GAP = 1.8;
/** A letter is lower than this part of the button that it stands on. */
const OUTLINE = 0.85;
/** No space is written beside these. */
const NO_SPACE = /[\p{Script=Han}\u3000-\u303f\uff00-\uff65“”‘’]/u;

/** Words that belong together on one line. */
export interface Segment {
  words: Word[];
  text: string;
  bounds: Bounds;
  colour: Rgb;
}

/** Surfaces that may carry text, the largest first. */
export function groundsOf(picture: Picture, surfaces: readonly Surface[]): Surface[] {
  return surfaces.filter(({ bounds, pixels }) => {
    const [w, h] = [bounds.x2 - bounds.x1, bounds.y2 - bounds.y1];
    return w >= 24 && h >= 16 && pixels >= w * h * LEAST_FILL && pixels >= picture.width * picture.height * LEAST_SHARE;
  });
}

/**
 * A pixel is as dark as it differs from the surface that it lies on, in relation to all that lies there, however pale it was.
 * @returns one byte a pixel
 */
export function flatten(picture: Picture, surfaces: readonly Surface[]): Uint8Array {
  const { width, height, rgb } = picture;
  const grounds = groundsOf(picture, surfaces);
  const owner = new Int32Array(width * height).fill(-1);
  grounds.forEach((ground, index) => {
    for (let row = 0; row < ground.spans.length / 2; row++) {
      const start = (ground.bounds.y1 + row) * width;
      owner.fill(index, start + (ground.spans[row * 2] ?? 0), start + (ground.spans[row * 2 + 1] ?? -1) + 1);
    }
  });
  const differences = new Float32Array(width * height);
  const most = new Float32Array(grounds.length);
  for (let pixel = 0; pixel < owner.length; pixel++) {
    const index = owner[pixel] ?? -1;
    const ground = grounds[index];
    if (!ground) continue;
    const at = pixel * 3;
    const [r, g, b] = ground.colour;
    const difference = Math.hypot((rgb[at] ?? 0) - r, (rgb[at + 1] ?? 0) - g, (rgb[at + 2] ?? 0) - b);
    differences[pixel] = difference;
    if (difference > (most[index] ?? 0)) most[index] = difference;
  }
  const flat = new Uint8Array(width * height);
  for (let pixel = 0; pixel < flat.length; pixel++) {
    const scale = most[owner[pixel] ?? -1] ?? 0;
    flat[pixel] = scale < LEAST_DIFFERENCE ? 255 : 255 - Math.round((255 * (differences[pixel] ?? 0)) / scale);
  }
  return flat;
}

/** Splits lines where a gap shows that the words stand on different controls. */
export function segmentsOf(
  picture: Picture,
  flat: Uint8Array,
  lines: readonly TextLine[],
  buttons: readonly Bounds[] = [],
): Segment[] {
  const segments: Segment[] = [];
  for (const line of lines) {
    let words: Word[] = [];
    const flush = (): void => {
      const bounds = unionOf(words.map((word) => word.bounds));
      if (bounds) segments.push({ words, text: joined(words), bounds, colour: inkOf(picture, flat, bounds) });
      words = [];
    };
    for (const word of line.words.toSorted((a, b) => a.bounds.x1 - b.bounds.x1)) {
      const last = words.at(-1);
      const height = Math.max(word.bounds.y2 - word.bounds.y1, last ? last.bounds.y2 - last.bounds.y1 : 0);
      // The outline of a button read as a letter is none.
      if (buttons.some((button) => isOutline(word.bounds, button))) continue;
      const isApart = last !== undefined && buttonAt(word.bounds, buttons) !== buttonAt(last.bounds, buttons);
      if (last && (isApart || word.bounds.x1 - last.bounds.x2 > height * MOST_GAP)) flush();
      words.push(word);
    }
    flush();
  }
  return segments;
}

function buttonAt({ x1, y1, x2, y2 }: Bounds, buttons: readonly Bounds[]): Bounds | undefined {
  return buttons.find((button) => contains(button, (x1 + x2) / 2, (y1 + y2) / 2));
}

function isOutline(word: Bounds, button: Bounds): boolean {
  const isAsHigh = word.y2 - word.y1 > (button.y2 - button.y1) * OUTLINE;
  const isAcross = word.x1 <= button.x1 + 1 || word.x2 >= button.x2 - 1;
  return (
    isAsHigh && isAcross && word.y1 < button.y2 && word.y2 > button.y1 && word.x2 > button.x1 && word.x1 < button.x2
  );
}

/** The text of words, with spaces only where the script has them. */
export function joined(words: readonly Word[]): string {
  return words.reduce((text, { text: word }) => {
    const bare = text === "" || NO_SPACE.test(text.at(-1) ?? "") || NO_SPACE.test(word.charAt(0));
    return `${text}${bare ? "" : " "}${word}`;
  }, "");
}

/** The colour of the letters: of the pixel that differs most from its ground. */
export function inkOf(picture: Picture, flat: Uint8Array, { x1, y1, x2, y2 }: Bounds): Rgb {
  let [least, x0, y0] = [256, x1, y1];
  for (let y = y1; y < y2; y++) {
    for (let x = x1; x < x2; x++) {
      const value = flat[y * picture.width + x] ?? 255;
      if (value < least) [least, x0, y0] = [value, x, y];
    }
  }
  return colourAt(picture, x0, y0);
}

export function isOtherInk(a: Rgb, b: Rgb): boolean {
  return distance(a, b) > 70;
}
