/** Personal data read while the app is out of sight, where no function that needs it is under way. */
import { z } from "zod";
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
  detect(context, p) {
    const isMeant = ({ cell, type }: Sighting): boolean => !justified(cell.segment, type, context.types);
    const { groups, ambiguous } = select(context, p, window(p), isMeant);
    return { hits: groups.map((group) => hitOf(context, p, group, { kind: "background" })), ambiguous };
  },
};
