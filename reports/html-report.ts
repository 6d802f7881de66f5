/** `report.zh.html` and `report.en.html`: one file each, nothing loaded from anywhere. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../rules/result-schema.ts";
import { type Budget, BUDGETS, REPORT_BYTES } from "./budget.ts";
import { page } from "./page.ts";
import { problemsOf } from "./problems.ts";
import { loadScreens } from "./screens.ts";
import type { Language } from "./texts/language.ts";

/**
 * The page of one language as text. The same result and screenshots give the same bytes.
 * @param root folder that the result's run names are relative to
 */
export function htmlReport(result: Result, language: Language, root: string): string {
  const problems = problemsOf(result);
  let text = "";
  for (const budget of BUDGETS as readonly Budget[]) {
    const screens = loadScreens(result, problems, root, budget.screens);
    text = page(language, { result, problems, screens, budget }).text;
    if (Buffer.byteLength(text) <= REPORT_BYTES) break;
  }
  return text;
}

/**
 * Writes both reports into the folder `out`, each whole or not at all.
 * @param root folder that the result's run names and screenshots are relative to
 * @returns paths of the two files
 */
export function writeHtmlReports(
  result: Result,
  { root, out }: { root: string; out: string },
): { zh: string; en: string } {
  const write = (language: Language): string => {
    const file = join(out, `report.${language}.html`);
    writeFileSync(`${file}.partial`, htmlReport(result, language, root));
    renameSync(`${file}.partial`, file);
    return file;
  };
  return { zh: write("zh"), en: write("en") };
}
