/** Camera or microphone opened while nobody does anything that calls for it. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
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
import { wasHandled } from "./noted.ts";

interface Params extends PhaseParams {
  /** Seconds after somebody handled the app in which it may open what they asked for. */
  seconds: number;
}
const params = z.strictObject({ ...phaseParams, seconds: z.number().positive() });

const BY_RULE_OF_THUMB: Bilingual = {
  zh: "“用户正在使用”的时长为工程默认值",
  en: "how long a user counts as using it is an engineering default",
};

export const mediaUnasked: Detector<Params> = {
  id: "media-unasked",
  params,
  window: phaseWindow,
  concerns: concernsType,
  detect(context, p) {
    const isMeant = ({ cell, type }: Sighting): boolean =>
      cell.caller.trigger.kind !== "user-input" &&
      !justified(cell.segment, type, context.types) &&
      cell.times.some((t) => !wasHandled(context, t - p.seconds * 1e6, t));
    const { groups, ambiguous } = select(context, p, isMeant);
    return {
      hits: groups.map((group) => hitOf(context, p, group, { kind: "media_unasked", weak: BY_RULE_OF_THUMB })),
      ambiguous,
    };
  },
};
