/** The explorer's record as the trace keeps it, read for the result. */
import { z } from "zod";
import type { Json } from "../trace/written.ts";
import type { ExplorationResult } from "./result-schema.ts";
import { clean } from "./text.ts";

/** Screens and controls left alone that a result lists; the trace has them all. */
const MAX_SCREENS = 100;
const MAX_LEFT = 100;

const recordSchema = z.object({
  used: z.object({ taps: z.number(), ms: z.number() }),
  ended: z.string(),
  screens: z.array(
    z.object({
      number: z.number(),
      activity: z.string(),
      kind: z.string(),
      depth: z.number(),
      png: z.string().nullable(),
    }),
  ),
  edgeCount: z.number(),
  activities: z.object({ declared: z.array(z.string()), reached: z.array(z.string()) }),
  policy: z.object({ taps: z.number(), opened: z.boolean() }).nullable(),
  left: z.array(z.object({ screen: z.number(), label: z.string(), why: z.string() })),
});

/** @returns null where the trace holds no such record, or one of another form */
export function explorationOf(meta: Json | undefined): ExplorationResult | null {
  const parsed = recordSchema.safeParse(meta);
  if (!parsed.success) return null;
  const { used, ended, screens, edgeCount, activities, policy, left } = parsed.data;
  return {
    taps: used.taps,
    seconds: Math.round(used.ms / 100) / 10,
    ended,
    screens: screens.slice(0, MAX_SCREENS).map((screen) => ({ ...screen, activity: clean(screen.activity) })),
    ways: edgeCount,
    activities: { declared: activities.declared.map(clean), reached: activities.reached.map(clean) },
    policy,
    left: left.slice(0, MAX_LEFT).map((one) => ({ ...one, label: clean(one.label) })),
  };
}
