/**
 * The ways to personal data that are watched: one row a line in `apis.jsonl`, every row with its source.
 * A row names the member as API 34 declares it; the agent hooks every overload of it that is there at run time.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { loadDataTypes } from "./data-types.ts";
import { CatalogueError } from "./tsv.ts";

const typeList = z.array(z.string()).min(1);
const typeMap = z.record(z.string().min(1), typeList);
const index = z.number().int().min(0).max(15);

/** How arguments decide whether and as what a call counts; `arg` -1 is the receiver. The agent's own documentation: trace/frame.ts. */
const filterSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("key"), arg: index, map: typeMap }),
  z.strictObject({ kind: z.literal("uri"), arg: index, map: typeMap }),
  z.strictObject({ kind: z.literal("other-package"), arg: index }),
  z.strictObject({ kind: z.literal("command"), arg: index.or(z.literal(-1)), map: typeMap }),
  z.strictObject({ kind: z.literal("permissions"), arg: index }),
  z.strictObject({ kind: z.literal("other-app-intent"), arg: index }),
  z.strictObject({ kind: z.literal("query-intent"), arg: index }),
  z.strictObject({ kind: z.literal("number"), arg: index, map: typeMap }),
]);

const rowSchema = z.strictObject({
  id: z.string().regex(/^A[AX]\d{4}$/),
  platform: z.literal("android-java"),
  class: z.string().min(1),
  member: z.string().min(1),
  /** Data types the row can yield; the filter decides which one a call did. */
  types: typeList,
  /** Permission that the platform asks for; null for none. */
  permission: z.string().nullable(),
  filter: filterSchema.nullable(),
  outcome: z.enum(["string", "mac", "bytes", "list", "cursor", "location", "object", "void"]),
  /** By which door the datum is read: described, not accused. */
  door: z.enum(["api", "provider", "reflection", "shell", "binder", "file"]),
  /** Rows whose members call this one: crossed together they are one access. */
  under: z.array(z.string()),
  apiLevels: z.strictObject({ min: z.number().int(), max: z.number().int().nullable() }),
  /** A door that must be armed and proven before a rule over its types may pass. */
  core: z.boolean(),
  source: z.string().min(1),
});
export type ApiRow = z.infer<typeof rowSchema>;

const FILE = fileURLToPath(new URL("apis.jsonl", import.meta.url));

/**
 * Loads and checks the rows.
 * @param file another catalogue file, for tests
 * @throws CatalogueError naming `file:line`
 */
export function loadApiRows(file: string = FILE): ApiRow[] {
  const knownTypes = loadDataTypes().byId;
  const rows: ApiRow[] = [];
  const lineOf = new Map<string, number>();
  const lines = readFileSync(file, "utf8").split("\n");
  lines.forEach((line, i) => {
    if (line.trim() === "") return;
    const row = parseRow(line, `${file}:${i + 1}`, knownTypes);
    if (lineOf.has(row.id))
      throw new CatalogueError(`${file}:${i + 1}: ${row.id} is already on line ${lineOf.get(row.id)}`);
    lineOf.set(row.id, i + 1);
    rows.push(row);
  });
  for (const row of rows) {
    const unknown = row.under.find((id) => !lineOf.has(id));
    if (unknown !== undefined)
      throw new CatalogueError(`${file}:${lineOf.get(row.id)}: under names ${unknown}, which is no row`);
  }
  return rows;
}

function parseRow(line: string, where: string, knownTypes: ReadonlyMap<string, unknown>): ApiRow {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    throw new CatalogueError(`${where}: ${error instanceof Error ? error.message : "not JSON"}`);
  }
  const parsed = rowSchema.safeParse(json);
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
