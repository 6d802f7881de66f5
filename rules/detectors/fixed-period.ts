/** Reads that repeat like a clock, whatever their rate: a timer, not something the user did. */
import { z } from "zod";
import type { Cell } from "../rollup.ts";
import {
  concernsType,
  type Detector,
  type Hit,
  hitOf,
  phaseParams,
  type PhaseParams,
  phaseWindow,
} from "./detector.ts";
import { statedInterval } from "./declared.ts";
import { burstStarts, mergedTimes, partition, repeatedSightings, stretches } from "./repetition.ts";

interface Params extends PhaseParams {
  minimumIntervals: number;
  maximumVariation: number;
}

const params = z.strictObject({
  ...phaseParams,
  minimumIntervals: z.number().int().min(2),
  /** Coefficient of variation of the intervals: standard deviation over mean. */
  maximumVariation: z.number().positive().max(1),
});

export interface Period {
  /** Mean interval, microseconds. */
  us: number;
  intervals: number;
  variation: number;
}

/**
 * The period of cells read by one caller, or null when they do not repeat like a clock. Intervals are taken between
 * access groups within each uninterrupted stretch, and pooled.
 */
export function periodOf(
  cells: readonly Cell[],
  stretchOf: readonly number[],
  minimumIntervals: number,
  maximumVariation: number,
): Period | null {
  const intervals = partition(cells, (cell) => stretchOf[cell.segment.index] as number).flatMap((list) => {
    const starts = burstStarts(mergedTimes(list));
    return starts.slice(1).map((t, i) => t - (starts[i] as number));
  });
  if (intervals.length < minimumIntervals) return null;
  const mean = intervals.reduce((a, b) => a + b, 0) / intervals.length;
  const variance = intervals.reduce((a, b) => a + (b - mean) ** 2, 0) / intervals.length;
  const variation = Math.sqrt(variance) / mean;
  return variation <= maximumVariation ? { us: mean, intervals: intervals.length, variation } : null;
}

export const fixedPeriod: Detector<Params> = {
  id: "fixed-period",
  params,
  window: phaseWindow,
  concerns: concernsType,
  detect(context, p) {
    const { facts, types } = context;
    const hits: Hit[] = [];
    for (const group of repeatedSightings(context, p)) {
      const cells = group.sightings.map((s) => s.cell);
      // A timer reads from one place, so each stack is tried alone; all together catches one that alternates.
      const stretchOf = stretches(facts.segments, group.dataType, types);
      const tries = [cells, ...partition(cells, (cell) => cell.stack)].map((list) => ({
        list,
        period: periodOf(list, stretchOf, p.minimumIntervals, p.maximumVariation),
      }));
      const found = tries
        .filter((t) => t.period !== null)
        .sort((a, b) => (b.period as Period).intervals - (a.period as Period).intervals)[0];
      if (found === undefined) continue;
      const period = found.period as Period;
      const stated = statedInterval(context, group.dataType);
      // A timer that the app told about, and that keeps to what was told.
      if (stated !== null && period.us >= stated * 1e6 * (1 - p.maximumVariation)) continue;
      const periodic = new Set(found.list);
      const sightings = group.sightings.filter((s) => periodic.has(s.cell));
      const threshold = {
        text: {
          zh: `至少 ${p.minimumIntervals} 个间隔，变异系数不超过 ${p.maximumVariation}`,
          en: `at least ${p.minimumIntervals} intervals with a coefficient of variation of at most ${p.maximumVariation}`,
        },
        value: p.maximumVariation,
        source: "practice" as const,
      };
      const periodMs = Math.round(period.us / 1000);
      hits.push(hitOf(context, p, { ...group, sightings }, { kind: "frequency", threshold, periodMs }));
    }
    return { hits, ambiguous: 0 };
  },
};
