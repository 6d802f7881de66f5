import { describe, expect, test } from "vitest";
import {
  accepted,
  findingsOf,
  judgeRun,
  type MicroRun,
  MS,
  NOTICE,
  refused,
  S,
  type StackName,
  verdictOf,
} from "./micro-trace.ts";

describe("a read after a refusal", () => {
  const run = (t: number, stack: "sdk" | "sdkTimer" | "appClick" | "platform" = "sdkTimer") =>
    judgeRun({ branch: "refuse", consent: refused(MS), accesses: [{ t, stack }] });

  test("is a violation of its own kind", () => {
    expect(findingsOf(run(20 * S))).toEqual(["post_refusal id.android_id pushlite violation"]);
    expect(verdictOf(run(20 * S), "pre-consent")).toBe("pass");
  });
  test("right at the click is ambiguous", () => {
    expect(verdictOf(run(10 * S + MS), "post-refusal")).toBe("needs-person: ambiguous-time");
    expect(findingsOf(run(10 * S + MS))).toEqual([]);
  });
  test("in the refusing click's own handler is after it", () => {
    expect(findingsOf(run(10 * S + 10, "appClick"))).toEqual(["post_refusal id.android_id cn.news.reader violation"]);
  });
  test("from a click just before the decision could be on either side", () => {
    expect(findingsOf(run(10 * S - 500, "appClick"))).toEqual([]);
    expect(verdictOf(run(10 * S - 500, "appClick"), "pre-consent")).toBe("needs-person: ambiguous-time");
  });
  test("is none when the platform reads for itself", () => {
    expect(verdictOf(run(20 * S, "platform"), "post-refusal")).toBe("pass");
  });
  test("goes on counting in the limited mode that follows, by a rule that speaks of that mode", () => {
    const guest = judgeRun({
      branch: "refuse",
      consent: [...refused(), { state: "guest", t: 15 * S, u: MS }],
      accesses: [
        { t: 20 * S, stack: "sdk" },
        { t: 14 * S, stack: "sdk" },
      ],
    });
    expect(guest.findings.map((f) => [f.kind, f.rule, f.phase.consent, f.count])).toEqual([
      ["post_refusal", "cn-core.post-refusal", "refused", 1],
      ["post_refusal", "cn-core.limited-mode", "guest", 1],
    ]);
  });
  test("in a function the user opened for it is for a person", () => {
    const asked = judgeRun({
      branch: "refuse",
      consent: refused(),
      steps: [{ name: "local news", from: 18 * S, to: 25 * S, justifies: ["loc.precise"] }],
      accesses: [{ t: 20 * S, type: "loc.precise", stack: "appClick" }],
    });
    expect(findingsOf(asked)).toEqual(["post_refusal loc.precise cn.news.reader needs-person"]);
  });
  test("weighs more when something sensitive was obtained", () => {
    const sensitive = judgeRun({
      branch: "refuse",
      consent: refused(),
      accesses: [{ t: 20 * S, type: "loc.precise" }],
    });
    expect(sensitive.findings[0]?.severity).toBe("critical");
  });
});

