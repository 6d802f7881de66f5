/** Checks a run's evidence: the chain row by row, the seal, the file, and the screens it names. */
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { canonicalRow, Chain, HASH_BYTES, type Cell } from "./chain.ts";
import { toTraceError, type TraceErrorCode } from "./errors.ts";
import { sha256File } from "./file-digest.ts";
import { openTrace } from "./open-trace.ts";
import { SCREENS_FOLDER, SEAL_DIGEST_FILE } from "./run-folder.ts";
import { CHAINED_COLUMNS, chainedTablesOf, TRACE_FILE, type ChainedTable } from "./schema.ts";

export type ProblemCode =
  /** The file could not be read as a trace at all. */
  | Extract<
      TraceErrorCode,
      "no-trace" | "not-a-trace" | "newer-schema" | "foreign-schema" | "damaged" | "io" | "not-writable"
    >
  /** A row's content does not give its hash. */
  | "row-changed"
  /** A position of the chain has no row, or two. */
  | "row-missing"
  | "row-twice"
  /** The seal disagrees with the rows, or with itself. */
  | "seal-mismatch"
  /** The run was never closed; its rows so far are whole. */
  | "unsealed"
  /** Indexes or pages of the file are inconsistent. */
  | "file-inconsistent"
  /** Rows are whole, but the file is not the one that was sealed. */
  | "file-changed"
  | "screen-missing"
  | "screen-changed";

export interface VerifyProblem {
  code: ProblemCode;
  /** Table and position of the first bad row; null where the problem is not one row. */
  table: string | null;
  n: number | null;
  /** One English sentence; holds no text of the app. */
  what: string;
}

export interface VerifyReport {
  ok: boolean;
  /** Rows of the chain that were found whole, in order from the first. */
  rows: number;
  /** The head to compare with a published one: hash over the seal, or of the last whole row while unsealed; hex. */
  head: string;
  sealed: boolean;
  outcome: string | null;
  screens: { files: number; /** Files in screens/ that no row names. */ unlisted: string[] };
  /** Whether the file's digest was noted at sealing and matches; null when none was noted. */
  fileDigestMatches: boolean | null;
  problem: VerifyProblem | null;
}

export interface VerifyOptions {
  /**
   * Where the file still has the digest noted at sealing, its bytes are those that were sealed: then the rows are not
   * hashed again. Several times faster; whoever can forge the digest can forge the chain, so a published head is compared
   * with a full verification.
   */
  quick?: boolean;
}

/** Verifies the run in `dir`. Never throws for what it finds in the evidence, and never changes it. */
export function verifyRun(dir: string, options: VerifyOptions = {}): VerifyReport {
  const report: VerifyReport = {
    ok: false,
    rows: 0,
    head: "00".repeat(HASH_BYTES),
    sealed: false,
    outcome: null,
    screens: { files: 0, unlisted: [] },
    fileDigestMatches: null,
    problem: null,
  };
  try {
    const trace = openTrace(dir);
    try {
      const quick = options.quick === true && isFileAsSealed(dir, trace.db, trace.copied, report);
      report.problem = quick ? checkScreens(dir, trace.db, report) : checkRun(dir, trace.db, trace.copied, report);
    } finally {
      trace.close();
    }
  } catch (error) {
    const { code, message } = toTraceError(error, "Reading the evidence");
    report.problem = { code: asProblem(code), table: null, n: null, what: message };
  }
  report.ok = report.problem === null;
  return report;
}

function asProblem(code: TraceErrorCode): ProblemCode {
  switch (code) {
    case "no-trace":
    case "not-a-trace":
    case "newer-schema":
    case "foreign-schema":
    case "not-writable":
    case "io":
      return code;
    default:
      return "damaged";
  }
}

/** The first problem, in the order: rows, seal, file, screens. */
function checkRun(dir: string, db: Database.Database, copied: boolean, report: VerifyReport): VerifyProblem | null {
  const chain = new Chain();
  const rows = checkRows(db, chain, report);
  if (rows) return rows;
  const seal = checkSeal(db, chain, report);
  if (seal && seal.code !== "unsealed") return seal;
  return checkFile(dir, db, copied, report) ?? checkScreens(dir, db, report) ?? seal;
}

interface Cursor {
  table: ChainedTable;
  rows: Iterator<unknown>;
  /** [n, ...cells, hash] of the next row, or null at the end. */
  next: (Cell | Buffer)[] | null;
}

/** Walks all tables at once in chain order; needs memory for one row of each. */
function checkRows(db: Database.Database, chain: Chain, report: VerifyReport): VerifyProblem | null {
  const cursors: Cursor[] = chainedTablesOf(db).map((table) => {
    const columns = ["n", ...CHAINED_COLUMNS[table], "hash"].join();
    return { table, rows: db.prepare(`SELECT ${columns} FROM ${table} ORDER BY n`).raw().iterate(), next: null };
  });
  let at: Cursor | undefined;
  let last: Buffer | undefined;
  try {
    for (at of cursors) advance(at);
    for (let n = 1; ; n++) {
      // Rows of one table come in runs, so the table of the last row is asked first.
      if (at?.next?.[0] !== n) at = lowest(cursors);
      if (!at?.next) return null;
      const { table, next: row } = at;
      if (row[0] !== n) return misplaced(table, Number(row[0]), n);
      const stored: unknown = row.at(-1);
      if (!Buffer.isBuffer(stored) || !chain.step(canonicalRow(table, n, row.slice(1, -1) as Cell[])).equals(stored)) {
        return problem("row-changed", table, n, `The content of row ${n} in ${table} does not give its hash.`);
      }
      report.rows = n;
      last = stored;
      advance(at);
    }
  } catch (error) {
    const { message } = toTraceError(error, "Reading rows");
    return problem("damaged", at?.table ?? null, report.rows + 1, `After row ${report.rows}: ${message}`);
  } finally {
    if (last) report.head = last.toString("hex");
    for (const cursor of cursors) cursor.rows.return?.();
  }
}

