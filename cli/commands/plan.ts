/** `consentry plan`: what a campaign will cost before it is started. */
import { estimatorOf, makespanMs } from "../../controller/campaign/estimate.ts";
import { deeperJobs, firstJobs, type Job } from "../../controller/campaign/jobs.ts";
import { loadCampaign } from "../../controller/campaign/load-campaign.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage, say, type Language } from "../language.ts";
import { minutes } from "../progress.ts";
import { table } from "../terminal.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface PlanOptions {
  handsets?: number;
  json?: boolean;
  lang?: string;
}

interface Part {
  stage: Job["stage"];
  runs: number;
  handsetHours: number;
  /** From the start of that part to its end, on the shelf. */
  shelfMs: number;
}

export function plan(file: string, options: PlanOptions): number {
  const language = chooseLanguage(options.lang);
  const { campaign, apps } = loadCampaign(file, "plan");
  const handsets = options.handsets ?? campaign.handsets;
  const msOf = estimatorOf(apps);
  const stage = (name: Job["stage"], jobs: Job[]): Part => {
    const times = jobs.map(msOf);
    return {
      stage: name,
      runs: jobs.length,
      handsetHours: times.reduce((sum, ms) => sum + ms, 0) / HOUR_MS,
      shelfMs: makespanMs(times, handsets),
    };
  };
  const first = firstJobs(campaign, apps);
  const parts = [stage("first", first)];
  const deeper = apps.flatMap((app) => deeperJobs(campaign, app));
  if (deeper.length > 0) parts.push(stage("deepen", deeper));
  const now = Date.now();
  const perApp = apps.map(({ name }) => {
    const own = first.filter((job) => job.app === name);
    return { app: name, runs: own.length, minutes: own.reduce((sum, job) => sum + msOf(job), 0) / MINUTE_MS };
  });
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ campaign: campaign.name, handsets, apps: perApp, parts })}\n`);
    return EXIT.clean;
  }
  const head = { zh: ["应用", "运行次数", "单台终端耗时"], en: ["app", "runs", "on one handset"] }[language];
  const rows = perApp.map((app) => [app.app, String(app.runs), minutes(language, app.minutes * MINUTE_MS)]);
  process.stdout.write(
    `${table(head, rows)}\n\n${parts.map((part) => partLine(part, handsets, now, language)).join("")}`,
  );
  process.stdout.write(
    `${say(language, {
      zh: "估算依据：各步骤等待时间，加每次运行的固定开销（双核机器、虚拟终端实测）。",
      en: "Estimated from the waits of the steps and a fixed cost a run (measured on two cores with virtual handsets).",
    })}\n`,
  );
  return EXIT.clean;
}

function partLine(part: Part, handsets: number, now: number, language: Language): string {
  const end = localMinute(new Date(now + part.shelfMs));
  const hours = part.handsetHours.toFixed(2);
  const what =
    part.stage === "first"
      ? say(language, { zh: "全部应用", en: "every app" })
      : say(language, { zh: "若所有应用都有线索而深入", en: "if every app gives cause to go deeper, in addition" });
  return say(language, {
    zh: `${what}：${part.runs} 次运行，${hours} 终端小时；${handsets} 台终端需 ${minutes(language, part.shelfMs)}，现在开始则 ${end} 完成\n`,
    en: `${what}: ${part.runs} runs, ${hours} handset-hours; on ${handsets} handsets ${minutes(language, part.shelfMs)}, done by ${end} when started now\n`,
  });
}

/** Year first, so that nobody takes the month for the day: `2026-03-09 17:18`, by the machine's own clock. */
function localMinute(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
