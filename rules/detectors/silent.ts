/** Personal data read while the app is on screen and nobody touches it, with nothing under way that needs it. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import type { AppClass, ConsentState } from "../segments.ts";
import {
  appParam,
  calledFor,
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

interface Params extends TypeParams {
  consent: ConsentState[];
  app: AppClass[];
}
const params = z.strictObject({ ...typeParams, consent: consentParam, app: appParam });
const window = (p: Params): Window => ({ consents: p.consent, appClasses: p.app });

const UNTOLD: Bilingual = {
  zh: "场景未标注业务功能，也未提供声明，可能有正在进行的功能需要它",
  en: "no function is tagged and no declarations were given; something under way may need it",
};
const SILENT = "foreground-silent";

export const silent: Detector<Params> = {
  id: "silent",
  params,
  window,
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
    const { groups, ambiguous } = select(context, p, window(p), isMeant);
    const { facts, declarations } = context;
    const isTold = declarations !== null || facts.steps.some((step) => step.kind === "step");
    const weak = isTold ? null : UNTOLD;
    return { hits: groups.map((group) => hitOf(context, p, group, { kind: "out_of_scenario", weak })), ambiguous };
  },
};
