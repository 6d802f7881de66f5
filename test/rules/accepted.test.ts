import { describe, expect, test } from "vitest";
import {
  accepted,
  findingsOf,
  judgeRun,
  type MicroAccess,
  type MicroRun,
  MS,
  refused,
  S,
  type StackName,
  verdictOf,
} from "./micro-trace.ts";
import { OFFICIAL } from "./official.ts";

const every = (period: number, count: number, extra: Partial<MicroAccess> = {}, from = 12 * S): MicroAccess[] =>
  Array.from({ length: count }, (_, i) => ({ t: from + i * period, ...extra }));
/** The rules that this file is about. */
const packs = ["cn-core", "cn-draft-2021"];
const accept = (run: MicroRun) => judgeRun({ branch: "accept", consent: accepted(), ...run }, { packs });
/** An app whose policy names what it reads, so that only how often it reads is in question. */
const open = (run: MicroRun) => accept({ declares: ["loc.precise", "pii.clipboard"], ...run });
const background = (from = 20 * S, to?: number) => [
  { state: "background", t: from, u: 50 * MS },
  ...(to === undefined ? [] : [{ state: "foreground-active", t: to, u: MS }]),
];

describe("a read out of step", () => {
  const steps = [{ name: "read an article", from: 20 * S, to: 30 * S, justifies: [] as string[] }];
  test("is found where the open function does not need it", () => {
    const run = accept({ steps, accesses: [{ t: 25 * S, type: "pii.contacts" }] });
    expect(findingsOf(run)).toEqual(["out_of_scenario pii.contacts cn.news.reader violation"]);
    expect(run.findings[0]?.explanation.en).toContain("read an article");
    expect(run.findings[0]?.doors).toEqual(["provider"]);
  });
  test("is found even from a click, where the clicked function does not need it", () => {
    expect(
      findingsOf(accept({ steps, accesses: [{ t: 25 * S, type: "pii.contacts", stack: "appClick" }] })),
    ).toHaveLength(1);
  });
  test("is none where the open function needs it, by the type or by its parent", () => {
    for (const justifies of [["loc.precise"], ["loc.any"], ["精准定位信息"]]) {
      const run = accept({
        steps: [{ name: "local news", from: 20 * S, to: 30 * S, justifies }],
        accesses: [{ t: 25 * S, type: "loc.precise" }],
      });
      expect(verdictOf(run, "out-of-step")).toBe("pass");
    }
  });
  test("begins again when the function closes", () => {
    const run = accept({
      steps: [{ name: "local news", from: 20 * S, to: 30 * S, justifies: ["loc.any"] }],
      accesses: [{ t: 31 * S, type: "loc.precise" }],
    });
    expect(verdictOf(run, "out-of-step")).toBe("violation");
  });
  test("is none where the app declares it, or its type of app needs it", () => {
    expect(
      verdictOf(
        accept({ steps, declares: ["loc.precise"], accesses: [{ t: 25 * S, type: "loc.precise" }] }),
        "out-of-step",
      ),
    ).toBe("pass");
    expect(
      verdictOf(accept({ steps, category: 1, accesses: [{ t: 25 * S, type: "loc.precise" }] }), "out-of-step"),
    ).toBe("pass");
    expect(
      verdictOf(accept({ steps, category: 30, accesses: [{ t: 25 * S, type: "loc.precise" }] }), "out-of-step"),
    ).toBe("violation");
  });
  test("is none on a paste that the user pressed outside any tagged function", () => {
    expect(
      verdictOf(accept({ steps, accesses: [{ t: 45 * S, type: "pii.clipboard", stack: "appClick" }] }), "out-of-step"),
    ).toBe("pass");
  });
  test("is none for a device identifier: that is the frequency rule's business", () => {
    expect(verdictOf(accept({ steps, accesses: [{ t: 25 * S }] }), "out-of-step")).toBe("pass");
  });
  test("needs a person where it came only once the app was explored; an earlier one still tells", () => {
    const explored = [...steps, { kind: "explore", name: "explore", from: 35 * S, to: 50 * S }];
    const only = accept({
      steps: explored,
      accesses: [
        { t: 40 * S, type: "pii.contacts" },
        { t: 55 * S, type: "pii.contacts" },
      ],
    });
    expect(findingsOf(only)).toEqual(["out_of_scenario pii.contacts cn.news.reader needs-person"]);
    expect(verdictOf(only, "out-of-step")).toMatch(/^needs-person/);
    const both = accept({
      steps: explored,
      accesses: [
        { t: 32 * S, type: "pii.contacts" },
        { t: 40 * S, type: "pii.contacts" },
      ],
    });
    expect(verdictOf(both, "out-of-step")).toBe("violation");
  });
  test("cannot be told where no function was tagged", () => {
    expect(verdictOf(accept({ accesses: [{ t: 25 * S, type: "pii.contacts" }] }), "out-of-step")).toBe(
      "not-applicable: no-business-steps",
    );
  });
});

