/** Every rule that decides has small runs that violate it and small runs that only look like it; they say what it means. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { loadSdks } from "../../catalogue/sdks.ts";
import { readDeclarations } from "../../rules/declarations.ts";
import { loadPacks } from "../../rules/packs.ts";
import type { Case, RuleCases } from "./cases/case.ts";
import { NOTED_CASES } from "./cases/noted.ts";
import { READ_CASES } from "./cases/reads.ts";
import { SCOPE_CASES } from "./cases/scope.ts";
import { APP, judgeRun } from "./micro-trace.ts";

const CASES: Record<string, RuleCases> = { ...READ_CASES, ...NOTED_CASES, ...SCOPE_CASES };
const folder = mkdtempSync(join(tmpdir(), "every-rule-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packs of references alone never decide; what their rules say is what the rules that decide say. */
const deciding = loadPacks().flatMap((pack) => pack.rules.filter((rule) => rule.decides));

function judged(rule: string, { run, declared }: Case) {
  const pack = rule.split(".")[0]!;
  if (declared === undefined) return judgeRun(run, { packs: [pack] });
  const file = join(folder, "declarations.yaml");
  writeFileSync(file, `schema: declarations/1\napp: ${APP}\n${declared}\n`);
  return judgeRun(run, { packs: [pack], declarations: readDeclarations(file, loadDataTypes(), loadSdks()) });
}

test("no rule is without both, and no case without a rule", () => {
  expect(Object.keys(CASES).sort()).toEqual(deciding.map((rule) => rule.id).sort());
  for (const [rule, { violates, clean }] of Object.entries(CASES))
    expect([rule, violates.length > 0, clean.length > 0]).toEqual([rule, true, true]);
});

describe.each(Object.entries(CASES))("%s", (rule, { violates, clean }) => {
  test.each(violates)("says $verdict where $where", (one) => {
    const run = judged(rule, one);
    const said = run.verdicts.find((v) => v.rule === rule)!;
    expect(said.verdict, JSON.stringify(said.reason)).toBe(one.verdict);
    const findings = run.findings.filter((f) => f.provisions.some((p) => p.rule === rule));
    expect(findings.length).toBeGreaterThan(0);
    for (const { verdict, title, explanation } of findings) {
      expect(verdict).toBe(one.verdict);
      // A text with an empty place says nothing.
      for (const text of [title.zh, title.en, explanation.zh, explanation.en])
        expect(text).not.toMatch(/[{}]|undefined|“”|""|（）|\(\)/);
    }
  });

  test.each(clean)("says $verdict where $where", (one) => {
    const run = judged(rule, one);
    const said = run.verdicts.find((v) => v.rule === rule)!;
    expect(said.verdict, JSON.stringify(said.reason)).toBe(one.verdict);
    expect(run.findings.filter((f) => f.rule === rule)).toEqual([]);
  });
});
