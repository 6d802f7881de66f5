/** What a result means for the caller of the command line. */
import type { Result, RunResult, Severity } from "./result-schema.ts";

const ORDER: Severity[] = ["info", "low", "medium", "high", "critical"];

/** Reasons that say the record itself is broken: nothing that was or was not found makes up for it. */
const BROKEN = new Set([
  "evidence-damaged",
  "run-not-closed",
  "run-incomplete",
  "accesses-lost",
  "session-tail-unknown",
]);

/** How a recording ends when something was killed under it. */
const BROKEN_OUTCOMES = new Set(["not-closed", "process-lost", "agent-lost", "session-lost", "interrupted"]);
/** A run without the agent is meant to say nothing by itself. */
const WITNESS = "no-agent";

function broken(run: RunResult): boolean {
  const { closes, tailKnown, dropped, lost, rejected } = run.loss;
  return (
    !run.integrity.ok ||
    !closes ||
    !tailKnown ||
    dropped + lost + rejected > 0 ||
    BROKEN_OUTCOMES.has(run.outcome) ||
    run.verdicts.some((v) => v.reason !== null && BROKEN.has(v.reason.code))
  );
}

/**
 * 4 when evidence is damaged or lost; else 1 when a violation weighs `failOn` or more; else 4 when some rule is
 * unknown (a core door unproven, a phase not reached); else 0. What needs a person changes nothing.
 */
export function exitStatus(result: Result, failOn: Severity): 0 | 1 | 4 {
  if (result.runs.some(broken)) return 4;
  const found = result.runs.some((run) =>
    run.findings.some((f) => f.verdict === "violation" && ORDER.indexOf(f.severity) >= ORDER.indexOf(failOn)),
  );
  if (found) return 1;
  const open = (run: RunResult): boolean => run.verdicts.some((v) => v.verdict === "unknown");
  const judged = result.runs.filter((run) => !run.verdicts.some((v) => v.reason?.code === WITNESS));
  return (judged.length > 0 ? judged : result.runs).some(open) ? 4 : 0;
}
