/** `consentry verify`: is the evidence whole and unaltered? */
import { findRuns } from "../../trace/run-folder.ts";
import { verifyRun } from "../../trace/verify.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage, say } from "../language.ts";
import { printable } from "../terminal.ts";

export async function verify(paths: string[], options: { json?: boolean; lang?: string }): Promise<number> {
  const language = chooseLanguage(options.lang);
  const runs = [...new Set(paths.flatMap((path) => findRuns(path)))];
  const reports = runs.map((run) => ({ run, ...verifyRun(run) }));
  if (options.json) process.stdout.write(`${JSON.stringify(reports)}\n`);
  else {
    for (const { run, ok, rows, head, problem } of reports) {
      const state = ok ? say(language, { zh: "完好", en: "ok" }) : say(language, { zh: "有损", en: "damaged" });
      const what = problem ? ` ${printable(`${problem.table} n=${problem.n}: ${problem.what}`)}` : "";
      process.stdout.write(
        `${state}  ${run}  ${rows} ${say(language, { zh: "行", en: "rows" })}  ${head.slice(0, 16)}${what}\n`,
      );
    }
  }
  return reports.every((report) => report.ok) ? EXIT.clean : EXIT.evidence;
}
