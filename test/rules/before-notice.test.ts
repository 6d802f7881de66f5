import { describe, expect, it } from "vitest";
import { judgeRun, type MicroRun, MS, S } from "./micro-trace.ts";

const fact = (run: MicroRun) => judgeRun(run).facts.find(({ detail }) => detail["pattern"] === "data-before-notice");
const notice = (u = MS) => [{ state: "undecided", t: 2 * S, u }];

describe("data taken before the notice", () => {
  it("is a fact with what was read and how long before", () => {
    const accesses = [
      { t: 1 * S, type: "app.list", stack: "sdk" as const },
      { t: 1.5 * S, type: "app.list", stack: "sdk" as const },
      { t: 5 * S, type: "id.android_id" },
    ];
    expect(fact({ consent: notice(), accesses })).toMatchObject({
      t: 1 * S,
      detail: { reads: { "app.list": 2 }, sinceNoticeUs: -1 * S },
    });
  });

  it.each([
    ["only after it came", { consent: notice(), accesses: [{ t: 3 * S }] }],
    ["inside the uncertainty of its coming", { consent: notice(900 * MS), accesses: [{ t: 1.5 * S }] }],
    ["where no notice came", { consent: [], accesses: [{ t: 1 * S }] }],
    ["by the platform itself", { consent: notice(), accesses: [{ t: 1 * S, stack: "platform" as const }] }],
    ["of the environment, no personal datum", { consent: notice(), accesses: [{ t: 1 * S, type: "fp.build" }] }],
  ])("is none where something was read %s", (_, run) => {
    expect(fact(run)).toBeUndefined();
  });
});
