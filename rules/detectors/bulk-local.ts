/** A great many records or files of the user read in a moment, with nothing under way that needs them. */
import { z } from "zod";
import {
  concernsType,
  type Detector,
  hitOf,
  justified,
  phaseParams,
  type PhaseParams,
  phaseWindow,
  select,
  type Sighting,
} from "./detector.ts";
import { mergedTimes } from "./repetition.ts";

interface Params extends PhaseParams {
  reads: number;
  seconds: number;
}
const params = z.strictObject({
  ...phaseParams,
  reads: z.number().int().positive(),
  seconds: z.number().positive(),
});

/** The most reads within any stretch of so many microseconds. */
export function densest(times: ArrayLike<number>, us: number): number {
  let most = 0;
  let from = 0;
  for (let to = 0; to < times.length; to++) {
    while ((times[to] as number) - (times[from] as number) > us) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

export const bulkLocal: Detector<Params> = {
  id: "bulk-local",
  params,
  window: phaseWindow,
  concerns: concernsType,
  detect(context, p) {
    const isMeant = ({ cell, type }: Sighting): boolean =>
      cell.caller.trigger.kind !== "user-input" && !justified(cell.segment, type, context.types);
    const { groups } = select(context, p, isMeant);
    const hits = groups.flatMap((group) => {
      const most = densest(mergedTimes(group.sightings.map((s) => s.cell)), p.seconds * 1e6);
      if (most <= p.reads) return [];
      const threshold = {
        text: { zh: `${p.seconds} 秒内不多于 ${p.reads} 次`, en: `at most ${p.reads} within ${p.seconds} s` },
        value: p.reads,
        source: "engineering-default" as const,
      };
      return [hitOf(context, p, group, { kind: "bulk_local", threshold, excess: most / p.reads, words: { most } })];
    });
    return { hits, ambiguous: 0 };
  },
};
