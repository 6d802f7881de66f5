/** Personal data read while the app is out of sight, where no function that needs it is under way. */
import { z } from "zod";
import type { AppClass, ConsentState } from "../segments.ts";
import {
  accessCount,
  appParam,
  concernsType,
  consentParam,
  type Detector,
  groupSightings,
  justified,
  observedIn,
  type Sighting,
  typeParams,
  type TypeParams,
  WEAK_TYPE,
  type Window,
  within,
} from "./detector.ts";

interface Params extends TypeParams {
  consent: ConsentState[];
  app: AppClass[];
}

const params = z.strictObject({ ...typeParams, consent: consentParam, app: appParam });

const window = (p: Params): Window => ({ consents: p.consent, appClasses: p.app });

export const background: Detector<Params> = {
  id: "background",
  params,
  window,
  concerns: concernsType,
  detect({ facts, types, sightings }, p) {
    const sure: Sighting[] = [];
    let ambiguous = 0;
    for (const sighting of sightings) {
      const { segment } = sighting.cell;
      if (!concernsType(p, sighting.type, types) || justified(segment, sighting.type, types)) continue;
      const where = within(sighting.cell, window(p));
      if (where === "yes") sure.push(sighting);
      else if (where === "maybe") ambiguous += accessCount([sighting]);
    }
    const hits = groupSightings(sure).map((group) => ({
      ...group,
      kind: "background",
      weak: types.matches(p.weakTypes, group.dataType) ? WEAK_TYPE : null,
      ambiguous: 0,
      observedUs: observedIn(facts, group.consent, group.appClass),
      threshold: null,
      excess: null,
      periodMs: null,
    }));
    return { hits, ambiguous };
  },
};
