/** Personal data read while the app is on screen and nobody touches it, with nothing under way that needs it. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import {
  calledFor,
  concernsType,
  type Detector,
  hasFunctions,
  hitOf,
  justified,
  phaseParams,
  type PhaseParams,
  phaseWindow,
  select,
  type Sighting,
} from "./detector.ts";

const params = z.strictObject(phaseParams);

const UNTOLD: Bilingual = {
  zh: "场景未标注业务功能，也未提供声明，可能有正在进行的功能需要它",
  en: "no function is tagged and no declarations were given; something under way may need it",
};
const SILENT = "foreground-silent";

export const silent: Detector<PhaseParams> = {
  id: "silent",
  params,
  window: phaseWindow,
  concerns: concernsType,
  inapplicable({ facts }, p) {
    if (facts.segments.some((s) => s.app === SILENT && p.consent.includes(s.consent))) return null;
    return {
      code: "branch-does-not-reach",
      text: { zh: "本分支未让应用在屏幕上静置", en: "this branch did not leave the app alone on screen" },
    };
  },
  detect(context, p) {
    const expected = calledFor(context);
    const isMeant = ({ cell, type }: Sighting): boolean =>
      cell.segment.apps.every((state) => state === SILENT) &&
      cell.caller.trigger.kind !== "user-input" &&
      !context.types.matches(expected, type) &&
      !justified(cell.segment, type, context.types);
    const { groups, ambiguous } = select(context, p, isMeant);
    const { facts, declarations } = context;
    const isTold = declarations !== null || hasFunctions(facts);
    const weak = isTold ? null : UNTOLD;
    return { hits: groups.map((group) => hitOf(context, p, group, { kind: "out_of_scenario", weak })), ambiguous };
  },
};
