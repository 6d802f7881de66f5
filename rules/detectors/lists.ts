/** The two lists inside the app, what was collected and what is shared with third parties, against the reads. */
import { z } from "zod";
import {
  concernsType,
  type Detector,
  hitOf,
  phaseParams,
  type PhaseParams,
  phaseWindow,
  select,
  type Sighting,
} from "./detector.ts";
import { names, UNCONFIRMED } from "./declared.ts";

const params = z.strictObject(phaseParams);

export const lists: Detector<PhaseParams> = {
  id: "lists",
  params,
  window: phaseWindow,
  concerns: concernsType,
  inapplicable({ declarations }) {
    if (declarations?.lists.collected || declarations?.lists.shared) return null;
    return {
      code: "no-lists",
      text: {
        zh: "声明中未录入应用内的两份清单",
        en: "the declarations do not hold the two lists that the app shows",
      },
    };
  },
  detect(context, p) {
    const collected = context.declarations?.lists.collected ?? null;
    const shared = context.declarations?.lists.shared ?? null;
    const isMeant = ({ cell, type }: Sighting): boolean => {
      const { kind, id } = cell.caller.reader;
      return (
        (collected !== null && !names(context, collected.types, type)) ||
        (shared !== null && kind === "sdk" && !shared.sdks.includes(id))
      );
    };
    const { groups, ambiguous } = select(context, p, isMeant);
    const isConfirmed = collected?.confirmed !== false && shared?.confirmed !== false;
    const weak = isConfirmed ? null : UNCONFIRMED;
    return { hits: groups.map((group) => hitOf(context, p, group, { kind: "list_mismatch", weak })), ambiguous };
  },
};
