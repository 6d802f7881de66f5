/** Reads a screen from its tree, and where the tree says nothing from the text in its screenshot. */
import { createHash } from "node:crypto";
import { encode } from "fast-png";
import { label, type UiNode } from "../page-source.ts";
import { readText } from "./ocr.ts";
import { decodePicture, surfacesOf } from "./picture.ts";
import { picturesNodes } from "./picture-nodes.ts";
import { flatten, segmentsOf } from "./picture-text.ts";
import { recogniseConsent, type ConsentReading } from "./recogniser.ts";

/** A tree that says no more than this (UTF-16 units, and texts) is that of a drawn screen: a view and perhaps its name. */
const MAX_SILENT = 24;
const MAX_SILENT_TEXTS = 2;

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
  const { width, height } = picture;
  const lines = await readText(encode({ width, height, data: flat, channels: 1, depth: 8 }));
  if (lines === null) return null;
  const nodes = picturesNodes(picture, flat, surfaces, segmentsOf(picture, flat, lines));
  last = { digest, nodes };
  return nodes;
}
