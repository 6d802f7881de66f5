/**
 * Prints what failed and was skipped, then "N passed, N failed", from vitest's JSON report. A phase that failed outside
 * the tests (types, lint, format), or tests that never ran, counts as a failure: the line never looks better than the run.
 */
import fs from "node:fs";

const [reportFile, npmCode] = process.argv.slice(2);
const code = Number(npmCode);

if (!fs.existsSync(reportFile)) {
  console.log("the tests did not run");
  console.log("0 passed, 1 failed");
  process.exit(code || 1);
}

const report = JSON.parse(fs.readFileSync(reportFile, "utf8"));
let brokenFiles = 0;
for (const file of report.testResults) {
  const assertions = file.assertionResults;
  for (const one of assertions) {
    if (one.status === "failed") console.log(`failed: ${file.name}: ${one.fullName}`);
    else if (one.status !== "passed") console.log(`skipped: ${file.name}: ${one.fullName}`);
  }
  if (file.status === "failed" && !assertions.some((one) => one.status === "failed")) {
    brokenFiles += 1;
    console.log(`failed: ${file.name}: ${file.message}`);
  }
}
let failed = report.numFailedTests + brokenFiles;
if (code !== 0 && failed === 0) {
  console.log("a check outside the tests failed; see above");
  failed = 1;
}
const exitCode = code !== 0 ? code : failed > 0 || report.numPassedTests === 0 ? 1 : 0;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exit(exitCode);
