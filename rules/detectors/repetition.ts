/** What counts as one repeated read: shared by the rate and the period detector. */
import type { DataTypeTable } from "../../catalogue/data-types.ts";
import type { Cell } from "../rollup.ts";
import type { Segment } from "../segments.ts";
import {
  concernsType,
  type DetectorContext,
  groupSightings,
  justified,
  type PhaseParams,
  phaseWindow,
  type SightingGroup,
  within,
} from "./detector.ts";

/** Reads from one stack this close to the first of them are one access group. */
export const BURST_US = 1_000_000;

/**
 * Reads that the app repeats by itself: in its phases, not pressed for by the user, and not while a function is open
 * that needs the type (a navigation reads its position all the time).
 */
export function repeatedSightings({ sightings, types }: DetectorContext, params: PhaseParams): SightingGroup[] {
  const window = phaseWindow(params);
  return groupSightings(
    sightings.filter(({ cell, type }) => {
      if (!concernsType(params, type, types)) return false;
      if (cell.caller.trigger.kind === "user-input") return false;
      return within(cell, window) === "yes" && !justified(cell.segment, type, types);
    }),
  );
}

/**
 * Numbers the uninterrupted stretches in which reads of a type are looked at: intervals across a change of phase, or
 * across a function that needs the type, are no intervals.
 * @returns stretch by index of the segment
 */
export function stretches(segments: readonly Segment[], type: string, types: DataTypeTable): number[] {
  let stretch = 0;
  let previous: Segment | null = null;
  return segments.map((segment) => {
    const broken = justified(segment, type, types) || (previous !== null && previous.window !== segment.window);
    if (broken) stretch++;
    previous = segment;
    return stretch;
  });
}

/** Starts of the access groups among ascending times, microseconds. */
export function burstStarts(times: ArrayLike<number>): number[] {
  const starts: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < times.length; i++) {
    const t = times[i] as number;
    if (t - last > BURST_US) {
      starts.push(t);
      last = t;
    }
  }
  return starts;
}

/** All times of cells, ascending. Cells of one stack mostly follow one another, and need no sorting. */
export function mergedTimes(cells: readonly Cell[]): ArrayLike<number> {
  const [only] = cells;
  if (only !== undefined && cells.length === 1) return only.times;
  const merged = new Float64Array(cells.reduce((sum, cell) => sum + cell.times.length, 0));
  let at = 0;
  let ascends = true;
  for (const { times } of cells) {
    ascends &&= at === 0 || (times[0] as number) >= (merged[at - 1] as number);
    merged.set(times, at);
    at += times.length;
  }
  return ascends ? merged : merged.sort();
}

/** Cells by a key, in the order first seen. */
export function partition(cells: readonly Cell[], keyOf: (cell: Cell) => number): Cell[][] {
  const parts = new Map<number, Cell[]>();
  for (const cell of cells) {
    const part = parts.get(keyOf(cell));
    if (part === undefined) parts.set(keyOf(cell), [cell]);
    else part.push(cell);
  }
  return [...parts.values()];
}

/** Access groups: bursts of each stack counted once. */
export function groupedCount(cells: readonly Cell[]): number {
  return partition(cells, (cell) => cell.stack).reduce((sum, list) => sum + burstStarts(mergedTimes(list)).length, 0);
}
