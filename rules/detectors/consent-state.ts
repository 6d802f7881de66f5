/** Reads, or permission requests, in a consent state in which there must be none: before a decision, or after a refusal. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import type { ConsentState } from "../segments.ts";
import {
  accessCount,
  APP_CLASSES,
  concernsType,
  consentParam,
  type Detection,
  type Detector,
  groupSightings,
  justified,
  observedIn,
  type Sighting,
  typeParams,
  type TypeParams,
  WEAK_TYPE,
  type Window,
  within,
} from "./detector.ts";

interface Params extends TypeParams {
  consent: ConsentState[];
  readers: ("app" | "sdk" | "unknown")[];
}

const params = z.strictObject({
  ...typeParams,
  kinds: typeParams.kinds.default(["personal-data", "permission-request"]),
  consent: consentParam,
  readers: z
    .array(z.enum(["app", "sdk", "unknown"]))
    .min(1)
    .default(["app", "sdk", "unknown"]),
});

const MAYBE_UNRECOGNISED: Bilingual = {
  zh: "未识别到同意界面，此前已有点击，不能排除其中一次即为同意",
  en: "no consent notice was recognised, and something was tapped before: one of the taps may have been a consent",
};
const ASKED_FOR: Bilingual = {
  zh: "由用户在相应业务功能中主动触发，可能构成单独同意",
  en: "started by the user inside a function that needs it, which may be a consent of its own",
};

/** Decisions after which a function that the user opens may come with a consent of its own. */
const DECIDED_AGAINST: ReadonlySet<ConsentState> = new Set(["refused", "guest", "withdrawn"]);

/** The accepting click comes before what its handler reads, also where its own time is only known from outside the app. */
function causedByAcceptance(sighting: Sighting): boolean {
  const { cell } = sighting;
  return cell.caller.trigger.kind === "user-input" && cell.segment.consents.includes("accepted");
}

function detector(id: string, kindOf: (state: ConsentState) => string): Detector<Params> {
  const window = (p: Params): Window => ({ consents: p.consent, appClasses: APP_CLASSES });
  return {
    id,
    params,
    window,
    concerns: concernsType,
    detect({ facts, types, sightings }, p): Detection {
      const noticeSeen = facts.phases.some((phase) => phase.axis === "consent" && phase.state === "undecided");
      const sure: Sighting[] = [];
      const perhaps: Sighting[] = [];
      for (const sighting of sightings) {
        const { reader } = sighting.cell.caller;
        if (reader.kind === "platform" || !p.readers.includes(reader.kind)) continue;
        if (!concernsType(p, sighting.type, types)) continue;
        const where = within(sighting.cell, window(p));
        if (where === "yes") sure.push(sighting);
        else if (where === "maybe" && !causedByAcceptance(sighting)) perhaps.push(sighting);
      }
      const unclear = groupSightings(perhaps);
      const weakness = (s: Sighting): Bilingual | null => {
        const { segment, caller } = s.cell;
        if (types.matches(p.weakTypes, s.type)) return WEAK_TYPE;
        if (!noticeSeen && segment.tapped && segment.consent === "pre-notice") return MAYBE_UNRECOGNISED;
        if (
          DECIDED_AGAINST.has(segment.consent) &&
          caller.trigger.kind === "user-input" &&
          justified(segment, s.type, types)
        )
          return ASKED_FOR;
        return null;
      };
      const hits = groupSightings(sure).map((group) => {
        // Weak sightings never dilute a strong one: they are left out of a group that has any.
        const strong = group.sightings.filter((s) => weakness(s) === null);
        const first = group.sightings[0] as Sighting;
        return {
          ...group,
          kind: kindOf(group.consent),
          sightings: strong.length > 0 ? strong : group.sightings,
          weak: strong.length > 0 ? null : weakness(first),
          ambiguous: accessCount(
            unclear
              .filter((u) => u.dataType === group.dataType && u.readerId === group.readerId)
              .flatMap((u) => u.sightings),
          ),
          observedUs: observedIn(facts, group.consent, group.appClass),
          threshold: null,
          excess: null,
          periodMs: null,
        };
      });
      return { hits, ambiguous: accessCount(perhaps) };
    },
  };
}

/** Personal data taken, or a permission for it opened, before any decision. */
export const preConsent = detector("pre-consent", () => "pre_consent");

/** The same after the user said no, in the limited mode after it, or after taking consent back. */
export const postRefusal = detector("post-refusal", (state) =>
  state === "withdrawn" ? "post_withdrawal" : "post_refusal",
);
