/** Reads a campaign file and every scenario it names; a mistake anywhere is told with its place before anything runs. */
import { createHash } from "node:crypto";
import { basename, dirname, resolve } from "node:path";
import { sha256File } from "../../trace/file-digest.ts";
import { usageError } from "../errors.ts";
import { allDocuments, readText, readYaml, type LocatedYaml } from "../scenario/located-yaml.ts";
import { isMap } from "yaml";
import { loadScenario, type LoadedScenario } from "../scenario/load-scenario.ts";
import { campaignSchema, type Campaign } from "./campaign-schema.ts";
import type { CampaignApp } from "./jobs.ts";
import { canWalk } from "./profiles.ts";
import { combinationOf } from "../scenario/combination.ts";

export interface LoadedCampaign {
  campaign: Campaign;
  /** Absolute path of the campaign file. */
  file: string;
  apps: CampaignApp[];
  /** SHA-256 over the campaign, its scenarios and its APKs. */
  inputs: string;
}

/** Whether a YAML file is a campaign and not a scenario. @throws ControllerError exit 2 where it is no YAML */
export function isCampaignFile(file: string): boolean {
  const [first] = allDocuments(readText(file, "scenario"), file, "scenario");
  return isMap(first?.document.contents) && first.document.has("apps");
}

/**
 * @param purpose a plan needs no credentials
 * @throws ControllerError exit 2, message starts with file:line:column
 */
export function loadCampaign(file: string, purpose: "run" | "plan" = "run"): LoadedCampaign {
  const yaml = readYaml(file, "campaign");
  const campaign = yaml.parse(campaignSchema, "see docs/campaign.md");
  const base = dirname(resolve(file));
  const apps = campaign.apps.map((app, index): CampaignApp => {
    const loaded = loadScenario(
      resolve(base, app.scenario),
      app.app === undefined ? undefined : resolve(base, app.app),
      undefined,
      purpose,
    );
    if (Object.keys(campaign.durations).length > 0) overrideDurations(loaded, campaign.durations, yaml);
    const branches = app.branches ?? campaign.branches;
    const cannot = branches?.find((text) => !canWalk(combinationOf(text), loaded.scenario));
    if (cannot !== undefined && app.branches !== undefined) {
      throw usageError(
        "campaign-invalid",
        `${yaml.place(["apps", index, "branches"])}: ${basename(app.scenario)} gives no means for "${cannot}"`,
        "give its steps or app in the scenario file: withdraw, guest, login or upgradeFrom",
      );
    }
    const fits = branches?.filter((text) => canWalk(combinationOf(text), loaded.scenario));
    return { name: app.name ?? loaded.scenario.name, loaded, branches: fits };
  });
  const seen = new Set<string>();
  for (const [index, { name }] of apps.entries()) {
    if (seen.has(name)) {
      throw usageError(
        "campaign-invalid",
        `${yaml.place(["apps", index])}: two apps are called "${name}"`,
        "give one of them a `name`",
      );
    }
    seen.add(name);
  }
  return { campaign, file: resolve(file), apps, inputs: digest(yaml.text, apps) };
}

function overrideDurations(loaded: LoadedScenario, durations: Campaign["durations"], yaml: LocatedYaml): void {
  for (const [key, ms] of Object.entries(durations)) {
    if (!(key in loaded.scenario.durations)) {
      throw usageError(
        "campaign-invalid",
        `${yaml.place(["durations", key])}: no duration is called "${key}"`,
        `there are ${Object.keys(loaded.scenario.durations).join(", ")}`,
      );
    }
    Object.assign(loaded.scenario.durations, { [key]: ms });
  }
}

function digest(text: string, apps: readonly CampaignApp[]): string {
  const hash = createHash("sha256").update(text);
  for (const { loaded } of apps) hash.update("\0").update(loaded.text).update("\0").update(apkDigest(loaded.app));
  return hash.digest("hex");
}

function apkDigest(file: string): string {
  try {
    return sha256File(file);
  } catch (cause) {
    throw usageError("apk-unreadable", `${file}: cannot be read (${(cause as NodeJS.ErrnoException).code ?? "error"})`);
  }
}
