/** Tables of the trace, how the file is migrated, and how a file is recognised as a trace. */
import { readFileSync, readdirSync } from "node:fs";
import Database from "better-sqlite3";
import { TraceError } from "./errors.ts";

export const TRACE_FILE = "trace.sqlite";

/** Columns of every chained table between `n` and `hash`, in the order of the canonical bytes. */
export const CHAINED_COLUMNS = {
  meta: ["key", "value"],
  sessions: ["id", "pid", "runtime", "started", "wall_ms"],
  session_ends: [
    "session",
    "ended",
    "how",
    "reason",
    "emitted",
    "stored",
    "coalesced",
    "dropped",
    "lost",
    "rejected",
    "hook_errors",
    "tail_known",
    "missing",
  ],
  stacks: ["session", "id", "frames", "cut"],
  accesses: [
    "session",
    "seq",
    "t",
    "row",
    "overload",
    "types",
    "tid",
    "thread",
    "stack",
    "args",
    "outcome",
    "value_hmac",
    "value_mask",
    "canaries",
    "error",
    "inner",
    "count",
  ],
  markers: ["session", "seq", "t", "tid", "marker", "data"],
  hook_coverage: ["session", "row", "status", "overloads", "reason", "self_tested"],
  phase_changes: ["axis", "scope", "state", "t", "uncertainty", "source", "detail"],
  steps: ["id", "edge", "kind", "name", "t", "detail"],
  screens: ["t", "png", "png_sha256", "source", "source_sha256", "detail"],
  canaries: ["type", "value_hmac", "value_mask"],
  limits: ["kind", "code", "types", "detail"],
  clock_samples: ["session", "host_us", "handset_us", "error_us"],
  rejected: ["session", "at_host_us", "reason", "bytes"],
  witness: ["kind", "t", "name", "permission", "outcome", "detail"],
} as const satisfies Record<string, readonly string[]>;

export type ChainedTable = keyof typeof CHAINED_COLUMNS;
export const CHAINED_TABLES = Object.keys(CHAINED_COLUMNS) as ChainedTable[];

/** Tables that came after the first version of the schema, and the version that brought them. */
const SINCE: Partial<Record<ChainedTable, number>> = { witness: 2 };

/** The chained tables that a file of its schema version has. */
export function chainedTablesOf(db: Database.Database): ChainedTable[] {
  const version = userVersion(db);
  return CHAINED_TABLES.filter((table) => (SINCE[table] ?? 1) <= version);
}

const MIGRATIONS = readdirSync(new URL("./migrations/", import.meta.url))
  .filter((name) => /^\d{3}-.*\.sql$/.test(name))
  .sort()
  .map((name) => readFileSync(new URL(`./migrations/${name}`, import.meta.url), "utf8"));

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings a writable database from its `user_version` to this program's schema, one transaction a step. */
export function migrate(db: Database.Database): void {
  let version = userVersion(db);
  if (version > SCHEMA_VERSION) throw newerSchema(version);
  for (; version < SCHEMA_VERSION; version++) {
    const sql = MIGRATIONS[version] ?? "";
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
}

/**
 * Refuses a file that is not a trace of a known version. Tables, indexes, views and triggers must be letter for letter
 * those of the migrations, so that a crafted file cannot answer queries with something else than its rows.
 */
export function checkSchema(db: Database.Database): void {
  const version = userVersion(db);
  if (version > SCHEMA_VERSION) throw newerSchema(version);
  if (version === 0) throw new TraceError("not-a-trace", "This SQLite file is not a trace (it has no schema version).");
  const expected = expectedSchema(version);
  const actual = schemaText(db);
  for (const [name, sql] of expected) {
    if (actual.get(name) !== sql)
      throw new TraceError("foreign-schema", `The definition of ${name} is not that of schema version ${version}.`);
  }
  for (const name of actual.keys()) {
    if (!expected.has(name))
      throw new TraceError("foreign-schema", "The file has a table, index, view or trigger that no trace has.");
  }
}

function userVersion(db: Database.Database): number {
  return Number(db.pragma("user_version", { simple: true }));
}

function newerSchema(version: number): TraceError {
  return new TraceError(
    "newer-schema",
    `The trace has schema version ${version}, this program knows up to ${SCHEMA_VERSION}: use a newer version of the program.`,
  );
}

const expectedByVersion = new Map<number, Map<string, string>>();

function expectedSchema(version: number): Map<string, string> {
  let expected = expectedByVersion.get(version);
  if (!expected) {
    const db = new Database(":memory:");
    for (const sql of MIGRATIONS.slice(0, version)) db.exec(sql);
    expected = schemaText(db);
    db.close();
    expectedByVersion.set(version, expected);
  }
  return expected;
}

function schemaText(db: Database.Database): Map<string, string> {
  const rows = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema").raw().all() as (string | null)[][];
  return new Map(rows.map(([type, name, table, sql]) => [`${type} ${name} of ${table}`, String(sql)]));
}
