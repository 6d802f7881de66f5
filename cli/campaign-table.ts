/** A campaign at a glance: one line an app. */
import type { JobRecord } from "../controller/campaign/manifest.ts";
import { bearsWitness } from "../reports/problems.ts";
import type { Finding, Result, RunResult } from "../rules/result-schema.ts";
import { type Language, outcomeWord, say } from "./language.ts";
import { printable, table } from "./terminal.ts";

const HEAD = {
  zh: ["应用", "包名", "运行", "问题", "待人工", "未发现", "无法判定", "最常重现"],
  en: ["app", "package", "runs", "violations", "needs a person", "not found", "unknown", "most repeated"],
};

export function campaignTable(jobs: readonly JobRecord[], result: Result, language: Language): string {
  const byDir = new Map(result.runs.map((run) => [run.run, run]));
  const names = [...new Set(jobs.map((job) => job.app))];
  const rows = names.map((name) => {
    const own = jobs.filter((job) => job.app === name);
    const runs = own.flatMap((job) => byDir.get(job.dir) ?? []);
    // What a run without the agent leaves open is not the app's doing.
    const judged = runs.filter((run) => !bearsWitness(run));
    const count = (verdict: string): string =>
      String(judged.reduce((sum, run) => sum + run.verdicts.filter((v) => v.verdict === verdict).length, 0));
    return [
      name,
      runs[0]?.app.package ?? "",
      `${runs.length}/${own.length}`,
      String(problems(runs, "violation").length),
      String(problems(runs, "needs-person").length),
      count("pass"),
      count("unknown"),
      mostRepeated(runs),
    ];
  });
  const failed = jobs.filter((job) => job.state === "failed");
  const lines = failed.map(
    (job) =>
      `${say(language, { zh: "未能运行", en: "could not be run" })}: ${job.app} ${job.combination}: ${outcomeWord(language, job.outcome ?? "")} ${job.why.split("\n")[0] ?? ""}`,
  );
  return [table(HEAD[language], rows), ...lines].join("\n");
}

/** Findings that differ, whatever the number of runs that show them. */
function problems(runs: readonly RunResult[], verdict: Finding["verdict"]): Finding[] {
  const all = runs.flatMap((run) => run.findings.filter((f) => f.verdict === verdict));
  return [...new Map(all.map((f) => [f.fingerprint, f])).values()];
}

function mostRepeated(runs: readonly RunResult[]): string {
  const counted = runs.flatMap((run) => run.findings.flatMap((f) => f.repeats ?? []));
  const best = counted.sort((a, b) => b.found / b.of - a.found / a.of)[0];
  return best ? `${best.found}/${best.of}` : "";
}

/** How to go on where runs are left; "" where all are done. */
export function resumeHint(jobs: readonly JobRecord[], file: string, out: string, language: Language): string {
  const left = jobs.filter((job) => job.state !== "done").length;
  if (left === 0) return "";
  const command = `consentry run ${printable(file)} --out ${printable(out)} --resume`;
  return `${say(language, { zh: `${left} 次运行未完成，继续：${command}`, en: `${left} run(s) left; go on by: ${command}` })}\n`;
}
