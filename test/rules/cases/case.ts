/** What a rule says of a small run: one that violates it, or one that only looks like it. */
import type { MicroRun } from "../micro-trace.ts";

export interface Case {
  /** Goes on after the rule's name: "says violation where ...". */
  where: string;
  run: MicroRun;
  verdict: "violation" | "needs-person" | "pass" | "not-applicable" | "unknown";
  /** YAML of a declarations file. */
  declared?: string;
}
export interface RuleCases {
  violates: Case[];
  clean: Case[];
}
