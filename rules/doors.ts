/** The ways to read each data type, as the rules see them: which must be proven before nothing seen means anything. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { RulesError } from "./errors.ts";

const ROWS = new URL("../catalogue/apis.jsonl", import.meta.url);

/** What the rules need of a catalogue row. */
const rowSchema = z.object({
  id: z.string(),
  class: z.string(),
  member: z.string(),
  types: z.array(z.string()),
  door: z.string().default("api"),
  core: z.boolean().default(false),
  filter: z
    .looseObject({ map: z.record(z.string(), z.array(z.string())).optional() })
    .nullable()
    .default(null),
});

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

/** The doors of the product's catalogue. Throws RulesError `doors-missing` when there is none. */
export function loadDoors(file: URL = ROWS): DoorTable {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new RulesError("doors-missing", `no API rows: ${error instanceof Error ? error.message : String(error)}`);
  }
  const doors = text.split("\n").flatMap((line, index): Door[] => {
    if (line.trim() === "") return [];
    const parsed = rowSchema.safeParse(JSON.parse(line));
    if (!parsed.success) throw new RulesError("doors-missing", `${file.pathname}:${index + 1}: not an API row`);
    const { id, class: owner, member, types, door, core, filter } = parsed.data;
    const all = [...types, ...Object.values(filter?.map ?? {}).flat()];
    return [{ row: id, api: `${owner}.${member}`, door, types: [...new Set(all)].sort(), core }];
  });
  return new DoorTable(doors);
}
