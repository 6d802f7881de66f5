import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach } from "vitest";

export const ROOT = path.resolve(import.meta.dirname, "..", "..");

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bootstrap-test-"));
  folders.push(folder);
  return folder;
}

/** A working copy with nothing installed: what the bootstrap needs to see of the project, and no more. */
export function freshClone(): string {
  const clone = temporaryFolder();
  fs.cpSync(path.join(ROOT, "bootstrap"), path.join(clone, "bootstrap"), { recursive: true });
  for (const file of ["handset/build.mjs", "agent/helper/stamp.mjs", "package.json", "package-lock.json", ".npmrc"]) {
    fs.mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
    fs.copyFileSync(path.join(ROOT, file), path.join(clone, file));
  }
  return clone;
}

/** Lets a clone use the packages of this working copy. */
export function borrowPackages(clone: string): void {
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(clone, "node_modules"));
}

/** A folder for the PATH with the given programs, each a shell script. */
export function pathWith(programs: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return folder;
}

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs this Node on a script to its end. `env` is the whole environment. */
export function runNode(args: string[], env: NodeJS.ProcessEnv, cwd?: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"], ...(cwd ? { cwd } : {}) });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs the bootstrap of a clone. */
export function bootstrap(clone: string, env: NodeJS.ProcessEnv, task = "prepare"): Promise<Outcome> {
  return runNode([path.join(clone, "bootstrap", "run.mjs"), task], env, clone);
}

/** The lines that a user is told about a problem. */
export function problemLines(outcome: Outcome): string[] {
  return outcome.stderr.split("\n").filter((line) => line.startsWith("consentry: "));
}
