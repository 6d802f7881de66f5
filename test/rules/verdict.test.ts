/** Each ingredient of a pass taken away in turn: nothing seen must then never read as nothing there. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyzeRuns } from "../../rules/engine.ts";
import { exitStatus } from "../../rules/exit-status.ts";
import { DoorTable } from "../../rules/doors.ts";
import type { Result } from "../../rules/result-schema.ts";
import {
  accepted,
  DOORS,
  judgeRun,
  type MicroRun,
  MS,
  NOTICE,
  refused,
  S,
  verdictOf,
  writeRun,
} from "./micro-trace.ts";

const resultOf = (run: MicroRun): Result => analyzeRuns([writeRun(run)], { doors: new DoorTable(DOORS) });
const exitOf = (run: MicroRun): number => exitStatus(resultOf(run), "info");
const verdict = (run: MicroRun): string => verdictOf(judgeRun(run), "pre-consent");
const unproven = (status: "armed" | "failed" | "waiting" | "disarmed", selfTested = false): MicroRun => ({
  rows: { AA0100: { status, selfTested } },
});

describe("nothing seen", () => {
  test("with everything in place is a pass, and exit 0", () => {
    expect(verdict({})).toBe("pass");
    expect(exitOf({})).toBe(0);
  });
  test.each([
    ["the hook failed", unproven("failed"), "core-door-unproven"],
    ["the hook was disarmed", unproven("disarmed", true), "core-door-unproven"],
    ["the class never came", unproven("waiting"), "core-door-unproven"],
    ["the hook never showed that it works", unproven("armed"), "core-door-unproven"],
    ["accesses were dropped", { dropped: 3 }, "accesses-lost"],
    ["accesses never arrived", { unaccounted: 2 }, "accesses-lost"],
    ["an error fell inside a hook", { hookErrors: 1 }, "hook-errors"],
    ["a message was rejected", { rejected: true }, "accesses-lost"],
    ["the process was lost", { how: "lost" }, "session-tail-unknown"],
    ["the recording was not closed", { sealed: false }, "run-not-closed"],
    ["the recording broke off in the phase", { outcome: "interrupted" }, "run-incomplete"],
    [
      "the clocks disagree",
      {
        clock: [
          { hostUs: 0, handsetUs: 0, errorUs: MS },
          { hostUs: 1e7, handsetUs: 1e7 - 60 * MS, errorUs: MS },
        ],
      },
      "clock-disagrees",
    ],
    [
      "native code could read unseen",
      { limits: [{ kind: "handset-limit", code: "native-libraries", types: [] }] },
      "handset-limit",
    ],
  ] satisfies [string, MicroRun, string][])("is unknown, and exit 4, where %s", (_, run, code) => {
    expect(verdict(run)).toBe(`unknown: ${code}`);
    expect(exitOf(run)).toBe(4);
  });

  test("names the door that was not proven", () => {
    const found = judgeRun(unproven("failed")).verdicts.find((v) => v.rule === "cn-core.pre-consent");
    expect(found?.reason?.text.en).toContain("AA0100 android.provider.Settings$Secure.getString (failed)");
  });
  test("needs no proof of a class that this handset does not have", () => {
    expect(verdict({ rows: { AA0100: { status: "not-present", selfTested: false } } })).toBe("pass");
  });
  test("needs no self-test of a door that was seen to work in this run", () => {
    const run: MicroRun = { branch: "accept", consent: accepted(), accesses: [{ t: 20 * S }], ...unproven("armed") };
    expect(verdict(run)).toBe("pass");
  });
  test("is not spoilt by a door that the rule does not care about", () => {
    const run = judgeRun({
      branch: "accept",
      consent: accepted(),
      steps: [{ name: "a", from: 20 * S, to: 21 * S }],
      ...unproven("failed"),
    });
    expect(verdictOf(run, "out-of-step")).toBe("pass");
    expect(verdictOf(run, "frequency")).toBe("unknown: core-door-unproven");
  });
  test("is not spoilt by a limit that touches other data, or by one that hides nothing", () => {
    const limit = (code: string, types: string[]): MicroRun => ({ limits: [{ kind: "handset-limit", code, types }] });
    expect(verdict(limit("native-libraries", ["fp.build"]))).toBe("pass");
    expect(verdict(limit("webview", []))).toBe("pass");
  });
  test("in one of two processes needs both to be watched", () => {
    expect(verdict({ sessions: 2 })).toBe("pass");
    expect(verdict({ sessions: 2, how: "lost" })).toBe("unknown: session-tail-unknown");
  });
});

describe("records that are missing", () => {
  const CLICK = "appClick" as const;
  /** Reads the user pressed for, with one missing between those at the given seconds. */
  const withGap = (before: number, after: number, more: MicroRun = {}): MicroRun => ({
    branch: "accept",
    consent: accepted(),
    steps: [{ name: "a", from: 20 * S, to: 21 * S, justifies: ["id.android_id"] }],
    accesses: [
      { t: before * S, stack: CLICK, type: "fp.build" },
      { t: (before + 0.1) * S, stack: CLICK, type: "fp.build", lost: true },
      { t: after * S, stack: CLICK, type: "fp.build" },
    ],
    ...more,
  });
  const both = (run: MicroRun): string[] => {
    const judged = judgeRun(run);
    return [verdictOf(judged, "pre-consent"), verdictOf(judged, "out-of-step")];
  };
  const LOST = "unknown: accesses-lost";

  test("leave what was surely before or after them as it was", () => {
    expect(both(withGap(3, 4))).toEqual([LOST, "pass"]);
    expect(both(withGap(30, 31))).toEqual(["pass", LOST]);
  });
  test("concern both sides of a decision that lies among their neighbours", () => {
    expect(both(withGap(3, 31))).toEqual([LOST, LOST]);
  });
  test("may have been as late or early as a call takes, and as anything else that came out of order", () => {
    expect(both(withGap(3, 9.5))).toEqual([LOST, LOST]);
    expect(both(withGap(10.5, 31))).toEqual([LOST, LOST]);
    expect(both(withGap(12, 31))).toEqual(["pass", LOST]);
    const disorder = withGap(20, 31);
    disorder.accesses?.push({ t: 17 * S, type: "fp.build", stack: CLICK });
    expect(both(disorder)).toEqual([LOST, LOST]);
  });
  test("say how many and when", () => {
    const found = judgeRun(withGap(3, 4)).verdicts.find((v) => v.rule === "cn-core.pre-consent");
    expect(found?.reason?.text.en).toContain("1 record(s)");
    expect(found?.reason?.text.en).toContain("2.0–5.0 s");
  });
  test("concern the whole session where they cannot be placed", () => {
    expect(both(withGap(3, 4, { dropped: 1 }))).toEqual([LOST, LOST]);
    expect(both(withGap(3, 4, { unaccounted: 1 }))).toEqual([LOST, LOST]);
    const folded = withGap(3, 4);
    folded.accesses?.push({ t: 40 * S, stack: CLICK, type: "fp.build", count: 2 });
    expect(both(folded)).toEqual([LOST, LOST]);
  });
  test("are told from a refused message that left no gap", () => {
    expect(both(withGap(30, 31, { rejected: true }))).toEqual(["pass", LOST]);
    expect(both({ ...withGap(30, 31), accesses: [], rejected: true })).toEqual([LOST, LOST]);
  });
  test("at the end of a process concern what came after its last record", () => {
    const killed: MicroRun = { ...withGap(15, 16), how: "lost" };
    const tail = (t: number, lost: boolean): MicroRun => ({
      ...killed,
      accesses: [
        { t: t * S, stack: CLICK, type: "fp.build" },
        { t: (t + 1) * S, stack: CLICK, type: "fp.build", lost },
      ],
    });
    expect(both(tail(15, false))).toEqual(["pass", "unknown: session-tail-unknown"]);
    expect(both(tail(5, false))).toEqual(["unknown: session-tail-unknown", "unknown: session-tail-unknown"]);
    expect(both({ ...tail(15, true), countersKept: true })).toEqual(["pass", LOST]);
    expect(both({ ...tail(15, false), countersKept: true })).toEqual(["pass", "pass"]);
  });
  test("give exit 4 also where no rule depends on them", () => {
    const run: MicroRun = { ...withGap(55, 56), how: "lost", consent: [NOTICE], branch: "ignore", app: [] };
    expect(exitOf(run)).toBe(4);
  });
});

