/** Several permissions asked for in one go that no function under way needs together. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import type { Cell } from "../rollup.ts";
import {
  concernsType,
  type Detector,
  hitOf,
  justified,
  phaseParams,
  type PhaseParams,
  phaseWindow,
  select,
} from "./detector.ts";

interface Params extends PhaseParams {
  minimumGroups: number;
}
const params = z.strictObject({
  ...phaseParams,
  minimumGroups: z.number().int().min(2),
});

/** Groups that the platform shows as one question. */
const SAME: Record<string, string> = {
  "perm.read_media_aural": "perm.storage",
  "perm.read_media_visual": "perm.storage",
};
const BUNDLE = "perm.request";
const PRESSED_FOR: Bilingual = {
  zh: "由用户操作触发，所用功能是否同时需要这些权限需人工确认",
  en: "the user pressed for it; whether what they pressed needs all of them is for a person",
};

export const bundledPermissions: Detector<Params> = {
  id: "bundled-permissions",
  params,
  window: phaseWindow,
  concerns: concernsType,
  detect(context, p) {
    const groupsOf = (cell: Cell): Set<string> =>
      new Set(
        cell.types
          .filter((type) => type !== BUNDLE && concernsType(p, type, context.types))
          .filter((type) => !justified(cell.segment, type, context.types))
          .map((type) => SAME[type] ?? type),
      );
    const { groups, ambiguous } = select(context, p, ({ cell }) => groupsOf(cell).size >= p.minimumGroups);
    // Every permission of a call is a sighting of its own: together they are one finding by reader and phase.
    const calls = Map.groupBy(groups, (g) => JSON.stringify([g.readerId, g.consent, g.appClass]));
    const hits = [...calls.values()].flatMap(([first]) => {
      if (first === undefined) return [];
      const asked = new Set(first.sightings.flatMap(({ cell }) => [...groupsOf(cell)]));
      const isPressed = first.sightings.every(({ cell }) => cell.caller.trigger.kind === "user-input");
      const words = {
        zh: [...asked].map((type) => context.types.name(type).zh).join("、"),
        en: [...asked].map((type) => context.types.name(type).en).join(", "),
      };
      const weak = isPressed ? PRESSED_FOR : null;
      return [
        hitOf(context, p, first, { kind: "bundled_permission", dataType: BUNDLE, weak, words: { asked: words } }),
      ];
    });
    return { hits, ambiguous };
  },
};
