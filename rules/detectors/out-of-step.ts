/** Personal data read on screen after consent, where neither the function under way nor any declaration calls for it. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import {
  calledFor,
  concernsType,
  type Detector,
  type DetectorContext,
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

/** The user pressed something and no function was being tested: what was pressed may well need the datum. */
function userAskedOutsideSteps(sighting: Sighting): boolean {
  return sighting.cell.segment.steps.length === 0 && sighting.cell.caller.trigger.kind === "user-input";
}

/** The explorer opens what nobody described, and what it opened may go on. */
const EXPLORED: Bilingual = {
  zh: "仅在自动浏览期间读取：所点控件的功能未在场景中说明，需人工确认",
  en: "read only while the app was explored, by controls whose function no scenario describes; a person must confirm",
};

/** True when every read came once exploring had begun. */
function onlyExplored({ facts }: DetectorContext, sightings: readonly Sighting[]): boolean {
  const from = facts.steps.find((step) => step.kind === "explore")?.t ?? Number.POSITIVE_INFINITY;
  return sightings.every(({ cell }) => cell.times.every((t) => t >= from));
}

export const outOfStep: Detector<PhaseParams> = {
  id: "out-of-step",
  params,
  window: phaseWindow,
  concerns: concernsType,
  inapplicable({ facts }) {
    if (hasFunctions(facts)) return null;
    return {
      code: "no-business-steps",
      text: {
        zh: "本次运行未标注业务功能，无从判断是否超出场景",
        en: "no business function was tagged in this run, so nothing can be out of one",
      },
    };
  },
  detect(context, p) {
    const { types } = context;
    const expected = calledFor(context);
    const isMeant = (sighting: Sighting): boolean =>
      !types.matches(expected, sighting.type) &&
      !justified(sighting.cell.segment, sighting.type, types) &&
      !userAskedOutsideSteps(sighting);
    const { groups, ambiguous } = select(context, p, isMeant);
    const hits = groups.map((group) => {
      const weak = onlyExplored(context, group.sightings) ? EXPLORED : null;
      return hitOf(context, p, group, { kind: "out_of_scenario", weak });
    });
    return { hits, ambiguous };
  },
};
