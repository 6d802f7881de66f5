/** Findings as a reader meets them: the same fingerprint of the same package, seen in several runs, is one problem. */
import type { Finding, Result, RunResult } from "../rules/result-schema.ts";

export interface Sighting {
  run: RunResult;
  runIndex: number;
  finding: Finding;
}

export interface Problem {
  /** Anchor within the page. */
  anchor: string;
  /** Where it was seen, in the order of the runs; never empty. */
  first: Sighting;
  sightings: readonly Sighting[];
}

const SEVERITY_ORDER = ["critical", "high", "medium", "low", "info"];
/** Reason code of the rules in a run without the agent. */
const NO_AGENT = "no-agent";
const VERDICT_ORDER = ["violation", "needs-person"];

/** Problems, violations first, then by severity, then as the result has them. */
export function problemsOf(result: Result): Problem[] {
  const groups = new Map<string, Sighting[]>();
  result.runs.forEach((run, runIndex) => {
    for (const finding of run.findings) {
      const key = JSON.stringify([appKey(run), finding.fingerprint, finding.verdict]);
      const group = groups.get(key) ?? [];
      group.push({ run, runIndex, finding });
      groups.set(key, group);
    }
  });
  const rank = ([first]: Sighting[]): number => {
    const { verdict, severity } = (first as Sighting).finding;
    return VERDICT_ORDER.indexOf(verdict) * SEVERITY_ORDER.length + SEVERITY_ORDER.indexOf(severity);
  };
  return [...groups.values()]
    .sort((a, b) => rank(a) - rank(b))
    .map((sightings, index) => ({ anchor: `finding-${index + 1}`, first: sightings[0] as Sighting, sightings }));
}

/** Made without the agent: every rule is unknown for that reason alone. */
export function bearsWitness(run: RunResult): boolean {
  return run.verdicts.length > 0 && run.verdicts.every((one) => one.reason?.code === NO_AGENT);
}

/** One app in one build. */
export function appKey(run: RunResult): string {
  return JSON.stringify([run.app.package, run.app.sha256]);
}

/** Runs of the same app in the same build, in the order of the result. */
export function runsByApp(result: Result): { run: RunResult; index: number }[][] {
  const apps = new Map<string, { run: RunResult; index: number }[]>();
  result.runs.forEach((run, index) => {
    const runs = apps.get(appKey(run)) ?? [];
    runs.push({ run, index });
    apps.set(appKey(run), runs);
  });
  return [...apps.values()];
}
