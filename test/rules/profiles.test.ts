import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPacks } from "../../rules/packs.ts";
import { PROFILES } from "../../rules/profile-schema.ts";
import { loadProfile, readControl, readSample } from "../../rules/profiles.ts";
import { withThresholds } from "../../rules/thresholds.ts";
import { judgeResult, judgeRun, S, verdictOf } from "./micro-trace.ts";
import { control, OFFICIAL, sample } from "./official.ts";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "profiles-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (text: string): string => {
  const path = join(folder, "file.yaml");
  writeFileSync(path, text);
  return path;
};
const errorOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "");
  }
  return "no error";
};
const VIOLATES = { accesses: [{ t: 5 * S }] };

test("the profiles are data, and only the official one asks for more", () => {
  expect(PROFILES.map((id) => [id, loadProfile(id).controls, loadProfile(id).unenacted])).toEqual([
    ["vendor", "not-needed", "decides"],
    ["lab", "not-needed", "decides"],
    ["official", "needed", "needs-person"],
  ]);
});

describe("an official test", () => {
  test("with sample and right selftests before and after stands, and keeps both", () => {
    const result = judgeResult(VIOLATES, OFFICIAL);
    expect(verdictOf(result.runs[0]!, "pre-consent")).toBe("violation");
    expect(result).toMatchObject({ sample: { developer: "某公司" }, controls: [{}, {}] });
  });
  test("refuses a sample that lacks a field, or is of another package", () => {
    const { developer: _, ...nameless } = sample;
    expect(() => judgeRun(VIOLATES, { ...OFFICIAL, sample: nameless })).toThrow(/lacks developer;/);
    expect(() => judgeRun(VIOLATES, { ...OFFICIAL, sample: null })).toThrow(
      /lacks name, developer, source, obtained, by;/,
    );
    expect(() => judgeRun(VIOLATES, { ...OFFICIAL, sample: { ...sample, sha256: "1".repeat(64) } })).toThrow(
      /SHA-256 0{64}\), the sample of/,
    );
  });
  test.each([
    ["none", [], "controls-missing"],
    ["none after", [control(-1)], "controls-missing"],
    ["none on the same handset", [control(-1), control(1, true, "Another")], "controls-missing"],
    ["a wrong one before", [control(-2), control(-1, false), control(1)], "controls-wrong"],
    ["a wrong one after", [control(-1), control(1, false), control(2)], "controls-wrong"],
  ])("with selftests where there is %s is for a person", (_, controls, code) => {
    const run = judgeRun(VIOLATES, { ...OFFICIAL, controls });
    expect(verdictOf(run, "pre-consent")).toBe(`needs-person: ${code}`);
    expect(run.findings.map((f) => f.verdict)).toEqual(run.findings.map(() => "needs-person"));
  });
  test("does not mind a wrong one that a right one followed before the run", () => {
    const run = judgeRun(VIOLATES, { ...OFFICIAL, controls: [control(-2, false), control(-1), control(1)] });
    expect(verdictOf(run, "pre-consent")).toBe("violation");
  });
});

test("a vendor's own test needs neither", () => {
  expect(verdictOf(judgeRun(VIOLATES), "pre-consent")).toBe("violation");
});

test("records that are wrong are refused by file and line", () => {
  expect(errorOf(() => readSample(file("schema: sample/1\napp: a.b\nsha256: short\n")))).toMatch(
    /^file\.yaml:3: sha256: /,
  );
  expect(errorOf(() => readSample(file("schema: sample/1\nowner: a\n")))).toMatch(/^file\.yaml:/);
  expect(errorOf(() => readControl(file('{"schema":"selftest/1",\n"handset":"virtual"}')))).toMatch(
    /^file\.yaml:2: handset: /,
  );
});

test("a file that is not there is the user's mistake, and named", () => {
  const gone = join(folder, "gone.yaml");
  for (const act of [
    () => readSample(gone),
    () => readControl(gone),
    () => withThresholds(loadPacks(["cn-core"]), gone),
    () => loadPacks([gone]),
  ]) {
    expect(errorOf(act)).toMatch(/^gone\.yaml: cannot be read/);
    expect(act).toThrow(expect.objectContaining({ exitStatus: 2 }) as Error);
  }
});

describe("a campaign's thresholds", () => {
  const packs = loadPacks(["cn-core"]).map((pack) => ({
    ...pack,
    rules: pack.rules.filter((rule) => rule.detector === "fixed-period"),
  }));
  const every = (n: number) => ({
    branch: "accept",
    consent: [
      { t: 1 * S, state: "undecided" as const },
      { t: 2 * S, state: "accepted" as const },
    ],
    accesses: Array.from({ length: n }, (_, i) => ({
      t: (3 + 2 * i) * S,
      stack: "sdkTimer" as const,
      type: "app.running",
    })),
  });
  test("take the place of the pack's, and the result says so", () => {
    const own = withThresholds(
      packs,
      file("schema: thresholds/1\nrules:\n  cn-core.fixed-period: { minimumIntervals: 8 }\n"),
    );
    expect(packs[0]?.rules.find((r) => r.id === "cn-core.fixed-period")?.params).toMatchObject({ minimumIntervals: 5 });
    expect(own[0]?.rules.find((r) => r.id === "cn-core.fixed-period")?.params).toMatchObject({
      minimumIntervals: 8,
      maximumVariation: 0.2,
    });
    const result = judgeResult(every(12), { packs: own });
    expect(result.lock?.thresholds).toEqual([{ rule: "cn-core.fixed-period", params: { minimumIntervals: 8 } }]);
    expect(judgeResult(every(12), { packs }).lock?.sha256).not.toBe(result.lock?.sha256);
    const hits = result.runs[0]!.findings.filter((f) => f.detector === "fixed-period");
    expect(hits.map((f) => f.threshold?.source)).toEqual(hits.map(() => "campaign"));
    expect(hits.length).toBe(1);
    expect(judgeRun(every(7), { packs: own }).findings.filter((f) => f.detector === "fixed-period")).toEqual([]);
  });
  test.each([
    [
      "a rule that is not there",
      "schema: thresholds/1\nrules:\n  cn-core.none: {}\n",
      /^file\.yaml:3: unknown rule "cn-core\.none"/,
    ],
    [
      "a parameter that is not there",
      "schema: thresholds/1\nrules:\n  cn-core.fixed-period:\n    minimum: 8\n",
      /^file\.yaml:4: /,
    ],
    [
      "a value of the wrong form",
      "schema: thresholds/1\nrules:\n  cn-core.fixed-period:\n    minimumIntervals: few\n",
      /^file\.yaml:4: .*minimumIntervals/,
    ],
    [
      "an unknown data type",
      "schema: thresholds/1\nrules:\n  cn-core.fixed-period:\n    types: [id.nothing]\n",
      /^file\.yaml:4: unknown data type "id\.nothing"/,
    ],
  ])("with %s are refused by file and line", (_, text, message) => {
    expect(errorOf(() => withThresholds(packs, file(text)))).toMatch(message);
  });
});
