/** A permission asked for on the first screen after consent, before the user did anything that calls for it. */
import { z } from "zod";
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
import { wasHandled } from "./noted.ts";
import { guardedBy } from "./permission-data.ts";

interface Params extends TypeParams {
  consent: ConsentState[];
  app: AppClass[];
}
const params = z.strictObject({ ...typeParams, consent: consentParam, app: appParam });
const window = (p: Params): Window => ({ consents: p.consent, appClasses: p.app });

export const earlyPermission: Detector<Params> = {
  id: "early-permission",
  params,
  window,
  concerns: concernsType,
  detect(context, p) {
    const { facts, types } = context;
    const decisions = facts.phases.filter(
      (phase) => phase.axis === "consent" && p.consent.includes(phase.state as ConsentState),
    );
    const decided = decisions.map((phase) => phase.t + phase.uncertainty);
    const expected = calledFor(context);
    const isFirst = (t: number): boolean => {
      const last = decided.filter((at) => at <= t).at(-1);
      return last !== undefined && !wasHandled(context, last, t);
    };
    const isMeant = ({ cell, type }: Sighting): boolean =>
      isFirst(cell.times[0] as number) &&
      !justified(cell.segment, type, types) &&
      // What the app is for may be asked for as soon as it is used.
      !guardedBy(type).some((datum) => types.matches(expected, datum));
    const { groups, ambiguous } = select(context, p, window(p), isMeant);
    return { hits: groups.map((group) => hitOf(context, p, group, { kind: "early_permission" })), ambiguous };
  },
};
