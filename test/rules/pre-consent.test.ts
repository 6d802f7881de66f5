import { describe, expect, test } from "vitest";
import { accepted, findingsOf, judgeRun, MS, NOTICE, S, verdictOf } from "./micro-trace.ts";

describe("a read before the decision", () => {
  test("is a violation, with its reader, phase and level", () => {
    const run = judgeRun({ accesses: [{ t: 5 * S, stack: "sdk", value: "a1b2c3" }] });
    expect(findingsOf(run)).toEqual(["pre_consent id.android_id pushlite violation"]);
    expect(verdictOf(run, "pre-consent")).toBe("violation");
    const finding = run.findings[0];
    expect(finding?.evidenceLevel).toBe("obtained");
    expect(finding?.phase).toEqual({ consent: "undecided", app: "foreground-active" });
    expect(finding?.provisions.map((p) => p.rule)).toEqual([
      "cn-core.pre-consent",
      "cn-draft-2021.art6-3-before",
      "cn-draft-2021.art10-sdk",
    ]);
    expect(finding?.title.zh).toContain("未发现同意");
  });

  test("in the app's first line, before the notice, is a finding of its own phase", () => {
    const run = judgeRun({
      accesses: [
        { t: 1, stack: "sdkProvider" },
        { t: 5 * S, stack: "sdk" },
      ],
    });
    expect(run.findings.map((f) => f.phase.consent)).toEqual(["pre-notice", "undecided"]);
  });

  test("of nothing at all is a pass", () => {
    expect(verdictOf(judgeRun({}), "pre-consent")).toBe("pass");
  });

  test("still counts where only the moment the notice appeared is uncertain", () => {
    const run = judgeRun({ consent: [{ ...NOTICE, u: 900 * MS }], accesses: [{ t: 1 * S }] });
    expect(verdictOf(run, "pre-consent")).toBe("violation");
  });

  test("right at the decision is ambiguous: counted, never a violation, never a pass", () => {
    for (const t of [10 * S - MS, 10 * S, 10 * S + MS]) {
      const run = judgeRun({ branch: "accept", consent: accepted(MS), accesses: [{ t, stack: "sdkTimer" }] });
      expect(findingsOf(run)).toEqual([]);
      expect(verdictOf(run, "pre-consent")).toBe("needs-person: ambiguous-time");
    }
  });

  test("at the very microsecond of a decision known exactly is ambiguous too", () => {
    const at = (t: number) =>
      judgeRun({ branch: "accept", consent: accepted(0), accesses: [{ t, stack: "sdkTimer" }] });
    expect(verdictOf(at(10 * S), "pre-consent")).toBe("needs-person: ambiguous-time");
    expect(verdictOf(at(10 * S - 1), "pre-consent")).toBe("violation");
    expect(verdictOf(at(10 * S + 1), "pre-consent")).toBe("pass");
  });

  test("one microsecond outside the uncertainty is judged", () => {
    const before = judgeRun({
      branch: "accept",
      consent: accepted(MS),
      accesses: [{ t: 10 * S - MS - 1, stack: "sdkTimer" }],
    });
    const after = judgeRun({
      branch: "accept",
      consent: accepted(MS),
      accesses: [{ t: 10 * S + MS + 1, stack: "sdkTimer" }],
    });
    expect(verdictOf(before, "pre-consent")).toBe("violation");
    expect(verdictOf(after, "pre-consent")).toBe("pass");
  });

  test("inside the accepting click's own handler follows the decision, however coarse the clock", () => {
    const run = judgeRun({
      branch: "accept",
      consent: accepted(5 * MS),
      accesses: [{ t: 10 * S + MS, stack: "appClick" }],
    });
    expect(verdictOf(run, "pre-consent")).toBe("pass");
  });

  test("by the platform alone is nobody's finding", () => {
    const run = judgeRun({ accesses: [{ t: 5 * S, stack: "platform" }] });
    expect(findingsOf(run)).toEqual([]);
    expect(verdictOf(run, "pre-consent")).toBe("pass");
  });

  test("by code of unknown origin is found, for a person to attribute", () => {
    const run = judgeRun({ accesses: [{ t: 5 * S, stack: "stranger" }] });
    expect(findingsOf(run)).toEqual(["pre_consent id.android_id net.strange.lib violation"]);
    expect(run.findings[0]?.caller.reader.confidence).toBe("needs-review");
  });

  test("that was denied is a finding of lower weight and level", () => {
    const run = judgeRun({ accesses: [{ t: 5 * S, type: "id.imei", outcome: "denied" }] });
    expect(run.findings[0]).toMatchObject({ evidenceLevel: "invoked", severity: "medium", outcomes: { denied: 1 } });
  });

  test("of the model or build is no finding", () => {
    expect(findingsOf(judgeRun({ accesses: [{ t: 5 * S, type: "fp.build" }] }))).toEqual([]);
  });

  test("of the planted value is marked as such", () => {
    const run = judgeRun({
      canaries: [["id.android_id", "f00dfeedcafe0001"]],
      accesses: [{ t: 5 * S, value: "f00dfeedcafe0001" }],
    });
    expect(run.findings[0]?.evidence[0]?.canary).toBe(true);
  });

  test("is only as good as the handset: a value that no phone would give stays at invoked", () => {
    const run = judgeRun({
      limits: [{ kind: "handset-limit", code: "not-enforced", types: ["id.imei"] }],
      accesses: [{ t: 5 * S, type: "id.imei" }],
    });
    expect(run.findings[0]?.evidenceLevel).toBe("invoked");
  });

  test.each([
    ["the door that the limit is about", [{ row: "AA0951" }], "invoked"],
    ["another door to the same data", [{ row: "AA0400" }], "obtained"],
    ["both", [{ row: "AA0951" }, { row: "AA0400" }], "obtained"],
    ["another door, which gave nothing", [{ row: "AA0951" }, { row: "AA0400", outcome: "empty" }], "invoked"],
  ] as const)("through %s is judged by what a phone would do at that door", (_, doors, level) => {
    const run = judgeRun({
      limits: [
        { kind: "handset-limit", code: "not-enforced", types: ["pii.contacts"], detail: { doors: ["file", "shell"] } },
      ],
      accesses: doors.map((door) => ({ t: 5 * S, type: "pii.contacts", ...door })),
    });
    expect(run.findings[0]?.evidenceLevel).toBe(level);
    expect(run.limits[0]?.doors).toEqual(["file", "shell"]);
  });
});

