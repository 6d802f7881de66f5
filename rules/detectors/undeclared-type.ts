/** Personal data read that the app's own policy does not name. */
import { z } from "zod";
import type { AppClass, ConsentState } from "../segments.ts";
import {
  appParam,
  concernsType,
  consentParam,
  type Detector,
  hitOf,
  select,
  typeParams,
  type TypeParams,
  type Window,
} from "./detector.ts";
import { doubtOf, names, NOT_DECLARED_AT_ALL, UNCONFIRMED } from "./declared.ts";

interface Params extends TypeParams {
  consent: ConsentState[];
  app: AppClass[];
}
const params = z.strictObject({ ...typeParams, consent: consentParam, app: appParam });
const window = (p: Params): Window => ({ consents: p.consent, appClasses: p.app });

export const undeclaredType: Detector<Params> = {
  id: "undeclared-type",
  params,
  window,
  concerns: concernsType,
  inapplicable: ({ declarations }) => (declarations === null ? NOT_DECLARED_AT_ALL : null),
  detect(context, p) {
    const entries = context.declarations?.types ?? [];
    const confirmed = entries.filter((entry) => entry.confirmed).map((entry) => entry.type);
    const stated = entries.map((entry) => entry.type);
    const { groups, ambiguous } = select(context, p, window(p), ({ type }) => !names(context, confirmed, type));
    const hits = groups.map((group) => {
      const weak = names(context, stated, group.dataType) ? UNCONFIRMED : doubtOf(entries);
      return hitOf(context, p, group, { kind: "undeclared", weak });
    });
    return { hits, ambiguous };
  },
};
