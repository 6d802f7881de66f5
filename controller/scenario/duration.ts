/** Durations as people write them: `500ms`, `10s`, `2m`. */
import { z } from "zod";

/** Longest single wait that a scenario may ask for. */
export const MAX_DURATION_MS = 24 * 3600 * 1000;

const PATTERN = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m|h)$/;
const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `text`, or null when it is no duration. */
export function parseDuration(text: string): number | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  return Math.round(Number(match[1]) * (UNIT_MS[match[2] ?? ""] ?? Number.NaN));
}

/** A duration in a scenario file; reads as milliseconds. */
export const durationSchema = z
  .string()
  .meta({ pattern: PATTERN.source, examples: ["500ms", "10s", "2m"] })
  .transform((text, ctx) => {
    const ms = parseDuration(text);
    if (ms === null || ms > MAX_DURATION_MS) {
      ctx.addIssue({
        code: "custom",
        message: `"${text}" is no duration; write for example 500ms, 10s, 2m (at most 24h)`,
      });
      return z.NEVER;
    }
    return ms;
  });
