/** How far the explorer may go; the part `explore:` of a scenario. */
import { z } from "zod";
import { durationSchema } from "../scenario/duration.ts";
import type { Combination } from "../scenario/combination.ts";
import { strict } from "../scenario/strict.ts";

const DEFAULT_TAPS = 40;
const MAX_TAPS = 1000;
const DEFAULT_DURATION_MS = 120_000;
/** Taps from the main page to the deepest screen that is looked around on. */
const DEFAULT_DEPTH = 5;
const MAX_DEPTH = 20;
const MAX_ALLOWED = 100;

export const exploreSchema = strict({
  taps: z.number().int().min(1).max(MAX_TAPS).default(DEFAULT_TAPS).describe("Taps at most"),
  duration: durationSchema.default(DEFAULT_DURATION_MS).describe("Time at most"),
  depth: z.number().int().min(1).max(MAX_DEPTH).default(DEFAULT_DEPTH).describe("Taps from the main page at most"),
  allow: z
    .array(z.string().min(1).max(200))
    .max(MAX_ALLOWED)
    .default([])
    .describe("Whole labels or ids of controls that may be tapped though they pay, send, delete, log out ..."),
  after: z
    .array(z.enum(["accept", "refuse", "guest"]))
    .min(1)
    .default(["accept"])
    .describe("Consent branches after whose own steps the app is explored"),
});
export type Exploration = z.output<typeof exploreSchema>;

/** What the app does when left alone is watched on the screen where the steps ended: a combination with a state is not explored. */
export function isExplored({ after }: Exploration, { consent, state }: Combination): boolean {
  return state === undefined && after.some((each) => each === consent);
}
