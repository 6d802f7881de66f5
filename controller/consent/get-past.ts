/** Past screens that are no consent notice, on the way to one. */
import type { Walker } from "../walker.ts";
import { tapControl, type Reading } from "./look.ts";
import { wayPast } from "./past.ts";

/**
 * @param backs how often in a row the back key was the way already
 * @returns what was done; null where nothing stood in the way. Never what buys, sends, deletes or agrees
 */
export async function getPast(walker: Walker, reading: Reading, backs = 0): Promise<"tap" | "back" | null> {
  const way = wayPast(reading, backs);
  if (way === null) return null;
  const by = "tap" in way ? "tap" : "back";
  walker.fact("walked-past", { kind: reading.kind, by, reasons: reading.reasons });
  await walker.capture({ past: reading.kind });
  if ("tap" in way) await tapControl(walker, way.tap);
  else await walker.during("back", "back", {}, () => walker.handset.back());
  return by;
}
