/** Sensitive personal data read where no question of its own was seen, neither a permission dialog nor a notice. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
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
import { guardsOf } from "./permission-data.ts";

const params = z.strictObject(phaseParams);

const NOT_SEEN: Bilingual = {
  zh: "未见针对该敏感个人信息的单独询问；应用内的文字说明需人工查看",
  en: "no question of its own was seen for it; what the app says in its own words is for a person to read",
};

export const sensitiveAlone: Detector<PhaseParams> = {
  id: "sensitive-alone",
  params,
  window: phaseWindow,
  concerns: (p, type, types) => concernsType(p, type, types) && types.get(type)?.sensitive === true,
  detect(context, p) {
    const { facts, types } = context;
    const granted = facts.phases.filter((phase) => phase.axis === "permission" && phase.state === "granted");
    const wasAsked = (type: string, t: number): boolean =>
      granted.some((phase) => phase.t <= t && guardsOf(type).includes(phase.scope));
    const isMeant = ({ cell, type }: Sighting): boolean =>
      types.get(type)?.sensitive === true && !wasAsked(type, cell.times[0] as number);
    const { groups, ambiguous } = select(context, p, isMeant);
    return {
      hits: groups.map((group) => hitOf(context, p, group, { kind: "sensitive_no_separate", weak: NOT_SEEN })),
      ambiguous,
    };
  },
};