describe("a phase in which the app was not running", () => {
  /** Ended at 30 s; another process comes up, if any. */
  const ended = (more: MicroRun = {}): MicroRun => ({
    branch: "accept+killed",
    consent: accepted(),
    app: [{ state: "stopped", t: 30 * S }],
    steps: [{ kind: "kill", name: "kill", from: 30 * S, to: 30 * S }],
    lives: [[0, 30 * S + 20 * MS]],
    ...more,
  });
  const background = (run: MicroRun): string => verdictOf(judgeRun(run), "background");

  test("is no phase in which it could have read, and none in which that was tested", () => {
    expect(background(ended())).toBe("not-applicable: not-running");
    expect(exitOf({ ...ended(), how: "killed-after-flush" })).toBe(0);
  });
  test("is one where a process came up, watched or not", () => {
    const watched = ended({ lives: [[0, 30 * S], [40 * S, 60 * S]] }); // prettier-ignore
    expect(background(watched)).toBe("pass");
    expect(background({ ...watched, accesses: [{ t: 45 * S, stack: "sdk" }] })).toBe("violation");
    const unwatched = ended({ limits: [{ kind: "evidence", code: "process-unwatched", types: [] }] });
    expect(background(unwatched)).toBe("unknown: process-unwatched");
    expect(verdictOf(judgeRun(unwatched), "pre-consent")).toBe("pass");
  });
  test("is only part of it where the app was in the background before", () => {
    const app = [{ state: "background", t: 20 * S }, { state: "stopped", t: 30 * S }]; // prettier-ignore
    expect(background(ended({ app }))).toBe("pass");
  });
});

