/** Whether a read that was crossed on the way of another one says anything that the outer one does not. No Frida in here. */
import type { HookRow } from "../../trace/frame.ts";

/**
 * Data types that stand for one not yet known, with what they may turn out to be. What the tree of data types has as a part of
 * something known (a probe of the app list, the building of what is sent) is not here: the whole says it.
 */
export const UNRESOLVED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "id.any": ["id."],
    "id.device": [
      "id.imei_meid",
      "id.imei",
      "id.meid",
      "id.serial",
      "id.mac",
      "id.bt_mac",
      "id.android_id",
      "id.drm_id",
      "id.attestation",
    ],
    "id.imei_meid": ["id.imei", "id.meid"],
    "id.sim": ["id.imsi", "id.iccid", "id.phone_number"],
    "id.ad": ["id.oaid", "id.gaid", "id.idfa"],
    "loc.any": ["loc."],
    "pii.any": ["pii."],
    "bio.any": ["bio."],
    "fp.any": ["fp."],
    "perm.request": ["perm.", "web.permission"],
  }),
);
/** Data types that are a part of a whole, by the whole. */
export const PARTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "app.list": ["app.list_probe", "app.probe"],
    "net.tx": ["net.connect", "net.transform"],
    "cam.open": ["cam.capture"],
    "loc.precise": ["loc.background"],
    "pii.sms": ["pii.sms_otp"],
    "file.shared": ["file.shared_root"],
    "health.records": ["health.profile"],
  }),
);
/** They tell by which door, not what: the door of a call of the platform is its own. */
const HOW = "meta.";

/** Data types of a further row of the same member that are missing from what is told of the call already. */
export function untold(inner: readonly string[], outer: readonly string[]): string[] {
  return inner.filter((type) => !type.startsWith(HOW) && !outer.some((told) => says(told, type)));
}

function says(told: string, type: string): boolean {
  if (told === type || PARTS.get(told)?.includes(type) === true) return true;
  return mayTurnOutAs(type, told);
}

function mayTurnOutAs(vague: string, type: string): boolean {
  return UNRESOLVED.get(vague)?.some((each) => (each.endsWith(".") ? type.startsWith(each) : type === each)) === true;
}

/**
 * Data types that a call of the platform's adds to the app's call that it lies in, without code of the app between the two. On
 * its way to a datum the platform asks for others, and the app gets none of them: that is no read of the app's. Only a call that
 * tells by which door alone, or no more than a kind, is told what was read by the calls inside.
 */
export function resolved(inner: readonly string[], outer: readonly string[]): string[] {
  const missing = untold(inner, outer);
  if (outer.every((type) => type.startsWith(HOW))) return missing;
  return missing.filter((type) => outer.some((told) => mayTurnOutAs(told, type)));
}

/**
 * Order in which the rows of one member are asked, whatever order they came in: the first that takes the call makes the access.
 * Rows that know what is read before rows that know only how, rows that look at what is asked for before others.
 */
export function compareRows(a: HookRow, b: HookRow): number {
  const isLess = (of: (row: HookRow) => boolean): number => Number(of(a)) - Number(of(b));
  const byArguments = isLess((row) => row.filter === null || !("map" in row.filter));
  return isLess(isVague) || byArguments || b.types.length - a.types.length || (a.id < b.id ? -1 : 1);
}

const isVague = (row: HookRow): boolean => row.types.some((type) => type.startsWith(HOW) || UNRESOLVED.has(type));
