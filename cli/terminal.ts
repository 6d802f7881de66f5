/** What goes to a terminal: app text is shown escaped, tables keep their columns with wide characters. */

/** C0, C1, DEL, bidi overrides and isolates, zero-width and line separators: invisible or able to rewrite the line. */
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Text from outside, safe to print. */
export function printable(text: string): string {
  return text.replace(DANGEROUS, (c) => `\\u${c.codePointAt(0)?.toString(16).padStart(4, "0")}`);
}

/** Columns that a terminal gives the text: East Asian wide characters take two. */
export function width(text: string): number {
  let columns = 0;
  for (const c of text)
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u.test(
        c,
      )
        ? 2
        : 1;
  return columns;
}

/** A plain table; cells are escaped. */
export function table(head: string[], rows: string[][]): string {
  const safe = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...safe.map((row) => width(row[column] ?? ""))));
  const line = (row: string[]): string =>
    row
      .map((cell, i) => cell + " ".repeat((widths[i] ?? 0) - width(cell)))
      .join("  ")
      .trimEnd();
  const [first, ...rest] = safe;
  return [line(first ?? []), widths.map((w) => "-".repeat(w)).join("  "), ...rest.map(line)].join("\n");
}
