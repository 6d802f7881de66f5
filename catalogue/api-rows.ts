/**
 * The ways to personal data: one row a line in `apis/*.jsonl`, a file for each section, every row with its source and with
 * what becomes of it. A row names the member as API 34 declares it; the agent hooks every overload that is there at run time.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadDataTypes } from "./data-types.ts";
import { apiRowSchema, type ApiRow, type HookedApiRow } from "./row-schema.ts";
import { CatalogueError } from "./tsv.ts";

/** Markers of the agent that stand for rows: trace/frame.ts has their kinds. */
const MARKERS = new Set(["@touch", "@window-shown", "@window-gone", "@activity", "@application"]);
const FOLDER = fileURLToPath(new URL("apis", import.meta.url));

/**
 * Loads and checks the rows, in the order of the files' names.
 * @param place another folder of `.jsonl` files, or one such file, for tests
 * @throws CatalogueError naming `file:line`
 */
export function loadApiRows(place: string = FOLDER): ApiRow[] {
  return readApiRows(place).rows;
}

/** As loadApiRows, with the `file:line` of every row by its id. */
export function readApiRows(place: string = FOLDER): { rows: ApiRow[]; whereOf: ReadonlyMap<string, string> } {
  const knownTypes = loadDataTypes().byId;
  const rows: ApiRow[] = [];
  const whereOf = new Map<string, string>();
  for (const file of filesOf(place)) {
    readFileSync(file, "utf8")
      .split("\n")
      .forEach((line, i) => {
        if (line.trim() === "") return;
        const where = `${file}:${i + 1}`;
        const row = parseRow(line, where, knownTypes);
        const before = whereOf.get(row.id);
        if (before !== undefined) throw new CatalogueError(`${where}: ${row.id} is already at ${before}`);
        whereOf.set(row.id, where);
        rows.push(row);
      });
  }
  checkReferences(rows, whereOf);
  return { rows, whereOf };
}

/** The rows that the agent arms. */
export function hookedRows(rows: readonly ApiRow[]): HookedApiRow[] {
  return rows.filter((row): row is HookedApiRow => row.status.kind === "hooked");
}

/** What the agent needs of a row. */
export function toHookRow({ id, class: owner, member, types, filter, outcome, ...more }: HookedApiRow) {
  const { valueArg, listener } = more;
  return {
    ...{ id, class: owner, member, types, filter, outcome },
    ...(valueArg === undefined ? {} : { valueArg }),
    ...(listener === undefined ? {} : { listener }),
  };
}

function filesOf(place: string): string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .map((name) => path.join(place, name));
}

function checkReferences(rows: readonly ApiRow[], whereOf: ReadonlyMap<string, string>): void {
  const hooked = new Set(hookedRows(rows).map((row) => row.id));
  for (const row of rows) {
    const unknown = row.under.find((id) => !whereOf.has(id));
    if (unknown !== undefined)
      throw new CatalogueError(`${whereOf.get(row.id)}: under names ${unknown}, which is no row`);
    if (row.status.kind === "covered-by" && !hooked.has(row.status.by) && !MARKERS.has(row.status.by))
      throw new CatalogueError(`${whereOf.get(row.id)}: covered by ${row.status.by}, which is no hooked row`);
  }
}

function parseRow(line: string, where: string, knownTypes: ReadonlyMap<string, unknown>): ApiRow {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw new CatalogueError(`${where}: ${error instanceof Error ? error.message : "not JSON"}`);
  }
  const parsed = apiRowSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CatalogueError(`${where}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}`);
  }
  const row = parsed.data;
  const mapped = row.filter !== null && "map" in row.filter ? Object.values(row.filter.map).flat() : [];
  const odd = [...row.types, ...mapped].find((type) => !knownTypes.has(type));
  if (odd !== undefined) throw new CatalogueError(`${where}: ${odd} is no data type of data-types.tsv`);
  const undeclared = mapped.find((type) => !row.types.includes(type));
  if (undeclared !== undefined)
    throw new CatalogueError(`${where}: the filter yields ${undeclared}, which types does not name`);
  return row;
}
