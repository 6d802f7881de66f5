/** What counts as one repeated read: shared by the rate and the period detector. */
import type { DataTypeTable } from "../../catalogue/data-types.ts";
import type { Cell } from "../rollup.ts";
import {
  groupSightings,
  type Sighting,
  type SightingGroup,
  type TypeParams,
  concernsType,
  type Window,
  within,
} from "./detector.ts";

/** Reads from one stack this close to the first of them are one access group. */
export const BURST_US = 1_000_000;

/** Reads that the app repeats by itself: in the window, not pressed for by the user, not needed all the time by an open function. */
export function repeatedSightings(
  sightings: readonly Sighting[],
  params: TypeParams,
  window: Window,
  types: DataTypeTable,
): SightingGroup[] {
  return groupSightings(
    sightings.filter(({ cell, type }) => {
      if (!concernsType(params, type, types)) return false;
      if (cell.caller.trigger.kind === "user-input") return false;
      if (within(cell.segment, window) !== "yes") return false;
      return !cell.segment.steps.some((step) => types.matches(step.continuous, type));
    }),
  );
}

/** Starts of the access groups among ascending times, microseconds. */
export function burstStarts(times: readonly number[]): number[] {
  const starts: number[] = [];
  for (const t of times) {
    const last = starts.at(-1);
    if (last === undefined || t - last > BURST_US) starts.push(t);
  }
  return starts;
}

/** All times of cells, ascending. */
export function mergedTimes(cells: readonly Cell[]): number[] {
  return cells.flatMap((cell) => cell.times).sort((a, b) => a - b);
}

/** Cells by distinct stack. */
export function byStack(cells: readonly Cell[]): Cell[][] {
  const stacks = new Map<number, Cell[]>();
  for (const cell of cells) {
    const list = stacks.get(cell.stack);
    if (list === undefined) stacks.set(cell.stack, [cell]);
    else list.push(cell);
  }
  return [...stacks.values()];
}

/** Access groups: bursts of each stack counted once. */
export function groupedCount(cells: readonly Cell[]): number {
  return byStack(cells).reduce((sum, list) => sum + burstStarts(mergedTimes(list)).length, 0);
}
