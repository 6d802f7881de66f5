/** One campaign of a few combinations on real handsets; every assertion below reads from it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TraceReader, type PhaseRow, type StepRow } from "../../trace/trace-reader.ts";
import { verifyRun } from "../../trace/verify.ts";
import { type Answer, consentry, resultOf, ROOT, scratch } from "./command.ts";

const dir = scratch("branches");
const DEMO = join(ROOT, "scenarios", "demo");
const SHORT = "{ ignore: 2s, refuse: 2s, silent: 2s, background: 2s, locked: 2s, killed: 2s, notice: 20s, budget: 5m }";

/** A scenario of the demo with short waits. */
function shortened(name: string): string {
  const text = readFileSync(join(DEMO, `${name}.yaml`), "utf8")
    .replace(/^durations: .*$/m, `durations: ${SHORT}`)
    .replace(/^(\s*- (?:idle|background)): \d+s$/gm, "$1: 2s")
    .replace(/^(app|upgradeFrom): /gm, `$1: ${DEMO}/`);
  const file = join(dir, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}

interface Recorded {
  outcome: string | undefined;
  phases: PhaseRow[];
  steps: StepRow[];
  facts(name: string): Record<string, unknown>[];
  consents: string[];
  apps: string[];
}

function recorded(run: string): Recorded {
  const trace = TraceReader.open(run);
  const phases = trace.phases();
  const steps = trace.steps();
  const outcome = trace.seal()?.outcome;
  trace.close();
  const states = (axis: string) => phases.filter((p) => p.axis === axis).map((p) => p.state);
  return {
    outcome,
    phases,
    steps,
    facts: (name) =>
      steps.filter((s) => s.kind === "fact" && s.name === name).map((s) => s.detail as Record<string, unknown>),
    consents: states("consent"),
    apps: states("app"),
  };
}

const answers = new Map<string, Answer>();
async function run(name: string, branches: string[]): Promise<void> {
  const out = join(dir, name);
  answers.set(name, await consentry("run", shortened(name), "--branch", branches.join(","), "--out", out));
}

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("branches and states of one app", () => {
  beforeAll(() => run("news", ["accept+locked", "accept", "accept+witness", "refuse-relaunch+killed"]), 600_000);
  const of = (branch: string): Recorded => recorded(join(dir, "news", branch));

  it("walks every one to its end, each a run that verifies", () => {
    expect(answers.get("news")?.code, answers.get("news")?.stderr).toBe(1);
    for (const branch of ["accept+locked", "accept", "accept+witness", "refuse-relaunch+killed"]) {
      expect([branch, of(branch).outcome]).toEqual([branch, "completed"]);
      expect(verifyRun(join(dir, "news", branch)).ok, branch).toBe(true);
    }
  });

  it("locks the screen after the branch's own steps, and says when it was off", () => {
    const { apps, phases } = of("accept+locked");
    expect(apps.slice(-2)).toEqual(["screen-locked", "foreground-active"]);
    const [off, on] = phases.filter((p) => p.axis === "app").slice(-2);
    expect(Number(on?.t) - Number(off?.t)).toBeGreaterThan(2_000_000);
  });

  it("after a refusal starts again, notes that the app asks again, and keeps the decision", () => {
    const { consents, facts, steps } = of("refuse-relaunch+killed");
    expect(consents).toEqual(["pre-notice", "undecided", "refused"]);
    expect(facts("asked-again")).toMatchObject([{ asked: true, when: "relaunch", after: "refused" }]);
    expect(steps.filter((s) => s.kind === "launch")).toHaveLength(2);
  });

  it("leaves the ended process alone and notes that it did not come back", () => {
    const { facts, apps } = of("refuse-relaunch+killed");
    expect(facts("self-start")).toMatchObject([{ started: false }]);
    expect(Number(facts("self-start")[0]?.["watchedUs"])).toBeGreaterThanOrEqual(2_000_000);
    expect(apps.at(-1)).toBe("stopped");
  });

  it("puts the instant of decision into the touch, and of a run without the agent into the tap command", () => {
    const decision = (branch: string) => of(branch).phases.find((p) => p.state === "accepted");
    expect(decision("accept")).toMatchObject({ source: "touch", uncertainty: 1000 });
    expect(decision("accept+witness")?.source).toBe("tap-command");
    expect(decision("accept+witness")?.uncertainty).toBeGreaterThan(1000);
  });

  it("keeps what the handset logged without the agent, and no access of ours", () => {
    const trace = TraceReader.open(join(dir, "news", "accept+witness"));
    const [lines, sessions] = [trace.witness(), trace.sessions()];
    trace.close();
    expect(sessions).toEqual([]);
    expect(lines.filter((l) => l.kind === "access").map((l) => l.name)).toContain(
      "android.content.ClipboardManager.getPrimaryClip",
    );
    expect(lines.find((l) => l.kind === "process")?.name).toBe("gate");
  });

  it("holds that log against the findings of the same branch, and of no other", () => {
    const { runs } = resultOf(join(dir, "news"));
    const states = (branch: string) =>
      new Map(
        runs.find((r) => r.branch === branch)?.findings.map((f) => [f.dataType, f.corroboration?.state ?? "none"]),
      );
    expect(states("accept").get("app.list")).toBe("corroborated");
    expect(states("accept").get("id.android_id")).toBe("not-observable");
    expect(new Set(states("accept+locked").values())).toEqual(new Set(["none"]));
    const report = readFileSync(join(dir, "news", "report.en.html"), "utf8");
    expect(report).toContain("not observable by the OS");
    expect(report).toContain("corroborated");
  });
});
