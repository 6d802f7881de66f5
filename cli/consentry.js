#!/usr/bin/env node
/**
 * The command `consentry`, for any Node >= 18: provides what is missing, then runs `cli/main.ts` under a Node that runs
 * TypeScript sources. Progress goes to stderr, so that stdout stays the command's own.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "../bootstrap/child.mjs";
import { prepare } from "../bootstrap/prepare.mjs";
import { EXIT_ENVIRONMENT, SetupProblem, printProblem } from "../bootstrap/problem.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const MAIN = path.join(ROOT, "cli", "main.ts");

try {
  const toolchain = await prepare({ root: ROOT });
  if (toolchain.node === process.execPath) {
    process.argv[1] = MAIN;
    await import("./main.ts");
  } else {
    process.exitCode = await runInForeground(toolchain.node, [MAIN, ...process.argv.slice(2)]);
  }
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  printProblem(error);
  process.exitCode = EXIT_ENVIRONMENT;
}
