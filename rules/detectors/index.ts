/** Every detector by the name that packs use. */
import { background } from "./background.ts";
import { postRefusal, preConsent } from "./consent-state.ts";
import type { Detector } from "./detector.ts";
import { fixedPeriod } from "./fixed-period.ts";
import { frequency } from "./frequency.ts";
import { outOfStep } from "./out-of-step.ts";

// Each detector only ever gets parameters that its own schema made: the pack loader sees to it.
const all = [preConsent, postRefusal, outOfStep, frequency, fixedPeriod, background] as unknown as Detector<unknown>[];

export const DETECTORS: ReadonlyMap<string, Detector<unknown>> = new Map(
  all.map((detector) => [detector.id, detector]),
);
