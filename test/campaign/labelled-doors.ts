/** What the tests of the labelled door apps share: their labels, and the score that their truth must give. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { TruthPhase } from "../../rules/truth-schema.ts";
import { consentry } from "./command.ts";

/** Share of rules that may end unknown. */
const MOST_UNKNOWN = 0.05;

export interface Label {
  id: string;
  api: string;
  data_type: string;
  phase: TruthPhase;
  branches: string[];
  caller: string;
  caller_kind: "app" | "sdk";
  door: string;
}

export function labelsOf(truth: string): Label[] {
  return (JSON.parse(readFileSync(truth, "utf8")) as { behaviours: Label[] }).behaviours;
}

/** Every labelled behaviour found, none of the near-misses, and little left unknown. */
export async function expectFullScore(truth: string, result: string): Promise<void> {
  const scored = await consentry("score", truth, result, "--json");
  expect(scored.code, scored.stdout).toBe(0);
  const { total } = JSON.parse(scored.stdout) as {
    total: { recall: number; precision: number; unknownShare: number };
  };
  expect([total.recall, total.precision]).toEqual([1, 1]);
  expect(total.unknownShare).toBeLessThanOrEqual(MOST_UNKNOWN);
}
