import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../rules/result-schema.ts";
import { truthPhases } from "../../rules/score.ts";
import { committedApk, currentSourceHash, packedSourceHash } from "../../scenarios/build-apps.ts";
import { type Answer, consentry, essences, resultOf, ROOT, scratch } from "./command.ts";
import { expectFullScore, labelsOf, type Label } from "./labelled-doors.ts";

const SCENARIO = join(ROOT, "scenarios/doors/identifiers.yaml");
const TRUTH = join(ROOT, "scenarios/doors/identifiers/truth.json");
const DEADLINE_MS = 600_000;
/** Rows of starting a program: without them nothing is left of what only the shell read. */
const SHELL_ROWS = "AA0491,AA0492,AA0493";
/** What in the refuse branch is read by the shell alone, by reader and phase. */
const ONLY_BY_SHELL = [
  "refuse: post_refusal app.list app refused foreground-active",
  "refuse: pre_consent net.lan_scan unknown pre-notice foreground-active",
];

const labels = labelsOf(TRUTH);
const dir = scratch("doors-identifiers");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The one finding that a label belongs to: same datum, same reader, same phase. */
function findingOf(label: Label, findings: readonly Finding[]): Finding[] {
  return findings.filter(
    (finding) =>
      finding.dataType === label.data_type &&
      truthPhases(finding).has(label.phase) &&
      (label.caller_kind === "app"
        ? finding.caller.reader.kind === "app"
        : [finding.caller.reader.id, finding.caller.reader.name].some((name) =>
            label.caller.toLowerCase().includes(name.toLowerCase()),
          )),
  );
}

describe("identifiers by every Java and shell door", { timeout: DEADLINE_MS }, () => {
  let answer: Answer;
  beforeAll(async () => {
    answer = await consentry("run", SCENARIO, "--out", join(dir, "whole"), "--lang", "en");
  }, DEADLINE_MS);

  it("runs an APK that was built from the sources beside it", () => {
    expect(packedSourceHash(committedApk("identifiers"))).toBe(currentSourceHash("identifiers"));
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

  it("names every labelled door and API in the finding of its datum, reader and phase", () => {
    for (const run of resultOf(join(dir, "whole")).runs)
      for (const label of labels.filter((each) => each.branches.includes(run.branch))) {
        const where = `${run.branch}: ${label.id}`;
        const found = findingOf(label, run.findings);
        expect(found.length, where).toBeGreaterThan(0);
        const apis = found.flatMap((finding) => finding.apis.map(({ api }) => api));
        expect(apis, where).toContain(label.api);
        expect(
          found.flatMap((finding) => finding.doors),
          where,
        ).toContain(label.door);
      }
  });

  it("makes one finding of many doors to one datum by one reader", () => {
    for (const run of resultOf(join(dir, "whole")).runs) {
      const before = run.findings.filter((f) => f.phase.consent === "pre-notice");
      const [ids, lists] = ["id.android_id", "app.list"].map((type) => before.filter((f) => f.dataType === type));
      expect(ids?.map((f) => f.doors)).toEqual([["api", "provider", "reflection", "shell"]]);
      expect(lists?.map((f) => f.doors)).toEqual([["api", "reflection", "shell"]]);
    }
  });

  it("never says obtained of what the phone refused or of a program that was only started", () => {
    const refused = ["id.imei", "id.imei_meid", "id.meid", "id.imsi", "id.iccid", "id.serial", "net.lan_scan"];
    for (const finding of resultOf(join(dir, "whole")).runs.flatMap((run) => run.findings))
      if (refused.includes(finding.dataType)) expect(finding.evidenceLevel, finding.dataType).toBe("invoked");
  });

  it("loses exactly what only the shell read when no program's start is watched", async () => {
    const out = join(dir, "no-shell");
    const args = ["--branch", "refuse", "--disarm", SHELL_ROWS, "--out", out, "--lang", "en"];
    const without = await consentry("run", SCENARIO, ...args);
    expect([1, 4], without.stderr).toContain(without.code);
    const [before, after] = [essences(resultOf(join(dir, "whole")), "refuse"), essences(resultOf(out))];
    expect(before.filter((essence) => !after.includes(essence))).toEqual(ONLY_BY_SHELL);
    expect(after.filter((essence) => !before.includes(essence))).toEqual([]);
    const doors = resultOf(out).runs.flatMap((run) => run.findings.flatMap((finding) => finding.doors));
    expect(doors).not.toContain("shell");
  });
});
