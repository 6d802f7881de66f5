/** A campaign file: which apps, which combinations, how often, on how many handsets. */
import { z } from "zod";
import { durationSchema } from "../scenario/duration.ts";
import { parseCombination } from "../scenario/combination.ts";
import { strict } from "../scenario/strict.ts";
import { PROFILES } from "./profiles.ts";

/** More apps than any shelf takes in one go. */
const MAX_APPS = 2000;
/** A finding carries "k of N"; more repeats tell no more. */
const MAX_REPEATS = 20;
/** Handsets side by side that one machine can drive. */
export const MAX_HANDSETS = 64;

const combinationText = z.string().superRefine((text, context) => {
  const parsed = parseCombination(text);
  if (typeof parsed === "string") context.addIssue({ code: "custom", message: parsed });
});

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens only");
const profile = z.enum(PROFILES);

export const campaignAppSchema = strict({
  /** Name of the app's folder; default: the scenario's name. */
  name: name.optional(),
  /** Scenario file, relative to the campaign file. */
  scenario: z.string().min(1),
  /** Another APK to run with the same steps, relative to the campaign file. */
  app: z.string().min(1).optional(),
  /** Combinations of this app alone. */
  branches: z.array(combinationText).min(1).max(100).optional(),
});

export const campaignSchema = strict({
  name,
  title: strict({ zh: z.string().max(200), en: z.string().max(200) }).optional(),
  apps: z.array(campaignAppSchema).min(1).max(MAX_APPS),
  /** Combinations of every app; default: those of the profile, else those of each scenario. */
  branches: z.array(combinationText).min(1).max(100).optional(),
  profile: profile.optional(),
  /** Profile that only apps with something to look into go through as well. */
  deepen: profile.optional(),
  repeats: z.number().int().min(1).max(MAX_REPEATS).default(1),
  /** Handsets side by side. */
  handsets: z.number().int().min(1).max(MAX_HANDSETS).default(2),
  /** Replace those of the scenarios. */
  durations: z.partialRecord(z.string().regex(/^[a-z]+$/), durationSchema).default({}),
});
export type Campaign = z.infer<typeof campaignSchema>;
