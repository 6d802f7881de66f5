/** Objects that take no unknown key, and say which known one was probably meant. */
import { z } from "zod";

/** A name further off than this share of its length is another word, not a slip. */
const MAX_SLIP = 0.4;

/**
 * The known name that a misspelt one is nearest to, or null when none is near.
 * Distance counts edits, letter case ignored.
 */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let distance = Math.floor(Math.max(word.length, 3) * MAX_SLIP) + 1;
  for (const name of known) {
    const d = editDistance(word.toLowerCase(), name.toLowerCase(), distance);
    if (d < distance) [best, distance] = [name, d];
  }
  return best;
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const name = nearest(word, known);
  return name === null ? "" : `; did you mean "${name}"?`;
}

/** As `z.strictObject`; an unknown key is named together with the nearest known one. */
export function strict<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const key = (issue.keys as string[])[0] ?? "";
      return `unknown key "${key}"${didYouMean(key, known)} (known: ${known.join(", ")})`;
    },
  });
}

/** Changes, insertions, deletions and swapped neighbours. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : limit;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? limit;
}
