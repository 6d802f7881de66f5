/**
 * The one way HTML is made here: a tagged template that escapes whatever is put into it. Text of the app under test is
 * hostile; only what this template itself made goes in unescaped.
 */

/** A finished piece of HTML. Made by the functions of this file alone. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export type Part = Html | string | number | null | false | readonly Part[];

/** Longest string shown; the whole one is in the evidence. */
export const SHOWN_CHARACTERS = 4096;

const NAMED: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};
const SPECIAL = /[&<>"'`]/g;
/** Characters that a reader cannot see, or that change the order of what he sees. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu;

/** Unseen characters as `\u{202e}`, so that a reader sees that they are there. At most `limit` UTF-16 units of `text`. */
export function visible(text: string, limit = SHOWN_CHARACTERS): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}… (${text.length})` : text;
  return cut.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function escaped(text: string): string {
  return visible(text).replace(SPECIAL, (character) => NAMED[character] ?? "");
}

function put(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === null || part === false) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return escaped(String(part));
  return part.map(put).join("");
}

/** Literals without the indentation of their source, which is half of a large page. */
const dense = new WeakMap<TemplateStringsArray, readonly string[]>();

/** HTML from a literal and parts; strings are escaped for text and for quoted attributes, lists are joined. */
export function html(literal: TemplateStringsArray, ...parts: Part[]): Html {
  let pieces = dense.get(literal);
  if (pieces === undefined) {
    pieces = literal.map((piece) => piece.replace(/\s*\n\s*/g, "\n"));
    dense.set(literal, pieces);
  }
  let text = pieces[0] ?? "";
  for (const [index, part] of parts.entries()) text += put(part) + (pieces[index + 1] ?? "");
  return new Html(text);
}

/** Text of this room's own making, unescaped: its style, its script, base64. Never anything from a result. */
export function raw(text: string): Html {
  return new Html(text);
}

/** Pieces with a piece between them. */
export function joined(parts: readonly Part[], between: Part = ""): Html {
  return new Html(parts.map(put).join(put(between)));
}
