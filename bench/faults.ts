/**
 * The fault matrix: each kind of step met by each kind of fault on the virtual handset. A run must end with the outcome
 * that names the fault, its evidence closed and whole, within its limit, and leave nothing behind; a run after all of
 * them must go through. `[--steps a,b] [--faults c,d] [--parallel n]`; docs/robustness.md says what each is.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { inParallel } from "../controller/in-parallel.ts";
import { FAULTS, STEP_KINDS } from "./lib/fault-matrix.ts";
import { runCell, type CellResult } from "./lib/fault-cell.ts";

/** Two handsets fill two cores. */
const DEFAULT_PARALLEL = 2;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { steps: { type: "string" }, faults: { type: "string" }, parallel: { type: "string" } },
  });
  const steps = chosen(values.steps, STEP_KINDS);
  const faults = chosen(values.faults, FAULTS);
  const cells = steps.flatMap((step) => faults.map((fault) => [step, fault] as const));
  const isWaiting = ([, fault]: readonly [string, string]): boolean => fault === "hang";
  const folder = mkdtempSync(join(tmpdir(), "fault-matrix-"));
  const results = new Map<string, CellResult>();
  const keep = (result: CellResult): void => {
    results.set(`${result.stepKind} ${result.fault}`, result);
    print(result);
  };
  const runAll = (some: typeof cells, width: number): Promise<void> =>
    inParallel(some, width, new AbortController().signal, async ([step, fault]) =>
      keep(await runCell(step, fault, join(folder, `${step}-${fault}`))),
    );
  const started = performance.now();
  try {
    await Promise.all([
      runAll(
        cells.filter((cell) => !isWaiting(cell)),
        Number(values.parallel ?? DEFAULT_PARALLEL),
      ),
      // An app that hangs uses no core, and its handset answers after a minute: these go beside the others.
      runAll(cells.filter(isWaiting), 1),
    ]);
    keep(await runCell("tap", "none", join(folder, "afterwards")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`\n${table(steps, faults, results)}`);
  const failed = [...results.values()].filter(({ problems }) => problems.length > 0).length;
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  process.stdout.write(`\n${results.size} runs, ${failed} not as they should be, ${minutes} min\n`);
  return failed === 0 ? 0 : 1;
}

function chosen(given: string | undefined, known: Readonly<Record<string, unknown>>): string[] {
  if (given === undefined) return Object.keys(known);
  const names = given.split(",");
  const unknown = names.find((name) => !(name in known));
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${Object.keys(known).join(", ")}`);
  return names;
}

function print({ stepKind, fault, outcome, why, exit, endedAfterMs, problems }: CellResult): void {
  const seconds = (endedAfterMs / 1000).toFixed(1);
  process.stdout.write(`${stepKind} x ${fault}: ${outcome}, exit ${exit}, ended after ${seconds} s (${why})\n`);
  for (const problem of problems) process.stdout.write(`  PROBLEM ${problem}\n`);
}

/** Steps down, faults across; a cell that did not hold carries an exclamation mark. */
function table(steps: string[], faults: string[], results: Map<string, CellResult>): string {
  const cell = (step: string, fault: string): string => {
    const result = results.get(`${step} ${fault}`);
    return result ? `${result.outcome ?? "none"}${result.problems.length > 0 ? " !" : ""}` : "";
  };
  const rows = [["", ...faults], ...steps.map((step) => [step, ...faults.map((fault) => cell(step, fault))])];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `${row.map((text, i) => text.padEnd(widths[i]!)).join("  ")}\n`).join("");
}
