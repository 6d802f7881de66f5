/** Drives a scenario and prints progress to standard error: shared by run, demo, selftest. */
import pc from "picocolors";
import type { BranchResult } from "../controller/run-branch.ts";
import { runScenario } from "../controller/run-scenario.ts";
import { loadScenario } from "../controller/scenario/load-scenario.ts";
import type { AppLimit } from "../controller/workshop.ts";
import { interruptible } from "./interruptible.ts";
import { say, type Language, outcomeWord } from "./language.ts";
import { printable } from "./terminal.ts";

export interface RecordOptions {
  out: string;
  language: Language;
  app?: string | undefined;
  /** File of credentials, instead of the scenario's own. */
  secrets?: string | undefined;
  branches?: string[] | undefined;
  disarm?: string[] | undefined;
  parallel?: number | undefined;
}

/** Ctrl-C ends the branch that is under way; what was recorded stays a valid run. */
export async function record(
  scenarioFile: string,
  options: RecordOptions,
): Promise<{ results: BranchResult[]; interrupted: boolean }> {
  const loaded = loadScenario(scenarioFile, options.app, options.secrets);
  let told = false;
  const { result: results, interrupted } = await interruptible((signal) =>
    runScenario(loaded, {
      out: options.out,
      ...(options.branches ? { branches: options.branches } : {}),
      ...(options.disarm ? { disarm: options.disarm } : {}),
      ...(options.parallel ? { parallel: options.parallel } : {}),
      signal,
      onLimits: (limits) => {
        if (told) return;
        told = true;
        const lines = limits.map((limit) => `${limitLine(options.language, loaded.scenario.name, limit)}\n`);
        process.stderr.write(lines.join(""));
      },
      onProgress: ({ branch, state, result }) =>
        progress(options.language, loaded.scenario.name, branch, state, result),
    }),
  );
  return { results, interrupted };
}

/** What will not work is said before it is missed. */
export function limitLine(language: Language, app: string, { code, detail }: AppLimit): string {
  const cannot = say(language, { zh: "本终端无法运行的部分", en: "this handset cannot run" });
  return `${app}: ${cannot}: ${code} (${printable(detail).slice(0, 200)})`;
}

function progress(
  language: Language,
  name: string,
  branch: string,
  state: "start" | "done",
  result?: BranchResult,
): void {
  const head = `${name} ${pc.bold(branch)}`;
  if (state === "start") {
    process.stderr.write(`${head}: ${say(language, { zh: "开始", en: "started" })}\n`);
  } else if (result) {
    const why = result.why ? ` (${printable(result.why)})` : "";
    const ended = outcomeWord(language, result.outcome);
    process.stderr.write(`${head}: ${result.outcome === "completed" ? pc.green(ended) : pc.yellow(ended)}${why}\n`);
  }
}
