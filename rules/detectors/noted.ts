/** What detectors share that judge by what the walk noted beside reads. */
import { permissionGroup } from "../../catalogue/permission-groups.ts";
import type { Bilingual, NotedFact } from "../result-schema.ts";
import { segmentFinder } from "../segments.ts";
import { type DetectorContext, type Hit, observedIn } from "./detector.ts";

export interface Inapplicable {
  code: string;
  text: Bilingual;
}

/** The data type of the notice itself. */
export const NOTICE_TYPE = "ui.consent";
/** A request of no known group. */
const ANY_PERMISSION = "perm.request";
/** What a person does at the handset. */
const HANDLING = new Set(["tap", "text", "back"]);

export const factsNamed = ({ noted }: DetectorContext, name: string): NotedFact[] =>
  noted.filter((fact) => fact.name === name);

/** A hit in the phase in which its first fact was noted. */
export function notedHit(
  context: DetectorContext,
  hit: Pick<Hit, "kind" | "dataType" | "weak"> & Partial<Pick<Hit, "threshold" | "words">>,
  noted: NotedFact[],
): Hit {
  const { facts } = context;
  const { consent, appClass } = segmentFinder(facts.segments)(noted[0]?.t ?? facts.fromUs);
  return {
    readerId: `app:${facts.app.package}`,
    consent,
    appClass,
    sightings: [],
    ambiguous: 0,
    observedUs: observedIn(facts, consent, appClass),
    threshold: null,
    excess: null,
    periodMs: null,
    noted,
    ...hit,
  };
}

/** Data type of asking for a permission that is named as Android does. */
export const typeOfPermission = (name: unknown): string => permissionGroup(String(name)) ?? ANY_PERMISSION;

/** Whether anybody handled the app after one time and before another. */
export function wasHandled({ facts }: DetectorContext, after: number, before: number): boolean {
  const taps = facts.steps.filter((step) => HANDLING.has(step.kind)).map((step) => step.t);
  return [...taps, ...facts.touches].some((t) => t > after && t < before);
}

/** Why a rule about the notice says nothing where there was none. */
export const NO_NOTICE: Inapplicable = {
  code: "no-notice-recognised",
  text: { zh: "本次运行未识别到同意界面", en: "no consent notice was recognised in this run" },
};

export const noticeSeen = ({ facts }: DetectorContext): boolean =>
  facts.phases.some((phase) => phase.axis === "consent" && phase.state === "undecided");