describe("damaged evidence", () => {
  const damaged = (run: MicroRun): Result => {
    const dir = writeRun(run);
    const file = join(dir, "trace.sqlite");
    const bytes = readFileSync(file);
    const at = bytes.indexOf("MainActivity");
    bytes[at] = "W".charCodeAt(0);
    writeFileSync(file, bytes);
    return analyzeRuns([dir], { doors: new DoorTable(DOORS) });
  };
  test("makes every rule unknown, whatever it seems to show", () => {
    const result = damaged({ accesses: [{ t: 5 * S }] });
    const [run] = result.runs;
    expect(new Set(run?.verdicts.map((v) => `${v.verdict} ${v.reason?.code}`))).toEqual(
      new Set(["unknown evidence-damaged"]),
    );
    expect(run?.findings.map((f) => f.verdict)).toEqual(["needs-person"]);
    expect(run?.integrity.problem).not.toBeNull();
    expect(exitStatus(result, "info")).toBe(4);
  });
});

describe("the exit status", () => {
  const found: MicroRun = { accesses: [{ t: 5 * S, outcome: "denied" }] };
  test("is 1 for a violation at or above the threshold, and 0 below it", () => {
    expect(exitStatus(resultOf(found), "medium")).toBe(1);
    expect(exitStatus(resultOf(found), "high")).toBe(0);
  });
  test("is 4 where records were lost, whatever was found", () => {
    expect(exitOf({ ...found, dropped: 1 })).toBe(4);
    expect(verdict({ ...found, dropped: 1 })).toBe("violation");
  });
  test("is 4 where something was killed under the recording, though a violation was stored before", () => {
    // By the SDK, so that every rule about this phase has its finding and none is left to say unknown.
    const killed: MicroRun = { accesses: [{ t: 5 * S, stack: "sdk" }], how: "lost", outcome: "process-lost" };
    expect(verdict(killed)).toBe("violation");
    expect(exitOf(killed)).toBe(4);
    expect(exitOf({ ...killed, sealed: false })).toBe(4);
  });
  test("is 1 where something was found and another door was not proven", () => {
    expect(exitOf({ ...found, rows: { AA0200: { status: "failed", selfTested: false } } })).toBe(1);
  });
  test("is 0 where only a person is needed", () => {
    expect(exitOf({ consent: [] })).toBe(0);
  });
});

test("a run that was lost before any notice came is unknown, not a question about the notice", () => {
  expect(verdict({ consent: [], how: "lost", outcome: "process-lost" })).toBe("unknown: run-incomplete");
});

test("a run that never got as far as its branch leads is unknown", () => {
  const run = judgeRun({ branch: "accept", consent: [NOTICE], outcome: "no-effect" });
  expect(verdictOf(run, "frequency")).toBe("unknown: phase-not-reached");
  expect(verdictOf(run, "pre-consent")).toBe("pass");
});

test("an app that closes itself after a refusal was watched to its end", () => {
  expect(
    verdictOf(judgeRun({ branch: "refuse", consent: refused(), end: 11 * S, outcome: "app-left" }), "post-refusal"),
  ).toBe("pass");
});
