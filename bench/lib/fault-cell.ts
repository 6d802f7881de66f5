/** One cell of the fault matrix: a run of the real command line, broken once while a step is under way, and judged from outside. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { TEMP_PREFIXES } from "../../controller/private-temp.ts";
import { committedApk } from "../../scenarios/build-apps.ts";
import { descendants, nothingLeft, until, type Process } from "../../test/campaign/processes.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { verifyRun } from "../../trace/verify.ts";
import { BUDGET_MS, expectedOutcomes, FAULTS, STEP_KINDS, type Fault, type StepKind } from "./fault-matrix.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const INJECTOR = new URL("fault-injector.ts", import.meta.url).href;
const PACKAGE = "com.brittle.app";

/** From the start of the command line to the step; conversion, agent and notice on a loaded machine. */
const READY_DEADLINE_MS = 300_000;
/** From the fault to the end of the command line: the budget, the grace at its end, a launch that hangs, closing and judging. */
const LIMIT_MS = BUDGET_MS + 15_000 + 120_000 + 60_000;
const LOOK_INTERVAL_MS = 50;
/** Exit codes of a run that ended in order: clean, findings, handset, evidence, interrupted. */
const ORDERLY = new Set([0, 1, 3, 4, 130]);

const SCENARIO = `name: brittle
category: 39
durations: { ignore: 2s, refuse: 2s, silent: 2s, background: 4s, locked: 4s, killed: 2s, notice: 30s, budget: ${BUDGET_MS}ms }
permissions: grant
`;

export interface CellResult {
  stepKind: string;
  /** "none": nothing was broken. */
  fault: string;
  outcome: string | null;
  why: string;
  exit: number | null;
  /** From the fault to the end of the command line. */
  endedAfterMs: number;
  /** Empty where the run ended as it should. */
  problems: string[];
}

/** @param folder of its own, which need not exist */
export async function runCell(stepKind: string, fault: string, folder: string): Promise<CellResult> {
  const kind = STEP_KINDS[stepKind] as StepKind;
  mkdirSync(folder, { recursive: true });
  const scenario = join(folder, "brittle.yaml");
  writeFileSync(scenario, `${SCENARIO}app: ${committedApk("brittle")}\nbranches: [${kind.branch}]\n${kind.scenario}`);
  if (kind.module !== undefined) writeFileSync(join(folder, "look.ts"), kind.module);
  const out = join(folder, "out");
  const child = spawn(process.execPath, ["--import", INJECTOR, MAIN, "run", scenario, "--out", out, "--lang", "en"], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, BRITTLE_PASSWORD: "something" },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (said += String(data)));
  const owner = child.pid ?? 0;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const problems: string[] = [];
  let tree: Process[] = [];
  let from = performance.now();
  try {
    if (fault !== "none") {
      await until(`"${stepKind}" under way`, READY_DEADLINE_MS, () => isUnderWay(kind, out, child), LOOK_INTERVAL_MS);
      from = performance.now();
      tree = descendants(owner);
      await (FAULTS[fault] as Fault).happen({
        pid: owner,
        tree: () => descendants(owner),
        tellApp: (way) => tellApp(owner, way),
        tellInside: (what) => void child.send(what),
      });
    }
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
    child.kill("SIGTERM");
  }
  const exit = await endWithin(LIMIT_MS, child, ended, problems, (seen) => (tree = merged(tree, seen)));
  const endedAfterMs = Math.round(performance.now() - from);
  await nothingLeft(tree, owner).catch((left: Error) => problems.push(`left behind: ${left.message}`));
  problems.push(...foldersLeft(owner));
  const { outcome, why } = judge(join(out, kind.branch), problems);
  const expected = fault === "none" ? ["completed"] : expectedOutcomes(stepKind, fault);
  if (!(expected as readonly (string | null)[]).includes(outcome))
    problems.push(`${outcome} is none of ${expected.join(", ")}: ${said.slice(-400)}`);
  if (exit === null || !ORDERLY.has(exit)) problems.push(`exit ${exit}: ${said.slice(-400)}`);
  if ((outcome === "interrupted") !== (exit === 130)) problems.push(`exit ${exit} after ${outcome}`);
  return { stepKind, fault, outcome, why, exit, endedAfterMs, problems };
}

/** The step is under way in the trace as it stands; an end before that is no hit. */
function isUnderWay(kind: StepKind, out: string, child: ChildProcess): true | null {
  if (child.exitCode !== null || child.signalCode !== null) throw new Error("the run ended before the step came");
  try {
    const trace = new Database(join(out, kind.branch, "trace.sqlite"), { readonly: true, fileMustExist: true });
    try {
      return kind.isUnderWay(trace) ? true : null;
    } finally {
      trace.close();
    }
  } catch {
    return null; // not there yet
  }
}

/** The app looks for a file of that name among its own. */
function tellApp(owner: number, way: string): void {
  const name = readdirSync(tmpdir()).find((each) => each.startsWith(`${TEMP_PREFIXES.device}${owner}-`));
  if (name === undefined) throw new Error("the run has no phone");
  const files = join(tmpdir(), name, "data", PACKAGE, "files");
  mkdirSync(files, { recursive: true });
  writeFileSync(join(files, way), "");
}

/** Temporary folders name the process that made them. */
function foldersLeft(owner: number): string[] {
  return readdirSync(tmpdir())
    .filter((name) => Object.values(TEMP_PREFIXES).some((prefix) => name.startsWith(`${prefix}${owner}-`)))
    .map(
      (name) => `${name} was left with ${readdirSync(join(tmpdir(), name), { recursive: true }).slice(0, 5).join(" ")}`,
    );
}

/** Watches what the command line starts until it ends; ends it where it does not. */
async function endWithin(
  limitMs: number,
  child: ChildProcess,
  ended: Promise<number | null>,
  problems: string[],
  saw: (tree: Process[]) => void,
): Promise<number | null> {
  const watching = setInterval(() => saw(descendants(child.pid ?? 0)), 500);
  const late = setTimeout(() => {
    problems.push(`did not end within ${limitMs} ms`);
    child.kill("SIGKILL");
  }, limitMs);
  const exit = await ended;
  clearTimeout(late);
  clearInterval(watching);
  return exit;
}

function merged(tree: Process[], seen: Process[]): Process[] {
  const known = new Set(tree.map(({ pid }) => pid));
  return [...tree, ...seen.filter(({ pid }) => !known.has(pid))];
}

/** The evidence so far: closed, whole, and with something in it. */
function judge(run: string, problems: string[]): { outcome: string | null; why: string } {
  const report = verifyRun(run);
  if (!report.ok) problems.push(`evidence: ${report.problem?.code ?? "not whole"}`);
  if (report.problem?.code === "no-trace") return { outcome: null, why: "" };
  const trace = TraceReader.open(run);
  const limits = trace.limits();
  trace.close();
  const own = limits.find(({ code }) => code === report.outcome)?.detail as { why?: string } | undefined;
  return { outcome: report.outcome, why: own?.why ?? "" };
}
