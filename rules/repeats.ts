/** How often a finding came back when the same app walked the same branch again: "k of N". Pure. */
import type { RunResult } from "./result-schema.ts";

/** Recordings that came to their end; one that broke off says neither yes nor no. */
const WHOLE = new Set(["completed", "app-left"]);

/** Sets `repeats` on every finding of a branch that one app walked more than once; the others keep null. */
export function countRepeats(runs: readonly RunResult[]): RunResult[] {
  const keyOf = (run: RunResult): string => JSON.stringify([run.app.package, run.app.sha256, run.branch]);
  const groups = Map.groupBy(runs, keyOf);
  return runs.map((run) => {
    const group = (groups.get(keyOf(run)) ?? []).filter((other) => WHOLE.has(other.outcome) && other.integrity.ok);
    if (group.length < 2) return run;
    const findings = run.findings.map((finding) => ({
      ...finding,
      repeats: {
        found: group.filter((other) => other.findings.some((f) => f.fingerprint === finding.fingerprint)).length,
        of: group.length,
      },
    }));
    return { ...run, findings };
  });
}
