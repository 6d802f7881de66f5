/**
 * Ingest against raw inserts: JSON text of a batch -> checked -> chained -> committed, beside better-sqlite3 inserting
 * the very same rows into the same table. Both with a write-ahead log and synchronous=FULL, one transaction a batch.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { decodeAgentMessage } from "../trace/decode.ts";
import { CHAINED_COLUMNS, migrate } from "../trace/schema.ts";
import { TraceWriter } from "../trace/trace-writer.ts";
import { accessStream } from "./lib/access-stream.ts";
import { machine } from "./lib/machine.ts";

const ROUNDS = 9;
const ACCESSES = 40_000;
/** The agent's own batch size. */
const BATCH = 200;
const HOLD_RATIO = 0.6;
const HOLD_PER_SECOND = 50_000;
const SENDER = { session: "0f6c1d8e-5a52-4b7e-9c33-1f8d7a1f0a11", token: "b5f0c7d2a9e84631" };

/** Prints the figures as JSON. @returns 0 when both numbers hold, else 1. */
export function run(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "consentry-bench-"));
  try {
    const texts = [...accessStream({ ...SENDER, accesses: ACCESSES, batchSize: BATCH })].map((batch) =>
      JSON.stringify(batch),
    );
    const rows = ingestRound(join(folder, "warm"), texts, true).rows;
    rawRound(join(folder, "warm-raw.sqlite"), rows);
    const raw: number[] = [];
    const ingest: number[] = [];
    const ratios: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const turns = [
        () => raw.push(rawRound(join(folder, `raw${round}.sqlite`), rows)),
        () => ingest.push(ingestRound(join(folder, `run${round}`), texts, false).seconds),
      ];
      if (round % 2) turns.reverse();
      for (const turn of turns) turn();
      ratios.push(raw[round]! / ingest[round]!);
    }
    const ratio = median(ratios);
    const perSecond = ACCESSES / median(ingest);
    const report = {
      bench: "ingest",
      ratio: round3(ratio),
      holdRatio: HOLD_RATIO,
      accessesPerSecond: Math.round(perSecond),
      holdAccessesPerSecond: HOLD_PER_SECOND,
      rawRowsPerSecond: Math.round(ACCESSES / median(raw)),
      ratioRange: [round3(Math.min(...ratios)), round3(Math.max(...ratios))],
      rounds: ROUNDS,
      accesses: ACCESSES,
      batch: BATCH,
      machine: machine(),
    };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return Promise.resolve(ratio >= HOLD_RATIO && perSecond >= HOLD_PER_SECOND ? 0 : 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ingestRound(dir: string, texts: readonly string[], keepRows: boolean): { seconds: number; rows: unknown[][] } {
  const writer = TraceWriter.create(dir, { runId: "bench" });
  writer.session({ id: SENDER.session, pid: 1, runtime: "hotspot", started: 0, wallMs: 0 });
  const start = process.hrtime.bigint();
  for (const text of texts) {
    const decoded = decodeAgentMessage(text, text.length, SENDER);
    if (!decoded.ok || decoded.message.kind !== "batch") throw new Error("the bench's own batch was refused");
    writer.ingest(SENDER.session, decoded.message);
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  writer.seal("bench");
  const rows: unknown[][] = [];
  if (keepRows) {
    const db = new Database(join(dir, "trace.sqlite"), { readonly: true });
    rows.push(...(db.prepare("SELECT * FROM accesses ORDER BY n").raw().all() as unknown[][]));
    db.close();
  }
  rmSync(dir, { recursive: true });
  return { seconds, rows };
}

function rawRound(path: string, rows: readonly unknown[][]): number {
  const db = new Database(path);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  migrate(db);
  const places = Array.from({ length: CHAINED_COLUMNS.accesses.length + 2 }, () => "?").join();
  const insert = db.prepare(`INSERT INTO accesses VALUES (${places})`);
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const start = process.hrtime.bigint();
  for (let from = 0; from < rows.length; from += BATCH) {
    begin.run();
    for (let i = from; i < Math.min(from + BATCH, rows.length); i++) insert.run(rows[i]!);
    commit.run();
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  db.close();
  rmSync(path);
  return seconds;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}

if (process.argv[1] === import.meta.filename) process.exitCode = await run();
