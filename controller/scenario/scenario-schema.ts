/** The scenario file: one app, the combinations to walk, and the steps that a person would take. */
import { z } from "zod";
import { exploreSchema } from "../explorer/explore-schema.ts";
import { packagedApkSchema } from "../apk-packages/packaged-apk.ts";
import { dataTypeSchema, stepsSchema, type Step } from "./action-schema.ts";
import {
  ALL_MODIFIERS,
  CONSENT_BRANCHES,
  parseCombination,
  PERMISSION_MODIFIERS,
  STATE_MODIFIERS,
  WITNESS_MODIFIER,
} from "./combination.ts";
import { durationSchema } from "./duration.ts";
import { didYouMean, strict } from "./strict.ts";

export type { Action, Condition, ConsentChoice, FunctionStep, Step } from "./action-schema.ts";
export type { Selector } from "./selector-schema.ts";

const MINUTE_MS = 60_000;
const MAX_BRANCHES = 64;
const pathSchema = z.string().min(1).max(1000);

/** Text of a combination, e.g. `refuse`, `accept+background` (combination.ts). */
export type Branch = string;

/** For editors; what is wrong with a combination is told by `parseCombination`. */
const COMBINATION = `^(${CONSENT_BRANCHES.join("|")})(\\+(${STATE_MODIFIERS.join("|")}))?(\\+(${PERMISSION_MODIFIERS.join("|")}))?(\\+${WITNESS_MODIFIER})?$`;

const branchSchema = z
  .string()
  .meta({ pattern: COMBINATION, examples: [...CONSENT_BRANCHES] })
  .superRefine((text, context) => {
    const parsed = parseCombination(text);
    if (typeof parsed !== "string") return;
    const known: readonly string[] = [...CONSENT_BRANCHES, ...ALL_MODIFIERS];
    const wrong = text.split("+").find((part) => !known.includes(part)) ?? "";
    context.addIssue({ code: "custom", message: parsed + didYouMean(wrong, known) });
  });

/** Steps written here, or the path of a flow file; always steps once the scenario is loaded. */
const sectionSchema = z
  .union([pathSchema.transform((file): Step[] => [{ runFlow: { file, commands: [] } }]), stepsSchema])
  .default([]);

export const scenarioSchema = strict({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens only")
    .describe("Short name; part of folder names"),
  title: strict({ zh: z.string().max(200), en: z.string().max(200) }).optional(),
  app: z.union([pathSchema, packagedApkSchema]).describe("APK, beside this file or out of an npm or PyPI package"),
  upgradeFrom: pathSchema.optional().describe("Older APK of the same app, for the branch upgrade"),
  category: z.number().int().min(1).max(39).optional().describe("App type of the 39 of the 2021 rule"),
  declares: z.array(dataTypeSchema).default([]).describe("Data types that the app's own policy declares"),
  handset: strict({
    kind: z.literal("virtual").default("virtual"),
    language: z
      .string()
      .regex(/^[a-z]{2}$/, "two lower-case letters, for example zh")
      .default("zh"),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "two capital letters, for example CN")
      .default("CN"),
  }).prefault({}),
  capabilities: z
    .record(z.string().regex(/^[a-z]+:/, "W3C capabilities have a prefix, for example appium:"), z.json())
    .default({})
    .describe("Passed to the driver untouched"),
  branches: z
    .array(branchSchema)
    .min(1)
    .max(MAX_BRANCHES)
    .refine((texts) => new Set(texts).size === texts.length, { error: "each combination once" })
    .default(["ignore", "refuse", "accept"])
    .describe("Combinations: <consent branch>[+<modifier>...]"),
  durations: strict({
    ignore: durationSchema.default(MINUTE_MS).describe("Notice up, untouched"),
    refuse: durationSchema.default(MINUTE_MS).describe("After a refusal"),
    silent: durationSchema.default(MINUTE_MS).describe("On screen, nobody touching"),
    background: durationSchema.default(MINUTE_MS).describe("In the background"),
    locked: durationSchema.default(MINUTE_MS).describe("Screen off"),
    killed: durationSchema.default(MINUTE_MS).describe("Process ended and left alone"),
    notice: durationSchema.default(20_000).describe("How long the notice may take to appear"),
    budget: durationSchema.default(15 * MINUTE_MS).describe("Whole budget of one combination"),
  }).prefault({}),
  permissions: z
    .enum(["grant", "deny"])
    .default("grant")
    .describe("Answer to a permission dialog that no step answered"),
  secrets: pathSchema.optional().describe("File of credentials (name: value); --secrets names another"),
  steps: sectionSchema.describe("After accepting"),
  afterRefusal: sectionSchema.describe("After a refusal"),
  withdraw: sectionSchema.describe("Leads to the withdrawal control; `consent: withdraw` taps it"),
  guest: sectionSchema.describe("In guest use"),
  login: sectionSchema.describe("Leads to the login page and logs in"),
  explore: exploreSchema.optional().describe("Look around by itself after the steps, within a budget"),
});
export type Scenario = z.output<typeof scenarioSchema>;
