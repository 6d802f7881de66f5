/** How deep a campaign looks: named sets of combinations, cheapest first. */
import { combinationOf, type Combination } from "../scenario/combination.ts";
import type { Scenario } from "../scenario/scenario-schema.ts";

export const PROFILES = ["screen", "standard", "full"] as const;
export type Profile = (typeof PROFILES)[number];

/**
 * `screen` answers within a quarter of an hour an app: silence, refusal and relaunch share one install, and so do use and
 * background. The others give each branch an install of its own.
 */
const COMBINATIONS: Record<Profile, readonly string[]> = {
  screen: ["ignore-refuse-relaunch", "accept+background"],
  standard: ["ignore", "refuse-relaunch", "accept+background", "accept+deny", "accept-withdraw", "guest"],
  full: [
    "ignore",
    "refuse-relaunch",
    "refuse+background",
    "accept+silent",
    "accept+background",
    "accept+locked",
    "accept+killed",
    "accept+deny",
    "accept-withdraw",
    "guest",
    "login-consent",
    "upgrade",
    "refuse+witness",
    "accept+witness",
  ],
};

/** @returns the profile's combinations that this scenario gives the means for, as texts */
export function combinationsOf(profile: Profile, scenario: Scenario): string[] {
  return COMBINATIONS[profile].filter((text) => canWalk(combinationOf(text), scenario));
}

/** Whether the scenario has what a branch needs beyond a notice: steps to withdraw, an older version, a page to log in. */
export function canWalk(combination: Combination, scenario: Scenario): boolean {
  const named = scenario.branches.some((text) => combinationOf(text).consent === combination.consent);
  switch (combination.consent) {
    case "accept-withdraw":
      return named || scenario.withdraw.length > 0;
    case "upgrade":
      return scenario.upgradeFrom !== undefined;
    // Only the app knows whether it offers these; the scenario's author has looked.
    case "guest":
    case "login-consent":
      return named;
    default:
      return true;
  }
}