describe("reads that come too often", () => {
  const uneven = (count: number, extra: Partial<MicroAccess> = {}): MicroAccess[] =>
    Array.from({ length: count }, (_, i) => ({ t: 12 * S + (i * i + 2 * i) * 1.5 * S, ...extra }));
  test("are found one over the limit and not at it", () => {
    // Clipboard: once per screen that comes up; the screen that is up and three more allow four.
    const resumes = [12 * S, 20 * S, 30 * S];
    const at = open({ resumes, accesses: uneven(4, { type: "pii.clipboard" }) });
    const over = open({ resumes, end: 90 * S, accesses: uneven(5, { type: "pii.clipboard" }) });
    expect(verdictOf(at, "frequency")).toBe("pass");
    expect(findingsOf(over)).toEqual(["frequency pii.clipboard cn.news.reader violation"]);
    expect(over.findings[0]?.threshold).toMatchObject({ value: 4, source: "engineering-default" });
    expect(over.findings[0]?.detector).toBe("frequency");
  });
  test("are never found below the minimum, whatever the limit", () => {
    expect(verdictOf(open({ accesses: uneven(3) }), "frequency")).toBe("pass");
    expect(verdictOf(open({ accesses: uneven(4) }), "frequency")).toBe("violation");
  });
  test("count a burst from one place once", () => {
    const bursts = uneven(2).flatMap(({ t }) => [0, 200, 400, 900].map((ms) => ({ t: t + ms * MS })));
    expect(verdictOf(open({ accesses: bursts }), "frequency")).toBe("pass");
  });
  test("count each caller by itself", () => {
    const two = [...uneven(3, { stack: "sdkTimer" as StackName }), ...uneven(3, { stack: "adSdk" as StackName })];
    expect(findingsOf(open({ accesses: two }))).toEqual([]);
  });
  test("are none where the user asked each time", () => {
    expect(findingsOf(open({ accesses: every(2 * S, 15, { stack: "appClick" }) }))).toEqual([]);
  });
  test("are for a person in an official report: nobody enacted the number", () => {
    const run = judgeRun({ branch: "accept", consent: accepted(), accesses: uneven(5) }, { ...OFFICIAL, packs });
    expect(findingsOf(run)).toEqual(["frequency id.android_id cn.news.reader needs-person"]);
    expect(verdictOf(run, "frequency")).toBe("needs-person: weak-evidence");
  });
});

