/** Random runs, judged access by access in the most naive way, against the engine that folds them into cells. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { DoorTable } from "../../rules/doors.ts";
import { analyzeRuns } from "../../rules/engine.ts";
import { resultText } from "../../rules/result-file.ts";
import { engineFindings, naiveFindings } from "./naive-evaluator.ts";
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

const STATES = ["foreground-active", "foreground-silent", "background", "screen-locked", "stopped"];
const whole = fc.record({
  scene,
  accesses: fc.array(
    fc.record({
      t: fc.integer({ min: 0, max: 60_000 }).map((ms) => ms * MS),
      type: fc.constantFrom("id.android_id", "loc.precise", "app.probe", "pii.clipboard", "perm.location", "fp.build"),
      stack: fc.constantFrom<StackName>("app", "appClick", "sdkTimer", "adSdk", "stranger", "platform"),
      args: fc.constantFrom("a", "b", "c", "d", "e", "f").map((name) => ({ packageName: name })),
    }),
    { maxLength: 60 },
  ),
  timers: fc.array(
    fc.record({
      from: fc.integer({ min: 0, max: 30_000 }),
      every: fc.integer({ min: 900, max: 6_000 }),
      jitter: fc.constantFrom(0, 100, 2_000),
      type: fc.constantFrom("id.android_id", "loc.precise"),
      stack: fc.constantFrom<StackName>("sdkTimer", "app"),
    }),
    { maxLength: 3 },
  ),
  states: fc.array(
    fc.record({
      state: fc.constantFrom(...STATES),
      t: fc.integer({ min: 1, max: 59_999 }).map((ms) => ms * MS),
      u: fc.constantFrom(0, 500 * MS),
    }),
    { maxLength: 4 },
  ),
  steps: fc.array(
    fc.record({
      name: fc.constantFrom("map", "search"),
      from: fc.integer({ min: 0, max: 50_000 }).map((ms) => ms * MS),
      length: fc.integer({ min: 1, max: 20_000 }).map((ms) => ms * MS),
      justifies: fc.constantFrom<string[]>([], ["loc.any"], ["app.list"]),
    }),
    { maxLength: 2 },
  ),
  declares: fc.constantFrom<string[]>([], ["id.device"]),
  resumes: fc.array(
    fc.integer({ min: 0, max: 60_000 }).map((ms) => ms * MS),
    { maxLength: 4 },
  ),
});

test("every rule about reads agrees with judging each row of the trace alone", () => {
  fc.assert(
    fc.property(whole, (w) => {
      const ticks = w.timers.flatMap(({ from, every, jitter, type, stack }) =>
        Array.from({ length: 8 }, (_, i) => ({ t: (from + i * every + (i % 2) * jitter) * MS, type, stack })).filter(
          ({ t }) => t <= 60 * S,
        ),
      );
      const dir = writeRun({
        ...runOf(w.scene),
        accesses: [...w.accesses, ...ticks].sort((a, b) => a.t - b.t),
        app: [...w.states].sort((a, b) => a.t - b.t),
        steps: w.steps.map(({ from, length, ...step }) => ({ ...step, from, to: Math.min(60 * S, from + length) })),
        declares: w.declares,
        resumes: [...w.resumes].sort((a, b) => a - b),
      });
      const run = analyzeRuns([dir], { doors: new DoorTable(DOORS) }).runs[0]!;
      expect(engineFindings(run)).toEqual(naiveFindings(dir));
    }),
    // Each is written, judged twice and compared whole.
    { numRuns: 25 },
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
