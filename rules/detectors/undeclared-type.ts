/** Personal data read that the app's own policy does not name. */
import { z } from "zod";
import { concernsType, type Detector, hitOf, phaseParams, type PhaseParams, phaseWindow, select } from "./detector.ts";
import { doubtOf, names, NOT_DECLARED_AT_ALL, UNCONFIRMED } from "./declared.ts";

const params = z.strictObject(phaseParams);

export const undeclaredType: Detector<PhaseParams> = {
  id: "undeclared-type",
  params,
  window: phaseWindow,
  concerns: concernsType,
  inapplicable: ({ declarations }) => (declarations === null ? NOT_DECLARED_AT_ALL : null),
  detect(context, p) {
    const entries = context.declarations?.types ?? [];
    const confirmed = entries.filter((entry) => entry.confirmed).map((entry) => entry.type);
    const stated = entries.map((entry) => entry.type);
    const { groups, ambiguous } = select(context, p, ({ type }) => !names(context, confirmed, type));
    const hits = groups.map((group) => {
      const weak = names(context, stated, group.dataType) ? UNCONFIRMED : doubtOf(entries);
      return hitOf(context, p, group, { kind: "undeclared", weak });
    });
    return { hits, ambiguous };
  },
};
