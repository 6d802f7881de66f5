/**
 * `node bootstrap/run.mjs TASK [arguments]`: provides the tools, then runs a task under the right Node.
 * Plain JavaScript for any Node >= 18, because it runs before anything is installed.
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "./child.mjs";
import { prepare } from "./prepare.mjs";
import { EXIT_ENVIRONMENT, SetupProblem, printProblem } from "./problem.mjs";
import { runChecks } from "./checks.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const EXIT_USAGE = 2;

const bin = (name) => path.join(ROOT, "node_modules", name);
const TSC = bin("typescript/bin/tsc");
const ESLINT = bin("eslint/bin/eslint.js");
const PRETTIER = bin("prettier/bin/prettier.cjs");
const VITEST = bin("vitest/vitest.mjs");

/** Each task is a list of phases; a phase is a name and the arguments of Node. */
const TASKS = {
  prepare: () => [],
  recheck: () => [],
  start: (args) => [["demo", ["cli/main.ts", "demo", ...args]]],
  typecheck: () => [
    ["typecheck", [TSC, "-p", "tsconfig.json"]],
    ["typecheck agent", [TSC, "-p", "agent/tsconfig.json"]],
  ],
  lint: (args) => [["lint", [ESLINT, "--max-warnings=0", ...(args.length ? args : ["."])]]],
  format: (args) => [["format", [PRETTIER, "--write", "--log-level=warn", ...(args.length ? args : ["."])]]],
  "format-check": () => [["format", [PRETTIER, "--check", "--log-level=warn", "."]]],
  vitest: (args) => [["tests", [VITEST, "run", ...args]]],
  bench: (args) => [["bench", ["bench/run.ts", ...args]]],
  index: () => [["index", ["catalogue/index/build-index.ts"]]],
  soak: (args) => [["soak", [VITEST, "run", ...args]]],
};

async function main([task = "", ...args]) {
  if (task !== "test" && !Object.hasOwn(TASKS, task)) {
    process.stderr.write(`consentry: unknown task "${task}"; one of: test, ${Object.keys(TASKS).join(", ")}\n`);
    return EXIT_USAGE;
  }
  const toolchain = await prepare({ root: ROOT, recheck: task === "recheck" });
  // Tests read SOAK and then do everything more often.
  const soak = task === "soak" ? { SOAK: "1" } : {};
  const env = {
    ...process.env,
    ...soak,
    // Every command of a campaign or a test compiles the same sources: Node keeps what comes of it.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(toolchain.cache, "compiled"),
    PATH: `${path.dirname(toolchain.node)}${path.delimiter}${process.env.PATH ?? ""}`,
  };
  const runNode = (nodeArgs) => runInForeground(toolchain.node, nodeArgs, { cwd: ROOT, env });
  if (task === "test") return runChecks({ root: ROOT, args, tasks: TASKS, runNode });
  for (const [, nodeArgs] of TASKS[task](args)) {
    const code = await runNode(nodeArgs);
    if (code !== 0) return code;
  }
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupProblem)) throw error;
  printProblem(error);
  process.exitCode = EXIT_ENVIRONMENT;
}
