/** Runs the combinations of a scenario, each on a fresh handset of its own, a few side by side; one that is lost stops no other. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BranchResult } from "./run-branch.ts";
import type { LoadedScenario } from "./scenario/load-scenario.ts";
import { inParallel } from "./in-parallel.ts";
import { refuseExisting, Workshop, type AppLimit } from "./workshop.ts";

/** Two handsets fill two cores; more only slow each other down there. */
const DEFAULT_PARALLEL = 2;

export interface ScenarioRunOptions {
  /** Campaign folder; each combination gets a run folder in it. Must not hold runs yet. */
  out: string;
  /** Combinations as texts; default: those of the scenario. */
  branches?: string[];
  /** Catalogue rows left unarmed on purpose. */
  disarm?: string[];
  /** Handsets side by side; a virtual handset waits more than it works. */
  parallel?: number;
  signal: AbortSignal;
  /** Parts of the app that this handset cannot run; told before the app's first line. */
  onLimits?(limits: AppLimit[]): void;
  onProgress(event: { branch: string; state: "start" | "done"; result?: BranchResult }): void;
}

/** @throws ControllerError when not even one combination could be started */
export async function runScenario(loaded: LoadedScenario, options: ScenarioRunOptions): Promise<BranchResult[]> {
  const branches = options.branches ?? loaded.scenario.branches;
  for (const branch of branches) refuseExisting(join(options.out, branch));
  const workshop = await Workshop.open(options.disarm);
  mkdirSync(options.out, { recursive: true });
  const results = new Map<string, BranchResult>();
  try {
    await inParallel(branches, options.parallel ?? DEFAULT_PARALLEL, options.signal, async (branch) => {
      options.onProgress({ branch, state: "start" });
      const dir = join(options.out, branch);
      const { onLimits } = options;
      const result = await workshop.run({ loaded, branch, dir, signal: options.signal, ...(onLimits && { onLimits }) });
      results.set(branch, result);
      options.onProgress({ branch, state: "done", result });
    });
  } finally {
    await workshop.close();
  }
  return branches.flatMap((branch) => results.get(branch) ?? []);
}
