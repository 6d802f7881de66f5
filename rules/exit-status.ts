/** What a result means for the caller of the command line. */
import { identityOf } from "./compare.ts";
import type { Finding, Result, RunResult, Severity } from "./result-schema.ts";

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

/** Runs of one branch in which a finding must come back to count, where there are so many. */
const SEEN_TWICE = 2;
/** No day is later: without a day given, a suppression holds. */
const NO_DAY = "0000-00-00";

export interface Gate {
  /** A violation of this weight or more; or any that the baseline does not have. */
  failOn: Severity | "new-violation";
  baseline?: Result | null;
  /** YYYY-MM-DD: suppressions whose day is past no longer hold. */
  today?: string;
}

/** Came in one repeat and not in another: nothing to stop a build for. */
export function isFlaky({ repeats }: Pick<Finding, "repeats">): boolean {
  return repeats !== null && repeats.of >= SEEN_TWICE && repeats.found < SEEN_TWICE;
}

function counts(app: string, finding: Finding, gate: Gate, known: ReadonlySet<string>): boolean {
  const { verdict, severity, suppressed } = finding;
  if (verdict !== "violation" || isFlaky(finding)) return false;
  if (suppressed !== null && (gate.today ?? NO_DAY) <= suppressed.expires) return false;
  if (gate.failOn === "new-violation") return !known.has(identityOf(app, finding.fingerprint));
  return ORDER.indexOf(severity) >= ORDER.indexOf(gate.failOn);
}

/**
 * 4 when evidence is damaged or lost; else 1 when a violation passes the gate that nobody answers for and that came back
 * in repeats; else 4 when some rule is unknown (a core door unproven, a phase not reached); else 0. What needs a person
 * changes nothing.
 */
export function exitStatus(result: Result, asked: Severity | Gate): 0 | 1 | 4 {
  const gate: Gate = typeof asked === "string" ? { failOn: asked } : asked;
  if (result.runs.some(broken)) return 4;
  // What the baseline only asked a person about is no violation yet.
  const known = new Set(
    gate.baseline?.runs.flatMap((run) =>
      run.findings.filter((f) => f.verdict === "violation").map((f) => identityOf(run.app.package, f.fingerprint)),
    ) ?? [],
  );
  if (result.runs.some((run) => run.findings.some((f) => counts(run.app.package, f, gate, known)))) return 1;
  const open = (run: RunResult): boolean => run.verdicts.some((v) => v.verdict === "unknown");
  const judged = result.runs.filter((run) => !run.verdicts.some((v) => v.reason?.code === WITNESS));
  return (judged.length > 0 ? judged : result.runs).some(open) ? 4 : 0;
}
