/// <reference lib="es2024.string" />
/** Text that SQLite, JSON and UTF-8 all give back letter for letter. */

/** Lone surrogates and NUL become U+FFFD; everything else stays as the app sent it. */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\ufffd") : whole;
}

/** `JSON.stringify` escapes with `\\u` what `cleanText` replaces (and, harmlessly, a few characters more). */
export function mayNeedCleaning(json: string): boolean {
  return json.includes("\\u");
}

/** JSON text of a value whose strings and keys were cleaned. */
export function cleanJson(value: unknown): string {
  const json = JSON.stringify(value);
  return mayNeedCleaning(json) ? JSON.stringify(cleanDeep(value)) : json;
}

function cleanDeep(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanDeep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleanDeep(inner)]));
}
