import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { consentry, ROOT, scenario, scratch } from "./command.ts";

const dir = scratch("bad-input");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function scenarioFor(app: string): string {
  const file = join(dir, "bad.yaml");
  writeFileSync(file, `name: bad\napp: ${app}\n`);
  return file;
}

describe("bad input", () => {
  it("a misspelt verb: file, line and column, exit 2", async () => {
    const file = join(dir, "typo.yaml");
    writeFileSync(file, readFileSync(scenario("news"), "utf8").replace("- tapOn: 返回", "- tappOn: 返回"));
    const answer = await consentry("run", file, "--out", join(dir, "out-typo"));
    expect(answer.code).toBe(2);
    expect(answer.stderr).toMatch(/typo\.yaml:\d+:\d+: .*tappOn/);
  });

  it("a scenario that is not there: exit 2", async () => {
    const answer = await consentry("run", join(dir, "none.yaml"));
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain("none.yaml");
  });

  it("an APK that is a text file: exit 2, no run left behind", async () => {
    writeFileSync(join(dir, "text.apk"), "this is no APK");
    const answer = await consentry("run", scenarioFor("text.apk"), "--out", join(dir, "out-text"));
    expect(answer.code, answer.stderr).toBe(2);
    expect(answer.stderr).toContain("text.apk");
  });

  it("an APK with a corrupt dex: exit 2", async () => {
    const parts = unzipSync(readFileSync(join(ROOT, "scenarios", "demo", "news", "news.apk")));
    parts["classes.dex"]?.fill(0xff, 0x40, 0x200);
    writeFileSync(join(dir, "corrupt.apk"), zipSync(parts));
    const answer = await consentry("run", scenarioFor("corrupt.apk"), "--out", join(dir, "out-corrupt"));
    expect(answer.code, answer.stderr).toBe(2);
    expect(answer.stderr).toContain("corrupt.apk");
  });

  it("a folder that already holds this branch: exit 2, evidence untouched", async () => {
    const out = join(dir, "taken");
    mkdirSync(join(out, "ignore"), { recursive: true });
    writeFileSync(join(out, "ignore", "mine"), "kept");
    const answer = await consentry("run", scenario("news"), "--branch", "ignore", "--out", out);
    expect(answer.code).toBe(2);
    expect(readdirSync(join(out, "ignore"))).toEqual(["mine"]);
  });

  it.each([
    ["a branch that does not exist", ["run", "x.yaml", "--branch", "maybe"]],
    ["a catalogue row that does not exist", ["run", "scenarios/demo/news.yaml", "--disarm", "ZZ9999"]],
    ["a handset that does not exist", ["run", "scenarios/demo/news.yaml", "--handset", "toaster"]],
    ["a command that does not exist", ["runn"]],
    ["a rule that does not exist", ["rules", "no-such-rule"]],
    ["a pack that does not exist", ["rules", "--rules", "no-such-pack"]],
    ["no run in the folder", ["analyze", "docs"]],
    ["a report of nothing", ["report", "docs"]],
  ])("%s: exit 2", async (_, args) => {
    const answer = await consentry(...args);
    expect(answer.code, answer.stderr).toBe(2);
    expect(answer.stderr).not.toBe("");
    expect(answer.stderr).not.toContain("internal error");
  });

  it("a damaged trace: exit 4, and never a verdict that looks whole", async () => {
    const run = join(dir, "damaged");
    mkdirSync(run);
    writeFileSync(join(run, "trace.sqlite"), Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(4000, 7)]));
    for (const command of ["analyze", "verify"]) {
      const answer = await consentry(command, run);
      expect([2, 4], answer.stderr + answer.stdout).toContain(answer.code);
    }
  });
});
