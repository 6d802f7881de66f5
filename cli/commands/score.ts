/** `consentry score`: recall and precision against a labelled app. */
import { readTruth, scoreTruth, type Score } from "../../rules/score.ts";
import { readResult } from "../../rules/result-file.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage, type Language } from "../language.ts";
import { table } from "../terminal.ts";

export async function score(
  truthFile: string,
  resultFiles: string[],
  options: { json?: boolean; lang?: string },
): Promise<number> {
  const scored = scoreTruth(readTruth(truthFile), resultFiles.map(readResult));
  process.stdout.write(options.json ? `${JSON.stringify(scored)}\n` : scoreText(scored, chooseLanguage(options.lang)));
  return isPerfect(scored) ? EXIT.clean : EXIT.findings;
}

/** Everything expected was found and nothing else was said. */
export function isPerfect(scored: Score): boolean {
  return scored.total.recall === 1 && scored.total.precision === 1;
}

export function scoreText(scored: Score, language: Language): string {
  const head = {
    zh: ["应用", "分支", "召回率", "精确率", "无法判定"],
    en: ["app", "branch", "recall", "precision", "unknown"],
  }[language];
  const figures = (part: { recall: number; precision: number; unknownShare: number }): string[] => [
    part.recall.toFixed(2),
    part.precision.toFixed(2),
    `${(part.unknownShare * 100).toFixed(1)} %`,
  ];
  const rows = scored.branches.map((branch) => [scored.app, branch.branch, ...figures(branch)]);
  rows.push([scored.app, { zh: "合计", en: "total" }[language], ...figures(scored.total)]);
  const wrong = [
    ...scored.branches.flatMap((b) =>
      b.missed.map((m) => `${{ zh: "漏报", en: "missed" }[language]} ${b.branch}: ${m.behaviour} ${m.kind}`),
    ),
    ...scored.branches.flatMap((b) =>
      b.falsePositives.map(
        (f) => `${{ zh: "误报", en: "false" }[language]} ${b.branch}: ${f.fingerprint} ${f.kind} ${f.dataType}`,
      ),
    ),
  ];
  return `${table(head, rows)}\n${wrong.map((line) => `${line}\n`).join("")}`;
}
