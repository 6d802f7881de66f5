/** Camera or microphone opened while nobody does anything that calls for it. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import type { AppClass, ConsentState } from "../segments.ts";
import {
  appParam,
  concernsType,
  consentParam,
  type Detector,
  hitOf,
  justified,
  select,
  type Sighting,
  typeParams,
  type TypeParams,
  type Window,
} from "./detector.ts";
import { wasHandled } from "./noted.ts";

interface Params extends TypeParams {
  consent: ConsentState[];
  app: AppClass[];
  /** Seconds after somebody handled the app in which it may open what they asked for. */
  seconds: number;
}
const params = z.strictObject({ ...typeParams, consent: consentParam, app: appParam, seconds: z.number().positive() });
const window = (p: Params): Window => ({ consents: p.consent, appClasses: p.app });

const BY_RULE_OF_THUMB: Bilingual = {
  zh: "“用户正在使用”的时长为工程默认值",
  en: "how long a user counts as using it is an engineering default",
};

export const mediaUnasked: Detector<Params> = {
  id: "media-unasked",
  params,
  window,
  concerns: concernsType,
  detect(context, p) {
    const isMeant = ({ cell, type }: Sighting): boolean =>
      cell.caller.trigger.kind !== "user-input" &&
      !justified(cell.segment, type, context.types) &&
      cell.times.some((t) => !wasHandled(context, t - p.seconds * 1e6, t));
    const { groups, ambiguous } = select(context, p, window(p), isMeant);
    return {
      hits: groups.map((group) => hitOf(context, p, group, { kind: "media_unasked", weak: BY_RULE_OF_THUMB })),
      ambiguous,
    };
  },
};
