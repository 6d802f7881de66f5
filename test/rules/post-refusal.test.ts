import { describe, expect, test } from "vitest";
import { accepted, findingsOf, judgeRun, MS, NOTICE, refused, S, verdictOf } from "./micro-trace.ts";

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
  test("goes on counting in the limited mode that follows", () => {
    const guest = judgeRun({
      branch: "refuse",
      consent: [...refused(), { state: "guest", t: 15 * S, u: MS }],
      accesses: [
        { t: 20 * S, stack: "sdk" },
        { t: 14 * S, stack: "sdk" },
      ],
    });
    expect(guest.findings.map((f) => [f.kind, f.phase.consent, f.count])).toEqual([
      ["post_refusal", "refused", 1],
      ["post_refusal", "guest", 1],
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

test("a read after consent was withdrawn is a finding of that kind", () => {
  const run = judgeRun({
    branch: "accept-withdraw",
    consent: [...accepted(), { state: "withdrawn", t: 30 * S, u: MS }],
    accesses: [{ t: 40 * S, stack: "sdk" }],
  });
  expect(findingsOf(run)).toEqual(["post_withdrawal id.android_id pushlite violation"]);
});

test("a branch that never refuses has nothing to say about refusals", () => {
  expect(verdictOf(judgeRun({ branch: "accept", consent: accepted() }), "post-refusal")).toBe(
    "not-applicable: branch-does-not-reach",
  );
  expect(verdictOf(judgeRun({ branch: "refuse", consent: [NOTICE] }), "post-refusal")).toBe(
    "unknown: phase-not-reached",
  );
});
