/** Text that people read: templates of packs filled with facts, and app-chosen strings made harmless. */
import type { Bilingual } from "./result-schema.ts";

/** Longest app-chosen name that goes into a text. */
const NAME_LIMIT = 200;
// Control, bidi and zero-width characters could reorder or hide what a reader sees.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** An untrusted string, bounded and without invisible characters. */
export function clean(value: string): string {
  const visible = value.replace(INVISIBLE, "\ufffd");
  return visible.length > NAME_LIMIT ? `${visible.slice(0, NAME_LIMIT)}…` : visible;
}

export type Facts = Record<string, string | number | Bilingual>;

function fillOne(template: string, facts: Facts, language: keyof Bilingual): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const fact = facts[key];
    if (fact === undefined) return "";
    return typeof fact === "object" ? fact[language] : String(fact);
  });
}

/** A pack's template with `{name}` places filled in both languages; unknown places become empty. */
export function fill(template: Bilingual, facts: Facts): Bilingual {
  return { zh: fillOne(template.zh, facts, "zh"), en: fillOne(template.en, facts, "en") };
}

/** A number for people: at most two decimals, no trailing zeros. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
