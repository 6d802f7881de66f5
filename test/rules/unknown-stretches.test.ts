/** Whatever is missing, it was at a time that is called unknown: random calls, random losses, judged by who knows them all. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CALL_SLACK_US, unknownStretches, type UnknownStretch } from "../../rules/unknown-stretches.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { type MicroRun, S, writeRun } from "./micro-trace.ts";

const END = 60 * S;

interface Call {
  t: number;
  /** The number of a record is given when its call ends. */
  took: number;
  lost: boolean;
}

const callArbitrary = fc.record({
  t: fc.integer({ min: 0, max: END - CALL_SLACK_US }),
  took: fc.integer({ min: 0, max: CALL_SLACK_US }),
  lost: fc.boolean(),
});

function stretchesOf(run: MicroRun): UnknownStretch[] {
  const reader = TraceReader.open(writeRun({ ...run, end: END }));
  try {
    return unknownStretches(reader, END);
  } finally {
    reader.close();
  }
}

const covers = (stretches: readonly UnknownStretch[], t: number): boolean =>
  stretches.some(({ lo, hi }) => lo <= t && t <= hi);

test("every missing record began in a stretch that is called unknown", () => {
  fc.assert(
    fc.property(fc.array(callArbitrary, { minLength: 1, maxLength: 12 }), (calls: Call[]) => {
      const byEnd = calls.toSorted((a, b) => a.t + a.took - (b.t + b.took));
      const stretches = stretchesOf({ accesses: byEnd.map(({ t, lost }) => ({ t, lost, type: "fp.build" })) });
      const missing = byEnd.filter((call) => call.lost);
      for (const { t } of missing) expect(covers(stretches, t)).toBe(true);
      expect(stretches.reduce((sum, { records }) => sum + records, 0)).toBe(missing.length);
      if (missing.length === 0) expect(stretches).toEqual([]);
    }),
    { numRuns: 40, seed: 20_261_124 },
  );
});

test("a stretch is no longer than it must be: what has whole neighbours is known", () => {
  const at = [5, 10, 10.5, 11, 30].map((second) => ({ t: second * S, type: "fp.build", lost: second === 10.5 }));
  const [stretch, ...others] = stretchesOf({ accesses: at });
  expect(others).toEqual([]);
  expect(stretch).toEqual({ session: "s0", lo: 9 * S, hi: 12 * S, records: 1, why: "lost" });
});

test("a session that was never closed is unknown from its start", () => {
  expect(stretchesOf({ sealed: false })).toEqual([{ session: "s0", lo: 0, hi: END, records: 0, why: "tail" }]);
});
