/** Compares what a row says of permissions with what a source says. A row's text is prose with the platform's names in it. */

/**
 * `agrees` the same names; `partly` some in common; `differs` none in common, or the row says none and the source asks for
 * one; `unchecked` the source says nothing, which is no proof that nothing is asked.
 */
export type PermissionState = "agrees" | "partly" | "differs" | "unchecked";

/** Permissions of one word; all others have an underscore. */
const ONE_WORD = new Set(["BLUETOOTH", "CAMERA", "INTERNET", "NFC", "VIBRATE"]);
/** `(<=28)`, `(>=29)`, `(26-28)` behind a part of the text bind that part to levels. */
const QUALIFIER = /(<=|>=)(\d+)|(\d+)-(\d+)/;

/** Short names of permissions in a text. */
export function permissionNames(text: string): string[] {
  const words = text.replaceAll("COARSE/FINE_LOCATION", "COARSE_LOCATION ACCESS_FINE_LOCATION").match(/[A-Z][A-Z_]+/g);
  return [...new Set((words ?? []).filter((word) => word.includes("_") || ONE_WORD.has(word)))];
}

/** The names that a row's text gives for one API level; parts are separated by `;`. */
export function claimedNames(text: string | null, level: number): string[] {
  const parts = (text ?? "").split(";").filter((part) => {
    const [, sign, bound, from, to] = QUALIFIER.exec(part) ?? [];
    if (sign !== undefined) return sign === "<=" ? level <= Number(bound) : level >= Number(bound);
    return from === undefined || (level >= Number(from) && level <= Number(to));
  });
  return [...new Set(parts.flatMap(permissionNames))];
}

/** Holds the names that a row claims against the texts of a source. */
export function comparePermissions(claimed: readonly string[], texts: readonly string[]): PermissionState {
  const known = new Set(texts.flatMap(permissionNames));
  if (known.size === 0) return "unchecked";
  const common = claimed.filter((name) => known.has(name)).length;
  if (common === 0) return "differs";
  return common === known.size && common === claimed.length ? "agrees" : "partly";
}