describe("a permission asked for before the decision", () => {
  test("is a violation", () => {
    const run = judgeRun({ accesses: [{ t: 5 * S, type: "perm.location", outcome: "none" }] });
    expect(findingsOf(run)).toEqual(["pre_consent perm.location cn.news.reader violation"]);
  });
  test("is none where it opens no personal data", () => {
    expect(findingsOf(judgeRun({ accesses: [{ t: 5 * S, type: "perm.notifications" }] }))).toEqual([]);
  });
});

describe("asking about other apps before the decision", () => {
  const ask = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ t: 5 * S + i, type: "app.probe", args: { package: `com.other.app${i}` } }));
  test("about one of them is for a person", () => {
    const run = judgeRun({ accesses: ask(1) });
    expect(findingsOf(run)).toEqual(["pre_consent app.probe cn.news.reader needs-person"]);
    expect(run.findings[0]?.severity).toBe("info");
  });
  test("about many of them is reading the list", () => {
    expect(findingsOf(judgeRun({ accesses: ask(5) }))).toEqual(["pre_consent app.list cn.news.reader violation"]);
  });
});

describe("where no notice was recognised", () => {
  test("a read before anything was tapped is still a read without consent", () => {
    const run = judgeRun({ consent: [], accesses: [{ t: 5 * S }], touches: [20 * S] });
    expect(verdictOf(run, "pre-consent")).toBe("violation");
  });
  test("a read after a tap is for a person: the tap may have been the consent", () => {
    const run = judgeRun({ consent: [], accesses: [{ t: 25 * S }], touches: [20 * S] });
    expect(findingsOf(run)).toEqual([
      "notice_missing ui.consent cn.news.reader needs-person",
      "pre_consent id.android_id cn.news.reader needs-person",
    ]);
  });
  test("nothing seen is not a pass", () => {
    expect(verdictOf(judgeRun({ consent: [] }), "pre-consent")).toBe("needs-person: no-notice-recognised");
  });
});
