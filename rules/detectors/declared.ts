/** What detectors share that hold reads against what the app says of itself. */
import type { Declarations } from "../declarations.ts";
import type { Bilingual } from "../result-schema.ts";
import type { DetectorContext } from "./detector.ts";

export const NOT_DECLARED_AT_ALL = {
  code: "no-declarations",
  text: {
    zh: "未提供应用的声明（--declare），无从比对",
    en: "no declarations of the app were given (--declare), so there is nothing to compare with",
  },
};

export const UNCONFIRMED: Bilingual = {
  zh: "所依据的声明条目尚未经人工确认",
  en: "the declarations it rests on are not all confirmed by a person",
};

/** A statement that covers more than it names: who says that the precise position is read does not hide the rough one. */
const COVERS: Record<string, readonly string[]> = {
  "loc.coarse": ["loc.precise"],
  "loc.cell": ["loc.precise"],
  "loc.wifi_scan": ["loc.precise"],
  "app.probe": ["app.list"],
};

/** Whether words name a type, what it belongs to, or more than it. */
export function names({ types }: DetectorContext, words: readonly string[], type: string): boolean {
  return types.matches(words, type) || types.matches(words, COVERS[type]?.find((one) => words.includes(one)) ?? type);
}

/** Null where every entry of a list is confirmed: then what is not in it is not declared. */
export function doubtOf(entries: readonly { confirmed: boolean }[]): Bilingual | null {
  return entries.every((entry) => entry.confirmed) ? null : UNCONFIRMED;
}

/** Seconds between reads of a type that a confirmed entry states, or null. */
export function statedInterval({ types, declarations }: DetectorContext, type: string): number | null {
  const stated: Declarations["types"] = declarations?.types ?? [];
  const entry = stated.find(
    ({ type: named, confirmed, interval }) => confirmed && interval !== null && types.matches([named], type),
  );
  return entry?.interval ?? null;
}
