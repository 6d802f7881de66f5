/** `consentry run`: drive, record, judge, report. */
import { join, resolve } from "node:path";
import { runId } from "../../controller/canary-seed.ts";
import { usageError } from "../../controller/errors.ts";
import { loadScenario } from "../../controller/scenario/load-scenario.ts";
import type { Branch } from "../../controller/scenario/scenario-schema.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage } from "../language.ts";
import { judge, type JudgeOptions } from "../judge.ts";
import { record } from "../record.ts";

export interface RunOptions extends JudgeOptions {
  app?: string;
  branch?: Branch[];
  handset: string;
  out?: string;
  disarm?: string[];
  parallel?: number;
}

/** @returns exit code of the whole run: interrupted, else what the judgement says */
export async function run(scenarioFile: string, options: RunOptions): Promise<number> {
  if (options.handset !== "virtual")
    throw usageError(
      "handset-unknown",
      `--handset ${options.handset}: not known`,
      "list handsets with `npx consentry handsets`",
    );
  const { scenario } = loadScenario(scenarioFile, options.app);
  const out = resolve(options.out ?? join("runs", `${runId(new Date())}-${scenario.name}`));
  const { results, interrupted } = await record(scenarioFile, {
    out,
    language: chooseLanguage(options.lang),
    app: options.app,
    branches: options.branch,
    disarm: options.disarm,
    parallel: options.parallel,
  });
  if (results.length === 0) return EXIT.interrupted;
  const judged = await judge([out], { ...options, out: join(out, "result.json"), report: true });
  return interrupted ? EXIT.interrupted : judged;
}
