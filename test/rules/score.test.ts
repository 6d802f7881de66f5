import { describe, expect, test } from "vitest";
import { analyzeRuns } from "../../rules/engine.ts";
import { DoorTable } from "../../rules/doors.ts";
import type { Result } from "../../rules/result-schema.ts";
import { parseTruth, scoreTruth, type Truth } from "../../rules/score.ts";
import { accepted, APP, DOORS, type MicroRun, refused, S, writeRun } from "./micro-trace.ts";

const results = (...runs: MicroRun[]): Result[] => [analyzeRuns(runs.map(writeRun), { doors: new DoorTable(DOORS) })];
const truth = (parts: Record<string, unknown>): Truth =>
  parseTruth(
    {
      schema: "labelled-behaviours/1",
      app: { package: APP, sdks: [{ prefix: "com.pushlite.sdk", name: "PushLite" }] },
      ...parts,
    },
    "truth.json",
  );
const behaviour = (over: Record<string, unknown> = {}) => ({
  id: "b1", data_type: "id.android_id", phase: "pre-consent", branches: ["ignore"], caller: "com.pushlite.sdk", caller_kind: "sdk", expected: ["pre_consent"], ...over,
}); // prettier-ignore
const PUSH: MicroRun = { accesses: [{ t: 5 * S, stack: "sdk" }] };

describe("recall", () => {
  test("is 1 when every expected pair is covered, and precision with it", () => {
    const score = scoreTruth(truth({ behaviours: [behaviour()] }), results(PUSH));
    expect(score.total).toMatchObject({ expected: 1, found: 1, recall: 1, precision: 1, findings: 1, unknownShare: 0 });
    expect(score.app).toBe(APP);
  });
  test("lists what was missed, also a kind that no rule judges", () => {
    const score = scoreTruth(
      truth({ behaviours: [behaviour({ expected: ["pre_consent", "undeclared"] })] }),
      results(PUSH),
    );
    expect(score.branches[0]?.missed).toMatchObject([{ behaviour: "b1", kind: "undeclared" }]);
    expect(score.total.recall).toBe(0.5);
  });
  test("looks at the labelled release where two releases of an app stand in one result", () => {
    const [released] = results(PUSH);
    const [mended] = results({});
    if (!released || !mended) throw new Error("no result");
    for (const run of mended.runs) run.app.versionName = "2.0.0";
    const both: Result = { ...released, runs: [...released.runs, ...mended.runs] };
    const version = released.runs[0]?.app.versionName;
    const app = { package: APP, sdks: [{ prefix: "com.pushlite.sdk", name: "PushLite" }] };
    const violator = scoreTruth(truth({ app: { ...app, version }, behaviours: [behaviour()] }), [both]);
    const twin = scoreTruth(truth({ app: { ...app, version: "2.0.0" }, zero_collection_findings: true }), [both]);
    expect([violator.total.recall, violator.total.precision]).toEqual([1, 1]);
    expect(twin.total.findings).toBe(0);
  });
  test("asks only for what belongs to the branch that was run", () => {
    const score = scoreTruth(
      truth({ behaviours: [behaviour(), behaviour({ id: "b2", branches: ["accept"] })] }),
      results(PUSH),
    );
    expect(score.total.expected).toBe(1);
  });
  test("needs the right caller and phase", () => {
    const others = [
      { caller: "io.adnest.sdk" },
      { caller: APP, caller_kind: "app" },
      { phase: "refused" },
      { phase: "background" },
      { data_type: "id.imei" },
    ];
    for (const other of others)
      expect(scoreTruth(truth({ behaviours: [behaviour(other)] }), results(PUSH)).total).toMatchObject({
        recall: 0,
        precision: 0,
      });
  });
  test("accepts an alias, a list, and one step to the parent, but no umbrella", () => {
    const recall = (data_type: unknown) =>
      scoreTruth(truth({ behaviours: [behaviour({ data_type })] }), results(PUSH)).total.recall;
    expect(recall("SSAID")).toBe(1);
    expect(recall("id.imei;id.android_id")).toBe(1);
    expect(recall(["id.imei", "id.android_id"])).toBe(1);
    expect(recall("id.device")).toBe(1);
    const place = results({ accesses: [{ t: 5 * S, type: "loc.precise", stack: "sdk" }] });
    expect(scoreTruth(truth({ behaviours: [behaviour({ data_type: "loc.any" })] }), place).total.recall).toBe(0);
  });
  test("knows an SDK outside the table by its package, and the app by its own", () => {
    const stranger = results({ accesses: [{ t: 5 * S, stack: "stranger" }] });
    expect(scoreTruth(truth({ behaviours: [behaviour({ caller: "net.strange.lib" })] }), stranger).total.recall).toBe(
      1,
    );
    const own = results({ accesses: [{ t: 5 * S, stack: "app" }] });
    expect(scoreTruth(truth({ behaviours: [behaviour({ caller: APP, caller_kind: "app" })] }), own).total.recall).toBe(
      1,
    );
  });
  test("counts what needs a person as neither found nor false", () => {
    const asked = results({ accesses: [{ t: 5 * S, type: "app.probe", stack: "sdk", args: { package: "x.y" } }] });
    const score = scoreTruth(truth({ behaviours: [behaviour({ data_type: "app.probe" })] }), asked);
    expect(score.total).toMatchObject({ recall: 0, findings: 0, precision: 1 });
    expect(score.total.needsPerson).toBeGreaterThan(0);
  });
});

