/**
 * Ways in which a notice pushes towards agreeing, each with what shows it: rectangles, ratios, colours of the screenshot.
 * Plain data for the trace. What only time shows (asking again, data taken before the notice) is told by the trace itself.
 */
import type { Bounds, UiNode } from "../page-source.ts";
import type { Detail } from "../walker.ts";
import { isBox } from "./elements.ts";
import { colourAt, contrast, decodePicture, distance, type Picture, type Rgb } from "./picture.ts";
import { areaOf, type ConsentReading, type Control } from "./screen-reading.ts";
import { countdownOf, speaksOf } from "./words.ts";

export const DARK_PATTERNS = [
  "pre-ticked-box", "no-refusal", "refusal-behind-layer", "refusal-in-running-text", "refusal-smaller", "refusal-paler",
  "refusal-not-a-button", "refusal-held-back", "shaming-words", "exit-as-refusal",
] as const; // prettier-ignore
export type DarkPatternName = (typeof DARK_PATTERNS)[number];

export interface DarkPattern {
  pattern: DarkPatternName;
  evidence: Detail;
}

/** A refusal of less than this part of the area of accepting is smaller. */
const LEAST_AREA_RATIO = 0.6;
/** WCAG 2 asks for 4.5 of text, for 3 of large text. */
const LEAST_CONTRAST = 3;
/** A refusal with less than this part of the contrast of accepting is paler, if it is below 4.5 as well. */
const LEAST_CONTRAST_RATIO = 0.5;
const TEXT_CONTRAST = 4.5;
/** Grounds of two controls that differ less look alike (0 to about 442). */
const LEAST_GROUND_DIFFERENCE = 24;
/** Sampled pixels a control are at most about so many. */
const SAMPLES = 4_000;

/** @param screenshot PNG of the same screen; without it nothing is said of colours */
export function darkPatterns(
  reading: ConsentReading,
  nodes: readonly UiNode[],
  screenshot: Uint8Array | null,
): DarkPattern[] {
  if (reading.kind !== "consent" && reading.kind !== "login") return [];
  const found: DarkPattern[] = [];
  const note = (pattern: DarkPatternName, evidence: Detail): void => void found.push({ pattern, evidence });
  for (const box of reading.boxes.filter(({ node }) => node.checked)) note("pre-ticked-box", shown(box));
  if (reading.kind !== "consent") return found;
  const known = new Set(reading.boxes.map(({ node }) => node.index));
  for (const node of nodes.filter((one) => isBox(one) && one.checked && one.enabled && !known.has(one.index)))
    note("pre-ticked-box", { label: node.description || node.text, bounds: { ...node.bounds } });
  const { accept, refuse, guest, secondLayer } = reading;
  if (accept && !refuse && !guest) {
    if (secondLayer) note("refusal-behind-layer", { accept: shown(accept), leadsOn: shown(secondLayer) });
    else note("no-refusal", { accept: shown(accept) });
  }
  if (!accept || !refuse) return found;
  const both = { accept: shown(accept), refuse: shown(refuse) };
  const isInText = !sameBounds(refuse.target.bounds, refuse.node.bounds) && refuse.target.index === refuse.node.index;
  if (isInText) note("refusal-in-running-text", { ...both, text: refuse.node.text.slice(0, 200) });
  const ratio = areaOf(refuse.target.bounds) / Math.max(1, areaOf(accept.target.bounds));
  if (!isInText && ratio < LEAST_AREA_RATIO) note("refusal-smaller", { ...both, areaRatio: rounded(ratio) });
  const waits = countdownOf(refuse.label);
  if (accept.target.enabled && (waits !== null || !refuse.target.enabled))
    note("refusal-held-back", { ...both, seconds: waits });
  if (speaksOf(refuse.label, "shaming")) note("shaming-words", { refuse: shown(refuse) });
  if (speaksOf(refuse.label, "exit")) note("exit-as-refusal", { refuse: shown(refuse) });
  const picture = screenshot ? decodePicture(screenshot) : null;
  if (picture) found.push(...byColours(picture, accept, refuse));
  return found;
}

