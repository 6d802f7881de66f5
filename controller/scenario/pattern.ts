/** Regular expressions of selectors, over whole labels. */

/**
 * The pattern as an expression over a whole text: letter case ignored, a dot takes line breaks too.
 * @returns null when JavaScript reads it neither as Unicode nor in the older way
 */
export function wholePattern(pattern: string): RegExp | null {
  for (const flags of ["isu", "is"]) {
    try {
      return new RegExp(`^(?:${pattern})$`, flags);
    } catch {
      continue; // patterns written for Java escape more than the Unicode mode takes
    }
  }
  return null;
}
