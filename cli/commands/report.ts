/** `consentry report`: shows a judged run; computes nothing. */
import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { usageError } from "../../controller/errors.ts";
import { writeHtmlReports } from "../../reports/html-report.ts";
import { readResult } from "../../rules/result-file.ts";
import { EXIT } from "../exit.ts";

const FORMATS = ["html", "json"];

export async function report(path: string, options: { format: string[]; out?: string }): Promise<number> {
  const wrong = options.format.find((format) => !FORMATS.includes(format));
  if (wrong !== undefined)
    throw usageError("format-unknown", `--format ${wrong}: not known`, `formats are ${FORMATS.join(", ")}`);
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "result.json") : path;
  if (!existsSync(file))
    throw usageError("result-missing", `${file} does not exist`, "judge the run first: `npx consentry analyze RUN`");
  const result = readResult(file);
  const root = dirname(resolve(file));
  const out = resolve(options.out ?? root);
  mkdirSync(out, { recursive: true });
  const written: string[] = [];
  if (options.format.includes("html")) written.push(...Object.values(writeHtmlReports(result, { root, out })));
  if (options.format.includes("json") && out !== root) {
    copyFileSync(file, join(out, "result.json"));
    written.push(join(out, "result.json"));
  }
  process.stdout.write(`${written.join("\n")}\n`);
  return EXIT.clean;
}
