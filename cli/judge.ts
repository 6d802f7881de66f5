/** Judges recorded runs, writes `result.json`, renders, prints the findings: shared by run, analyze, demo, selftest. */
import { dirname, resolve } from "node:path";
import { analyzeRuns } from "../rules/engine.ts";
import { bearsWitness } from "../reports/problems.ts";
import { wordFor, type Words } from "../reports/texts/language.ts";
import { APP_STATES, CONSENT, LEVELS, SEVERITIES } from "../reports/texts/states.ts";
import { exitStatus } from "../rules/exit-status.ts";
import { loadPacks, type RulePack } from "../rules/packs.ts";
import { readControl, readSample } from "../rules/profiles.ts";
import { readResult, writeResult } from "../rules/result-file.ts";
import type { Result } from "../rules/result-schema.ts";
import { withThresholds } from "../rules/thresholds.ts";
import { findRuns } from "../trace/run-folder.ts";
import { declarationsOf, gateOf, type JudgeFiles, withSuppressions } from "./judge-files.ts";
import { chooseLanguage, say, type Language } from "./language.ts";
import { table } from "./terminal.ts";

export interface JudgeOptions extends JudgeFiles {
  rules?: string[];
  profile?: "vendor" | "lab" | "official";
  /** Files: of the sample, of selftests, of thresholds. */
  sample?: string;
  controls?: string[];
  thresholds?: string;
  json?: boolean;
  lang?: string;
}

/** The packs asked for, with thresholds of one's own. @throws RulesError naming file and line */
export function packsOf({ rules, thresholds }: JudgeOptions): RulePack[] {
  const packs = loadPacks(rules);
  return thresholds === undefined ? packs : withThresholds(packs, thresholds);
}

/** @returns exit code, only after `result.json` was written and read back */
export async function judge(
  paths: string[],
  options: JudgeOptions & { out: string; report: boolean; table?: (result: Result, language: Language) => string },
): Promise<number> {
  const language = chooseLanguage(options.lang);
  const gate = gateOf(options);
  const runs = [...new Set(paths.flatMap((path) => findRuns(path)))];
  const root = dirname(resolve(options.out));
  const judged = analyzeRuns(runs, {
    root,
    packs: packsOf(options),
    profile: options.profile ?? "vendor",
    declarations: declarationsOf(options),
    sample: options.sample === undefined ? null : readSample(options.sample),
    controls: (options.controls ?? []).map((file) => readControl(file)),
  });
  writeResult(options.out, withSuppressions(judged, options));
  const result = readResult(options.out);
  let report: string | null = null;
  if (options.report) {
    const { writeHtmlReports } = await import("../reports/html-report.ts");
    const files = writeHtmlReports(result, { root, out: root });
    report = files[language];
  }
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    if (options.table) process.stdout.write(`${options.table(result, language)}\n\n`);
    process.stdout.write(summary(result, language) + pathLines(language, options.out, report));
  }
  return exitStatus(result, gate);
}

function pathLines(language: Language, resultFile: string, report: string | null): string {
  const lines = [`${say(language, { zh: "结果", en: "result" })}: ${resultFile}`];
  if (report) lines.push(`${say(language, { zh: "报告", en: "report" })}: ${report}`);
  return `${lines.join("\n")}\n`;
}

/** Findings as a table, then what each rule says where it is not a finding. */
export function summary(result: Result, language: Language): string {
  const word = (words: Words, code: string): string => wordFor(words, code)[language];
  const findings = result.runs.flatMap((run) =>
    run.findings.map((f) => [
      run.app.package,
      run.branch,
      f.verdict === "needs-person"
        ? say(language, { zh: "待人工确认", en: "needs a person" })
        : word(SEVERITIES, f.severity),
      f.title[language],
      f.dataTypeName[language],
      f.caller.reader.name,
      `${word(CONSENT, f.phase.consent)} / ${word(APP_STATES, f.phase.app)}`,
      word(LEVELS, f.evidenceLevel),
      String(f.count),
    ]),
  );
  const head = {
    zh: ["应用", "分支", "级别", "问题", "信息类型", "读取者", "阶段", "证据等级", "次数"],
    en: ["app", "branch", "severity", "finding", "data type", "reader", "phase", "evidence", "count"],
  }[language];
  const witnesses = result.runs.filter(bearsWitness);
  const judged = witnesses.length < result.runs.length ? result.runs.filter((run) => !bearsWitness(run)) : result.runs;
  const count = (verdict: string): number =>
    judged.reduce((sum, run) => sum + run.verdicts.filter((v) => v.verdict === verdict).length, 0);
  const verdicts = {
    zh: `规则结论：问题 ${count("violation")}，已覆盖范围内未发现 ${count("pass")}，待人工 ${count("needs-person")}，不适用 ${count("not-applicable")}，无法判定 ${count("unknown")}`,
    en: `rules: ${count("violation")} violation, ${count("pass")} not found within what was covered, ${count("needs-person")} need a person, ${count("not-applicable")} not applicable, ${count("unknown")} unknown`,
  }[language];
  const none = say(language, { zh: "在已覆盖范围内未发现问题", en: "nothing found within what was covered" });
  const apart =
    judged.length < result.runs.length
      ? `${say(language, { zh: `另有 ${witnesses.length} 次运行未放入探针，只作佐证`, en: `${witnesses.length} run(s) without the agent bear witness and are not judged by themselves` })}\n`
      : "";
  return `${findings.length > 0 ? table(head, findings) : none}\n\n${verdicts}\n${apart}`;
}
