/** What the tests of the labelled door apps share: one whole run, what must hold of it, and how its findings meet the labels. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Finding, Result } from "../../rules/result-schema.ts";
import { truthPhases } from "../../rules/score.ts";
import type { TruthPhase } from "../../rules/truth-schema.ts";
import { committedApk, currentSourceHash, packedSourceHash, type DoorApp } from "../../scenarios/build-apps.ts";
import { type Answer, consentry, essences, resultOf, ROOT } from "./command.ts";

/** Share of rules that may end unknown. */
const MOST_UNKNOWN = 0.05;

export interface Label {
  id: string;
  api: string;
  data_type: string;
  phase: TruthPhase;
  branches: string[];
  caller: string;
  caller_kind: "app" | "sdk";
  door: string;
  /** Kinds of the findings that must be reported. */
  expected: string[];
}

export class DoorRun {
  readonly labels: readonly Label[];
  readonly #app: DoorApp;
  readonly #dir: string;
  #answer: Answer | undefined;

  /** @param dir where the run goes, and those with some doors shut */
  constructor(app: DoorApp, dir: string) {
    this.#app = app;
    this.#dir = dir;
    this.labels = (JSON.parse(readFileSync(this.#truth, "utf8")) as { behaviours: Label[] }).behaviours;
  }

  get #truth(): string {
    return join(ROOT, "scenarios", "doors", this.#app, "truth.json");
  }

  #run(name: string, ...more: string[]): Promise<Answer> {
    const scenario = join(ROOT, "scenarios", "doors", `${this.#app}.yaml`);
    return consentry("run", scenario, ...more, "--out", join(this.#dir, name), "--lang", "en");
  }

  /** Every branch of the scenario, every door watched. */
  async start(): Promise<void> {
    this.#answer = await this.#run("whole");
  }

  get whole(): Result {
    return resultOf(join(this.#dir, "whole"));
  }

  /** Folder of one branch of the whole run. */
  folder(branch: string): string {
    return join(this.#dir, "whole", branch);
  }

  /** The refusal once more with some rows of the catalogue not watched. @returns the result, what was found before, and now */
  async withoutRows(rows: string): Promise<{ result: Result; before: string[]; after: string[] }> {
    const without = await this.#run("disarmed", "--branch", "refuse", "--disarm", rows);
    expect([1, 4], without.stderr).toContain(without.code);
    const result = resultOf(join(this.#dir, "disarmed"));
    return { result, before: essences(this.whole, "refuse"), after: essences(result) };
  }

  /** Tests that hold for each of these apps. */
  itIsWhole(): void {
    it("runs an APK that was built from the sources beside it", () => {
      expect(packedSourceHash(committedApk(this.#app))).toBe(currentSourceHash(this.#app));
    });

    it("ends in every branch with findings", () => {
      expect(this.#answer?.code, this.#answer?.stderr).toBe(1);
      expect(this.whole.runs.map((run) => [run.branch, run.outcome])).toEqual([
        ["accept", "completed"],
        ["ignore", "completed"],
        ["refuse", "completed"],
      ]);
    });

    it("finds all labelled behaviours, none of the near-misses, and leaves little unknown", async () => {
      const scored = await consentry("score", this.#truth, join(this.#dir, "whole", "result.json"), "--json");
      expect(scored.code, scored.stdout).toBe(0);
      const { total } = JSON.parse(scored.stdout) as {
        total: { recall: number; precision: number; unknownShare: number };
      };
      expect([total.recall, total.precision]).toEqual([1, 1]);
      expect(total.unknownShare).toBeLessThanOrEqual(MOST_UNKNOWN);
    });
  }

  /** Each label with the findings of its branch that it asks for: same kind, same datum, same reader, same phase. */
  *labelled(): Generator<{ where: string; label: Label; found: Finding[] }> {
    for (const { branch, findings } of this.whole.runs)
      for (const label of this.labels.filter(({ branches }) => branches.includes(branch)))
        yield { where: `${branch}: ${label.id}`, label, found: findings.filter((finding) => isOf(label, finding)) };
  }
}

function isOf(label: Label, { kind, dataType, phase, caller: { reader } }: Finding): boolean {
  if (!label.expected.includes(kind)) return false;
  if (dataType !== label.data_type || !truthPhases({ phase }).has(label.phase)) return false;
  if (label.caller_kind === "app") return reader.kind === "app";
  return [reader.id, reader.name].some((name) => label.caller.toLowerCase().includes(name.toLowerCase()));
}
