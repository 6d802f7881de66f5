/** Every detector by the name that packs use. */
import { askedAgain } from "./asked-again.ts";
import { associatedStart } from "./associated-start.ts";
import { background } from "./background.ts";
import { bulkLocal } from "./bulk-local.ts";
import { bundledPermissions } from "./bundled-permissions.ts";
import { postRefusal, preConsent } from "./consent-state.ts";
import { deniedExit } from "./denied-exit.ts";
import type { Detector } from "./detector.ts";
import { earlyPermission } from "./early-permission.ts";
import { fixedPeriod } from "./fixed-period.ts";
import { frequency } from "./frequency.ts";
import { functionRefused } from "./function-refused.ts";
import { lists } from "./lists.ts";
import { mediaUnasked } from "./media-unasked.ts";
import { noticeDesign } from "./notice-design.ts";
import { noticeMissing } from "./notice-missing.ts";
import { outOfAppType } from "./out-of-app-type.ts";
import { outOfStep } from "./out-of-step.ts";
import { permissionRepeat } from "./permission-repeat.ts";
import { policyDistance } from "./policy-distance.ts";
import { precision } from "./precision.ts";
import { reconsent } from "./reconsent.ts";
import { selfStart } from "./self-start.ts";
import { sensitiveAlone } from "./sensitive-alone.ts";
import { silent } from "./silent.ts";
import { singleFix } from "./single-fix.ts";
import { undeclaredRecipient } from "./undeclared-recipient.ts";
import { undeclaredType } from "./undeclared-type.ts";

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
  associatedStart,
  bulkLocal,
  bundledPermissions,
  earlyPermission,
  lists,
  mediaUnasked,
  outOfAppType,
  precision,
  sensitiveAlone,
  silent,
  singleFix,
  undeclaredRecipient,
  undeclaredType,
] as unknown as Detector<unknown>[];

export const DETECTORS: ReadonlyMap<string, Detector<unknown>> = new Map(
  all.map((detector) => [detector.id, detector]),
);
