/** Reads one run. Same file, same answers: every list has one order. */
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { toTraceError, TraceError } from "./errors.ts";
import type { StackFrame } from "./frame.ts";
import { openTrace, type OpenTrace } from "./open-trace.ts";
import { KEY_FILE } from "./run-folder.ts";
import type {
  CanaryRow, ClockSampleRow, CoverageState, LimitRow, PhaseRow, RejectedRow, RunLoss, ScreenRow, SealRow, SessionRow, Stack, StepRow, WitnessRow,
} from "./rows.ts"; // prettier-ignore
import { chainedTablesOf } from "./schema.ts";
import { accountCloses, type LossAccount } from "./session-account.ts";
import { ValueKeeper } from "./value-keeper.ts";
import type { Axis, Json, LimitKind, SessionEndHow, StepEdge } from "./written.ts";

export type * from "./rows.ts";

type Row = Record<string, string | number | Buffer | null>;

export class TraceReader {
  readonly dir: string;
  /** For SQL of detectors; read-only. */
  readonly db: Database.Database;
  #open: OpenTrace;
  #stackQuery: Database.Statement;

  /**
   * Opens a run for reading; the folder is not changed. A run that was not closed is read from a private copy.
   * Says nothing about the chain: that is `verifyRun`.
   * @throws TraceError `no-trace`, `not-a-trace`, `newer-schema`, `foreign-schema`, `damaged`.
   */
  static open(dir: string): TraceReader {
    return new TraceReader(dir, openTrace(dir));
  }

  private constructor(dir: string, open: OpenTrace) {
    this.dir = dir;
    this.#open = open;
    this.db = open.db;
    this.#stackQuery = this.db.prepare("SELECT frames, cut FROM stacks WHERE session = ? AND id = ?");
  }

  close(): void {
    this.#open.close();
  }

