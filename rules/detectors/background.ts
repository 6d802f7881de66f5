/** Personal data read while the app is out of sight, where no function that needs it is under way. */
import { z } from "zod";
import {
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

const params = z.strictObject(phaseParams);

export const background: Detector<PhaseParams> = {
  id: "background",
  params,
  window: phaseWindow,
  concerns: concernsType,
  detect(context, p) {
    const isMeant = ({ cell, type }: Sighting): boolean => !justified(cell.segment, type, context.types);
    const { groups, ambiguous } = select(context, p, isMeant);
    return { hits: groups.map((group) => hitOf(context, p, group, { kind: "background" })), ambiguous };
  },
};