/** Compares how the two controls stand out: their letters from their ground, and their ground from what lies around. */
function byColours(picture: Picture, accept: Control, refuse: Control): DarkPattern[] {
  const [a, r] = [lookOf(picture, accept.target.bounds), lookOf(picture, refuse.target.bounds)];
  if (!a || !r) return [];
  const evidence = { accept: { ...shown(accept), ...told(a) }, refuse: { ...shown(refuse), ...told(r) } };
  const found: DarkPattern[] = [];
  const isPale =
    r.contrast < LEAST_CONTRAST || (r.contrast < TEXT_CONTRAST && r.contrast < a.contrast * LEAST_CONTRAST_RATIO);
  if (isPale && r.contrast < a.contrast) found.push({ pattern: "refusal-paler", evidence });
  if (a.stands >= LEAST_GROUND_DIFFERENCE && r.stands < LEAST_GROUND_DIFFERENCE)
    found.push({ pattern: "refusal-not-a-button", evidence });
  return found;
}

interface Look {
  ground: Rgb;
  ink: Rgb;
  /** WCAG contrast of letters and ground. */
  contrast: number;
  /** How far the ground differs from what lies around the control. */
  stands: number;
}

/** Ground: the commonest colour inside; ink: what differs most from it; around: the commonest colour just outside. */
function lookOf(picture: Picture, bounds: Bounds): Look | null {
  const inside = clipped(picture, bounds);
  if (!inside) return null;
  const colours = sampled(picture, inside);
  const ground = commonest(colours);
  if (!ground) return null;
  const ink = colours.reduce((far, one) => (distance(one, ground) > distance(far, ground) ? one : far), ground);
  const gap = Math.max(4, Math.round((bounds.y2 - bounds.y1) * 0.08));
  const rim = [
    clipped(picture, { ...bounds, y1: bounds.y1 - 2 * gap, y2: bounds.y1 - gap }),
    clipped(picture, { ...bounds, y1: bounds.y2 + gap, y2: bounds.y2 + 2 * gap }),
  ].flatMap((one) => (one ? sampled(picture, one) : []));
  const around = commonest(rim) ?? ground;
  return { ground, ink, contrast: contrast(ground, ink), stands: distance(ground, around) };
}

function clipped({ width, height }: Picture, { x1, y1, x2, y2 }: Bounds): Bounds | null {
  const inside = { x1: Math.max(0, x1), y1: Math.max(0, y1), x2: Math.min(width, x2), y2: Math.min(height, y2) };
  return areaOf(inside) > 0 ? inside : null;
}

function sampled(picture: Picture, bounds: Bounds): Rgb[] {
  const step = Math.max(1, Math.floor(Math.sqrt(areaOf(bounds) / SAMPLES)));
  const colours: Rgb[] = [];
  for (let y = bounds.y1; y < bounds.y2; y += step)
    for (let x = bounds.x1; x < bounds.x2; x += step) colours.push(colourAt(picture, x, y));
  return colours;
}

function commonest(colours: readonly Rgb[]): Rgb | null {
  const counts = new Map<string, { colour: Rgb; count: number }>();
  let most: { colour: Rgb; count: number } | null = null;
  for (const colour of colours) {
    const key = colour.map((value) => value >> 3).join();
    const entry = counts.get(key) ?? { colour, count: 0 };
    entry.count++;
    counts.set(key, entry);
    if (!most || entry.count > most.count) most = entry;
  }
  return most?.colour ?? null;
}

function told(look: Look): Detail {
  return {
    ground: hex(look.ground),
    ink: hex(look.ink),
    contrast: rounded(look.contrast),
    standsOut: rounded(look.stands),
  };
}

function shown({ label, target }: Control): Detail {
  return { label: label.slice(0, 200), bounds: { ...target.bounds } };
}

function hex(colour: Rgb): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function sameBounds(a: Bounds, b: Bounds): boolean {
  return a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;
}
