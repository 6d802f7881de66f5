/** Carries out the runs of a campaign, several handsets side by side; what is lost in one run stops no other. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ControllerError } from "../errors.ts";
import { FridaError } from "../frida/frida-host.ts";
import { inParallel } from "../in-parallel.ts";
import type { AppLimit, Workshop } from "../workshop.ts";
import type { CampaignApp } from "./jobs.ts";
import type { JobRecord, Manifest } from "./manifest.ts";

/** Outcomes that came from outside or may have: `--resume` does the run again. Every other is an answer about the app. */
const CUT_OFF = new Set(["interrupted", "process-lost", "agent-lost", "session-lost", "budget"]);

export interface RunJobsOptions {
  /** Campaign folder. */
  out: string;
  handsets: number;
  signal: AbortSignal;
  onLimits(app: string, limits: AppLimit[]): void;
  onProgress(job: JobRecord): void;
}

/** Runs `jobs` in their order. Each ends `done` or `failed` in the manifest, or `cut-off` where something broke it off. */
export async function runJobs(
  jobs: readonly JobRecord[],
  apps: readonly CampaignApp[],
  manifest: Manifest,
  workshop: Workshop,
  options: RunJobsOptions,
): Promise<void> {
  const scenarios = new Map(apps.map((app) => [app.name, app.loaded]));
  await inParallel(jobs, options.handsets, options.signal, async (job) => {
    const loaded = scenarios.get(job.app);
    if (!loaded) throw new RangeError(`campaign has no app ${job.app}`);
    const dir = join(options.out, job.dir);
    mkdirSync(dirname(dir), { recursive: true });
    manifest.update(job, { state: "running" });
    options.onProgress(job);
    const started = performance.now();
    const tookMs = (): number => Math.round(performance.now() - started);
    try {
      const { outcome, why } = await workshop.run({
        loaded,
        branch: job.combination,
        dir,
        signal: options.signal,
        onLimits: (limits) => options.onLimits(job.app, limits),
      });
      const state = CUT_OFF.has(outcome) ? "cut-off" : "done";
      manifest.update(job, { state, outcome, why: why.slice(0, 500), tookMs: tookMs() });
    } catch (error) {
      // What only this app or this handset is to blame for; anything else is a fault of ours and stops the campaign.
      if (!(error instanceof ControllerError || error instanceof FridaError)) throw error;
      manifest.update(job, {
        state: "failed",
        outcome: error.code,
        why: error.message.slice(0, 500),
        tookMs: tookMs(),
      });
    }
    options.onProgress(job);
  });
}
