import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../rules/result-schema.ts";
import { truthPhases } from "../../rules/score.ts";
import { committedApk, currentSourceHash, packedSourceHash } from "../../scenarios/build-apps.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { type Answer, consentry, essences, resultOf, ROOT, scratch } from "./command.ts";
import { expectFullScore, labelsOf, type Label } from "./labelled-doors.ts";

const SCENARIO = join(ROOT, "scenarios/doors/content.yaml");
const TRUTH = join(ROOT, "scenarios/doors/content/truth.json");
const DEADLINE_MS = 600_000;
/** Rows of querying a provider, by the resolver and by a client of it. */
const QUERY_ROWS = "AA0307,AA0330,AX5001,AX5002,AX5003";
/** Data that the app reaches by a query only; photos, accounts and the clipboard have other doors. */
const ONLY_BY_QUERY = ["pii.calendar", "pii.call_log", "pii.contacts", "pii.sms"];

const labels = labelsOf(TRUTH);
const dir = scratch("doors-content");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function findingsOf(label: Label, findings: readonly Finding[]): Finding[] {
  return findings.filter(
    (finding) =>
      finding.dataType === label.data_type &&
      truthPhases(finding).has(label.phase) &&
      (label.caller_kind === "app"
        ? finding.caller.reader.kind === "app"
        : label.caller.includes(finding.caller.reader.name.toLowerCase())),
  );
}

describe("personal content by provider doors", { timeout: DEADLINE_MS }, () => {
  let answer: Answer;
  beforeAll(async () => {
    answer = await consentry("run", SCENARIO, "--out", join(dir, "whole"), "--lang", "en");
  }, DEADLINE_MS);

  it("runs an APK that was built from the sources beside it", () => {
    expect(packedSourceHash(committedApk("content"))).toBe(currentSourceHash("content"));
  });

  it("ends in every branch with findings", () => {
    expect(answer.code, answer.stderr).toBe(1);
    expect(resultOf(join(dir, "whole")).runs.map((run) => [run.branch, run.outcome])).toEqual([
      ["accept", "completed"],
      ["ignore", "completed"],
      ["refuse", "completed"],
    ]);
  });

  it("finds all labelled behaviours, none of the near-misses, and leaves little unknown", async () => {
    await expectFullScore(TRUTH, join(dir, "whole", "result.json"));
  });

  it("makes one finding of all doors to one datum by one reader in one phase, and names its APIs", () => {
    for (const run of resultOf(join(dir, "whole")).runs)
      for (const label of labels.filter((each) => each.branches.includes(run.branch))) {
        const where = `${run.branch}: ${label.id}`;
        const found = findingsOf(label, run.findings);
        expect(found.length, where).toBe(1);
        expect(
          found[0]?.apis.map(({ api }) => api),
          where,
        ).toContain(label.api);
        expect(found[0]?.doors, where).toContain(label.door);
      }
  });

  it("keeps watching and writing in the trace, though neither is a collection", () => {
    const trace = TraceReader.open(join(dir, "whole", "refuse"));
    const types = trace.db.prepare("SELECT row, types, outcome FROM accesses").all() as Record<string, string>[];
    trace.close();
    const seen = types.map(({ row, types: type, outcome }) => `${row} ${type} ${outcome}`);
    expect(seen).toContain("AA0327 pii.observe none");
    expect(seen).toContain("AA0319 pii.write denied");
    expect(seen).toContain("AA0320 pii.write denied");
  });

  it("loses exactly what only queries read when no query is watched", async () => {
    const out = join(dir, "no-query");
    const args = ["--branch", "refuse", "--disarm", QUERY_ROWS, "--out", out, "--lang", "en"];
    const without = await consentry("run", SCENARIO, ...args);
    expect([1, 4], without.stderr).toContain(without.code);
    const [before, after] = [essences(resultOf(join(dir, "whole")), "refuse"), essences(resultOf(out))];
    const lost = before.filter((essence) => !after.includes(essence));
    expect(lost).toEqual(before.filter((essence) => ONLY_BY_QUERY.some((type) => essence.includes(` ${type} `))));
    expect(lost.length).toBeGreaterThanOrEqual(ONLY_BY_QUERY.length);
    expect(after.filter((essence) => !before.includes(essence))).toEqual([]);
  });
});
