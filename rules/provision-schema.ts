/** What a legal text asks, row by row, and what a result says of each row. */
import { z } from "zod";
import { bilingualSchema, citationSchema, verdictSchema } from "./result-terms.ts";

/** How a row is answered: by rules alone, by a person to whom they prepare the evidence, by a person, by another subject's duty, or in the case file. */
export const PROVISION_KINDS = ["automatic", "semi-automatic", "attestation", "other-subject", "workflow"] as const;
export const provisionKindSchema = z.enum(PROVISION_KINDS);
export type ProvisionKind = z.infer<typeof provisionKindSchema>;

export const SUBJECTS = [
  "developer-operator",
  "distribution-platform",
  "third-party-provider",
  "terminal-maker",
  "network-access-provider",
] as const;
export const subjectSchema = z.enum(SUBJECTS);

/** A number that the row is tried with, and who set it: `engineering-default` is nobody's law. */
export const defaultSchema = z.strictObject({
  text: bilingualSchema,
  source: z.enum(["law", "standard", "practice", "engineering-default"]),
});

/** What the recordings themselves say about a row; never a verdict. */
export const provisionCheckSchema = z.strictObject({
  check: z.string(),
  title: bilingualSchema,
  state: z.enum(["noted", "nothing", "not-recorded"]),
  text: bilingualSchema,
});
export type ProvisionCheck = z.infer<typeof provisionCheckSchema>;

/** A row of a legal text with what the runs of this result say of it. */
export const provisionResultSchema = z.strictObject({
  /** `text.article` and, where an article has several rows, `.row`. */
  id: z.string(),
  pack: z.string(),
  document: bilingualSchema,
  article: z.string(),
  status: citationSchema.shape.status,
  role: citationSchema.shape.role,
  kind: provisionKindSchema,
  subject: subjectSchema,
  title: bilingualSchema,
  fromMemory: z.boolean(),
  defaults: z.array(defaultSchema),
  /** Rules of the loaded packs that judge it. */
  rules: z.array(z.string()),
  /** The gravest verdict of those rules; `needs-person` where a person must answer, `not-applicable` for the case file. */
  verdict: verdictSchema,
  questions: z.array(bilingualSchema),
  checks: z.array(provisionCheckSchema),
  /** What the case file keeps of it; null for rows of other kinds. */
  record: bilingualSchema.nullable(),
});
export type ProvisionResult = z.infer<typeof provisionResultSchema>;
