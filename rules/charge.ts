/** What a finding says whatever it rests on: the rules that it meets, their texts filled in, and how sure they are. */
import { createHash } from "node:crypto";
import { citationsOn } from "./citations.ts";
import type { Hit } from "./detectors/detector.ts";
import type { Rule } from "./packs.ts";
import type { Bilingual, Finding, Severity } from "./result-schema.ts";
import { fill, type Facts } from "./text.ts";

const FINGERPRINT_HEX = 32;

export interface RuleHit {
  rule: Rule;
  hit: Hit;
}

/** What makes two hits the same finding. */
export function hitKey(hit: Hit): string {
  return JSON.stringify([hit.kind, hit.dataType, hit.readerId, hit.consent, hit.appClass]);
}

export function fingerprintOf({ rule, hit }: RuleHit): string {
  const identity = JSON.stringify([rule.id, hit.dataType, hit.readerId, hit.consent, hit.appClass]);
  return createHash("sha256").update(identity).digest("hex").slice(0, FINGERPRINT_HEX);
}

type Charge = Pick<
  Finding,
  | "fingerprint"
  | "rule"
  | "provisions"
  | "detector"
  | "kind"
  | "verdict"
  | "severity"
  | "miitProblemType"
  | "title"
  | "explanation"
  | "remedy"
  | "notProven"
>;

/**
 * @param met the rules that hit, primary first
 * @param words what the rules' texts name
 * @param at when the run began, ms since 1970: the texts in force then are cited
 */
export function chargeOf(met: readonly RuleHit[], severity: Severity, words: Facts, at: number): Charge {
  const primary = met[0] as RuleHit;
  const { rule, hit } = primary;
  const explanation = fill(rule.explanation, words);
  return {
    fingerprint: fingerprintOf(primary),
    rule: rule.id,
    provisions: met.map((m) => ({
      rule: m.rule.id,
      pack: m.rule.pack,
      citations: citationsOn(m.rule.citations, at),
    })),
    detector: rule.detector,
    kind: hit.kind,
    verdict: hit.weak === null ? "violation" : "needs-person",
    severity,
    miitProblemType: rule.miitProblemType,
    title: fill(rule.title, words),
    explanation:
      hit.weak === null
        ? explanation
        : { zh: `${explanation.zh}（${hit.weak.zh}）`, en: `${explanation.en} (${hit.weak.en}.)` },
    remedy: fill(rule.remedy, words),
    notProven: fill(rule.notProven, words),
  };
}

/** What a person is asked where the facts do not decide, or null. */
export function questionOf({ rule, hit }: RuleHit, words: Facts): Bilingual | null {
  return hit.weak === null || rule.question === null ? null : fill(rule.question, words);
}
