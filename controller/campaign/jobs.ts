/** The runs that a campaign is made of, in the order in which they start. */
import type { LoadedScenario } from "../scenario/load-scenario.ts";
import type { Campaign } from "./campaign-schema.ts";
import { combinationsOf, type Profile } from "./profiles.ts";

export interface CampaignApp {
  name: string;
  loaded: LoadedScenario;
  /** Combinations of the file for this app; undefined = those of the profile, else of the scenario. */
  branches: string[] | undefined;
}

export interface Job {
  app: string;
  combination: string;
  /** From 1 to the campaign's repeats. */
  repeat: number;
  /** Folder below the campaign's, with `/`. */
  dir: string;
  /** `deepen`: only because the first look left something to look into. */
  stage: "first" | "deepen";
}

/** Every run of the first look: one app after the other, so that an app's answer is whole as early as can be. */
export function firstJobs(campaign: Campaign, apps: readonly CampaignApp[]): Job[] {
  return apps.flatMap((app) => jobsOf(app, firstCombinations(campaign, app), campaign.repeats, "first"));
}

/** What an app with something to look into goes through as well; nothing twice. */
export function deeperJobs(campaign: Campaign, app: CampaignApp): Job[] {
  if (campaign.deepen === undefined) return [];
  const done = new Set(firstCombinations(campaign, app));
  const more = combinationsOf(campaign.deepen, app.loaded.scenario).filter((text) => !done.has(text));
  return jobsOf(app, more, campaign.repeats, "deepen");
}

function firstCombinations(campaign: Campaign, app: CampaignApp): string[] {
  const { scenario } = app.loaded;
  const ofProfile = (profile: Profile | undefined): string[] | undefined =>
    profile && combinationsOf(profile, scenario);
  const chosen = app.branches ?? campaign.branches ?? ofProfile(campaign.profile) ?? scenario.branches;
  return [...new Set(chosen)];
}

function jobsOf(app: CampaignApp, combinations: string[], repeats: number, stage: Job["stage"]): Job[] {
  return combinations.flatMap((combination) =>
    Array.from({ length: repeats }, (_, i) => ({
      app: app.name,
      combination,
      repeat: i + 1,
      dir: `${app.name}/${combination}/${i + 1}`,
      stage,
    })),
  );
}
