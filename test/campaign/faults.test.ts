import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { consentry, resultOf, scenario, scratch, start } from "./command.ts";
import { descendants, nothingLeft, until } from "./processes.ts";

/** Until a started run has an agent, a notice and a first access. */
const READY_DEADLINE_MS = 180_000;

const dir = scratch("faults");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** An `ignore` run of the app that behaves, its notice up and nobody touching it: complete, it would pass. */
async function underWay(name: string, ownGroup = false) {
  const out = join(dir, name);
  const { child, answer } = start(["run", scenario("news-clean"), "--branch", "ignore", "--out", out], ownGroup);
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
  it("ends with 130 and a valid, closed run in which nothing was lost", async () => {
    const run = await underWay("interrupt", true);
    process.kill(-run.owner, "SIGINT");
    // Whoever started it in the foreground hands the signal on.
    run.child.kill("SIGINT");
    expect((await run.answer).code).toBe(130);
    await nothingLeft(run.tree, run.owner);
    expect((await consentry("verify", run.out)).code).toBe(0);
    expect(resultOf(run.out).runs[0]?.outcome).toBe("interrupted");
    const trace = TraceReader.open(join(run.out, "ignore"));
    expect(trace.sessions().map(({ end }) => end?.how)).toEqual(["flushed"]);
    trace.close();
  }, 400_000);
});
