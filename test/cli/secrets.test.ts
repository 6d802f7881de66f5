import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { consentry } from "../campaign/command.ts";

const dir = mkdtempSync(join(tmpdir(), "secrets-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const scenario = join(dir, "a.yaml");
writeFileSync(join(dir, "a.apk"), "");
writeFileSync(scenario, 'name: a\napp: a.apk\nlogin: [{ login: { password: "${secret:word}" } }]\n');

describe("--secrets", () => {
  it("names the file that the steps' credentials come from, and nothing of it is shown", async () => {
    const none = await consentry("run", scenario);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("--secrets FILE")]);
    const missing = await consentry("run", scenario, "--secrets", join(dir, "none.yaml"));
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("secret-file-unreadable")]);
    writeFileSync(join(dir, "short.yaml"), "word: abc\nother: open-sesame\n");
    const short = await consentry("run", scenario, "--secrets", join(dir, "short.yaml"));
    expect([short.code, short.stderr]).toEqual([2, expect.stringContaining("secret-length")]);
    expect(short.stderr).not.toMatch(/abc|sesame/);
  });

  it("is no option of a campaign, whose scenarios name their own", async () => {
    const answer = await consentry("run", "scenarios/demo/campaign.yaml", "--secrets", join(dir, "short.yaml"));
    expect([answer.code, answer.stderr]).toEqual([2, expect.stringContaining("secrets-campaign")]);
  });
});
