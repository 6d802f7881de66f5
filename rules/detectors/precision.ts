/** A finer datum read where the function under way needs a coarser one. */
import { z } from "zod";
import {
  concernsType,
  type Detector,
  hitOf,
  phaseParams,
  type PhaseParams,
  phaseWindow,
  select,
  type Sighting,
} from "./detector.ts";

interface Params extends PhaseParams {
  /** A fine type, and the coarser one that a function may name instead. */
  coarser: Record<string, string>;
}
const params = z.strictObject({
  ...phaseParams,
  coarser: z.record(z.string(), z.string()),
});

export const precision: Detector<Params> = {
  id: "precision",
  params,
  window: phaseWindow,
  concerns: (p, type, types) => concernsType(p, type, types) && type in p.coarser,
  inapplicable({ facts, types }, p) {
    const coarse = Object.values(p.coarser);
    if (facts.steps.some((step) => coarse.some((type) => types.matches(step.justifies, type)))) return null;
    return {
      code: "no-coarse-function",
      text: {
        zh: "没有一项业务功能标注只需较粗的数据",
        en: "no function is tagged as needing only a coarser datum",
      },
    };
  },
  detect(context, p) {
    const { types } = context;
    const isMeant = ({ cell, type }: Sighting): boolean => {
      const coarse = p.coarser[type];
      if (coarse === undefined) return false;
      const needs = cell.segment.steps.flatMap((step) => step.justifies);
      return types.matches(needs, coarse) && !types.matches(needs, type);
    };
    const { groups, ambiguous } = select(context, p, isMeant);
    return { hits: groups.map((group) => hitOf(context, p, group, { kind: "precision" })), ambiguous };
  },
};
