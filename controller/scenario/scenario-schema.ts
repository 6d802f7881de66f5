/** The scenario file: one app, its branches, and the steps that a person would take. Verbs follow Maestro where it has them. */
import { z } from "zod";
import { durationSchema } from "./duration.ts";

/** What a step may point at: visible text, content description, or resource id. */
const selectorSchema = z.union([
  z.string().min(1).max(200),
  z.strictObject({
    text: z.string().max(200).optional(),
    id: z.string().max(200).optional(),
    description: z.string().max(200).optional(),
  }),
]);
export type Selector = z.infer<typeof selectorSchema>;

const actionSchema = z.union([
  z.enum(["back", "home", "foreground", "lock", "unlock", "kill", "relaunch", "hideKeyboard"]),
  z.strictObject({ tapOn: selectorSchema }),
  z.strictObject({ inputText: z.string().max(2000) }),
  z.strictObject({ assertVisible: selectorSchema }),
  z.strictObject({ extendedWaitUntil: z.strictObject({ visible: selectorSchema, timeout: durationSchema }) }),
  z.strictObject({ scroll: z.enum(["down", "up"]) }),
  z.strictObject({ idle: durationSchema }),
  z.strictObject({ background: durationSchema }),
  z.strictObject({ permission: z.enum(["grant", "deny"]) }),
  z.strictObject({ mark: z.string().max(200) }),
]);
export type Action = z.infer<typeof actionSchema>;

/** A business function: opens and closes, and says which data types it justifies. */
const functionSchema = z.strictObject({
  step: z.string().min(1).max(200),
  justifies: z.array(z.string().max(64)).default([]),
  do: z.array(actionSchema).max(500),
});
export type FunctionStep = z.infer<typeof functionSchema>;

const stepSchema = z.union([functionSchema, actionSchema]);
export type Step = z.infer<typeof stepSchema>;

export const BRANCHES = ["ignore", "refuse", "accept"] as const;
export type Branch = (typeof BRANCHES)[number];

export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "lower-case letters, digits and hyphens only"),
  title: z.strictObject({ zh: z.string().max(200), en: z.string().max(200) }).optional(),
  app: z.string().min(1),
  /** Number of the app type in the 39 types of the 2021 necessary-information rule. */
  category: z.number().int().min(1).max(39).optional(),
  /** Data types that the app's own policy declares. */
  declares: z.array(z.string().max(64)).default([]),
  handset: z
    .strictObject({
      kind: z.literal("virtual").default("virtual"),
      language: z
        .string()
        .regex(/^[a-z]{2}$/)
        .default("zh"),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/)
        .default("CN"),
    })
    .prefault({}),
  /** Passed through to the driver untouched. */
  capabilities: z.record(z.string().regex(/^[a-z]+:/), z.json()).default({}),
  branches: z.array(z.enum(BRANCHES)).min(1).default(["ignore", "refuse", "accept"]),
  durations: z
    .strictObject({
      /** Notice up, untouched. */
      ignore: durationSchema.default(60_000),
      /** After a refusal. */
      refuse: durationSchema.default(60_000),
      /** How long the notice may take to appear. */
      notice: durationSchema.default(20_000),
      /** Whole budget of one branch. */
      budget: durationSchema.default(15 * 60_000),
    })
    .prefault({}),
  /** Answer to a permission dialog that no step answered. */
  permissions: z.enum(["grant", "deny"]).default("grant"),
  steps: z.array(stepSchema).max(500).default([]),
  afterRefusal: z.array(stepSchema).max(500).default([]),
});
export type Scenario = z.infer<typeof scenarioSchema>;
