/** The ways to read each data type, as the rules see them: which must be proven before nothing seen means anything. */
import { hookedRows, loadApiRows } from "../catalogue/api-rows.ts";

export interface Door {
  row: string;
  /** `Class.member`, for people. */
  api: string;
  /** api, provider, reflection, shell, binder, file. */
  door: string;
  /** Every data type the door can yield. */
  types: string[];
  /** Must be armed and proven for a pass. */
  core: boolean;
}

export class DoorTable {
  private readonly byRow: Map<string, Door>;

  constructor(doors: readonly Door[]) {
    this.byRow = new Map(doors.map((door) => [door.row, door]));
  }

  get(row: string): Door | undefined {
    return this.byRow.get(row);
  }

  /** `Class.member` of a row, or the row's id when the table does not know it. */
  api(row: string): string {
    return this.byRow.get(row)?.api ?? row;
  }

  all(): Door[] {
    return [...this.byRow.values()];
  }

  get size(): number {
    return this.byRow.size;
  }
}

/** The doors of the product's catalogue, or of another file. Throws where that cannot be read: no doors is no ground to pass. */
export function loadDoors(file?: string): DoorTable {
  return new DoorTable(
    hookedRows(loadApiRows(file)).map(({ id, class: owner, member, types, door, core }) => ({
      row: id,
      api: `${owner}.${member}`,
      door,
      types,
      core,
    })),
  );
}
