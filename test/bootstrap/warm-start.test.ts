import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { isNodeFit } from "../../bootstrap/steps/node.mjs";
import { packagesMatchLock } from "../../bootstrap/steps/packages.mjs";
import { TOOLCHAIN_FILE, ToolchainError, readToolchain } from "../../controller/toolchain.ts";
import { ROOT, bootstrap, pathWith, runNode, temporaryFolder } from "./fresh-clone.ts";

describe("a warm start", () => {
  it("needs no npm, no Python and no network, and says nothing", async () => {
    const settings = { HOME: process.env.HOME, CONSENTRY_CACHE: readToolchain().cache };
    expect((await bootstrap(ROOT, { ...process.env, ...settings })).code).toBe(0);
    const outcome = await bootstrap(ROOT, { PATH: pathWith({}), ...settings, HTTPS_PROXY: "http://127.0.0.1:9/" });
    expect(outcome).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("the Node that runs the sources", () => {
  it.each([
    ["18.20.4", false],
    ["20.20.2", false],
    ["22.12.0", false],
    ["22.17.1", false],
    ["22.18.0", true],
    ["v24.0.0", true],
    ["26.1.0", true],
  ])("%s: %s", (version, fit) => expect(isNodeFit(version)).toBe(fit));
});

describe("npm packages", () => {
  function project(locked: object, installed: object | undefined): string {
    const root = temporaryFolder();
    fs.writeFileSync(path.join(root, "package-lock.json"), JSON.stringify({ packages: locked }));
    if (installed) {
      fs.mkdirSync(path.join(root, "node_modules"));
      fs.writeFileSync(path.join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages: installed }));
    }
    return root;
  }
  const one = { "node_modules/a": { version: "1.0.0", integrity: "sha512-x" } };

  it.each([
    ["are installed when there are none", one, undefined, false],
    ["stay when they are the locked ones", one, one, true],
    ["are installed when one has another version", one, { "node_modules/a": { version: "1.0.1" } }, false],
    ["are installed when one has other bytes", one, { "node_modules/a": { version: "1.0.0", integrity: "y" } }, false],
    ["are installed when one is missing", one, {}, false],
    ["stay when only another platform's is missing", { "node_modules/b": { version: "1", optional: true } }, {}, true],
  ])("%s", (_name, locked, installed, expected) => {
    expect(packagesMatchLock(project(locked, installed))).toBe(expected);
  });
});

describe("the toolchain file", () => {
  it("names tools that are there", () => {
    const toolchain = readToolchain();
    for (const file of [toolchain.node, toolchain.python, toolchain.java]) expect(fs.existsSync(file)).toBe(true);
  });

  it("says how to install when it is absent, and when a tool is gone", () => {
    const folder = temporaryFolder();
    expect(() => readToolchain(path.join(folder, "none.json"))).toThrow(/not installed yet\. Run "npm run setup"/);
    const moved = path.join(folder, "moved.json");
    const toolchain = JSON.parse(fs.readFileSync(TOOLCHAIN_FILE, "utf8")) as object;
    fs.writeFileSync(moved, JSON.stringify({ ...toolchain, java: "/gone/java" }));
    expect(() => readToolchain(moved)).toThrow(/\/gone\/java is missing\. Run "npm run setup"/);
  });

  it("says so when it is damaged", () => {
    const file = path.join(temporaryFolder(), "toolchain.json");
    for (const text of ["{", "{}", '{"version":2}']) {
      fs.writeFileSync(file, text);
      expect(() => readToolchain(file)).toThrow(ToolchainError);
    }
  });
});

describe("the last line of the checks", () => {
  const SUMMARY = path.join(ROOT, ".ci", "summary.mjs");
  const passed = { status: "passed", fullName: "a" };
  const failed = { status: "failed", fullName: "b" };
  const skipped = { status: "skipped", fullName: "c" };

  async function summary(report: object | undefined, npmCode: number): Promise<{ code: number | null; last: string }> {
    const file = path.join(temporaryFolder(), "report.json");
    if (report) fs.writeFileSync(file, JSON.stringify(report));
    const { code, stdout } = await runNode([SUMMARY, file, String(npmCode)], process.env);
    return { code, last: stdout.trim().split("\n").at(-1) ?? "" };
  }
  const file = (status: string, ...assertionResults: object[]): object => ({
    name: "f",
    status,
    message: "",
    assertionResults,
  });

  it.each([
    [
      "all is well",
      { numPassedTests: 2, numFailedTests: 0, testResults: [file("passed", passed, skipped)] },
      0,
      0,
      "2 passed, 0 failed",
    ],
    [
      "a test failed",
      { numPassedTests: 1, numFailedTests: 1, testResults: [file("failed", passed, failed)] },
      1,
      1,
      "1 passed, 1 failed",
    ],
    [
      "a file did not load",
      { numPassedTests: 1, numFailedTests: 0, testResults: [file("failed")] },
      1,
      1,
      "1 passed, 1 failed",
    ],
    [
      "lint failed",
      { numPassedTests: 3, numFailedTests: 0, testResults: [file("passed", passed)] },
      1,
      1,
      "3 passed, 1 failed",
    ],
    ["nothing ran", { numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0, 1, "0 passed, 0 failed"],
    ["there is no report", undefined, 3, 3, "0 passed, 1 failed"],
    ["there is no report though npm was content", undefined, 0, 1, "0 passed, 1 failed"],
  ])("when %s", async (_name, report, npmCode, code, last) => {
    expect(await summary(report, npmCode)).toEqual({ code, last });
  });
});
