/** Form of a rule pack: YAML that binds detectors to provisions. */
import { z } from "zod";
import { bilingualSchema, citationSchema, severitySchema } from "./result-schema.ts";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be YYYY-MM-DD");
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens only");
const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** A text that a pack cites and that `packs/texts` does not hold row by row. */
const documentSchema = z.strictObject({
  zh: z.string().min(1),
  en: z.string().min(1),
  version: text.optional(),
  status: citationSchema.shape.status,
  effectiveFrom: date.nullable(),
  effectiveTo: date.nullable().default(null),
});

const citationRefSchema = z.strictObject({
  /** Id of a legal text, or key of `documents`. */
  document: z.string(),
  /** One article, or several with commas between. */
  article: z.string().min(1),
  role: citationSchema.shape.role,
  fromMemory: z.boolean(),
});

export const ruleSchema = z.strictObject({
  id,
  detector: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  severity: severitySchema,
  title: text,
  explanation: text,
  remedy: text,
  notProven: text,
  /** Asked of a person where a finding of the rule cannot be decided by the record alone. */
  question: text.nullable().default(null),
  citations: z.array(citationRefSchema).min(1),
  miitProblemType: bilingualSchema.nullable().default(null),
  /** How the rule is tried by hand, for a lab's method list. */
  testMethod: text,
});

export const packSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "must be three numbers with dots"),
  title: text,
  documents: z.record(z.string(), documentSchema).default({}),
  /** Never read: a place for YAML anchors. */
  shared: z.unknown().optional(),
  rules: z.array(ruleSchema).min(1),
});
