/** The words of each language as compiled patterns: what a label means, what a text speaks of, what marks each kind. */
import de from "./lexicon/de.json" with { type: "json" };
import en from "./lexicon/en.json" with { type: "json" };
import fr from "./lexicon/fr.json" with { type: "json" };
import zh from "./lexicon/zh.json" with { type: "json" };
import { simplified } from "./han.ts";
import type { ScreenKind } from "./screen-reading.ts";

type Lexicon = typeof zh;
export type LabelRole = keyof Lexicon["labels"];
export type TextRole = keyof Lexicon["texts"];
export type LooseRole = keyof Lexicon["loose"];
/** `other`: a topic of its own that is no kind, such as a contract to sign, a chat, a page of settings. */
export type OtherKind = Exclude<ScreenKind, "consent" | "none"> | "other";
type Place = "title" | "text" | "button";

const LEXICONS: readonly Lexicon[] = [zh, en, de, fr];

/** Countdowns at the ends of a label: "(5s)", "5 秒", "| 3". Not part of what it says. */
const COUNTDOWN =
  /[\s(（[【|·]*(?<!\d)(\d{1,3})\s*(?:seconds?|secondes?|sec|sek\.?|s|秒)?\s*(?:后(?:可.{1,4})?)?\s*[)）\]】]?$/iu;
const LEADING_COUNTDOWN = /^[(（[【]?\s*(\d{1,3})\s*(?:s|sec|秒|seconds?)\s*[)）\]】|]?\s*/iu;
/** Marks around a label that carry no meaning: quotes, brackets, stops, arrows, bullets, ticks. */
const ENDS =
  /^[\p{Extended_Pictographic}\ufe0f\s「『"'“”‘’《【[（(·•|>＞✓✔☑→▶-]+|[\p{Extended_Pictographic}\ufe0f\s「『」』"'“”‘’》】\]）).!！。，,:：;；~～·•|>＞›»→➔▶▸✓…-]+$/gu;
const BETWEEN_HAN = /(?<=[\p{Script=Han}，。、])\s+(?=[\p{Script=Han}，。、])/gu;

function whole(patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${patterns.join("|")})$`, "iu");
}

function within(patterns: readonly string[]): RegExp {
  // A pattern that nothing matches, where a language has no words for a role.
  return patterns.length === 0 ? /(?!)/u : new RegExp(patterns.map((p) => `(?:${p})`).join("|"), "iu");
}

const labels = Object.fromEntries(
  Object.keys(zh.labels).map((role) => [role, LEXICONS.map((one) => whole(one.labels[role as LabelRole]))]),
) as Record<LabelRole, RegExp[]>;

const texts = Object.fromEntries(
  Object.keys(zh.texts).map((role) => [role, LEXICONS.map((one) => within(one.texts[role as TextRole]))]),
) as Record<TextRole, RegExp[]>;

const loose = Object.fromEntries(
  Object.keys(zh.loose).map((role) => [role, LEXICONS.map((one) => within(one.loose[role as LooseRole]))]),
) as Record<LooseRole, RegExp[]>;

const kinds = Object.keys(zh.kinds).map((kind) => ({
  kind: kind as OtherKind,
  title: LEXICONS.map((one) => within(one.kinds[kind as OtherKind].title)),
  text: LEXICONS.map((one) => within(one.kinds[kind as OtherKind].text)),
  button: LEXICONS.map((one) => whole(one.kinds[kind as OtherKind].button)),
}));

/** Full-width letters and stylistic forms to plain ones, invisible characters out, one space between words. */
export function plain(text: string): string {
  return simplified(text)
    .normalize("NFKC")
    .replace(/[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]/gu, "")
    .replace(/\s+/gu, " ")
    .replace(BETWEEN_HAN, "")
    .trim();
}

/** What a label says: lower case, without countdown, brackets and punctuation at its ends. */
export function normalise(text: string): string {
  let now = plain(text).toLowerCase();
  for (;;) {
    const next = now
      .replace(ENDS, "")
      .replace(/(?<=.)\s*[([【]\s*\d{1,3}\s*(?:s|sec|秒)?(?:后.{0,4})?\s*[)\]】]?$/iu, "")
      .replace(/(?<=\p{L})\s*\d{1,3}\s*(?:s|sec|秒)$/iu, "")
      .replace(LEADING_COUNTDOWN, "");
    if (next === now) return now;
    now = next;
  }
}

/** Seconds that the label counts down; null when it does not. A bare number at the end counts only in brackets or with a unit. */
export function countdownOf(text: string): number | null {
  const now = plain(text);
  const match = COUNTDOWN.exec(now);
  if (match && match[0] !== now && /[([【|]|s|sec|秒|sek/iu.test(match[0])) return Number(match[1]);
  const leading = LEADING_COUNTDOWN.exec(now);
  return leading && leading[0] !== now ? Number(leading[1]) : null;
}

/** True when a whole label, normalised, has the role in any language. */
export function says(label: string, role: LabelRole): boolean {
  return labels[role].some((pattern) => pattern.test(label));
}

/** True when a short label holds words of the role anywhere. */
export function hints(label: string, role: LooseRole): boolean {
  return loose[role].some((pattern) => pattern.test(label));
}

/** True when a text speaks of it anywhere, in any language. */
export function speaksOf(text: string, role: TextRole): boolean {
  return texts[role].some((pattern) => pattern.test(text));
}

/** A text without what it says of other people's data, or of data that stay untouched. */
export function ofReader(text: string): string {
  return texts.othersData.reduce((now, pattern) => now.replace(new RegExp(pattern, "giu"), " "), text);
}

/** First place in a text that speaks of it; null when none does. */
export function findIn(text: string, role: TextRole): { start: number; end: number } | null {
  let first: { start: number; end: number } | null = null;
  for (const pattern of texts[role]) {
    const match = pattern.exec(text);
    if (match && (first === null || match.index < first.start))
      first = { start: match.index, end: match.index + match[0].length };
  }
  return first;
}

/** How many different words of a role a text holds. */
export function countOf(text: string, role: TextRole): number {
  return texts[role].reduce(
    (sum, pattern) => sum + new Set([...text.matchAll(new RegExp(pattern, "giu"))].map((m) => m[0].toLowerCase())).size,
    0,
  );
}

/** The kinds other than consent whose marks a text at this place carries. */
export function kindsOf(text: string, place: Place): OtherKind[] {
  return kinds.filter((one) => one[place].some((pattern) => pattern.test(text))).map((one) => one.kind);
}
