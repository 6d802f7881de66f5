import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { consentry } from "../campaign/command.ts";

const CAMPAIGN = "scenarios/demo/campaign.yaml";
const dir = mkdtempSync(join(tmpdir(), "before-running-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("what is told before anything runs", () => {
  it("is a mistake in a rule pack: no evidence waits for a judgement that cannot come", async () => {
    const pack = join(dir, "pack.yaml");
    writeFileSync(pack, "id: mine\nversion: 1.0.0\nrule: []\n");
    const answer = await consentry("run", CAMPAIGN, "--rules", pack, "--out", join(dir, "out"));
    expect([answer.code, answer.stdout]).toEqual([2, ""]);
    expect(answer.stderr).toContain(`${pack}:`);
    expect(answer.stderr).not.toContain("started");
  });

  it.each([
    ["zh", /19 次运行，0\.\d\d 终端小时；4 台终端需 \d+ 分钟，现在开始则 \d{4}-\d\d-\d\d \d\d:\d\d 完成/],
    ["en", /19 runs, 0\.\d\d handset-hours; on 4 handsets \d+ min, done by \d{4}-\d\d-\d\d \d\d:\d\d/],
  ])("is what a campaign costs, in %s", async (language, said) => {
    const answer = await consentry("plan", CAMPAIGN, "--handsets", "4", "--lang", language);
    expect(answer.code, answer.stderr).toBe(0);
    expect(answer.stdout).toMatch(said);
  });
});
