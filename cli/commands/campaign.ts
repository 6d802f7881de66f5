/** `consentry run` of a campaign: every run, deeper ones where there is something to look into, one report, one table. */
import { join, resolve } from "node:path";
import { runId } from "../../controller/canary-seed.ts";
import { estimatorOf } from "../../controller/campaign/estimate.ts";
import { deeperJobs, firstJobs, type CampaignApp, type Job } from "../../controller/campaign/jobs.ts";
import { loadCampaign } from "../../controller/campaign/load-campaign.ts";
import { Manifest } from "../../controller/campaign/manifest.ts";
import { runJobs } from "../../controller/campaign/run-jobs.ts";
import { usageError } from "../../controller/errors.ts";
import { Workshop } from "../../controller/workshop.ts";
import { analyzeRuns } from "../../rules/engine.ts";
import { isRunFolder } from "../../trace/run-folder.ts";
import { campaignTable, resumeHint } from "../campaign-table.ts";
import { EXIT } from "../exit.ts";
import { interruptible } from "../interruptible.ts";
import { judge } from "../judge.ts";
import { chooseLanguage, say, type Language } from "../language.ts";
import { limitLine } from "../record.ts";
import { campaignProgress, type CampaignProgress } from "../progress.ts";
import type { RunOptions } from "./run.ts";

/** @returns exit code: interrupted, handset when a run could not be made, else what the judgement says */
export async function runCampaign(file: string, options: RunOptions): Promise<number> {
  if (options.app !== undefined || options.branch !== undefined) {
    throw usageError(
      "campaign-option",
      `${file} is a campaign: --app and --branch are for one scenario`,
      "name apps and branches in the campaign file",
    );
  }
  const language = chooseLanguage(options.lang);
  const { campaign, apps, inputs } = loadCampaign(file);
  if (options.resume && options.out === undefined)
    throw usageError("campaign-missing", "--resume needs --out", "name the campaign's folder");
  const out = resolve(options.out ?? join("runs", `${runId(new Date())}-${campaign.name}`));
  const manifest = options.resume ? Manifest.resume(out, inputs) : Manifest.create(out, campaign.name, inputs);
  const handsets = options.parallel ?? campaign.handsets;
  const progress = campaignProgress(language, handsets);
  const { interrupted } = await interruptible(async (signal) => {
    const workshop = await Workshop.open(options.disarm);
    const sitting = { apps, manifest, workshop, out, handsets, signal, language, progress };
    try {
      await carryOut(sitting, firstJobs(campaign, apps));
      const suspects = signal.aborted || campaign.deepen === undefined ? [] : suspectsOf(apps, manifest, out, options);
      for (const app of suspects) {
        progress.note(
          `${app.name}: ${say(language, { zh: "发现线索，深入检测", en: "something to look into, going deeper" })}`,
        );
      }
      await carryOut(
        sitting,
        suspects.flatMap((app) => deeperJobs(campaign, app)),
      );
    } finally {
      await workshop.close();
      progress.close();
    }
  });
  const { jobs } = manifest.data;
  const recorded = jobs.filter((job) => isRunFolder(join(out, job.dir)));
  const failed = jobs.some((job) => job.state === "failed");
  const hint = resumeHint(jobs, file, out, language);
  if (recorded.length === 0) {
    process.stderr.write(hint);
    return interrupted ? EXIT.interrupted : EXIT.handset;
  }
  const judged = await judge([out], {
    ...options,
    out: join(out, "result.json"),
    report: true,
    table: (result, inLanguage) => campaignTable(jobs, result, inLanguage),
  });
  process.stderr.write(hint);
  if (interrupted) return EXIT.interrupted;
  return failed ? EXIT.handset : judged;
}

interface Sitting {
  apps: CampaignApp[];
  manifest: Manifest;
  workshop: Workshop;
  out: string;
  handsets: number;
  signal: AbortSignal;
  language: Language;
  progress: CampaignProgress;
}

async function carryOut(sitting: Sitting, jobs: Job[]): Promise<void> {
  const { apps, manifest, workshop, out, handsets, signal, language, progress } = sitting;
  const waiting = manifest.plan(jobs);
  progress.expect(waiting, estimatorOf(apps));
  const told = new Set<string>();
  await runJobs(waiting, apps, manifest, workshop, {
    out,
    handsets,
    signal,
    onProgress: (job) => progress.changed(job),
    onLimits: (app, limits) => {
      if (told.has(app)) return;
      told.add(app);
      for (const limit of limits) progress.note(limitLine(language, app, limit));
    },
  });
}

/** Apps with any finding so far, for a person or a violation. */
function suspectsOf(apps: CampaignApp[], manifest: Manifest, out: string, options: RunOptions): CampaignApp[] {
  const jobs = manifest.data.jobs.filter((job) => isRunFolder(join(out, job.dir)));
  const { runs } = analyzeRuns(
    jobs.map((job) => join(out, job.dir)),
    { root: out, profile: options.profile ?? "vendor", ...(options.rules ? { packs: options.rules } : {}) },
  );
  const suspects = new Set(runs.flatMap((run, i) => (run.findings.length > 0 ? [jobs[i]?.app] : [])));
  return apps.filter((app) => suspects.has(app.name));
}
