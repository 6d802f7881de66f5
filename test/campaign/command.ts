/** Runs the real command line in a child, as a user would. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readResult } from "../../rules/result-file.ts";
import type { Finding, Result } from "../../rules/result-schema.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = join(ROOT, "cli", "main.ts");

export interface Answer {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** @param ownGroup as a shell starts it: Ctrl-C goes to the group, and with it to every process that it started in it */
export function start(args: string[], ownGroup = false): { child: ChildProcess; answer: Promise<Answer> } {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: ROOT,
    detached: ownGroup,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LANG: "en" },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => (stdout += String(data)));
  child.stderr.on("data", (data) => (stderr += String(data)));
  const answer = new Promise<Answer>((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  return { child, answer };
}

export function consentry(...args: string[]): Promise<Answer> {
  return start(args).answer;
}

export function scratch(name: string): string {
  return mkdtempSync(join(tmpdir(), `${name}-`));
}

export function scenario(name: string): string {
  return join(ROOT, "scenarios", "demo", `${name}.yaml`);
}

export function truth(name: string): string {
  return join(ROOT, "scenarios", "demo", name, "truth.json");
}

export function resultOf(dir: string): Result {
  return readResult(join(dir, "result.json"));
}

/** What a finding is about, without anything that may differ from run to run. */
export function essence(finding: Finding): string {
  return [finding.kind, finding.dataType, finding.caller.reader.kind, finding.phase.consent, finding.phase.app].join(
    " ",
  );
}

export function essences(result: Result, branch?: string): string[] {
  const runs = result.runs.filter((run) => branch === undefined || run.branch === branch);
  return [...new Set(runs.flatMap((run) => run.findings.map((f) => `${run.branch}: ${essence(f)}`)))].sort();
}
