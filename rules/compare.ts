/** Two results side by side, by fingerprint: what is new, what is gone, what stayed. The re-check of a mended app. Pure. */
import type { Bilingual, Finding, Result } from "./result-schema.ts";

export interface ComparedFinding {
  fingerprint: string;
  rule: string;
  kind: string;
  verdict: Finding["verdict"];
  severity: Finding["severity"];
  title: Bilingual;
  /** Package of the app, and branches in which it came. */
  app: string;
  branches: string[];
}
export interface Comparison {
  new: ComparedFinding[];
  gone: ComparedFinding[];
  same: ComparedFinding[];
  /** Gone from the findings, in branches that the second result does not have, or has only broken off: not shown to be mended. */
  notTested: ComparedFinding[];
}

/** Recordings that came to their end. */
const WHOLE = new Set(["completed", "app-left"]);

/** What makes a finding of one app one thing over runs and versions. */
export const identityOf = (app: string, fingerprint: string): string => `${app} ${fingerprint}`;

/** Findings by app and fingerprint, in the order first seen; violations before what is for a person. */
function gathered(result: Result): Map<string, ComparedFinding> {
  const all = new Map<string, ComparedFinding>();
  for (const run of result.runs)
    for (const { fingerprint, rule, kind, verdict, severity, title } of run.findings) {
      const key = identityOf(run.app.package, fingerprint);
      const known = all.get(key);
      if (known === undefined)
        all.set(key, {
          fingerprint,
          rule,
          kind,
          verdict,
          severity,
          title,
          app: run.app.package,
          branches: [run.branch],
        });
      else {
        if (!known.branches.includes(run.branch)) known.branches.push(run.branch);
        if (verdict === "violation") Object.assign(known, { verdict, severity, title });
      }
    }
  return all;
}

/** @param before the older result; @param after the one that is asked about */
export function compareResults(before: Result, after: Result): Comparison {
  const [old, now] = [gathered(before), gathered(after)];
  const tested = new Set(
    after.runs
      .filter((run) => WHOLE.has(run.outcome) && run.integrity.ok)
      .map((run) => identityOf(run.app.package, run.branch)),
  );
  const missing = [...old].filter(([key]) => !now.has(key)).map(([, finding]) => finding);
  const wasTested = ({ app, branches }: ComparedFinding): boolean =>
    branches.every((branch) => tested.has(identityOf(app, branch)));
  return {
    new: [...now].filter(([key]) => !old.has(key)).map(([, finding]) => finding),
    gone: missing.filter(wasTested),
    same: [...now].filter(([key]) => old.has(key)).map(([, finding]) => finding),
    notTested: missing.filter((finding) => !wasTested(finding)),
  };
}