  /** Facts about the run by key, in the order written. */
  meta(): Map<string, Json> {
    return new Map(this.#all("SELECT key, value FROM meta ORDER BY n").map((r) => [str(r.key), parse(r.value)]));
  }

  sessions(): SessionRow[] {
    const sql = `SELECT s.n, s.id, s.pid, s.runtime, s.started, s.wall_ms, e.n AS end_n, e.ended, e.how, e.reason, e.emitted, e.stored,
      e.coalesced, e.dropped, e.lost, e.rejected, e.hook_errors, e.tail_known, e.missing
      FROM sessions s LEFT JOIN session_ends e ON e.session = s.id ORDER BY s.n`;
    return this.#all(sql).map((r) => ({
      n: num(r.n),
      id: str(r.id),
      pid: num(r.pid),
      runtime: str(r.runtime),
      started: num(r.started),
      wallMs: num(r.wall_ms),
      end:
        r.end_n === null
          ? null
          : { ended: num(r.ended), how: str(r.how) as SessionEndHow, reason: str(r.reason), account: lossOf(r) },
    }));
  }

  /** Phase changes by time (then position), of one axis or all. */
  phases(axis?: Axis): PhaseRow[] {
    const rows = this.#all(
      "SELECT n, axis, scope, state, t, uncertainty, source, detail FROM phase_changes ORDER BY t, n",
    );
    const wanted = axis === undefined ? rows : rows.filter((r) => r.axis === axis);
    return wanted.map((r) => ({
      n: num(r.n),
      axis: str(r.axis) as Axis,
      scope: str(r.scope),
      state: str(r.state),
      t: num(r.t),
      uncertainty: num(r.uncertainty),
      source: str(r.source),
      detail: parse(r.detail),
    }));
  }

  /** Steps and points in time, in the order they were opened. */
  steps(): StepRow[] {
    const steps = new Map<number, StepRow>();
    for (const r of this.#all("SELECT n, id, edge, kind, name, t, detail FROM steps ORDER BY n")) {
      const id = num(r.id);
      const edge = str(r.edge) as StepEdge;
      if (edge === "close") {
        const opened = steps.get(id);
        if (opened) Object.assign(opened, { closed: num(r.t), closeDetail: parse(r.detail) });
        continue;
      }
      const t = num(r.t);
      const closed = edge === "point" ? t : null;
      steps.set(id, {
        n: num(r.n),
        id,
        kind: str(r.kind),
        name: str(r.name),
        t,
        closed,
        edge,
        detail: parse(r.detail),
        closeDetail: null,
      });
    }
    return [...steps.values()];
  }

  /** Screens by time. */
  screens(): ScreenRow[] {
    return this.#all("SELECT n, t, png, png_sha256, source, source_sha256, detail FROM screens ORDER BY t, n").map(
      (r) => ({
        n: num(r.n),
        t: num(r.t),
        png: strOrNull(r.png),
        pngSha256: strOrNull(r.png_sha256),
        source: strOrNull(r.source),
        sourceSha256: strOrNull(r.source_sha256),
        detail: parse(r.detail),
      }),
    );
  }

  canaries(): CanaryRow[] {
    return this.#all("SELECT n, type, value_hmac, value_mask FROM canaries ORDER BY n").map((r) => ({
      n: num(r.n),
      type: str(r.type),
      valueHmac: str(r.value_hmac),
      valueMask: str(r.value_mask),
    }));
  }

  limits(): LimitRow[] {
    return this.#all("SELECT n, kind, code, types, detail FROM limits ORDER BY n").map((r) => ({
      n: num(r.n),
      kind: str(r.kind) as LimitKind,
      code: str(r.code),
      types: parse(r.types) as string[],
      detail: parse(r.detail),
    }));
  }

  /** Latest state of every hook of every session, sorted by session order and row id. */
  coverage(): CoverageState[] {
    const sql = `
      WITH latest AS (SELECT max(n) AS n, session, row, max(self_tested) AS tested FROM hook_coverage GROUP BY session, row),
      outer_fired AS (SELECT session, row, sum(count) AS c FROM accesses GROUP BY session, row),
      inner_fired AS (SELECT a.session, j.value AS row, sum(a.count) AS c FROM accesses a, json_each(a.inner) j WHERE a.inner <> '[]'
        GROUP BY a.session, j.value)
      SELECT h.session, h.row, h.status, h.overloads, h.reason, latest.tested, ifnull(o.c, 0) + ifnull(i.c, 0) AS fired
      FROM latest JOIN hook_coverage h ON h.n = latest.n
      LEFT JOIN sessions s ON s.id = h.session
      LEFT JOIN outer_fired o ON o.session = h.session AND o.row = h.row
      LEFT JOIN inner_fired i ON i.session = h.session AND i.row = h.row
      ORDER BY s.n, h.session, h.row`;
    return this.#all(sql).map((r) => ({
      session: str(r.session),
      row: str(r.row),
      status: str(r.status),
      overloads: num(r.overloads),
      reason: strOrNull(r.reason),
      selfTested: num(r.tested) === 1,
      fired: num(r.fired),
    }));
  }

  clockSamples(): ClockSampleRow[] {
    return this.#all("SELECT n, session, host_us, handset_us, error_us FROM clock_samples ORDER BY n").map((r) => ({
      n: num(r.n),
      session: str(r.session),
      hostUs: num(r.host_us),
      handsetUs: num(r.handset_us),
      errorUs: num(r.error_us),
    }));
  }

  /** The loss account of the whole run: sums over its sessions. */
  lossAccount(): RunLoss {
    const sum: RunLoss = {
      emitted: 0, stored: 0, coalesced: 0, dropped: 0, lost: 0, rejected: 0, hookErrors: 0, missing: 0,
      tailKnown: true, closes: true, openSessions: [], rejectedMessages: 0,
    }; // prettier-ignore
    for (const session of this.sessions()) {
      if (!session.end) {
        sum.openSessions.push(session.id);
        continue;
      }
      const a = session.end.account;
      for (const key of [
        "emitted",
        "stored",
        "coalesced",
        "dropped",
        "lost",
        "rejected",
        "hookErrors",
        "missing",
      ] as const)
        sum[key] += a[key];
      sum.tailKnown &&= a.tailKnown;
      sum.closes &&= a.closes;
    }
    if (sum.openSessions.length) sum.closes = sum.tailKnown = false;
    sum.rejectedMessages = num(this.db.prepare("SELECT count(*) FROM rejected").pluck().get() as number);
    return sum;
  }

  /** Messages that failed the check, in the order they came. */
  rejected(): RejectedRow[] {
    return this.#all("SELECT n, session, at_host_us, reason, bytes FROM rejected ORDER BY n").map((r) => ({
      n: num(r.n),
      session: str(r.session),
      atHostUs: num(r.at_host_us),
      reason: str(r.reason),
      bytes: num(r.bytes),
    }));
  }

  /** What the handset itself logged, in the order it was kept; empty in a trace from before there was such a log. */
  witness(): WitnessRow[] {
    if (!chainedTablesOf(this.db).includes("witness")) return [];
    return this.#all("SELECT n, kind, t, name, permission, outcome, detail FROM witness ORDER BY n").map((r) => ({
      n: num(r.n),
      kind: str(r.kind) as WitnessRow["kind"],
      t: num(r.t),
      name: str(r.name),
      permission: str(r.permission),
      outcome: str(r.outcome) as WitnessRow["outcome"],
      detail: parse(r.detail),
    }));
  }

  /** The interned stack that accesses of a session point to; null when it never arrived. */
  stack(session: string, id: number): Stack | null {
    const row = this.#stackQuery.get(session, id) as { frames: string; cut: number } | undefined;
    return row ? { frames: parse(row.frames) as unknown as StackFrame[], cut: row.cut === 1 } : null;
  }

  /** Null when the run was not closed. */
  seal(): SealRow | null {
    const [r] = this.#all("SELECT rows, head, outcome, closed_wall_ms, hash FROM seal");
    if (!r) return null;
    return {
      rows: num(r.rows),
      head: hex(r.head),
      outcome: str(r.outcome),
      closedWallMs: num(r.closed_wall_ms),
      hash: hex(r.hash),
    };
  }

  /** Keyed hash of a value, to ask whether this run saw it; null when the run's key is not here (a bundle has none). */
  hmac(value: string): string | null {
    const path = join(this.dir, KEY_FILE);
    if (!existsSync(path)) return null;
    return new ValueKeeper(readKey(path)).hmac(value);
  }

  #all(sql: string): Row[] {
    try {
      return this.db.prepare(sql).all() as Row[];
    } catch (error) {
      throw toTraceError(error, "Reading the trace");
    }
  }
}

