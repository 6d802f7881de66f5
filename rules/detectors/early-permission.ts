/** A permission asked for on the first screen after consent, before the user did anything that calls for it. */
import { z } from "zod";
import type { ConsentState } from "../segments.ts";
import {
  calledFor,
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
import { guardedBy } from "./permission-data.ts";

const params = z.strictObject(phaseParams);

export const earlyPermission: Detector<PhaseParams> = {
  id: "early-permission",
  params,
  window: phaseWindow,
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
    const { groups, ambiguous } = select(context, p, isMeant);
    return { hits: groups.map((group) => hitOf(context, p, group, { kind: "early_permission" })), ambiguous };
  },
};
