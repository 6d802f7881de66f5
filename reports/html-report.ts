/** `report.zh.html` and `report.en.html`: one file each, nothing loaded from anywhere. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Result } from "../rules/result-schema.ts";
import { html } from "./html.ts";

/** Writes both reports of `result` into `out`, each whole or not at all. @returns their paths */
export function writeHtmlReports(result: Result, { out }: { root: string; out: string }): { zh: string; en: string } {
  const write = (language: "zh" | "en"): string => {
    const file = join(out, `report.${language}.html`);
    const findings = result.runs.flatMap((run) => run.findings.map((finding) => html`<li>${finding.title[language]}</li>`));
    const page = html`<!doctype html><html lang="${language}"><meta charset="utf-8"><title>Consentry</title><ul>${findings}</ul></html>`;
    writeFileSync(`${file}.partial`, page.text);
    renameSync(`${file}.partial`, file);
    return file;
  };
  return { zh: write("zh"), en: write("en") };
}
