import fs from "node:fs";
import path from "node:path";

/**
 * `npm test`: types, lint, format and the tests, all of them even when one fails, with the time each took.
 * With arguments (`npm test -- test/trace`) only those tests run.
 * @returns {Promise<number>} 0 only if every phase passed
 */
export async function runChecks({ root, args, tasks, runNode }) {
  const report = path.join(root, ".tools", "test-report.json");
  fs.rmSync(report, { force: true });
  const toReport = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const tests = tasks.vitest([...toReport, ...args]);
  const all = [...tasks.typecheck([]), ...tasks.lint([]), ...tasks["format-check"]([]), ...tests];
  const lines = [];
  let failed = false;
  for (const [name, nodeArgs] of args.length > 0 ? tests : all) {
    process.stderr.write(`\n== ${name}\n`);
    const began = Date.now();
    const code = await runNode(nodeArgs);
    failed ||= code !== 0;
    lines.push(`${code === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  process.stderr.write(`\n${lines.join("\n")}\n`);
  return failed ? 1 : 0;
}
