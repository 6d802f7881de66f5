import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { consentry, resultOf, scenario, scratch, start } from "./command.ts";

/** Until a started run has an agent, a notice and a first access. */
const READY_DEADLINE_MS = 180_000;
/** Frida's helper, JVM and Appium must be gone by then. */
const GONE_DEADLINE_MS = 60_000;
const LOOK_INTERVAL_MS = 200;

const dir = scratch("faults");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function until<T>(what: string, deadlineMs: number, look: () => T | null): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = look();
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
  }
}

interface Process {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Process[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
      if (state === "Z") return [];
      return [
        { pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ") },
      ];
    } catch {
      return []; // it ended while we looked
    }
  });
}

function descendants(pid: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((p) => p.parent === parent).flatMap((p) => [p, ...below(p.pid)]);
  return below(pid);
}

/** Frida's helper leaves our tree: it is known by the private folder, which carries the pid of the process that made it. */
function fridaHelpers(owner: number): number[] {
  return processes()
    .filter((p) => p.command.includes(`frida-host-${owner}-`))
    .map((p) => p.pid);
}

/** An `ignore` run of the app that behaves, its notice up and nobody touching it: complete, it would pass. */
async function underWay(name: string) {
  const out = join(dir, name);
  const { child, answer } = start(["run", scenario("news-clean"), "--branch", "ignore", "--out", out]);
  await until("a run under way", READY_DEADLINE_MS, () => {
    try {
      const db = new Database(join(out, "ignore", "trace.sqlite"), { readonly: true, fileMustExist: true });
      const ready = db
        .prepare("SELECT EXISTS (SELECT 1 FROM phase_changes WHERE state = 'foreground-silent')")
        .pluck()
        .get();
      db.close();
      return ready === 1 ? true : null;
    } catch {
      return null; // not there yet
    }
  });
  const tree = descendants(child.pid ?? 0);
  return { out, child, answer, tree, owner: child.pid ?? 0 };
}

async function nothingLeft(tree: Process[], owner: number): Promise<void> {
  const left = (): string[] => {
    const now = processes();
    const ours = now.filter((p) => tree.some((old) => old.pid === p.pid) || fridaHelpers(owner).includes(p.pid));
    return ours.map((p) => `${p.pid} ${p.command.slice(0, 200)}`);
  };
  try {
    await until("every process to be gone", GONE_DEADLINE_MS, () => (left().length > 0 ? null : true));
  } catch (late) {
    throw new Error(left().join("\n"), { cause: late });
  }
}

function markersOf(out: string): number {
  const trace = TraceReader.open(join(out, "ignore"));
  const count = trace.db.prepare("SELECT count(*) FROM markers").pluck().get() as number;
  trace.close();
  return count;
}

describe.each([
  { victim: "the handset's process", match: /virtualhandset\.Main/, outcome: "process-lost" },
  { victim: "the Frida child", match: /python-host\.py/, outcome: "agent-lost" },
  { victim: "the Appium server", match: /serve\.ts/, outcome: "session-lost" },
])("SIGKILL of $victim", ({ victim, match, outcome }) => {
  it("keeps the evidence, ends unknown with exit 4, leaves nothing behind", async () => {
    const run = await underWay(victim.replaceAll(/\W+/g, "-"));
    const target = run.tree.find((p) => match.test(p.command));
    expect(target, run.tree.map((p) => p.command).join("\n")).toBeDefined();
    process.kill(target?.pid ?? 0, "SIGKILL");
    const answer = await run.answer;
    await nothingLeft(run.tree, run.owner);
    const [result] = resultOf(run.out).runs;
    expect(result?.outcome).toBe(outcome);
    expect(result?.integrity.ok).toBe(true);
    expect(markersOf(run.out)).toBeGreaterThan(0);
    const verdicts = new Set(result?.verdicts.map((v) => v.verdict));
    expect(verdicts).not.toContain("pass");
    expect(verdicts).toContain("unknown");
    expect(answer.code, answer.stderr).toBe(4);
  }, 400_000);
});

describe("SIGKILL of the controller", () => {
  it("leaves an unsealed run that is judged unknown with exit 4, and nothing else", async () => {
    const run = await underWay("controller");
    run.child.kill("SIGKILL");
    await run.answer;
    await nothingLeft(run.tree, run.owner);
    expect(markersOf(run.out)).toBeGreaterThan(0);
    const judged = await consentry("analyze", run.out);
    expect(judged.code, judged.stderr).toBe(4);
    expect(resultOf(run.out).runs[0]?.verdicts.map((v) => v.verdict)).not.toContain("pass");
    expect((await consentry("verify", run.out)).code).toBe(4);
  }, 400_000);
});

describe("Ctrl-C", () => {
  it("ends with 130 and a valid, closed run", async () => {
    const run = await underWay("interrupt");
    run.child.kill("SIGINT");
    expect((await run.answer).code).toBe(130);
    await nothingLeft(run.tree, run.owner);
    expect((await consentry("verify", run.out)).code).toBe(0);
    expect(resultOf(run.out).runs[0]?.outcome).toBe("interrupted");
  }, 400_000);
});
