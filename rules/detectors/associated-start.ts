/** Another app started, or bound to, without the user having asked for it. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
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

/** The phone's own apps: its permission dialogs, settings, pickers. */
const SYSTEM = /^(android|com\.android|com\.google\.android|org\.robolectric)(\.|$)/;

const PERHAPS_NEEDED: Bilingual = {
  zh: "被启动者是否为用户所用功能或系统服务所需，需人工确认",
  en: "whether what the user has open, or a service of the phone, calls for the other app is for a person",
};

/** An intent is kept as the package it is for, and its action. */
function isForOther(intent: string): boolean {
  const [target = ""] = intent.split(" ");
  return target.includes(".") && !SYSTEM.test(target);
}

export const associatedStart: Detector<PhaseParams> = {
  id: "associated-start",
  params,
  window: phaseWindow,
  concerns: concernsType,
  detect(context, p) {
    const isMeant = ({ cell, type }: Sighting): boolean =>
      cell.caller.trigger.kind !== "user-input" &&
      [...cell.asked].some(isForOther) &&
      !justified(cell.segment, type, context.types);
    const { groups, ambiguous } = select(context, p, isMeant);
    const hits = groups.map((group) => {
      const targets = [...new Set(group.sightings.flatMap(({ cell }) => [...cell.asked].filter(isForOther)))];
      const others = targets.map((intent) => intent.split(" ")[0]).join(", ");
      return hitOf(context, p, group, { kind: "associated_start", weak: PERHAPS_NEEDED, words: { others } });
    });
    return { hits, ambiguous };
  },
};