function lossOf(r: Row): LossAccount {
  const account: LossAccount = {
    emitted: num(r.emitted),
    stored: num(r.stored),
    coalesced: num(r.coalesced),
    dropped: num(r.dropped),
    lost: num(r.lost),
    rejected: num(r.rejected),
    hookErrors: num(r.hook_errors),
    missing: num(r.missing),
    tailKnown: r.tail_known === 1,
    closes: false,
  };
  return { ...account, closes: accountCloses(account) };
}

type Value = Row[string] | undefined;

function num(value: Value): number {
  if (typeof value !== "number") throw damaged();
  return value;
}

function str(value: Value): string {
  if (typeof value !== "string") throw damaged();
  return value;
}

function strOrNull(value: Value): string | null {
  return value === null ? null : str(value);
}

function hex(value: Value): string {
  if (!Buffer.isBuffer(value)) throw damaged();
  return value.toString("hex");
}

function parse(value: Value): Json {
  try {
    return JSON.parse(str(value)) as Json;
  } catch (error) {
    throw new TraceError("damaged", "The trace holds text that is not the JSON it should be.", error);
  }
}

function damaged(): TraceError {
  return new TraceError("damaged", "The trace holds a value of the wrong kind.");
}

const KEY_BYTES = 32;

function readKey(path: string): Buffer {
  const key = Buffer.alloc(KEY_BYTES);
  const fd = openSync(path, "r");
  try {
    if (readSync(fd, key) !== KEY_BYTES) throw new TraceError("damaged", `${path} is shorter than a key.`);
  } finally {
    closeSync(fd);
  }
  return key;
}
