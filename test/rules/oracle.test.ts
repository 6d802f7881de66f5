/** Random runs, judged access by access in the most naive way, against the engine that folds them into cells. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { DoorTable } from "../../rules/doors.ts";
import { analyzeRuns } from "../../rules/engine.ts";
import { resultText } from "../../rules/result-file.ts";
import { DOORS, judgeRun, type MicroAccess, type MicroRun, MS, S, type StackName, writeRun } from "./micro-trace.ts";

const READERS: Partial<Record<StackName, string>> = {
  app: "cn.news.reader",
  sdkTimer: "pushlite",
  adSdk: "adnest",
  appClick: "cn.news.reader",
};
const TYPES = ["id.android_id", "app.list", "fp.build", "pii.clipboard"];
const access = fc.record({
  t: fc.integer({ min: 0, max: 60_000 }).map((ms) => ms * MS),
  type: fc.constantFrom(...TYPES),
  stack: fc.constantFrom<StackName>("app", "sdkTimer", "adSdk", "platform"),
  outcome: fc.constantFrom("value" as const, "empty" as const, "denied" as const),
});
const scene = fc.record({
  accesses: fc.array(access, { maxLength: 60 }),
  notice: fc.integer({ min: 1, max: 5_000 }).map((ms) => ms * MS),
  decision: fc.integer({ min: 6_000, max: 30_000 }).map((ms) => ms * MS),
  uncertainty: fc.constantFrom(0, MS, 200 * MS, 2 * S),
  choice: fc.constantFrom("accepted", "refused"),
});
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

const runOf = (s: Scene): MicroRun => ({
  branch: s.choice === "accepted" ? "accept" : "refuse",
  consent: [
    { state: "undecided", t: s.notice, u: s.uncertainty },
    { state: s.choice, t: s.decision, u: s.uncertainty },
  ],
  accesses: [...s.accesses].sort((a, b) => a.t - b.t),
});

const judged = (a: MicroAccess): boolean => a.stack !== "platform" && a.type !== "fp.build";

/** `kind type reader` of every access that is surely before, or surely after, the decision. */
function naiveConsent(s: Scene): string[] {
  const found = s.accesses.filter(judged).flatMap((a) => {
    const who = `${a.type} ${READERS[a.stack as StackName]}`;
    if (a.t < s.decision - s.uncertainty) return [`pre_consent ${who}`];
    if (a.t > s.decision + s.uncertainty && s.choice === "refused") return [`post_refusal ${who}`];
    return [];
  });
  return [...new Set(found)].sort();
}

/** `type reader` whose repeated reads after acceptance pass the limits of the pack, counted one by one. */
function naiveFrequency(s: Scene): string[] {
  if (s.choice !== "accepted") return [];
  const limits: Record<string, { allowed: number; minimum: number }> = {
    "id.android_id": { allowed: 1 + Math.ceil((60 * S + 1 - s.decision) / (600 * S)), minimum: 4 },
    "app.list": { allowed: 1, minimum: 3 },
    "pii.clipboard": { allowed: 1, minimum: 4 },
  };
  const after = s.accesses.filter((a) => judged(a) && a.t > s.decision + s.uncertainty);
  const streams = new Set(after.map((a) => `${a.type} ${a.stack}`));
  return [...streams]
    .filter((stream) => {
      const times = after
        .filter((a) => `${a.type} ${a.stack}` === stream)
        .map((a) => a.t)
        .sort((a, b) => a - b);
      let groups = 0;
      let start = Number.NEGATIVE_INFINITY;
      for (const t of times)
        if (t - start > S) {
          groups++;
          start = t;
        }
      const limit = limits[stream.split(" ")[0] as string];
      return limit !== undefined && groups > limit.allowed && groups >= limit.minimum;
    })
    .map((stream) => {
      const [type, stack] = stream.split(" ") as [string, StackName];
      return `${type} ${READERS[stack]}`;
    })
    .sort();
}

const RUNS = { numRuns: 60 };

test("pre-consent and post-refusal agree with judging one access at a time", () => {
  fc.assert(
    fc.property(scene, (s) => {
      const run = judgeRun(runOf(s));
      const said = run.findings.filter((f) => f.kind === "pre_consent" || f.kind === "post_refusal");
      expect([...new Set(said.map((f) => `${f.kind} ${f.dataType} ${f.caller.reader.id}`))].sort()).toEqual(
        naiveConsent(s),
      );
      const sure = s.accesses.filter(
        (a) =>
          judged(a) &&
          (a.t < s.decision - s.uncertainty || (a.t > s.decision + s.uncertainty && s.choice === "refused")),
      );
      expect(said.reduce((sum, f) => sum + f.rawCount, 0)).toBe(sure.length);
    }),
    RUNS,
  );
});

test("frequency agrees with counting groups one by one", () => {
  fc.assert(
    fc.property(scene, (s) => {
      const run = judgeRun(runOf(s));
      const said = run.findings
        .filter((f) => f.detector === "frequency")
        .map((f) => `${f.dataType} ${f.caller.reader.id}`);
      expect(said.sort()).toEqual(naiveFrequency(s));
    }),
    RUNS,
  );
});

test("the same run gives the same bytes, however often it is judged", () => {
  fc.assert(
    fc.property(scene, (s) => {
      const dir = writeRun(runOf(s));
      const once = (): string => resultText(analyzeRuns([dir], { doors: new DoorTable(DOORS) }));
      expect(once()).toBe(once());
    }),
    { numRuns: 10 },
  );
});

test("the times of a run are in no fingerprint: the same behaviour a second later is the same finding", () => {
  const prints = (shift: number): string[] =>
    judgeRun({ accesses: [{ t: 5 * S + shift, stack: "sdk" }] }).findings.map((f) => f.fingerprint);
  expect(prints(0)).toEqual(prints(S));
  expect(prints(0)[0]).toMatch(/^[0-9a-f]{32}$/);
});
