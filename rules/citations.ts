/** What a provision may be used for on the day of the act. */
import type { z } from "zod";
import type { citationSchema } from "./result-schema.ts";

type Citation = z.infer<typeof citationSchema>;

const DAY_MS = 86_400_000;
/** Chinese law speaks of days in China, which has one time zone. */
const CHINA_MS = 8 * 3_600_000;

/** The day in China, as YYYY-MM-DD. */
function dayOf(wallMs: number): string {
  return new Date(Math.floor((wallMs + CHINA_MS) / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
}

/**
 * Citations as of a day: a text that was not in force then is no basis, only a reference.
 * @param wallMs Unix milliseconds of the act; 0 = not known, and nothing is changed
 */
export function citationsOn(citations: readonly Citation[], wallMs: number): Citation[] {
  if (wallMs === 0) return [...citations];
  const day = dayOf(wallMs);
  return citations.map((citation) => {
    const { effectiveFrom: from, effectiveTo: to, role } = citation;
    const inForce = from !== null && from <= day && (to === null || day <= to);
    return role === "basis" && !inForce ? { ...citation, role: "reference" } : citation;
  });
}
