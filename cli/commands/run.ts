/** `consentry run`: drive, record, judge, report; one scenario or a campaign of many. */
import { join, resolve } from "node:path";
import { runId } from "../../controller/canary-seed.ts";
import { usageError } from "../../controller/errors.ts";
import { loadScenario } from "../../controller/scenario/load-scenario.ts";
import { isCampaignFile } from "../../controller/campaign/load-campaign.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage } from "../language.ts";
import { judge, type JudgeOptions, packsOf } from "../judge.ts";
import { checkFiles } from "../judge-files.ts";
import { record } from "../record.ts";

export interface RunOptions extends JudgeOptions {
  app?: string;
  branch?: string[];
  handset: string;
  /** File of credentials, instead of the scenario's own. */
  secrets?: string;
  out?: string;
  disarm?: string[];
  parallel?: number;
  /** Go on with the campaign that `out` holds. */
  resume?: boolean;
}

/** @returns exit code of the whole run: interrupted, else what the judgement says */
export async function run(scenarioFile: string, options: RunOptions): Promise<number> {
  if (options.handset !== "virtual")
    throw usageError(
      "handset-unknown",
      `--handset ${options.handset}: not known`,
      "list handsets with `npx consentry handsets`",
    );
  // A mistake in a pack or another file is told before anything runs, not after it.
  packsOf(options);
  checkFiles(options);
  if (options.profile === "official")
    throw usageError(
      "profile-official",
      "an official judgement needs a selftest after the run",
      "run with `--profile lab`, then `consentry selftest --json`, then `analyze --profile official --sample FILE --controls BEFORE,AFTER`",
    );
  if (isCampaignFile(scenarioFile)) {
    if (options.secrets !== undefined)
      throw usageError(
        "secrets-campaign",
        "--secrets belongs to one scenario",
        "name the file in each scenario of the campaign: secrets: FILE",
      );
    return (await import("./campaign.ts")).runCampaign(scenarioFile, options);
  }
  if (options.resume)
    throw usageError(
      "resume-scenario",
      "--resume goes on with a campaign",
      `${scenarioFile} is a scenario: run it anew`,
    );
  const { scenario } = loadScenario(scenarioFile, options.app, options.secrets);
  const out = resolve(options.out ?? join("runs", `${runId(new Date())}-${scenario.name}`));
  const { results, interrupted } = await record(scenarioFile, {
    out,
    language: chooseLanguage(options.lang),
    app: options.app,
    secrets: options.secrets,
    branches: options.branch,
    disarm: options.disarm,
    parallel: options.parallel,
  });
  if (results.length === 0) return EXIT.interrupted;
  const judged = await judge([out], { ...options, out: join(out, "result.json"), report: true });
  return interrupted ? EXIT.interrupted : judged;
}
