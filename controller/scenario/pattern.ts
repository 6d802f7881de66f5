/** Regular expressions of selectors, over whole labels. The labels are the app's, so a match has a time limit. */
import { createContext, Script, type Context } from "node:vm";
import { usageError } from "../errors.ts";

/** Text of the app's making that patterns are held against: a longer one is prose, no label. */
const MAX_MATCHED_TEXT = 2000;
/** All labels of a screen take about a millisecond; a pattern that backtracks on a hostile label takes for ever. */
const MATCH_DEADLINE_MS = 500;

const matchAll = new Script("texts.map((text) => whole.test(text))");
let realm: Context | undefined;

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

/**
 * Those of `texts` that the pattern takes. A line break counts as a space; the pattern itself, as text, is taken too: a
 * label such as "Price ($5" is no expression.
 * @throws ControllerError `pattern-slow` when it does not come to an end
 */
export function matchingTexts(pattern: string, texts: Iterable<string>): Set<string> {
  const whole = wholePattern(pattern);
  const all = [...new Set(texts)];
  const forms = all.map((text) => text.slice(0, MAX_MATCHED_TEXT).replaceAll("\n", " "));
  const found = whole === null ? forms.map(() => false) : inTime(pattern, whole, forms);
  return new Set(all.filter((text, index) => found[index] === true || text === pattern));
}

function inTime(pattern: string, whole: RegExp, texts: string[]): boolean[] {
  realm ??= createContext({}, { codeGeneration: { strings: false, wasm: false } });
  Object.assign(realm, { whole, texts });
  try {
    return matchAll.runInContext(realm, { timeout: MATCH_DEADLINE_MS }) as boolean[];
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw cause;
    throw usageError("pattern-slow", `the pattern "${pattern}" does not come to an end on this screen`, "simplify it");
  }
}
