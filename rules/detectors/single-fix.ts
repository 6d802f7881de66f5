/** The position read more than once for one screen or one tap, where no function follows the user about. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import {
  accessCount,
  concernsType,
  type Detector,
  hitOf,
  phaseParams,
  type PhaseParams,
  phaseWindow,
  select,
  type Sighting,
} from "./detector.ts";
import { burstStarts, mergedTimes } from "./repetition.ts";

interface Params extends PhaseParams {
  /** A function tagged with one of these follows the user about. */
  continuous: string[];
}
const params = z.strictObject({
  ...phaseParams,
  continuous: z.array(z.string()).min(1),
});

const MAY_FOLLOW: Bilingual = {
  zh: "该功能是否需要持续定位需人工确认",
  en: "whether the function has to follow the position is for a person",
};

export const singleFix: Detector<Params> = {
  id: "single-fix",
  params,
  window: phaseWindow,
  concerns: concernsType,
  detect(context, p) {
    const { facts, types } = context;
    const isMeant = ({ cell }: Sighting): boolean =>
      !cell.segment.steps.some((step) => p.continuous.some((type) => step.justifies.some((one) => types.matches([one], type)))); // prettier-ignore
    const { groups, ambiguous } = select(context, p, isMeant);
    const occasions = [...facts.resumes, ...facts.touches].sort((a, b) => a - b);
    const hits = groups.flatMap((group) => {
      const starts = burstStarts(mergedTimes(group.sightings.map((s) => s.cell)));
      // Between two occasions one fix is enough.
      const counts = Map.groupBy(starts, (t) => occasions.findLastIndex((occasion) => occasion <= t));
      const most = Math.max(0, ...[...counts.values()].map((list) => list.length));
      if (most <= 1 || accessCount(group.sightings) < 2) return [];
      return [hitOf(context, p, group, { kind: "single_fix", weak: MAY_FOLLOW, words: { most } })];
    });
    return { hits, ambiguous };
  },
};
