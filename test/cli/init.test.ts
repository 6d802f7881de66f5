import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadScenario, parseScenario } from "../../controller/scenario/load-scenario.ts";
import { draftScenario, scenarioName } from "../../controller/scenario/draft.ts";
import { consentry, ROOT } from "../campaign/command.ts";

const NEWS = join(ROOT, "scenarios", "demo", "news", "news.apk");
const dir = mkdtempSync(join(tmpdir(), "init-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("consentry init", () => {
  it("writes a scenario that runs as it is, with what the manifest says, and never over another", async () => {
    mkdirSync(join(dir, "deep"));
    const out = join(dir, "deep", "first.yaml");
    const answer = await consentry("init", NEWS, "--out", out);
    expect(answer).toMatchObject({ code: 0, stdout: `${out}\n` });
    const text = readFileSync(out, "utf8");
    const { scenario, app } = loadScenario(out);
    expect(app).toBe(NEWS);
    expect(scenario).toMatchObject({
      name: "zaowen-news",
      title: { zh: "早闻" },
      handset: { language: "zh", country: "CN" },
    });
    expect(text).toContain("android.permission.READ_CONTACTS: pii.contacts, perm.contacts");
    expect(text).toContain("#   .SettingsActivity");
    expect(text).toMatch(/^# yaml-language-server: \$schema=.*docs\/scenario\.schema\.json\n/);
    const again = await consentry("init", NEWS, "--out", out);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("already exists");
    expect(readFileSync(out, "utf8")).toBe(text);
  });

  it("refuses what is no APK, and a folder that is not there", async () => {
    const none = await consentry("init", join(ROOT, "package.json"), "--out", join(dir, "none.yaml"));
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("app-not-installable")]);
    const missing = await consentry("init", join(dir, "no.apk"));
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("no such file")]);
    const nowhere = await consentry("init", NEWS, "--out", join(dir, "no", "such", "folder.yaml"));
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining("cannot be written")]);
  });
});

describe("a draft", () => {
  it("takes no orders from the app it is about", () => {
    const hostile = 'evil"\n]]\nbranches: [upgrade]\u2028# \u202e';
    const text = draftScenario(
      {
        package: "com.example.Evil_App",
        label: hostile,
        labels: { zh: hostile, en: hostile },
        versionName: hostile,
        permissions: [hostile, "android.permission.CAMERA"],
        activities: Array.from({ length: 300 }, () => hostile),
      },
      { app: "evil.apk", schema: hostile },
    );
    const scenario = parseScenario(text, "evil.yaml");
    expect(scenario.branches).toEqual(["ignore", "refuse", "accept", "accept+background"]);
    expect(scenario.title?.en).not.toMatch(/[\n\u2028\u202e]/);
    expect(Object.keys(parse(text) as object)).not.toContain("evil");
    expect(text.split("\n").length).toBeLessThan(80);
  });

  it.each([
    ["com.example.news", "example-news"],
    ["Com.Example.News_Reader", "example-news-reader"],
    ["x", "x"],
    ["。", "app"],
    ["com.example.-", "example"],
  ])("of %s is named %s", (name, expected) => {
    expect(scenarioName(name)).toBe(expected);
  });
});
