import { describe, expect, it } from "vitest";
import { countRepeats } from "../../rules/repeats.ts";
import type { Finding, RunResult } from "../../rules/result-schema.ts";
import { sampleResult } from "../reports/sample-result.ts";

const [sample] = sampleResult().runs;
const finding = sample?.findings[0] as Finding;

function run(name: string, fingerprints: string[], change: Partial<RunResult> = {}): RunResult {
  return {
    ...(sample as RunResult),
    run: name,
    findings: fingerprints.map((fingerprint) => ({ ...finding, fingerprint, repeats: null })),
    ...change,
  };
}

const repeatsOf = (runs: RunResult[]): (Finding["repeats"] | undefined)[] =>
  countRepeats(runs).flatMap((one) => one.findings.map((f) => f.repeats));

describe("k of N", () => {
  it("counts the runs of the same app and branch that show the finding", () => {
    expect(repeatsOf([run("1", ["a", "b"]), run("2", ["a"]), run("3", ["a"])])).toEqual([
      { found: 3, of: 3 },
      { found: 1, of: 3 },
      { found: 3, of: 3 },
      { found: 3, of: 3 },
    ]);
  });

  it("says nothing where a branch was walked once", () => {
    expect(repeatsOf([run("1", ["a"])])).toEqual([null]);
  });

  it("does not mix branches or builds of an app", () => {
    const other = { ...(sample as RunResult).app, sha256: "f".repeat(64) };
    expect(repeatsOf([run("1", ["a"]), run("2", ["a"], { branch: "guest" }), run("3", ["a"], { app: other })])).toEqual(
      [null, null, null],
    );
  });

  it("leaves out a run that broke off: it says neither yes nor no", () => {
    const runs = [run("1", ["a"]), run("2", []), run("3", ["a"], { outcome: "process-lost" })];
    expect(repeatsOf(runs)).toEqual([
      { found: 1, of: 2 },
      { found: 1, of: 2 },
    ]);
  });
});
