/** Words that packs, legal texts and results have in common. */
import { z } from "zod";

/** Text shown to people, in both languages. */
export const bilingualSchema = z.strictObject({ zh: z.string(), en: z.string() });
export type Bilingual = z.infer<typeof bilingualSchema>;

export const verdictSchema = z.enum(["violation", "pass", "not-applicable", "needs-person", "unknown"]);
export type Verdict = z.infer<typeof verdictSchema>;
export const severitySchema = z.enum(["critical", "high", "medium", "low", "info"]);
export type Severity = z.infer<typeof severitySchema>;
export const confidenceSchema = z.enum(["certain", "likely", "needs-review"]);

/** A provision. `role`: basis of a decision, identification of a behaviour, or reference only (drafts, practice). */
export const citationSchema = z.strictObject({
  document: bilingualSchema,
  article: z.string(),
  role: z.enum(["basis", "identification", "reference"]),
  status: z.enum(["in-force", "draft", "guidance", "practice"]),
  /** Which text of the document: adopted, amended or published when. */
  version: bilingualSchema.optional(),
  effectiveFrom: z.string().nullable(),
  effectiveTo: z.string().nullable(),
  /** Set where the text was not re-read against the official one. */
  fromMemory: z.boolean(),
});
