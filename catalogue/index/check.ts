/** Holds the catalogue's rows against the index of the platform's classes: who names a class or member that is not there. */
import type { ApiRow } from "../row-schema.ts";
import { holdsAt, levelsOf, type ApiIndex, type IndexedMember } from "./api-index.ts";
import { claimedNames, comparePermissions, type PermissionState } from "./permissions.ts";

/** java.* and javax.* are indexed from the JDK that the virtual handset runs on, under its own version number. */
export const JDK_LEVEL = 17;

/**
 * `resolved` class and member are there; `wrong` the row says so and they are not; `vendor` a class outside the platform;
 * `outside` the row itself says that this level has it not; `not-hooked` nothing is claimed (fields, dropped, planned).
 */
export type RowState = "resolved" | "wrong" | "vendor" | "outside" | "not-hooked";

export interface RowCheck {
  id: string;
  level: number;
  state: RowState;
  overloads: number;
  /** Class that declares the member, where it is not the row's own. */
  inheritedFrom: string | null;
  /** What is wrong, and what to write instead. */
  problem: string | null;
  /** Against `@RequiresPermission` of the class files, which not every member carries, and none before API 31. */
  permission: PermissionState;
}

const PLATFORM = /^(android|com\.android|dalvik|libcore|java|javax|org\.json)\./;
/** Platform code that ships outside the framework jars: the WebView's package, the modules' private okhttp. */
const UNPUBLISHED =
  /^(android\.support|com\.android\.webview|com\.android\.okhttp|com\.android\.id|com\.android\.(installreferrer|billingclient))\./;

export const isVendor = (className: string): boolean => !PLATFORM.test(className) || UNPUBLISHED.test(className);
const isJdk = (className: string): boolean => /^(java|javax)\./.test(className);

/** Checks one row at one level. `elsewhere`: another hooked row names the same member and claims this level. */
export function checkRow(row: ApiRow, level: number, index: ApiIndex, elsewhere = false): RowCheck {
  const base = {
    id: row.id,
    level,
    overloads: 0,
    inheritedFrom: null,
    problem: null,
    permission: "unchecked" as const,
  };
  if (row.platform !== "android-java" || !["hooked", "covered-by"].includes(row.status.kind))
    return { ...base, state: "not-hooked" };
  if (isVendor(row.class)) return { ...base, state: "vendor" };
  const { min, max } = row.apiLevels;
  const claimed = level >= min && (max === null || level <= max);
  const at = isJdk(row.class) ? JDK_LEVEL : level;
  const member = row.member === "$init" ? "<init>" : row.member.startsWith("CREATOR.") ? "CREATOR" : row.member;
  const found = index.find(row.class, member, at);
  if (!claimed && !isJdk(row.class)) {
    return found === null || found.declaredBy !== row.class || row.status.kind !== "hooked" || elsewhere
      ? { ...base, state: "outside" }
      : {
          ...base,
          state: "wrong",
          problem: `API ${level} has it (API ${levelsIn(found.overloads)}): apiLevels ${min}..${max ?? ""} leave it out`,
        };
  }
  if (!claimed) return { ...base, state: "outside" };
  if (found === null) return { ...base, state: "wrong", problem: missing(row, level, index, at) };
  const inherited = found.declaredBy === row.class ? null : found.declaredBy;
  if (inherited !== null && row.status.kind === "hooked")
    return { ...base, state: "wrong", inheritedFrom: inherited, problem: `declared by ${inherited}: name that class` };
  if (row.status.kind === "hooked" && found.overloads.every((each) => holdsAt(each.abstract, at)))
    return { ...base, state: "wrong", problem: "abstract: no body to hook; name the concrete class" };
  return {
    ...base,
    state: "resolved",
    overloads: found.overloads.length,
    inheritedFrom: inherited,
    permission: comparePermissions(claimedNames(row.permission, level), annotated(found.overloads, level)),
  };
}

/** One line on a wrong row: `file:line`, id, level, what is wrong and what to write instead. */
export function describeWrong({ id, level, problem }: RowCheck, whereOf: ReadonlyMap<string, string>): string {
  return `${whereOf.get(id) ?? "?"}: ${id}, API ${level}: ${problem ?? ""}`;
}

const levelsIn = (overloads: readonly IndexedMember[]): string =>
  [...new Set(overloads.map((each) => each.levels))].join(" and ");

function annotated(overloads: readonly IndexedMember[], level: number): string[] {
  return overloads.flatMap(({ permissions }) =>
    Object.entries(permissions ?? {}).flatMap(([text, at]) => (holdsAt(at, level) ? [text] : [])),
  );
}

function missing(row: ApiRow, level: number, index: ApiIndex, at: number): string {
  const owner = index.get(row.class);
  if (owner === undefined) return `the index has no class ${row.class}; if it is new, run \`npm run index\``;
  if (!levelsOf(owner.levels).includes(at)) return `API ${level} has no such class (it has ${owner.levels})`;
  const member = row.member === "$init" ? "<init>" : row.member;
  const overloads = Object.values(Object.hasOwn(owner.members, member) ? (owner.members[member] ?? {}) : {});
  return overloads.length === 0
    ? "the class has no such member"
    : `API ${level} has no such member (it is in ${levelsIn(overloads)})`;
}

export interface CheckSummary {
  level: number;
  counts: Record<RowState, number>;
  permissions: Record<PermissionState, number>;
}

/** Checks every row at every level that the index was extracted for. */
export function checkRows(
  rows: readonly ApiRow[],
  levels: readonly number[],
  index: ApiIndex,
): { summaries: CheckSummary[]; checks: RowCheck[] } {
  const byMember = new Map<string, ApiRow[]>();
  const keyOf = (row: ApiRow): string => `${row.class}#${row.member}`;
  for (const row of rows) byMember.set(keyOf(row), [...(byMember.get(keyOf(row)) ?? []), row]);
  const claims = (row: ApiRow, level: number): boolean =>
    row.status.kind === "hooked" &&
    level >= row.apiLevels.min &&
    (row.apiLevels.max === null || level <= row.apiLevels.max);
  const checks = levels.flatMap((level) =>
    rows.map((row) => {
      const twins = byMember.get(keyOf(row)) ?? [];
      return checkRow(
        row,
        level,
        index,
        twins.some((twin) => twin !== row && claims(twin, level)),
      );
    }),
  );
  const summaries = levels.map((level) => {
    const counts: CheckSummary["counts"] = { resolved: 0, wrong: 0, vendor: 0, outside: 0, "not-hooked": 0 };
    const permissions: CheckSummary["permissions"] = { agrees: 0, partly: 0, differs: 0, unchecked: 0 };
    for (const check of checks) {
      if (check.level !== level) continue;
      counts[check.state]++;
      if (check.state === "resolved") permissions[check.permission]++;
    }
    return { level, counts, permissions };
  });
  return { summaries, checks };
}
