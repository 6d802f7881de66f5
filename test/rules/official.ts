/** What an official test comes with: a sample that can be traced, and right selftests around the run. */
import type { AnalyzeOptions } from "../../rules/engine.ts";
import type { Control, Sample } from "../../rules/profile-schema.ts";
import { APP, APP_SHA256 } from "./micro-trace.ts";

/** When micro runs start. */
const RUN_MS = 1_700_000_000_000;
const DAY_MS = 86_400_000;

export const sample: Sample = {
  schema: "sample/1",
  app: APP,
  sha256: APP_SHA256,
  name: "新闻",
  developer: "某公司",
  source: "某商店",
  obtained: "2023-11-14",
  by: "某人",
};

export function control(days: number, ok = true, model = "Virtual"): Control {
  return {
    schema: "selftest/1",
    handset: { id: "virtual", os: "Android API 34", model },
    startedWallMs: RUN_MS + days * DAY_MS,
    controls: [{ control: "news", ok, recall: 1, precision: 1 }],
  };
}

export const OFFICIAL = {
  profile: "official",
  sample,
  controls: [control(-1), control(1)],
} as const satisfies AnalyzeOptions;
