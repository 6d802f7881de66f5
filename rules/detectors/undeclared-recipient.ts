/** Personal data read by an SDK that the app's own policy does not name, or by code that nobody can name. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
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
import { doubtOf, names, NOT_DECLARED_AT_ALL } from "./declared.ts";

const params = z.strictObject(phaseParams);

const NOT_CERTAIN: Bilingual = {
  zh: "读取者的归属并非完全确定",
  en: "that the reader is this SDK is not certain",
};
const NOT_IDENTIFIED: Bilingual = {
  zh: "读取者不在已知 SDK 之列，也不在应用自身的包内",
  en: "the reader is no known SDK and lies outside the app's own package",
};

export const undeclaredRecipient: Detector<PhaseParams> = {
  id: "undeclared-recipient",
  params,
  window: phaseWindow,
  concerns: concernsType,
  inapplicable: ({ declarations }) => (declarations === null ? NOT_DECLARED_AT_ALL : null),
  detect(context, p) {
    const entries = context.declarations?.sdks ?? [];
    const isMeant = ({ cell, type }: Sighting): boolean => {
      const { kind, id } = cell.caller.reader;
      if (kind === "unknown") return true;
      const entry = entries.find(({ sdk, confirmed }) => sdk === id && confirmed);
      // An entry without types says that the SDK is there, and leaves open what it reads.
      return kind === "sdk" && (entry === undefined || (entry.types.length > 0 && !names(context, entry.types, type)));
    };
    const { groups, ambiguous } = select(context, p, isMeant);
    const hits = groups.map((group) => {
      const reader = group.sightings[0]?.cell.caller.reader;
      if (reader?.kind === "unknown")
        return hitOf(context, p, group, { kind: "third_party_unidentified", weak: NOT_IDENTIFIED });
      const weak = doubtOf(entries) ?? (reader?.confidence === "certain" ? null : NOT_CERTAIN);
      return hitOf(context, p, group, { kind: "undeclared_recipient", weak });
    });
    return { hits, ambiguous };
  },
};
