/**
 * What a handset's own access log can tell about: which of its lines stands for a read of which data type. A type that no
 * line stands for cannot be seen there, whatever an app does.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { loadDataTypes } from "./data-types.ts";
import { CatalogueError } from "./tsv.ts";

const rowSchema = z.strictObject({
  types: z.array(z.string()).min(1),
  /** What the log names as asked for: a permission, `privileged`, `focus`, `location-on`, `in-use` or an app op. */
  permissions: z.array(z.string().min(1)).min(1),
  /** Which APIs, as a regular expression over the name in the log; null: every one with such a permission. */
  api: z.string().nullable(),
  /** Android's name of the operation; null where a real Android keeps none. */
  op: z.string().nullable(),
  handsets: z.array(z.enum(["virtual", "android"])).min(1),
  source: z.string().min(4),
});

export type OsLogHandset = "virtual" | "android";

export class OsLogTable {
  readonly #rows: { types: string[]; permissions: Set<string>; api: RegExp | null; handsets: string[] }[];

  constructor(rows: z.output<typeof rowSchema>[]) {
    this.#rows = rows.map(({ types, permissions, api, handsets }) => ({
      types,
      permissions: new Set(permissions),
      api: api === null ? null : new RegExp(api),
      handsets,
    }));
  }

  /** Data types that a line of the log stands for; [] where it stands for none. */
  typesOf(handset: string, api: string, permission: string): string[] {
    const rows = this.#rows.filter(
      (row) =>
        row.handsets.includes(handset) && row.permissions.has(permission) && (row.api === null || row.api.test(api)),
    );
    return [...new Set(rows.flatMap((row) => row.types))];
  }

  /** Whether the handset's log can hold a line about the type at all. */
  observes(handset: string, type: string): boolean {
    return this.#rows.some((row) => row.handsets.includes(handset) && row.types.includes(type));
  }
}

const FILE = new URL("./os-log.jsonl", import.meta.url);

/** @throws CatalogueError naming `file:line` for a malformed row or an unknown data type */
export function loadOsLog(file: string | URL = FILE): OsLogTable {
  const known = loadDataTypes().byId;
  const rows = readFileSync(file, "utf8")
    .split("\n")
    .flatMap((text, index) => {
      if (text.trim() === "") return [];
      const fail = (what: string): never => {
        throw new CatalogueError(`${String(file)}:${index + 1}: ${what}`);
      };
      const parsed = rowSchema.safeParse(parseJson(text, fail));
      if (!parsed.success) return fail(parsed.error.issues[0]?.message ?? "malformed row");
      const unknown = parsed.data.types.find((type) => !known.has(type));
      return unknown === undefined ? [parsed.data] : fail(`unknown data type ${unknown}`);
    });
  return new OsLogTable(rows);
}

function parseJson(text: string, fail: (what: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail("no JSON");
  }
}
