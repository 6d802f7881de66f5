import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeHtmlReports } from "../../reports/html-report.ts";
import type { Result, RunResult } from "../../rules/result-schema.ts";
import { quietRun, sampleResult } from "./sample-result.ts";

const dir = mkdtempSync(join(tmpdir(), "several-builds-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function reportOf(result: Result): { zh: string; en: string } {
  const files = writeHtmlReports(result, { root: dir, out: dir });
  return { zh: readFileSync(files.zh, "utf8"), en: readFileSync(files.en, "utf8") };
}

/** The same app in another build, at rest but for the permission that it asks for. */
function nextBuild(run: RunResult): RunResult {
  const app = { ...run.app, versionName: "3.3.0", sha256: "b".repeat(64) };
  const asked = { axis: "permission" as const, scope: "perm.location", state: "denied", t: run.fromUs + 1 };
  return {
    ...run,
    app,
    phases: [...run.phases, { ...asked, uncertainty: 0, source: "permission-dialog" }],
    steps: [...run.steps, { kind: "fact", name: "asked-again", t: run.fromUs + 2, end: null }],
    series: [["perm.location", run.app.package, 0, 1, 0]],
  };
}

describe("a report on several builds of one app", () => {
  const one = sampleResult();
  const run = quietRun();
  const two: Result = { ...one, runs: [...one.runs, nextBuild(run)] };

  it("tells them apart by their version, wherever a run or an app is named", () => {
    const { zh, en } = reportOf(two);
    expect(en).toContain("none of the problems tested for was found with “早闻 3.3.0”");
    expect(zh).toContain("未发现“早闻 3.3.0”有所检测的问题");
    for (const page of [zh, en]) expect(page.match(/早闻 3\.3\.0 · /g)?.length).toBeGreaterThan(1);
    expect(reportOf(one).en).not.toMatch(/早闻 \d\.\d\.\d · /);
  });

  it("names permissions and facts in words of both languages", () => {
    const { zh, en } = reportOf(two);
    expect(en).toContain("Permission location");
    expect(en).toContain("Asks for the permission: location");
    expect(zh).toContain("权限 位置");
    expect(zh).toContain("申请权限：位置");
    for (const page of [zh, en]) expect(page).not.toMatch(/>[^<]*(perm\.location|asked-again)[^<]*</);
  });
});
