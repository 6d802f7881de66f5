/** More reads of a type by one caller than a table of limits allows for what went on in the phase. */
import { z } from "zod";
import {
  concernsType,
  type Detector,
  type DetectorContext,
  type Hit,
  hitOf,
  observedIn,
  phaseParams,
  type PhaseParams,
  phaseWindow,
  type SightingGroup,
} from "./detector.ts";
import { statedInterval } from "./declared.ts";
import { groupedCount, repeatedSightings } from "./repetition.ts";

const SOURCES = ["law", "standard", "practice", "engineering-default", "campaign", "declaration"] as const;

const limitSchema = z.strictObject({
  types: z.array(z.string()).min(1),
  /** Allowed for every start of the app's process. */
  perProcess: z.number().int().nonnegative().default(0),
  /** Allowed for every screen that comes up, the first included. */
  perScreen: z.number().int().nonnegative().default(0),
  /** Allowed for every begun stretch of so many seconds. */
  per: z.strictObject({ count: z.number().int().positive(), seconds: z.number().positive() }).optional(),
  /** Fewer than this is never too often. */
  minimum: z.number().int().positive(),
  source: z.enum(SOURCES),
  text: z.strictObject({ zh: z.string(), en: z.string() }),
});
type Limit = z.infer<typeof limitSchema>;

interface Params extends PhaseParams {
  limits: Limit[];
}

const params = z.strictObject({
  ...phaseParams,
  /** The first limit that names a type holds for it; a type in none is not judged. */
  limits: z.array(limitSchema).min(1),
});

/** Reads past a stated interval that are too many to be chance. */
const MINIMUM_STATED = 3;

/** How many access groups a limit allows one caller in the phase of a group. */
export function allowance({ facts }: DetectorContext, limit: Limit, group: SightingGroup): number {
  const inPhase = facts.segments.filter((s) => s.consent === group.consent && s.appClass === group.appClass);
  const covers = (t: number): boolean => inPhase.some((s) => t >= s.lo && t < s.hi);
  const first = inPhase[0]?.lo ?? 0;
  const last = inPhase.at(-1)?.hi ?? 0;
  const processes = facts.sessions.filter(
    (s) => s.started < last && (s.ended ?? Number.POSITIVE_INFINITY) > first,
  ).length;
  // The screen that is up when the phase begins came up before it.
  const screens = 1 + facts.resumes.filter(covers).length;
  const seconds = observedIn(facts, group.consent, group.appClass) / 1e6;
  const perTime = limit.per === undefined ? 0 : limit.per.count * Math.ceil(seconds / limit.per.seconds);
  return limit.perProcess * Math.max(1, processes) + limit.perScreen * screens + perTime;
}

/** The limit that follows from the interval which the app itself states, or null. */
function statedLimit(context: DetectorContext, type: string): Limit | null {
  const seconds = statedInterval(context, type);
  if (seconds === null) return null;
  return {
    types: [type],
    perProcess: 1,
    perScreen: 0,
    per: { count: 1, seconds },
    minimum: MINIMUM_STATED,
    source: "declaration",
    text: {
      zh: `应用声明每 ${seconds} 秒一次，另每次进程启动一次`,
      en: `the app states once every ${seconds} s; one more for each start of its process`,
    },
  };
}

export const frequency: Detector<Params> = {
  id: "frequency",
  params,
  window: phaseWindow,
  concerns: (p, type, types) =>
    concernsType(p, type, types) && p.limits.some((limit) => types.matches(limit.types, type)),
  detect(context, p) {
    const { types } = context;
    const hits: Hit[] = [];
    for (const group of repeatedSightings(context, p)) {
      const limit =
        statedLimit(context, group.dataType) ?? p.limits.find((l) => types.matches(l.types, group.dataType));
      if (limit === undefined) continue;
      const count = groupedCount(group.sightings.map((s) => s.cell));
      const allowed = allowance(context, limit, group);
      if (count <= allowed || count < limit.minimum) continue;
      const threshold = { text: limit.text, value: allowed, source: limit.source };
      const excess = allowed === 0 ? null : count / allowed;
      hits.push(hitOf(context, p, group, { kind: "frequency", threshold, excess }));
    }
    return { hits, ambiguous: 0 };
  },
};
