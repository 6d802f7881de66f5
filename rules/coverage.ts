/** Which doors were watched: the part of a result that says what a pass is worth. */
import type { DataTypeTable } from "../catalogue/data-types.ts";
import type { Door, DoorTable } from "./doors.ts";
import type { RunResult } from "./result-schema.ts";
import type { RunFacts } from "./run-facts.ts";

export type DoorState = RunResult["coverage"][number]["core"][number];

/** State of one door in one run. Proven = armed, and seen to fire here, self-tested here, or proven by a recent selftest. */
export function doorState(door: Door, facts: RunFacts, fired: ReadonlyMap<string, number>): DoorState {
  const state = facts.rows.get(door.row) ?? { status: "missing", selfTested: false };
  const count = fired.get(door.row) ?? 0;
  const armed = state.status === "armed" && (state.selfTested || count > 0 || facts.proven.has(door.row));
  // A class this handset does not have cannot be read through.
  return {
    row: door.row,
    api: door.api,
    status: state.status,
    proven: armed || state.status === "not-present",
    fired: count,
  };
}

/** Core doors to the given types that were not proven, by row. */
export function unprovenCore(
  doors: DoorTable,
  facts: RunFacts,
  fired: ReadonlyMap<string, number>,
  concerns: (type: string) => boolean,
): DoorState[] {
  return doors
    .all()
    .filter((door) => door.core && door.types.some(concerns))
    .map((door) => doorState(door, facts, fired))
    .filter((state) => !state.proven);
}

/** Doors by data type, types in the order of the catalogue. */
export function coverageOf(
  doors: DoorTable,
  types: DataTypeTable,
  facts: RunFacts,
  fired: ReadonlyMap<string, number>,
): RunResult["coverage"] {
  const byType = new Map<string, { core: DoorState[]; further: DoorState[] }>();
  for (const door of doors.all()) {
    const state = doorState(door, facts, fired);
    for (const type of door.types) {
      const entry = byType.get(type) ?? { core: [], further: [] };
      (door.core ? entry.core : entry.further).push(state);
      byType.set(type, entry);
    }
  }
  return [...types.byId.keys()].flatMap((type) => {
    const entry = byType.get(type);
    if (entry === undefined) return [];
    const proven = entry.core.length > 0 && entry.core.every((state) => state.proven);
    return [{ dataType: type, name: types.name(type), ...entry, proven }];
  });
}
