import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readToolchain } from "../../controller/toolchain.ts";
import { ROOT, runNode, temporaryFolder } from "./fresh-clone.ts";

const LAUNCHER = path.join(ROOT, "cli", "consentry.js");

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, CONSENTRY_CACHE: readToolchain().cache };
}

describe("the command consentry", () => {
  it("can be called from any folder and prints its version on stdout", async () => {
    const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
    const outcome = await runNode([LAUNCHER, "--version"], environment(), temporaryFolder());
    expect({ code: outcome.code, stdout: outcome.stdout.trim() }).toEqual({ code: 0, stdout: manifest.version });
  });

  it("hands on the exit code of a wrong usage", async () => {
    const outcome = await runNode([LAUNCHER, "rnu"], environment());
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe("");
    expect(outcome.stderr).toContain("rnu");
  });

  it("is executable and written for any Node", () => {
    expect(fs.statSync(LAUNCHER).mode & 0o111).not.toBe(0);
    expect(fs.readFileSync(LAUNCHER, "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
  });
});
