/** Past screens that are no consent notice, on the way to one. */
import type { Walker } from "../walker.ts";
import { tapControl, type Reading } from "./look.ts";

/** Kinds of screens that are not left by themselves; nothing is touched on any other. */
const NOT_IN_THE_WAY: ReadonlySet<string> = new Set(["consent", "permission", "none", "login"]);

/** @returns whether something was tapped; never what buys, sends, deletes or agrees */
export async function getPast(walker: Walker, reading: Reading): Promise<boolean> {
  const { kind, dismiss } = reading;
  if (NOT_IN_THE_WAY.has(kind)) return false;
  walker.fact("walked-past", { kind, by: dismiss ? "control" : "back", reasons: reading.reasons });
  await walker.capture({ past: kind });
  if (dismiss) await tapControl(walker, dismiss);
  else await walker.during("back", "back", {}, () => walker.handset.back());
  return true;
}
