/** Who reads a result, and what it must come with for them. */
import { z } from "zod";
import { bilingualSchema } from "./result-terms.ts";

export const PROFILES = ["vendor", "lab", "official"] as const;
/** Fields of a sample that a trace does not hold: they are told by whoever took it. */
export const SAMPLE_FIELDS = ["name", "developer", "source", "obtained", "by"] as const;
export type SampleField = (typeof SAMPLE_FIELDS)[number];

export const profileSchema = z.strictObject({
  id: z.enum(PROFILES),
  title: bilingualSchema,
  /** What a finding that rests only on a number nobody enacted amounts to. */
  unenacted: z.enum(["decides", "needs-person"]),
  /** Fields that the sample must have, else nothing is judged. */
  sample: z.array(z.enum(SAMPLE_FIELDS)),
  /** Whether a right selftest before and one after, on the same handset, must frame the runs. */
  controls: z.enum(["not-needed", "needed"]),
});
export type Profile = z.infer<typeof profileSchema>;

const field = z.string().min(1).max(400);
export const sampleSchema = z.strictObject({
  schema: z.literal("sample/1"),
  /** Package name of the app that the sample is of. */
  app: field,
  /** Of the package; the runs' must be the same. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits"),
  name: field.optional(),
  developer: field.optional(),
  /** Store, page or person that it was taken from. */
  source: field.optional(),
  /** When, as YYYY-MM-DD. */
  obtained: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, "must be YYYY-MM-DD")
    .optional(),
  by: field.optional(),
});
export type Sample = z.infer<typeof sampleSchema>;

/** The record that `consentry selftest --json` prints. */
export const controlSchema = z.strictObject({
  schema: z.literal("selftest/1"),
  handset: z.strictObject({ id: z.string(), os: z.string(), model: z.string() }),
  startedWallMs: z.number(),
  controls: z.array(
    z.strictObject({ control: z.string(), ok: z.boolean(), recall: z.number(), precision: z.number() }),
  ),
});
export type Control = z.infer<typeof controlSchema>;
