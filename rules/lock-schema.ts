/** `rules.lock`: what a result was judged by, as hashes, so that it can be judged again the same way. */
import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const lockSchema = z.strictObject({
  tool: z.string(),
  packs: z.array(z.strictObject({ id: z.string(), version: z.string(), sha256 })),
  /** Files of legal texts and of the catalogue's tables, by name. */
  files: z.array(z.strictObject({ name: z.string(), sha256 })),
  /** Parameters that a campaign set otherwise than the pack. */
  thresholds: z.array(z.strictObject({ rule: z.string(), params: z.record(z.string(), z.json()) })),
  /** Of all of the above. */
  sha256,
});
export type Lock = z.infer<typeof lockSchema>;
