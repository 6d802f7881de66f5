import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeHtmlReports } from "../../reports/html-report.ts";
import type { Result, RunResult } from "../../rules/result-schema.ts";
import { quietRun, sampleFinding, sampleResult } from "./sample-result.ts";

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

  it("lets a run without the agent bear witness, and does not count what that run leaves open", () => {
    const reason = { code: "no-agent", text: { zh: "未放入探针", en: "no agent was in this run" } };
    const witness: RunResult = {
      ...run,
      run: "accept+witness",
      branch: "accept+witness",
      verdicts: run.verdicts.map((one) => ({ ...one, verdict: "unknown", reason, findings: [] })),
    };
    const { zh, en } = reportOf({ ...one, runs: [run, witness] });
    expect(en).toContain("1 further run was made without the agent");
    expect(zh).toContain("另有 1 次运行未放入探针");
    expect(en).not.toContain("no agent was in this run");
    const alone = reportOf({ ...one, runs: [witness] });
    expect(alone.en).toContain("must not be read as “not found”");
  });

  it("tells what is no read by its own title", () => {
    const noted = sampleFinding("fp-again", {
      kind: "permission_repeat",
      title: { zh: "被拒后再次申请位置权限", en: "Location asked for again after it was denied" },
    });
    const withdrawn = sampleFinding("fp-withdrawn", { kind: "post_withdrawal" });
    const { zh, en } = reportOf({ ...one, runs: [{ ...run, findings: [noted, withdrawn] }] });
    expect(en).toMatch(/it read Android ID after the user withdrew consent; Location asked for again/);
    expect(zh).toContain("；被拒后再次申请位置权限。");
    for (const page of [zh, en]) expect(page).not.toMatch(/answer-sentence">[^<]*_/);
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
