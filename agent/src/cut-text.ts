/** Keeps the app's text within the record's limits, and says so where it was cut. No Frida in here. */

/** What the helper, or this, writes at the end of a text that goes on: how long it is, or what was left out. */
const MARK = /\u2026\[[^[\]]{1,100}\]$/;
const MOST_MARK_UNITS = 103;

/**
 * At most `most` units, a mark among them where something is missing.
 * @param length of the whole, where `text` is the beginning of it
 */
export function cutText(text: string, most: number, length: number = text.length): string {
  if (length <= most && text.length <= most) return text;
  // What was cut before has the length of the whole in its mark.
  const mark = MARK.exec(text.slice(-MOST_MARK_UNITS))?.[0] ?? `\u2026[length ${length}]`;
  return text.slice(0, most - mark.length).replace(/[\ud800-\udbff]$/, "") + mark;
}
