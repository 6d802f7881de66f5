/**
 * HTML reports of a run with a million accesses: size, time in relation to reading the same result from disk and
 * checking it, and how long one report takes. Holds: at most 3 MB and 2 s each.
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPORT_BYTES } from "../reports/budget.ts";
import { writeHtmlReports } from "../reports/html-report.ts";
import { readResult, writeResult } from "../rules/result-file.ts";
import type { RunResult } from "../rules/result-schema.ts";
import { sampleFinding, sampleResult, sampleRun } from "../test/reports/sample-result.ts";

const ACCESSES = 1_000_000;
const TYPES = 40;
const SECONDS = 2500;
const FINDINGS = 120;
const REPORT_MS = 2000;

function millionAccesses(): RunResult {
  const from = sampleRun().fromUs;
  const series = Array.from({ length: TYPES * SECONDS }, (_, i): RunResult["series"][number] => [
    `t.${i % TYPES}`,
    `sdk${i % 7}`,
    Math.floor(i / TYPES),
    ACCESSES / (TYPES * SECONDS),
    i % TYPES < TYPES / 2 ? 1 : 0,
  ]);
  const findings = Array.from({ length: FINDINGS }, (_, i) => {
    const finding = sampleFinding(`fp-${i}`, { dataType: `t.${i % TYPES}`, count: ACCESSES / FINDINGS });
    const [access] = finding.evidence as [RunResult["findings"][number]["evidence"][number]];
    const stack = Array.from(
      { length: 40 },
      (_, frame) => `com.example.part${i}.Class.method${frame}(Class.java:${frame})`,
    );
    return { ...finding, evidence: Array.from({ length: 10 }, (_, n) => ({ ...access, n, stack })) };
  });
  return sampleRun({ series, findings, toUs: from + SECONDS * 1e6 });
}

export function run(): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), "bench-report-"));
  try {
    const file = join(root, "result.json");
    writeResult(file, sampleResult([millionAccesses()]));
    const start = performance.now();
    const result = readResult(file);
    const read = performance.now() - start;
    const again = performance.now();
    const files = writeHtmlReports(result, { root, out: root });
    const each = (performance.now() - again) / 2;
    const bytes = Math.max(statSync(files.zh).size, statSync(files.en).size);
    process.stdout.write(
      `report of ${ACCESSES} accesses, ${FINDINGS} findings: ${bytes} bytes (at most ${REPORT_BYTES}), ` +
        `${Math.round(each)} ms each (at most ${REPORT_MS}), ${(each / read).toFixed(2)}x reading the result\n`,
    );
    return Promise.resolve(bytes <= REPORT_BYTES && each <= REPORT_MS ? 0 : 1);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
