/** A screenshot as pixels, and the surfaces in it: areas of one colour such as panels, buttons, boxes. */
import { decode } from "fast-png";
import type { Bounds } from "../page-source.ts";

/** More pixels than any handset's screen has; a larger picture is not looked at. */
const MAX_PIXELS = 16_000_000;
/** Colours whose channels differ by less than this count as one. */
const COLOUR_STEP = 8;
/** An area of fewer pixels is a letter, a line or noise. */
const LEAST_SURFACE = 150;

export type Rgb = [number, number, number];

export interface Picture {
  width: number;
  height: number;
  /** Three bytes a pixel, rows from the top. */
  rgb: Uint8Array;
}

export interface Surface {
  bounds: Bounds;
  colour: Rgb;
  /** Pixels of its colour; letters on it are none of them. */
  pixels: number;
  /** First and last column on each row from `bounds.y1`. */
  spans: Int32Array;
}

/** @returns null when the picture is no PNG or too large */
export function decodePicture(png: Uint8Array): Picture | null {
  let image: ReturnType<typeof decode>;
  try {
    image = decode(png);
  } catch {
    return null; // a broken picture is a fact about the screen; the reading then says that it could not be looked at
  }
  const { width, height, channels, depth, data, palette } = image;
  if (width * height > MAX_PIXELS || (depth !== 8 && depth !== 16)) return null;
  const rgb = new Uint8Array(width * height * 3);
  const shift = depth === 16 ? 8 : 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const entry = palette?.[data[from] ?? 0];
    for (let c = 0; c < 3; c++)
      rgb[pixel * 3 + c] = entry ? (entry[c] ?? 0) : (data[from + (channels >= 3 ? c : 0)] ?? 0) >> shift;
  }
  return { width, height, rgb };
}

export function colourAt({ width, rgb }: Picture, x: number, y: number): Rgb {
  const at = (y * width + x) * 3;
  return [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
}

/** @returns connected areas of one colour, the largest first */
export function surfacesOf(picture: Picture): Surface[] {
  const { width, height, rgb } = picture;
  const colours = new Uint32Array(width * height);
  for (let pixel = 0; pixel < colours.length; pixel++) {
    const at = pixel * 3;
    const step = (value: number): number => Math.floor(value / COLOUR_STEP);
    colours[pixel] = (step(rgb[at] ?? 0) << 16) | (step(rgb[at + 1] ?? 0) << 8) | step(rgb[at + 2] ?? 0);
  }
  const seen = new Uint8Array(colours.length);
  const stack = new Int32Array(colours.length);
  const surfaces: Surface[] = [];
  for (let seed = 0; seed < colours.length; seed++) {
    if (seen[seed]) continue;
    const pixels = flood(seed, colours, seen, stack, width);
    if (pixels >= LEAST_SURFACE) surfaces.push(toSurface(picture, stack, pixels));
  }
  return surfaces.sort((a, b) => b.pixels - a.pixels);
}

/** Fills from the seed through pixels of its colour. The first entries of `stack` are then the filled pixels. */
function flood(seed: number, colours: Uint32Array, seen: Uint8Array, stack: Int32Array, width: number): number {
  const colour = colours[seed];
  let filled = 1;
  stack[0] = seed;
  seen[seed] = 1;
  for (let next = 0; next < filled; next++) {
    const at = stack[next] ?? 0;
    const column = at % width;
    const neighbours = [column > 0 ? at - 1 : -1, column < width - 1 ? at + 1 : -1, at - width, at + width];
    for (const other of neighbours) {
      if (other < 0 || other >= colours.length || seen[other] || colours[other] !== colour) continue;
      seen[other] = 1;
      stack[filled++] = other;
    }
  }
  return filled;
}

function toSurface(picture: Picture, filled: Int32Array, pixels: number): Surface {
  const { width } = picture;
  let [x1, y1, x2, y2] = [width, picture.height, 0, 0];
  for (let n = 0; n < pixels; n++) {
    const at = filled[n] ?? 0;
    const [x, y] = [at % width, Math.floor(at / width)];
    x1 = Math.min(x1, x);
    x2 = Math.max(x2, x);
    y1 = Math.min(y1, y);
    y2 = Math.max(y2, y);
  }
  const spans = new Int32Array((y2 - y1 + 1) * 2);
  for (let row = 0; row <= y2 - y1; row++) {
    spans[row * 2] = width;
    spans[row * 2 + 1] = -1;
  }
  for (let n = 0; n < pixels; n++) {
    const at = filled[n] ?? 0;
    const [x, row] = [at % width, (Math.floor(at / width) - y1) * 2];
    spans[row] = Math.min(spans[row] ?? width, x);
    spans[row + 1] = Math.max(spans[row + 1] ?? -1, x);
  }
  const seed = filled[0] ?? 0;
  const colour = colourAt(picture, seed % width, Math.floor(seed / width));
  return { bounds: { x1, y1, x2: x2 + 1, y2: y2 + 1 }, colour, pixels, spans };
}

/** How different two colours look, 0 to about 442. */
export function distance(a: Rgb, b: Rgb): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Contrast of two colours as WCAG 2 defines it, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const luminance = (colour: Rgb): number => {
    const [r, g, blue] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as Rgb;
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
