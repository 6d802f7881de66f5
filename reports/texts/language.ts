/** Texts of the report in two languages. Every section has its own file of them. */
import type { Bilingual } from "../../rules/result-schema.ts";

export type Language = "zh" | "en";
export const LANGUAGES: readonly Language[] = ["zh", "en"];

export type Words = Record<string, Bilingual>;

/** Word for a code; a code that this report does not know is shown as it is. */
export function wordFor(words: Words, code: string): Bilingual {
  return Object.hasOwn(words, code) ? (words[code] as Bilingual) : { zh: code, en: code };
}