describe("reads at a fixed period", () => {
  test("are found from five intervals on, with the period", () => {
    const four = open({ accesses: every(2 * S, 5, { type: "app.running", stack: "sdkTimer" }) });
    expect(verdictOf(four, "fixed-period")).toBe("pass");
    const run = open({ accesses: every(2 * S, 6, { type: "loc.precise", stack: "sdkTimer" }) });
    expect(findingsOf(run)).toEqual(["frequency loc.precise pushlite violation"]);
    expect(run.findings[0]?.periodMs).toBe(2000);
    expect(run.findings[0]?.provisions.map((p) => p.rule)).toEqual([
      "cn-core.frequency",
      "cn-core.fixed-period",
      "cn-draft-2021.art7-1-frequency",
    ]);
  });
  test("are none when they jitter", () => {
    const jittered = [0, 1.2, 4.9, 6.1, 10.4, 11.8, 16].map((s) => ({ t: 12 * S + s * S, type: "loc.precise" }));
    expect(verdictOf(open({ accesses: jittered }), "fixed-period")).toBe("pass");
  });
  test("are seen through a faster timer than the burst window", () => {
    const run = open({ accesses: every(500 * MS, 40, { type: "pii.clipboard", stack: "sdkTimer" }) });
    expect(verdictOf(run, "fixed-period")).toBe("violation");
  });
  test("are seen beside a single read of the same caller from elsewhere", () => {
    const run = open({
      accesses: [
        { t: 13 * S + 300 * MS, type: "loc.precise", stack: "sdk" },
        ...every(2 * S, 7, { type: "loc.precise", stack: "sdkTimer" }),
      ],
    });
    expect(verdictOf(run, "fixed-period")).toBe("violation");
  });
  test("are none inside a function that needs them all the time", () => {
    const workout = [{ name: "workout", from: 11 * S, to: 40 * S, justifies: ["loc.precise"] }];
    expect(findingsOf(open({ steps: workout, accesses: every(2 * S, 12, { type: "loc.precise" }) }))).toEqual([]);
  });
  test("do not bridge a change of phase", () => {
    const split = [
      ...every(2 * S, 3, { type: "loc.precise" }, 12 * S),
      ...every(2 * S, 3, { type: "loc.precise" }, 41 * S),
    ];
    const run = open({
      app: background(20 * S, 40 * S),
      accesses: split,
      resumes: [12 * S, 13 * S, 14 * S, 41 * S, 42 * S],
    });
    expect(verdictOf(run, "fixed-period")).toBe("pass");
  });
});

describe("a read in the background", () => {
  test("is a violation after any decision", () => {
    expect(findingsOf(accept({ app: background(), accesses: [{ t: 30 * S, stack: "sdkTimer" }] }))).toEqual([
      "background id.android_id pushlite violation",
    ]);
    const after = judgeRun({
      branch: "refuse",
      consent: refused(),
      app: background(),
      accesses: [{ t: 30 * S, stack: "sdkTimer" }],
    });
    expect(findingsOf(after)).toEqual([
      "background id.android_id pushlite violation",
      "post_refusal id.android_id pushlite violation",
    ]);
  });
  test("counts with the screen locked", () => {
    const run = accept({ app: [{ state: "screen-locked", t: 20 * S, u: MS }], accesses: [{ t: 30 * S }] });
    expect(run.findings[0]).toMatchObject({ kind: "background", phase: { consent: "accepted", app: "screen-locked" } });
  });
  test("is none just as the app leaves the screen", () => {
    const run = accept({ app: background(), accesses: [{ t: 20 * S + 50 * MS }] });
    expect(verdictOf(run, "background")).toBe("needs-person: ambiguous-time");
  });
  test("is none once the user asked the app back, even before its window is up", () => {
    const run = accept({
      app: background(20 * S, 42 * S),
      steps: [{ kind: "foreground", name: "bring to front", from: 40 * S, to: 42 * S }],
      accesses: [{ t: 41 * S }],
    });
    expect(findingsOf(run)).toEqual([]);
  });
  test("is none inside a function that goes on there", () => {
    const steps = [{ name: "navigation", from: 15 * S, to: 50 * S, justifies: ["loc.any"] }];
    expect(findingsOf(accept({ steps, app: background(), accesses: [{ t: 30 * S, type: "loc.precise" }] }))).toEqual(
      [],
    );
  });
  test("is a lesser finding when the platform gave nothing", () => {
    const run = accept({ app: background(), accesses: [{ t: 30 * S, type: "pii.clipboard", outcome: "empty" }] });
    expect(run.findings[0]).toMatchObject({ severity: "medium", evidenceLevel: "invoked" });
  });
  test("cannot be judged in a run that stays on screen", () => {
    expect(verdictOf(accept({}), "background")).toBe("not-applicable: branch-does-not-reach");
  });
});
