/** Writes one run: checks nothing about meaning, loses nothing, and says so when it cannot write. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { int, json, text } from "./cells.ts";
import { cleanJson, cleanText, mayNeedCleaning } from "./clean-text.ts";
import { Chain, canonicalRow, type Cell } from "./chain.ts";
import { writeDurably } from "./durable-file.ts";
import { groupedInserts, type GroupedInsert } from "./grouped-insert.ts";
import { nameFullness, toTraceError, TraceError } from "./errors.ts";
import type { AccessRecord, BatchMessage, CoverageRow, MarkerRecord } from "./frame.ts";
import { sha256File } from "./file-digest.ts";
import { KEY_FILE, SCREENS_FOLDER, SEAL_DIGEST_FILE } from "./run-folder.ts";
import { CHAINED_TABLES, migrate, TRACE_FILE, type ChainedTable } from "./schema.ts";
import { SessionAccount, type LossAccount } from "./session-account.ts";
import { SecretFilter, WITHHELD } from "./secret-filter.ts";
import { maskValue, ValueKeeper } from "./value-keeper.ts";
import type {
  IngestResult,
  Json,
  LimitKind,
  NewSession,
  PhaseChange,
  SessionEnd,
  TraceWriterOptions,
  WitnessLine,
} from "./written.ts";

export type * from "./written.ts";

const KEY_BYTES = 32;
/** What one run may take on disk, so that an app that floods fills neither the disk nor the next run's room. */
const DEFAULT_MAX_BYTES = 4 * 1024 ** 3;
/** Page source is text of the app's making; a larger one is left out and said so. */
const MAX_SOURCE_LENGTH = 16 * 1024 ** 2;
const MAX_PNG_BYTES = 32 * 1024 ** 2;
const DEFAULT_BUSY_TIMEOUT_MS = 5000;

export class TraceWriter {
  readonly dir: string;
  readonly runId: string;
  #db: Database.Database;
  #chain = new Chain();
  #n = 0;
  #inserts: Record<ChainedTable, GroupedInsert>;
  #begin: Database.Statement;
  #commit: Database.Statement;
  #values: ValueKeeper;
  readonly #secrets = new SecretFilter();
  #metaKeys = new Set<string>();
  #sessions = new Map<string, SessionAccount>();
  #ended = new Set<string>();
  #steps = new Map<number, string>();
  #stepId = 0;
  #screenNumber = 0;
  #state: "open" | "broken" | "closed" = "open";
  #duplicates = 0;

  /**
   * Makes the run folder `dir` (trace.sqlite, screens/, run.key) and opens it for writing.
   * @throws TraceError `run-exists`, or why the folder cannot be written.
   */
  static create(dir: string, options: TraceWriterOptions): TraceWriter {
    const path = join(dir, TRACE_FILE);
    if (existsSync(path)) throw new TraceError("run-exists", `${dir} already holds a run: choose another folder.`);
    let db: Database.Database | undefined;
    try {
      mkdirSync(join(dir, SCREENS_FOLDER), { recursive: true });
      const key = randomBytes(KEY_BYTES);
      writeDurably(join(dir, KEY_FILE), key, 0o600);
      db = new Database(path, { timeout: options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS });
      db.pragma("journal_mode = WAL");
      db.pragma("synchronous = FULL");
      const pageSize = Number(db.pragma("page_size", { simple: true }));
      db.pragma(`max_page_count = ${Math.max(1, Math.floor((options.maxBytes ?? DEFAULT_MAX_BYTES) / pageSize))}`);
      migrate(db);
      const writer = new TraceWriter(dir, options.runId, db, key);
      writer.meta("runId", options.runId);
      return writer;
    } catch (error) {
      db?.close();
      throw nameFullness(toTraceError(error, "Creating the run"), dir);
    }
  }

  private constructor(dir: string, runId: string, db: Database.Database, key: Buffer) {
    this.dir = dir;
    this.runId = runId;
    this.#db = db;
    this.#values = new ValueKeeper(key);
    this.#inserts = groupedInserts(db);
    this.#begin = db.prepare("BEGIN IMMEDIATE");
    this.#commit = db.prepare("COMMIT");
  }

  /** Rows in the chain so far. */
  get rows(): number {
    return this.#n;
  }

  /** Head of the chain so far, hex. */
  get head(): string {
    return this.#chain.head.toString("hex");
  }

