/** Labelled apps (`labelled-behaviours/1`): what must be found in an app, and what must not. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { RulesError } from "./errors.ts";

export const TRUTH_PHASES = [
  "pre-consent",
  "undecided",
  "refused",
  "accepted-foreground",
  "background",
  "after-withdrawal",
] as const;
export type TruthPhase = (typeof TRUTH_PHASES)[number];

const words = z.union([z.string(), z.array(z.string())]);
const phase = z.enum([...TRUTH_PHASES, "any"]);

const behaviourSchema = z.looseObject({
  id: z.string().min(1),
  data_type: words,
  phase,
  branches: z.array(z.string()).optional(),
  caller: z.string().default("any"),
  caller_kind: z.enum(["app", "sdk"]).optional(),
  expected: z.array(z.string()),
  also_valid: z.array(z.string()).default([]),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

const nearMissSchema = z.looseObject({
  id: z.string().min(1),
  data_type: words.optional(),
  phase: phase.default("any"),
  caller: z.string().default("any"),
});

const toleratedSchema = z.looseObject({
  data_type: words.optional(),
  phase: phase.default("any"),
  caller: z.string().default("any"),
});
export type Tolerated = z.infer<typeof toleratedSchema>;

const truthSchema = z.looseObject({
  schema: z.literal("labelled-behaviours/1"),
  app: z.looseObject({
    package: z.string().min(1),
    sdks: z
      .array(z.union([z.string(), z.looseObject({ prefix: z.string().optional(), name: z.string().optional() })]))
      .default([]),
  }),
  behaviours: z.array(behaviourSchema).default([]),
  must_not_flag: z.array(nearMissSchema).default([]),
  tolerated: z.array(toleratedSchema).default([]),
  zero_collection_findings: z.boolean().default(false),
});
export type Truth = z.infer<typeof truthSchema>;

/** Checks a parsed truth document; `name` stands for it in errors. */
export function parseTruth(value: unknown, name: string): Truth {
  const parsed = truthSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("") ?? "";
  throw new RulesError(
    "truth-invalid",
    `${name}: ${where.replace(/^\./, "") || "document"}: ${issue?.message ?? "invalid"}`,
  );
}

/** Reads a truth file. Throws RulesError `truth-invalid` naming the file and the first wrong place. */
export function readTruth(file: string): Truth {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new RulesError("truth-invalid", `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseTruth(value, file);
}