describe("precision", () => {
  test("counts a finding on nothing labelled as false, and names the near-miss", () => {
    const score = scoreTruth(
      truth({
        must_not_flag: [{ id: "near", data_type: "id.android_id", phase: "pre-consent" }],
        zero_collection_findings: true,
      }),
      results(PUSH),
    );
    expect(score.total).toMatchObject({ precision: 0, recall: 1 });
    expect(score.branches[0]?.falsePositives).toMatchObject([
      { kind: "pre_consent", dataType: "id.android_id", label: "near" },
    ]);
  });
  test("accepts what is also valid or tolerated", () => {
    expect(
      scoreTruth(truth({ behaviours: [behaviour({ expected: [], also_valid: ["pre_consent"] })] }), results(PUSH)).total
        .precision,
    ).toBe(1);
    expect(
      scoreTruth(truth({ tolerated: [{ data_type: "id.android_id", phase: "any" }] }), results(PUSH)).total.precision,
    ).toBe(1);
  });
  test("is 1 when nothing was said", () => {
    expect(scoreTruth(truth({ zero_collection_findings: true }), results({})).total).toMatchObject({
      precision: 1,
      recall: 1,
    });
  });
});

describe("a score", () => {
  test("has a line for each branch, and adds repeats up", () => {
    const score = scoreTruth(
      truth({ behaviours: [behaviour({ branches: ["ignore", "refuse", "accept"] })] }),
      results(PUSH, {}, { branch: "refuse", consent: refused() }, { branch: "accept", consent: accepted() }),
    );
    expect(score.branches.map((b) => [b.branch, b.found, b.expected])).toEqual([
      ["ignore", 1, 2],
      ["refuse", 0, 1],
      ["accept", 0, 1],
    ]);
    expect(score.total.recall).toBe(0.25);
  });
  test("shows how much could not be told", () => {
    const score = scoreTruth(truth({}), results({ dropped: 1 }));
    expect(score.total.unknownShare).toBeGreaterThan(0);
  });
  test("of another app's runs is refused", () => {
    expect(() => scoreTruth(truth({ app: { package: "other.app" } }), results({}))).toThrow(/no run of other\.app/);
  });
});

test("a label file that is wrong is refused by place", () => {
  expect(() =>
    parseTruth(
      { schema: "labelled-behaviours/1", app: { package: "a.b" }, behaviours: [behaviour({ phase: "later" })] },
      "t.json",
    ),
  ).toThrow(/t\.json: behaviours\[0\]\.phase: /);
  expect(() => parseTruth({ schema: "other/1" }, "t.json")).toThrow(/t\.json: schema: /);
});
