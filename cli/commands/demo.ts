/** `consentry demo`: what `npm start` shows: three small apps, every branch, one report. */
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runId } from "../../controller/canary-seed.ts";
import { judge } from "../judge.ts";
import { record } from "../record.ts";
import { chooseLanguage, say } from "../language.ts";
import { EXIT } from "../exit.ts";

const SCENARIOS = ["news.yaml", "news-clean.yaml", "fitness-en.yaml"];

export async function demo(options: { out?: string; lang?: string }): Promise<number> {
  const language = chooseLanguage(options.lang);
  const out = resolve(options.out ?? join("runs", `${runId(new Date())}-demo`));
  for (const scenario of SCENARIOS) {
    const file = fileURLToPath(new URL(`../../scenarios/demo/${scenario}`, import.meta.url));
    const { interrupted } = await record(file, { out: join(out, scenario.replace(/\.yaml$/, "")), language });
    if (interrupted) return EXIT.interrupted;
  }
  const exit = await judge([out], {
    out: join(out, "result.json"),
    report: true,
    ...(options.lang ? { lang: options.lang } : {}),
  });
  process.stdout.write(
    `${say(language, {
      zh: "演示应用中有一个故意违规，所以此处出现问题是预期结果。",
      en: "Two of the demo apps break the rules on purpose, so findings here are expected.",
    })}\n`,
  );
  // The demo succeeded when it found something; what it found is not this machine's fault.
  return exit === EXIT.findings ? EXIT.clean : exit;
}
