/** A finding that rests on what the walk noted: a screen, a dialog, the end of a process; no read carries it. */
import { chargeOf, questionOf, type RuleHit } from "./charge.ts";
import type { DetectorContext } from "./detectors/detector.ts";
import type { Finding, NotedFact } from "./result-schema.ts";
import { segmentFinder } from "./segments.ts";
import { clean, round } from "./text.ts";
import { LEVEL_WORDS, phaseWords } from "./words.ts";

/** Facts shown with a finding; all are counted. */
const FACTS_SHOWN = 10;

/**
 * @param met the rules that hit, primary first
 * @param noted what the primary's hit rests on, in order of time
 */
export function notedFinding(
  met: readonly RuleHit[],
  noted: readonly NotedFact[],
  { facts, types }: DetectorContext,
): Finding {
  const primary = met[0] as RuleHit;
  const { rule, hit } = primary;
  const first = noted[0]?.t ?? facts.fromUs;
  const label = clean(facts.app.label || facts.app.package);
  const words = {
    type: types.name(hit.dataType),
    reader: { zh: label, en: label },
    phase: phaseWords(hit.consent, hit.appClass),
    level: LEVEL_WORDS.observed,
    count: noted.length,
    limit: hit.threshold?.value ?? "",
    limitText: hit.threshold?.text ?? "",
    ...hit.words,
  };
  const severity = hit.weak === null ? rule.severity : "info";
  return {
    ...chargeOf(met, severity, words, facts.run.startedWallMs),
    dataType: hit.dataType,
    dataTypeName: types.name(hit.dataType),
    phase: { consent: hit.consent, app: segmentFinder(facts.segments)(first).app },
    caller: {
      reader: {
        kind: "app",
        id: facts.app.package,
        name: label,
        confidence: "likely",
        reason: "what the app as a whole showed or did; which code of it is not known",
      },
      trigger: { kind: "unknown", frame: "" },
      parties: [],
    },
    passedConsent: null,
    responsible: [],
    doors: [],
    apis: [],
    evidenceLevel: "observed",
    outcomes: {},
    count: noted.length,
    rawCount: noted.length,
    ambiguousCount: 0,
    firstUs: first,
    lastUs: noted.at(-1)?.t ?? first,
    observedSeconds: round(hit.observedUs / 1e6),
    ratePerMinute: null,
    medianIntervalMs: null,
    periodMs: null,
    threshold: hit.threshold,
    repeats: null,
    evidence: [],
    noted: noted.slice(0, FACTS_SHOWN),
    suppressed: null,
    question: questionOf(primary, words),
    screen: facts.screens.findLast((s) => s.t <= first)?.png ?? null,
    corroboration: null,
  };
}
