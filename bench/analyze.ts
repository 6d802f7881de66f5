/**
 * Judging runs by every pack, each in a process of its own: a million accesses and a tenth of them, beside loading every
 * row into JavaScript and beside the naive evaluator that the tests hold the engine against. The chain's own check is
 * left out: it does not depend on the rules.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyzeRuns } from "../rules/engine.ts";
import { engineFindings, naiveFindings } from "../test/rules/naive-evaluator.ts";
import { TraceReader } from "../trace/trace-reader.ts";
import { machine } from "./lib/machine.ts";
import { writeRealisticRun } from "./lib/realistic-trace.ts";

const ACCESSES = 1_000_000;
/** The naive evaluator compares every access with every other of its kind: more takes minutes. */
const NAIVE_ACCESSES = 5_000;
const HOLD_SECONDS = 3;
const HOLD_RSS_MIB = 512;
/** Ten times the accesses may take this many times as long. */
const HOLD_GROWTH = 11;
const ROUNDS = 3;
const MIB_IN_KIB = 1024;

interface Measured {
  seconds: number;
  rssMiB: number;
  findings: number;
}
const WAYS = {
  engine: (dir: string): number => {
    const verify = () => ({ ok: true, head: "", rows: 0, problem: null });
    return analyzeRuns([dir], { verify }).runs.flatMap((run) => run.findings).length;
  },
  /** What a first program does: every row an object, its JSON read, a list by type and reader's stack. */
  "load-all-rows": (dir: string): number => {
    const reader = TraceReader.open(dir);
    const rows = reader.db.prepare("SELECT * FROM accesses").all() as Record<string, string>[];
    const loaded = rows.map((row) => ({ ...row, args: JSON.parse(row.args!) as unknown, inner: JSON.parse(row.inner!) as unknown })); // prettier-ignore
    const lists = Map.groupBy(loaded as unknown as Record<string, string>[], (row) => `${row.types} ${row.stack}`);
    reader.close();
    return lists.size;
  },
  naive: (dir: string): number => naiveFindings(dir).length,
};
type Way = keyof typeof WAYS;

/** Runs one way in a process of its own, so that neither memory nor warmth carries over. */
function measure(way: Way, dir: string): Measured {
  const child = spawnSync(process.execPath, ["--max-old-space-size=8192", import.meta.filename, way, dir], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${way} of ${dir} ended with ${child.status ?? child.signal}`);
  return JSON.parse(child.stdout) as Measured;
}

function best(way: Way, dir: string): Measured {
  const rounds = Array.from({ length: ROUNDS }, () => measure(way, dir));
  return rounds.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}

/** Prints the figures as JSON. @returns 0 when every number holds and the naive evaluator agrees, else 1. */
export function run(): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), "consentry-bench-"));
  try {
    const folder = (accesses: number): string => {
      const dir = join(root, String(accesses));
      writeRealisticRun(dir, accesses);
      return dir;
    };
    const [whole, tenth, small] = [folder(ACCESSES), folder(ACCESSES / 10), folder(NAIVE_ACCESSES)];
    const engine = best("engine", whole);
    const less = best("engine", tenth);
    const loaded = measure("load-all-rows", whole);
    const [quick, naive] = [best("engine", small), measure("naive", small)];
    const judged = analyzeRuns([small]).runs[0]!;
    const agrees = JSON.stringify(engineFindings(judged)) === JSON.stringify(naiveFindings(small));
    const growth = engine.seconds / less.seconds;
    const report = {
      bench: "analyze",
      accesses: ACCESSES,
      seconds: round2(engine.seconds),
      holdSeconds: HOLD_SECONDS,
      rssMiB: Math.round(engine.rssMiB),
      holdRssMiB: HOLD_RSS_MIB,
      findings: engine.findings,
      tenthSeconds: round2(less.seconds),
      growth: round2(growth),
      holdGrowth: HOLD_GROWTH,
      loadAllRows: { seconds: round2(loaded.seconds), rssMiB: Math.round(loaded.rssMiB), times: round2(loaded.seconds / engine.seconds) }, // prettier-ignore
      naive: { accesses: NAIVE_ACCESSES, seconds: round2(naive.seconds), times: round2(naive.seconds / quick.seconds), agrees }, // prettier-ignore
      rounds: ROUNDS,
      machine: machine(),
    };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    const holds = engine.seconds <= HOLD_SECONDS && engine.rssMiB <= HOLD_RSS_MIB && growth <= HOLD_GROWTH;
    return Promise.resolve(holds && agrees ? 0 : 1);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

if (process.argv[1] === import.meta.filename) {
  const [way, dir = ""] = process.argv.slice(2) as [Way, string];
  const start = performance.now();
  const findings = WAYS[way](dir);
  const seconds = (performance.now() - start) / 1000;
  const rssMiB = process.resourceUsage().maxRSS / MIB_IN_KIB;
  process.stdout.write(JSON.stringify({ seconds, rssMiB, findings } satisfies Measured));
}