describe("a read in the limited mode, chosen without a refusal before", () => {
  const guest = (t: number, more: object = {}) =>
    judgeRun({
      branch: "guest",
      consent: [NOTICE, { state: "guest", t: 10 * S, u: MS }],
      accesses: [{ t, stack: "sdkTimer" }],
      ...more,
    });
  test("is no read after a refusal, but one without consent", () => {
    const [finding] = guest(20 * S).findings;
    expect(finding).toMatchObject({ rule: "cn-core.limited-mode", kind: "post_refusal", verdict: "violation" });
    expect(finding?.title.en).not.toContain("refused");
    expect(verdictOf(guest(20 * S), "post-refusal")).toBe("not-applicable: branch-does-not-reach");
  });
  test("before the choice is one before any decision, and right at it ambiguous", () => {
    expect(findingsOf(guest(9 * S))).toEqual(["pre_consent id.android_id pushlite violation"]);
    expect(findingsOf(guest(10 * S + MS))).toEqual([]);
    expect(verdictOf(guest(10 * S + MS), "limited-mode")).toBe("needs-person: ambiguous-time");
  });
  test("is none where the user then agreed, and a pass where nothing was read", () => {
    const agreed = [NOTICE, { state: "guest", t: 10 * S, u: MS }, { state: "accepted", t: 30 * S, u: MS }];
    expect(verdictOf(guest(40 * S, { consent: agreed }), "limited-mode")).toBe("pass");
    expect(findingsOf(guest(40 * S, { consent: agreed }))).toEqual([]);
    expect(verdictOf(guest(20 * S, { accesses: [] }), "limited-mode")).toBe("pass");
  });
  test("is not judged in a branch that does not lead there", () => {
    expect(verdictOf(judgeRun({ branch: "accept", consent: accepted() }), "limited-mode")).toBe(
      "not-applicable: branch-does-not-reach",
    );
  });
});

describe("a read after consent was withdrawn", () => {
  const withdrawn = (t: number, more: Partial<MicroRun> = {}, stack: StackName = "sdk") =>
    judgeRun({
      branch: "accept-withdraw",
      consent: [...accepted(), { state: "withdrawn", t: 30 * S, u: MS }],
      accesses: [{ t, stack }],
      ...more,
    });
  test("is a finding of that kind", () => {
    expect(findingsOf(withdrawn(40 * S))).toEqual(["post_withdrawal id.android_id pushlite violation"]);
    expect(verdictOf(withdrawn(40 * S), "post-refusal")).toBe("not-applicable: branch-does-not-reach");
  });
  test("is none where it came before the withdrawal, and ambiguous right at it", () => {
    expect(verdictOf(withdrawn(29 * S), "post-withdrawal")).toBe("pass");
    expect(verdictOf(withdrawn(30 * S + MS), "post-withdrawal")).toBe("needs-person: ambiguous-time");
    expect(findingsOf(withdrawn(30 * S + MS))).toEqual([]);
  });
  test("is none after the user agreed again", () => {
    const again: MicroRun["consent"] = [
      ...accepted(),
      { state: "withdrawn", t: 30 * S, u: MS },
      { state: "accepted", t: 45 * S, u: MS },
    ];
    expect(findingsOf(withdrawn(50 * S, { consent: again }))).toEqual([]);
    expect(findingsOf(withdrawn(40 * S, { consent: again }))).toHaveLength(1);
  });
  test("in a function the user opened for it is for a person; the same read by a timer is not", () => {
    const steps = [{ name: "map", from: 35 * S, to: 45 * S, justifies: ["loc.precise"] }];
    const location = (stack: StackName) => ({ steps, accesses: [{ t: 40 * S, type: "loc.precise", stack }] });
    expect(findingsOf(withdrawn(0, location("appClick")))).toEqual([
      "post_withdrawal loc.precise cn.news.reader needs-person",
    ]);
    expect(findingsOf(withdrawn(0, location("sdkTimer")))).toEqual(["post_withdrawal loc.precise pushlite violation"]);
  });
  test("cannot be ruled out where the withdrawal was never reached", () => {
    const never = judgeRun({ branch: "accept-withdraw", consent: accepted(), outcome: "no-effect" });
    expect(verdictOf(never, "post-withdrawal")).toBe("unknown: phase-not-reached");
  });
});

test("a branch that never refuses has nothing to say about refusals", () => {
  expect(verdictOf(judgeRun({ branch: "accept", consent: accepted() }), "post-refusal")).toBe(
    "not-applicable: branch-does-not-reach",
  );
  expect(verdictOf(judgeRun({ branch: "refuse", consent: [NOTICE] }), "post-refusal")).toBe(
    "unknown: phase-not-reached",
  );
});