function advance(cursor: Cursor): void {
  const step = cursor.rows.next();
  cursor.next = step.done ? null : (step.value as Cursor["next"]);
}

function lowest(cursors: readonly Cursor[]): Cursor | undefined {
  let best: Cursor | undefined;
  for (const cursor of cursors) {
    if (cursor.next && (!best?.next || Number(cursor.next[0]) < Number(best.next[0]))) best = cursor;
  }
  return best;
}

function misplaced(table: ChainedTable, found: number, expected: number): VerifyProblem {
  if (found < expected)
    return problem("row-twice", table, found, `Position ${found} of the chain is taken twice, again in ${table}.`);
  return problem(
    "row-missing",
    null,
    expected,
    `Row ${expected} of the chain is gone; the next one is row ${found} in ${table}.`,
  );
}

function checkSeal(db: Database.Database, chain: Chain, report: VerifyReport): VerifyProblem | null {
  const row = db.prepare("SELECT rows, head, outcome, closed_wall_ms, hash FROM seal").raw().get();
  if (!row)
    return problem("unsealed", "seal", null, `The run was not closed; its ${report.rows} rows so far are whole.`);
  const [rows, head, outcome, closed, hash] = row as [number, Buffer, string, number, Buffer];
  report.sealed = true;
  report.outcome = outcome;
  if (rows > report.rows) {
    return problem(
      "row-missing",
      null,
      report.rows + 1,
      `The run was closed with ${rows} rows, only ${report.rows} are here.`,
    );
  }
  const mismatch = (what: string) => problem("seal-mismatch", "seal", rows, what);
  if (rows < report.rows)
    return mismatch(`The run was closed with ${rows} rows, ${report.rows} are here: rows were added.`);
  if (!chain.head.equals(head)) return mismatch("The seal names another head than the rows give.");
  const computed = chain.step(canonicalRow("seal", 1, [rows, head.toString("hex"), outcome, closed]));
  if (!computed.equals(hash)) return mismatch("The content of the seal does not give its hash.");
  report.head = computed.toString("hex");
  return null;
}

/** Indexes answer the queries of the rules, so they must agree with the rows; then the bytes as a whole. */
function checkFile(dir: string, db: Database.Database, copied: boolean, report: VerifyReport): VerifyProblem | null {
  const verdict = String(db.pragma("integrity_check(1)", { simple: true }));
  if (verdict !== "ok") return problem("file-inconsistent", null, null, `SQLite's own check fails: ${verdict}`);
  report.fileDigestMatches = copied ? null : fileDigestMatches(dir);
  if (report.fileDigestMatches !== false) return null;
  const what = `The rows are whole, but ${TRACE_FILE} is not the file whose digest was noted at closing.`;
  return problem("file-changed", null, null, what);
}

/** Null when no digest was noted. */
function fileDigestMatches(dir: string): boolean | null {
  const digestFile = join(dir, SEAL_DIGEST_FILE);
  if (!existsSync(digestFile)) return null;
  return /^[0-9a-f]{64}/.exec(readFileSync(digestFile, "latin1"))?.[0] === sha256File(join(dir, TRACE_FILE));
}

/** The quick way: fills the report from the seal if file, digest and seal allow it. */
function isFileAsSealed(dir: string, db: Database.Database, copied: boolean, report: VerifyReport): boolean {
  const seal = db.prepare("SELECT rows, hash, outcome FROM seal").raw().get() as [number, Buffer, string] | undefined;
  if (copied || !seal || fileDigestMatches(dir) !== true) return false;
  const [rows, hash, outcome] = seal;
  Object.assign(report, { rows, head: hash.toString("hex"), sealed: true, outcome, fileDigestMatches: true });
  return true;
}

function checkScreens(dir: string, db: Database.Database, report: VerifyReport): VerifyProblem | null {
  const listed = new Set<string>();
  let first: VerifyProblem | null = null;
  const rows = db.prepare("SELECT n, png, png_sha256, source, source_sha256 FROM screens ORDER BY n").raw().all();
  for (const [n, png, pngHash, source, sourceHash] of rows as [number, ...(string | null)[]][]) {
    for (const [path, hash] of [[png, pngHash], [source, sourceHash]] as const) {
      if (typeof path !== "string") continue;
      listed.add(path);
      report.screens.files++;
      first ??= checkScreen(dir, n, path, hash ?? null);
    }
  } // prettier-ignore
  const folder = join(dir, SCREENS_FOLDER);
  const present = existsSync(folder) ? readdirSync(folder).sort() : [];
  report.screens.unlisted = present.map((name) => `${SCREENS_FOLDER}/${name}`).filter((path) => !listed.has(path));
  return first;
}

/** Paths are only followed in the writer's own form, so that a crafted trace cannot point outside its folder. */
const SCREEN_PATH = /^screens\/\d{4,9}\.(png|xml)$/;

function checkScreen(dir: string, n: number, path: string, hash: string | null): VerifyProblem | null {
  if (!SCREEN_PATH.test(path))
    return problem("screen-changed", "screens", n, `Row ${n} names a screen file in a form no run uses.`);
  const full = join(dir, path);
  if (!existsSync(full) || !lstatSync(full).isFile())
    return problem("screen-missing", "screens", n, `${path} is gone.`);
  if (sha256File(full) === hash) return null;
  return problem("screen-changed", "screens", n, `${path} is not the file that was recorded.`);
}

function problem(code: ProblemCode, table: string | null, n: number | null, what: string): VerifyProblem {
  return { code, table, n, what };
}
