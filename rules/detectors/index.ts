/** Every detector by the name that packs use. */
import { askedAgain } from "./asked-again.ts";
import { background } from "./background.ts";
import { postRefusal, preConsent } from "./consent-state.ts";
import { deniedExit } from "./denied-exit.ts";
import type { Detector } from "./detector.ts";
import { fixedPeriod } from "./fixed-period.ts";
import { frequency } from "./frequency.ts";
import { functionRefused } from "./function-refused.ts";
import { noticeDesign } from "./notice-design.ts";
import { noticeMissing } from "./notice-missing.ts";
import { outOfStep } from "./out-of-step.ts";
import { permissionRepeat } from "./permission-repeat.ts";
import { policyDistance } from "./policy-distance.ts";
import { reconsent } from "./reconsent.ts";
import { selfStart } from "./self-start.ts";

// Each detector only ever gets parameters that its own schema made: the pack loader sees to it.
const all = [
  preConsent,
  postRefusal,
  outOfStep,
  frequency,
  fixedPeriod,
  background,
  noticeDesign,
  noticeMissing,
  askedAgain,
  reconsent,
  permissionRepeat,
  deniedExit,
  functionRefused,
  policyDistance,
  selfStart,
] as unknown as Detector<unknown>[];

export const DETECTORS: ReadonlyMap<string, Detector<unknown>> = new Map(
  all.map((detector) => [detector.id, detector]),
);
