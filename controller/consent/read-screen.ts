/** Reads a screen from its tree, and where the tree says nothing from the text in its screenshot. */
import { createHash } from "node:crypto";
import { encode } from "fast-png";
import { label, type Bounds, type UiNode } from "../page-source.ts";
import { readText, type TextLine } from "./ocr.ts";
import { decodePicture, surfacesOf, type Picture, type Surface } from "./picture.ts";
import { isButton, picturesNodes } from "./picture-nodes.ts";
import { flatten, groundsOf, segmentsOf } from "./picture-text.ts";
import { overlap } from "./screen-reading.ts";
import { recogniseConsent, type ConsentReading } from "./recogniser.ts";

/** A tree that says no more than this (UTF-16 units, and texts) is that of a drawn screen: a view and perhaps its name. */
const MAX_SILENT = 24;
const MAX_SILENT_TEXTS = 2;
/** Surfaces without text that are read once more. */
const MOST_CLOSE_LOOKS = 6;

/** The last picture that was read: a screen is looked at again and again while nothing on it changes. */
let last: { digest: string; nodes: UiNode[] } | null = null;

/**
 * @param nodes the whole screen
 * @param screenshot gives a PNG of the same screen; asked for only where the tree says nothing
 * @returns as `recogniseConsent`; a picture that cannot be read leaves the reading of the tree, with a reason
 */
export async function readScreen(nodes: UiNode[], screenshot: () => Promise<Buffer>): Promise<ConsentReading> {
  const reading = recogniseConsent(nodes);
  if (reading.kind !== "none" || !isSilent(nodes)) return reading;
  const drawn = await nodesOfPicture(await screenshot());
  if (drawn === null) return { ...reading, reasons: [...reading.reasons, "the screenshot could not be read"] };
  const seen = recogniseConsent(drawn);
  return { ...seen, reasons: ["the tree says nothing; read from the screenshot", ...seen.reasons] };
}

/** True when nothing in the tree has a text that a person could read. */
export function isSilent(nodes: readonly UiNode[]): boolean {
  const texts = nodes.map(label).filter((text) => text !== "");
  return texts.length <= MAX_SILENT_TEXTS && texts.join("").length <= MAX_SILENT;
}

/** @returns what is drawn as nodes; null when the picture is none or its text could not be read in time */
export async function nodesOfPicture(png: Buffer): Promise<UiNode[] | null> {
  const digest = createHash("sha256").update(png).digest("hex");
  if (last?.digest === digest) return last.nodes;
  const picture = decodePicture(png);
  if (!picture) return null;
  const surfaces = surfacesOf(picture);
  const flat = flatten(picture, surfaces);
  const lines = await readText(grey(picture, flat, { x1: 0, y1: 0, x2: picture.width, y2: picture.height }));
  if (lines === null) return null;
  const segments = segmentsOf(
    picture,
    flat,
    [...lines, ...(await missedLines(picture, flat, surfaces, lines))],
    groundsOf(picture, surfaces)
      .filter(({ bounds }) => isButton(picture, bounds, []))
      .map(({ bounds }) => bounds),
  );
  const nodes = picturesNodes(picture, flat, surfaces, segments);
  last = { digest, nodes };
  return nodes;
}

/** Looks once more, and closely, at surfaces like buttons on which nothing was read. */
async function missedLines(
  picture: Picture,
  flat: Uint8Array,
  surfaces: readonly Surface[],
  lines: readonly TextLine[],
): Promise<TextLine[]> {
  const silent = groundsOf(picture, surfaces).filter(
    ({ bounds }) => isButton(picture, bounds, []) && !lines.some((line) => overlap(line.bounds, bounds) > 0),
  );
  const missed: TextLine[] = [];
  for (const { bounds } of silent.slice(0, MOST_CLOSE_LOOKS)) {
    for (const line of (await readText(grey(picture, flat, bounds))) ?? []) {
      const moved = (b: Bounds): Bounds => ({
        x1: b.x1 + bounds.x1, y1: b.y1 + bounds.y1, x2: b.x2 + bounds.x1, y2: b.y2 + bounds.y1,
      }); // prettier-ignore
      missed.push({
        words: line.words.map((word) => ({ ...word, bounds: moved(word.bounds) })),
        bounds: moved(line.bounds),
      });
    }
  }
  return missed;
}

/** A part of the picture as a grey PNG. */
function grey({ width }: Picture, flat: Uint8Array, { x1, y1, x2, y2 }: Bounds): Uint8Array {
  const data = new Uint8Array((x2 - x1) * (y2 - y1));
  for (let y = y1; y < y2; y++) data.set(flat.subarray(y * width + x1, y * width + x2), (y - y1) * (x2 - x1));
  return encode({ width: x2 - x1, height: y2 - y1, data, channels: 1, depth: 8 });
}
