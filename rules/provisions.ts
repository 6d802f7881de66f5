/** Rows of legal texts bound to the rules that judge them, and what a result says of each. Pure. */
import { RulesError } from "./errors.ts";
import type { LegalText, Provision } from "./legal-texts.ts";
import { builtInPacks, dataTypes, loadPacks, legalTexts, type Rule, type RulePack } from "./packs.ts";
import { lookAt } from "./provision-checks.ts";
import { PROVISION_KINDS, type ProvisionKind, type ProvisionResult } from "./provision-schema.ts";
import type { Bilingual, RunResult, Verdict } from "./result-schema.ts";

export interface BoundProvision {
  text: LegalText;
  provision: Provision;
  /** Of the rules given, those that judge the row. */
  rules: Rule[];
}

function rulesFor({ id }: LegalText, provision: Provision, rules: readonly Rule[]): Rule[] {
  const { rules: named } = provision;
  if (named !== undefined) return rules.filter((rule) => named.includes(rule.id));
  // Of several rows of one article a citation does not say which it means.
  if (provision.row !== undefined || provision.appType !== null) return [];
  return rules.filter((rule) => rule.cites.some((c) => c.document === id && c.article === provision.article));
}

/**
 * Every row of every legal text with the rules that judge it.
 * @param packs the loaded packs; a row of another pack's text has no rules then
 */
export function bindProvisions(
  packs: readonly RulePack[],
  texts: ReadonlyMap<string, LegalText> = legalTexts(),
): BoundProvision[] {
  const rules = packs.flatMap((pack) => pack.rules);
  return [...texts.values()].flatMap((text) =>
    text.provisions.map((provision) => ({ text, provision, rules: rulesFor(text, provision, rules) })),
  );
}

/**
 * Holds the legal texts against all packs of the product: a row that names a rule which is not there, or says that it is
 * judged automatically while no rule judges it, is an error with file and line.
 */
export function checkProvisions(
  texts: ReadonlyMap<string, LegalText> = legalTexts(),
  packs: readonly RulePack[] = loadPacks(builtInPacks()),
): void {
  const known = new Set(packs.flatMap((pack) => pack.rules.map((rule) => rule.id)));
  for (const { provision, rules } of bindProvisions(packs, texts)) {
    const fail = (what: string): never => {
      throw new RulesError("pack-invalid", `${provision.place}: ${provision.id}: ${what}`);
    };
    const missing = provision.rules?.find((rule) => !known.has(rule));
    if (missing !== undefined) fail(`no rule "${missing}"`);
    if (provision.kind === "automatic" && rules.length === 0) fail("automatic, but no rule judges it");
  }
}

export type KindCounts = Record<ProvisionKind, number>;

/** How many rows are of each kind, and how many could come to it by what a handset shows. */
export function countKinds(rows: readonly Provision[]): { now: KindCounts; reach: KindCounts } {
  const tally = (kindOf: (row: Provision) => ProvisionKind): KindCounts =>
    Object.fromEntries(
      PROVISION_KINDS.map((kind) => [kind, rows.filter((row) => kindOf(row) === kind).length]),
    ) as KindCounts;
  return { now: tally((row) => row.kind), reach: tally((row) => row.reach[0] ?? row.kind) };
}

/** From the gravest to the least. */
const GRAVITY: readonly Verdict[] = ["violation", "needs-person", "unknown", "pass", "not-applicable"];

const gravest = (verdicts: readonly Verdict[]): Verdict | undefined => GRAVITY.find((v) => verdicts.includes(v));

function verdictOf({ provision, rules }: BoundProvision, runs: readonly RunResult[]): Verdict {
  if (provision.kind === "workflow") return "not-applicable";
  if (provision.appType !== null && !runs.some((run) => run.app.category === provision.appType))
    return "not-applicable";
  const ids = new Set(rules.map((rule) => rule.id));
  const said = gravest(runs.flatMap((run) => run.verdicts.filter((v) => ids.has(v.rule)).map((v) => v.verdict)));
  if (provision.kind === "automatic") return said ?? "not-applicable";
  // A rule may settle a row against the app; it never settles for it what a person is asked.
  return said === "violation" && provision.kind === "semi-automatic" ? said : "needs-person";
}

function questionsOf({ kind, question, checklist }: Provision): Bilingual[] {
  if (kind === "other-subject") return checklist ?? [];
  return question === undefined ? [] : [question];
}

/** What the runs say of each row of the loaded packs' texts. Rows of a type that no run's app has are left out. */
export function provisionResults(
  packs: readonly RulePack[],
  runs: readonly RunResult[],
  texts: ReadonlyMap<string, LegalText> = legalTexts(),
): ProvisionResult[] {
  const types = dataTypes();
  const loaded = new Set(packs.map((pack) => pack.id));
  const categories = new Set(runs.map((run) => run.app.category));
  return bindProvisions(packs, texts)
    .filter(({ text }) => loaded.has(text.pack))
    .filter(({ provision }) => provision.appType === null || categories.has(provision.appType))
    .map((bound): ProvisionResult => {
      const { text, provision, rules } = bound;
      return {
        id: provision.id,
        pack: text.pack,
        document: text.title,
        article: provision.article,
        status: text.status,
        role: text.role,
        kind: provision.kind,
        subject: provision.subject,
        title: provision.title,
        fromMemory: provision.fromMemory,
        defaults: provision.defaults,
        rules: rules.map((rule) => rule.id),
        verdict: verdictOf(bound, runs),
        questions: questionsOf(provision),
        checks: lookAt(provision.checks, runs, types),
        record: provision.record ?? null,
      };
    });
}
