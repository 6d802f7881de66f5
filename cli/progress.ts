/** How far a campaign is, on standard error: a bar on a terminal, a line for each run elsewhere. */
import { createLogUpdate } from "log-update";
import type { JobRecord } from "../controller/campaign/manifest.ts";
import { makespanMs } from "../controller/campaign/estimate.ts";
import { type Language, say, outcomeWord } from "./language.ts";
import { printable } from "./terminal.ts";

const BAR_WIDTH = 24;
const MINUTE_MS = 60_000;

export interface CampaignProgress {
  /** Jobs of this sitting and what each is expected to take; later calls add to them. */
  expect(jobs: readonly JobRecord[], estimateMs: (job: JobRecord) => number): void;
  changed(job: JobRecord): void;
  /** A line that stays. */
  note(text: string): void;
  close(): void;
}

export function campaignProgress(language: Language, handsets: number, stream = process.stderr): CampaignProgress {
  const expected = new Map<JobRecord, number>();
  const bar = stream.isTTY ? createLogUpdate(stream) : null;
  const isOver = (job: JobRecord): boolean => job.outcome !== null;
  const counts = (): { over: number; all: number } => ({
    over: [...expected.keys()].filter(isOver).length,
    all: expected.size,
  });
  const draw = (): void => {
    if (bar === null) return;
    const { over, all } = counts();
    const filled = all === 0 ? 0 : Math.round((BAR_WIDTH * over) / all);
    const left = makespanMs(
      [...expected].filter(([job]) => !isOver(job)).map(([, ms]) => ms),
      handsets,
    );
    const running = [...expected.keys()].filter((job) => job.state === "running" && !isOver(job)).map(nameOf);
    const about = `${say(language, { zh: "约剩", en: "about" })} ${minutes(language, left)}`;
    bar(`${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)} ${over}/${all} ${about}\n${running.join(" · ")}`);
  };
  const stay = (text: string): void => {
    if (bar === null) stream.write(`${text}\n`);
    else {
      bar.clear();
      stream.write(`${text}\n`);
      draw();
    }
  };
  return {
    expect(jobs, estimateMs) {
      for (const job of jobs) expected.set(job, estimateMs(job));
      draw();
    },
    changed(job) {
      const { over, all } = counts();
      if (!isOver(job)) {
        if (bar === null) stay(`[${over}/${all}] ${nameOf(job)}: ${say(language, { zh: "开始", en: "started" })}`);
        else draw();
        return;
      }
      const why = job.why === "" ? "" : ` (${printable(job.why)})`;
      const seconds = job.tookMs === null ? "" : ` ${Math.round(job.tookMs / 1000)} s`;
      stay(`[${over}/${all}] ${nameOf(job)}: ${outcomeWord(language, job.outcome ?? "")}${seconds}${why}`);
    },
    note: stay,
    close() {
      bar?.clear();
      bar?.done();
    },
  };
}

function nameOf(job: JobRecord): string {
  return job.repeat > 1 ? `${job.app} ${job.combination} #${job.repeat}` : `${job.app} ${job.combination}`;
}

export function minutes(language: Language, ms: number): string {
  const whole = Math.max(1, Math.round(ms / MINUTE_MS));
  const [hours, rest] = [Math.floor(whole / 60), whole % 60];
  return say(language, {
    zh: hours > 0 ? `${hours} 小时 ${rest} 分` : `${rest} 分钟`,
    en: hours > 0 ? `${hours} h ${rest} min` : `${rest} min`,
  });
}
