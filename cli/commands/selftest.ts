/**
 * `consentry selftest`: a positive and a negative control on the handset itself. The demo violator must give exactly what
 * its labels say, its compliant twin nothing; otherwise no verdict of this handset is worth anything.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { usageError } from "../../controller/errors.ts";
import { analyzeRuns } from "../../rules/engine.ts";
import type { Control } from "../../rules/profile-schema.ts";
import type { RunResult } from "../../rules/result-schema.ts";
import { readTruth, scoreTruth } from "../../rules/score.ts";
import { findRuns } from "../../trace/run-folder.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage, say } from "../language.ts";
import { record } from "../record.ts";
import { isPerfect, scoreText } from "./score.ts";

const CONTROLS = [
  { name: "news", expects: { zh: "违规样本", en: "positive control" } },
  { name: "news-clean", expects: { zh: "合规样本", en: "negative control" } },
];

export async function selftest(options: {
  handset: string;
  out?: string;
  json?: boolean;
  lang?: string;
}): Promise<number> {
  if (options.handset !== "virtual")
    throw usageError(
      "handset-unknown",
      `--handset ${options.handset}: not known`,
      "list handsets with `npx consentry handsets`",
    );
  const language = chooseLanguage(options.lang);
  const out = options.out ? resolve(options.out) : mkdtempSync(join(tmpdir(), "selftest-"));
  const answers: Control["controls"] = [];
  let first: RunResult | undefined;
  for (const control of CONTROLS) {
    const folder = (path: string): string => fileURLToPath(new URL(`../../scenarios/demo/${path}`, import.meta.url));
    const { interrupted } = await record(folder(`${control.name}.yaml`), {
      out: join(out, control.name),
      language,
      branches: ["refuse"],
    });
    if (interrupted) return EXIT.interrupted;
    const result = analyzeRuns(findRuns(join(out, control.name)), { root: out, profile: "lab" });
    first ??= result.runs[0];
    const scored = scoreTruth(readTruth(folder(`${control.name}/truth.json`)), [result]);
    const ok = isPerfect(scored);
    answers.push({ control: control.name, ok, recall: scored.total.recall, precision: scored.total.precision });
    if (!options.json) {
      const verdict = ok ? say(language, { zh: "正确", en: "right" }) : say(language, { zh: "错误", en: "WRONG" });
      process.stdout.write(
        `${say(language, control.expects)} ${control.name}: ${verdict}\n${ok ? "" : scoreText(scored, language)}`,
      );
    }
  }
  if (options.json && first !== undefined) {
    const { handset, startedWallMs } = first;
    const held: Control = {
      schema: "selftest/1",
      handset: { id: handset.id, os: handset.os, model: handset.model },
      startedWallMs,
      controls: answers,
    };
    process.stdout.write(`${JSON.stringify(held)}\n`);
  }
  return answers.every((answer) => answer.ok) ? EXIT.clean : EXIT.evidence;
}
