/** What stops a build: new violations, suppressions with an end, findings that come and go; two results side by side. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { compareResults } from "../../rules/compare.ts";
import { exitStatus } from "../../rules/exit-status.ts";
import type { Finding, Result, RunResult } from "../../rules/result-schema.ts";
import { readSuppressions, suppress } from "../../rules/suppressions.ts";
import { sampleFinding, sampleResult, sampleRun } from "../reports/sample-result.ts";

const folder = mkdtempSync(join(tmpdir(), "gate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const A = "a".repeat(32);
const B = "b".repeat(32);
const WHOLE = { emitted: 1, stored: 1, coalesced: 0, dropped: 0, lost: 0, rejected: 0, hookErrors: 0, tailKnown: true, closes: true }; // prettier-ignore
const runOf = (findings: Finding[], change: Partial<RunResult> = {}): RunResult =>
  sampleRun({ findings, verdicts: [], outcome: "completed", loss: WHOLE, ...change });
const resultOf = (...runs: RunResult[]): Result => sampleResult(runs);
const high = sampleFinding(A);
const low = sampleFinding(B, { severity: "low", title: { zh: "乙", en: "B" } });

describe("a gate", () => {
  test("for new violations lets through what the baseline has, whatever it weighs", () => {
    const baseline = resultOf(runOf([high]));
    expect(exitStatus(baseline, { failOn: "new-violation", baseline })).toBe(0);
    expect(exitStatus(resultOf(runOf([high, low])), { failOn: "new-violation", baseline })).toBe(1);
    expect(exitStatus(baseline, { failOn: "high", baseline })).toBe(1);
  });
  test("knows an app by its package: the same rule broken by another is new", () => {
    const other = runOf([high], { app: { ...sampleRun().app, package: "com.other" } });
    expect(exitStatus(resultOf(other), { failOn: "new-violation", baseline: resultOf(runOf([high])) })).toBe(1);
  });
  test("takes for new what the baseline left to a person", () => {
    const asked = resultOf(runOf([sampleFinding(A, { verdict: "needs-person" })]));
    expect(exitStatus(resultOf(runOf([high])), { failOn: "new-violation", baseline: asked })).toBe(1);
  });
  test("is not shut by a finding that came in one of two repeats, and by one that came in both it is", () => {
    const seen = (found: number, of: number): number =>
      exitStatus(resultOf(runOf([sampleFinding(A, { repeats: { found, of } })])), "info");
    expect([seen(1, 2), seen(2, 2), seen(2, 3), seen(1, 1)]).toEqual([0, 1, 1, 1]);
  });
});

const FILE = (more = ""): string => `schema: suppressions/1
suppressions:
  - fingerprint: ${A}
    reason: the SDK is replaced in the next release
    author: Zhang San
    expires: "2026-12-31"
${more}`;
const read = (text: string) => {
  const file = join(folder, "suppressions.yaml");
  writeFileSync(file, text);
  return readSuppressions(file);
};
const errorOf = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    return (error as Error).message.replace(`${folder}/`, "");
  }
  return "no error";
};

describe("a suppression", () => {
  const suppressed = suppress(resultOf(runOf([high])), read(FILE()));
  test("keeps the finding in the result, with who answers for it and until when", () => {
    expect(suppressed.runs[0]?.findings[0]).toMatchObject({
      verdict: "violation",
      suppressed: { author: "Zhang San", expires: "2026-12-31" },
    });
  });
  test("holds through its last day and no longer", () => {
    const on = (today: string): number => exitStatus(suppressed, { failOn: "info", today });
    expect([on("2026-12-30"), on("2026-12-31"), on("2027-01-01")]).toEqual([0, 0, 1]);
  });
  test("of another app leaves this one alone", () => {
    const other = suppress(resultOf(runOf([high])), read(FILE("    app: com.other\n")));
    expect(other.runs[0]?.findings[0]?.suppressed).toBeNull();
  });
  test.each([
    ["without a reason", FILE().replace(/ {4}reason.*\n/, ""), /^suppressions\.yaml:3: suppressions\.0\.reason/],
    ["that never ends", FILE().replace('"2026-12-31"', "never"), /^suppressions\.yaml:6: .*YYYY-MM-DD/],
    ["given twice", FILE(FILE().split("\n").slice(2).join("\n")), /^suppressions\.yaml:7: .*twice/],
    ["of no fingerprint", FILE().replace(A, "all"), /^suppressions\.yaml:3: .*32/],
  ])("%s is refused by file and line", (_, text, message) => {
    expect(errorOf(text)).toMatch(message);
  });
});

describe("two results side by side", () => {
  const names = (list: { fingerprint: string }[]): string[] => list.map((f) => f.fingerprint.slice(0, 1));
  test("tell what is new, what is gone and what stayed", () => {
    const compared = compareResults(resultOf(runOf([high])), resultOf(runOf([low])));
    expect([names(compared.new), names(compared.gone), names(compared.same)]).toEqual([["b"], ["a"], []]);
    expect(names(compareResults(resultOf(runOf([high])), resultOf(runOf([high]))).same)).toEqual(["a"]);
  });
  test("do not take for gone what was not tried again, or was broken off", () => {
    const before = resultOf(runOf([high]));
    for (const change of [{ branch: "another" }, { outcome: "agent-lost" }]) {
      const { gone, notTested } = compareResults(before, resultOf(runOf([], change)));
      expect([names(gone), names(notTested)]).toEqual([[], ["a"]]);
    }
  });
});
