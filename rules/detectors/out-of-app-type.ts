/** Personal data that the app's type has no need of, where no function was tagged that could need it. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import {
  calledFor,
  concernsType,
  type Detector,
  hasFunctions,
  hitOf,
  phaseParams,
  type PhaseParams,
  phaseWindow,
  select,
  type Sighting,
} from "./detector.ts";

const params = z.strictObject(phaseParams);

const NOT_NECESSARY: Bilingual = {
  zh: "不在该类应用的必要个人信息之内；属于扩展功能且经同意者不在此限",
  en: "not necessary for apps of this type; an extra function that the user agreed to may use it",
};

export const outOfAppType: Detector<PhaseParams> = {
  id: "out-of-app-type",
  params,
  window: phaseWindow,
  concerns: concernsType,
  inapplicable({ facts, declarations }) {
    if (hasFunctions(facts))
      return {
        code: "functions-tagged",
        text: { zh: "已标注业务功能，由相应规则判断", en: "functions are tagged; the rule about them judges" },
      };
    if ((declarations?.appType?.value ?? facts.app.category) !== null) return null;
    return { code: "no-app-type", text: { zh: "未说明应用类型", en: "the type of the app is not stated" } };
  },
  detect(context, p) {
    const expected = calledFor(context);
    const isMeant = ({ cell, type }: Sighting): boolean =>
      cell.caller.trigger.kind !== "user-input" && !context.types.matches(expected, type);
    const { groups, ambiguous } = select(context, p, isMeant);
    return {
      hits: groups.map((group) => hitOf(context, p, group, { kind: "out_of_scenario", weak: NOT_NECESSARY })),
      ambiguous,
    };
  },
};