  /** Records that came twice, over all sessions. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** A fact about the run; each key once. */
  meta(key: string, value: Json): void {
    if (this.#metaKeys.has(key)) throw new TraceError("misuse", `The fact ${key} was given twice.`);
    this.#write("meta", [text(key), json(value)]);
    this.#metaKeys.add(key);
  }

  session(s: NewSession): void {
    if (this.#sessions.has(s.id)) throw new TraceError("misuse", `Session ${s.id} was opened twice.`);
    this.#write("sessions", [text(s.id), s.pid, text(s.runtime), int(s.started), int(s.wallMs)]);
    this.#sessions.set(s.id, new SessionAccount());
  }

  /** Closes a session's loss account and returns it. */
  sessionEnd(end: SessionEnd): LossAccount {
    const account = this.#session(end.session);
    if (this.#ended.has(end.session)) throw new TraceError("misuse", "The session was ended twice.");
    if (end.counters) account.countersSeen(end.counters);
    const a = account.account(Boolean(end.counters));
    this.#write("session_ends", [
      text(end.session), int(end.ended), end.how, text(end.reason), a.emitted, a.stored, a.coalesced, a.dropped, a.lost, a.rejected,
      a.hookErrors, a.tailKnown ? 1 : 0, a.missing,
    ]); // prettier-ignore
    this.#ended.add(end.session);
    return a;
  }

  /** The account of a running session, as far as its last batch tells. */
  account(session: string): LossAccount {
    return this.#session(session).account(false);
  }

  /** Stores a checked batch in one transaction; when it returns, all of it is durable. */
  ingest(session: string, message: BatchMessage): IngestResult {
    const account = this.#session(session);
    if (message.session !== session) throw new TraceError("misuse", "The batch belongs to another session.");
    let stored = 0;
    let duplicates = 0;
    this.#transaction("Storing a batch", () => {
      for (const stack of message.stacks) {
        if (account.stacks.has(stack.id)) continue;
        account.stacks.add(stack.id);
        this.#append("stacks", [session, stack.id, cleanJson(stack.frames), stack.cut ? 1 : 0]);
      }
      for (const record of message.records) {
        if (!account.arrive(record.seq)) {
          duplicates++;
          continue;
        }
        stored++;
        if (record.kind === "access") {
          account.accessStored(record.count);
          this.#appendAccess(session, record);
        } else {
          this.#appendMarker(session, record);
        }
      }
    });
    account.countersSeen(message.counters);
    this.#duplicates += duplicates;
    return { ackedSeq: account.highest, stored, duplicates, missing: account.gapRecords };
  }

  /** States of the session's hooks; a later row for the same hook replaces the earlier one for readers. */
  coverage(session: string, rows: readonly CoverageRow[]): void {
    this.#session(session);
    this.#transaction("Storing hook coverage", () => {
      for (const r of rows) {
        this.#append("hook_coverage", [session, r.row, r.status, r.overloads, r.reason ?? null, r.selfTested ? 1 : 0]);
      }
    });
  }

  phase(p: PhaseChange): void {
    this.#write("phase_changes", [
      p.axis, text(p.scope ?? ""), text(p.state), int(p.t), int(p.uncertainty), text(p.source), json(p.detail ?? {}),
    ]); // prettier-ignore
  }

  /** Opens a step or business function; returns the id that closes it. */
  stepOpen(kind: string, name: string, t: number, detail: Json = {}): number {
    const id = ++this.#stepId;
    this.#write("steps", [id, "open", text(kind), text(name), int(t), json(detail)]);
    this.#steps.set(id, kind);
    return id;
  }

  stepClose(id: number, t: number, detail: Json = {}): void {
    const kind = this.#steps.get(id);
    if (kind === undefined) throw new TraceError("misuse", `Step ${id} is not open.`);
    this.#steps.delete(id);
    this.#write("steps", [id, "close", text(kind), "", int(t), json(detail)]);
  }

  /** Something the controller did at one point in time. */
  stepPoint(kind: string, name: string, t: number, detail: Json = {}): void {
    this.#write("steps", [++this.#stepId, "point", text(kind), text(name), int(t), json(detail)]);
  }

  /**
   * Keeps a screenshot and page source. Files are durable before the row that names them.
   * @returns paths relative to the run folder, null for what was not given or was too large (then `detail.omitted` says so).
   */
  screen(s: {
    t: number;
    png?: Buffer;
    /** The picture shows nothing any more of what is kept out. */
    isCovered?: boolean;
    source?: string;
    detail?: { readonly [key: string]: Json };
  }): {
    png: string | null;
    source: string | null;
  } {
    this.#mustBeOpen();
    const omitted: string[] = [];
    const withheld = s.source !== undefined && this.#secrets.holds(s.source);
    // What the source tells, the picture shows.
    if (s.png && ((withheld && s.isCovered !== true) || s.png.length > MAX_PNG_BYTES)) omitted.push("png");
    if (s.source !== undefined && s.source.length > MAX_SOURCE_LENGTH) omitted.push("source");
    const number = String(++this.#screenNumber).padStart(4, "0");
    const png = s.png && !omitted.includes("png") ? this.#screenFile(`${number}.png`, s.png) : null;
    const source =
      s.source !== undefined && !omitted.includes("source")
        ? this.#screenFile(`${number}.xml`, Buffer.from(this.#secrets.clean(cleanText(s.source)), "utf8"))
        : null;
    const detail = { ...s.detail, ...(omitted.length ? { omitted } : {}), ...(withheld ? { withheld } : {}) };
    this.#write("screens", [
      int(s.t), png?.path ?? null, png?.sha256 ?? null, source?.path ?? null, source?.sha256 ?? null, json(detail),
    ]); // prettier-ignore
    return { png: png?.path ?? null, source: source?.path ?? null };
  }

  /** Notes a planted value: stored as keyed hash and mask; later accesses that return it, or contain it, point to this row. */
  canary(type: string, value: string): void {
    this.#write("canaries", [text(type), this.#values.hmac(value), maskValue(value)]);
    this.#values.addCanary(this.#n, value);
  }

  /** From here on no row and no page source holds `value`, in any form that `SecretFilter` knows. */
  keepOut(value: string): void {
    this.#secrets.add(value);
  }

  /** How often `text` holds what is kept out. */
  secretsIn(text: string): number {
    return this.#secrets.count(text);
  }

  /** Something this run could not see or do; `types` are the data types it touches, [] = all. */
  limit(l: { kind: LimitKind; code: string; types: readonly string[]; detail?: Json }): void {
    this.#write("limits", [l.kind, text(l.code), json(l.types), json(l.detail ?? {})]);
  }

  /** Host clock against handset clock, microseconds. */
  clockSample(session: string, sample: { hostUs: number; handsetUs: number; errorUs: number }): void {
    this.#write("clock_samples", [text(session), int(sample.hostUs), int(sample.handsetUs), int(sample.errorUs)]);
  }

  /** Counts a message that failed the check; `session` is whose channel it came on, "" when not known. */
  rejected(session: string, reason: string, bytes: number, atHostUs: number): void {
    this.#sessions.get(session)?.messageRejected();
    this.#write("rejected", [text(session), int(atHostUs), text(reason), int(bytes)]);
  }

  /** What the handset itself logged, in one transaction. */
  witness(lines: readonly WitnessLine[]): void {
    this.#transaction("Storing the handset's own log", () => {
      for (const { kind, t, name, permission, outcome, detail } of lines) {
        this.#append("witness", [kind, int(t), text(name), text(permission), outcome, json(detail ?? {})]);
      }
    });
  }

  /** HMAC-SHA-256 hex of a value under the run's key. */
  hmac(value: string): string {
    return this.#values.hmac(value);
  }

  mask(value: string): string {
    return maskValue(value);
  }

  /**
   * Closes the run for good: writes the seal, folds the log into the one file, and notes its digest beside it.
   * @returns rows of the chain; the head to publish (hash of the seal), hex; `oneFile` false when another program
   * had the file open: then the evidence is whole but its log stays beside it and no digest is noted.
   */
  seal(outcome: string, wallMs: number = Date.now()): { rows: number; head: string; oneFile: boolean } {
    this.#mustBeOpen();
    const rows = this.#n;
    const before = Buffer.from(this.#chain.head);
    const cells = [rows, before.toString("hex"), cleanText(text(outcome)), int(wallMs)];
    const head = Buffer.from(this.#chain.step(canonicalRow("seal", 1, cells)));
    try {
      this.#db
        .prepare("INSERT INTO seal (id, rows, head, outcome, closed_wall_ms, hash) VALUES (1, ?, ?, ?, ?, ?)")
        .run(rows, before, cells[2], cells[3], head);
      this.#state = "closed";
      const oneFile = this.#foldLog();
      this.#db.close();
      if (oneFile) {
        const digest = sha256File(join(this.dir, TRACE_FILE));
        writeDurably(join(this.dir, SEAL_DIGEST_FILE), Buffer.from(`${digest}  ${TRACE_FILE}\n`), 0o644);
      }
      return { rows, head: head.toString("hex"), oneFile };
    } catch (error) {
      throw this.#broken(error, "Sealing the run");
    }
  }

  /** Lets go of the file without sealing: the run stays marked as not closed. Harmless after `seal`. */
  close(): void {
    this.#state = "closed";
    if (this.#db.open) this.#db.close();
  }

  #foldLog(): boolean {
    try {
      this.#db.pragma("wal_checkpoint(TRUNCATE)");
      return this.#db.pragma("journal_mode = DELETE", { simple: true }) === "delete";
    } catch (error) {
      if (toTraceError(error, "").code === "busy") return false;
      throw error;
    }
  }

  #appendAccess(session: string, r: AccessRecord): void {
    const withheld = r.value !== undefined && this.#secrets.holds(r.value);
    const kept = r.value === undefined || withheld ? undefined : this.#values.keep(r.value);
    this.#append("accesses", [
      session, r.seq, r.t, r.row, r.overload, r.types.join(";"), r.tid, r.thread, r.stack, cleanJson(r.args), r.outcome,
      kept?.hmac ?? null, kept?.mask ?? (withheld ? WITHHELD : null), kept?.canaries ?? null, r.error ?? null, r.inner.length ? cleanJson(r.inner) : "[]", r.count,
    ]); // prettier-ignore
  }

  #appendMarker(session: string, r: MarkerRecord): void {
    this.#append("markers", [session, r.seq, r.t, r.tid, r.marker, cleanJson(r.data)]);
  }

  /** One row on the chain and into its table, inside whatever transaction is open. */
  #append(table: ChainedTable, given: readonly Cell[]): void {
    const n = ++this.#n;
    let cells = given;
    let canonical = canonicalRow(table, n, cells);
    // Seldom, so looked for once, in the text that is made anyway.
    if (mayNeedCleaning(canonical) || this.#secrets.inAny(cells)) {
      cells = cells.map((cell) => (typeof cell === "string" ? this.#secrets.clean(cleanText(cell)) : cell));
      canonical = canonicalRow(table, n, cells);
    }
    this.#inserts[table].add(n, cells, this.#chain.step(canonical));
  }

  #write(table: ChainedTable, cells: readonly Cell[]): void {
    this.#mustBeOpen();
    try {
      this.#append(table, cells);
      this.#inserts[table].flush();
    } catch (error) {
      throw this.#broken(error, `Writing ${table}`);
    }
  }

  #transaction(doing: string, work: () => void): void {
    this.#mustBeOpen();
    try {
      this.#begin.run();
      work();
      for (const table of CHAINED_TABLES) this.#inserts[table].flush();
      this.#commit.run();
    } catch (error) {
      throw this.#broken(error, doing);
    }
  }

  /** After a failed write memory and file may disagree, so nothing more is accepted and the run stays unsealed. */
  #broken(error: unknown, doing: string): TraceError {
    this.#state = "broken";
    if (this.#db.open) this.#db.close();
    return nameFullness(toTraceError(error, doing), this.dir);
  }

  #mustBeOpen(): void {
    if (this.#state === "broken")
      throw new TraceError("broken", "An earlier write of this run failed: nothing more is stored.");
    if (this.#state === "closed") throw new TraceError("closed", "The run is closed.");
  }

  #session(id: string): SessionAccount {
    const account = this.#sessions.get(id);
    if (!account) throw new TraceError("misuse", "The session was not opened.");
    return account;
  }

  #screenFile(name: string, content: Buffer): { path: string; sha256: string } {
    try {
      writeDurably(join(this.dir, SCREENS_FOLDER, name), content, 0o644);
    } catch (error) {
      throw this.#broken(error, "Keeping a screen");
    }
    return { path: `${SCREENS_FOLDER}/${name}`, sha256: createHash("sha256").update(content).digest("hex") };
  }
}
