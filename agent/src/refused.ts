/** Members that are never replaced, whatever a row says: the original looks at its caller, or the machine's own frames. */

const CALLER = "it looks at its caller, and would see the wrong one";

/** By `class#member`: why. */
const REFUSED: Readonly<Record<string, string>> = {
  "java.lang.Class#forName": CALLER,
  "java.lang.System#load": CALLER,
  "java.lang.System#loadLibrary": CALLER,
  "java.lang.Runtime#load": CALLER,
  "java.lang.Runtime#loadLibrary": CALLER,
  "java.lang.Runtime#nativeLoad": "the machine calls it while it holds locks of its own",
  "java.lang.reflect.Method#invoke": "every reflected call would lose its calling frame",
  "java.lang.reflect.Constructor#newInstance": "every reflected call would lose its calling frame",
};

/** Null for a member that may be replaced. */
export function refusal(className: string, member: string): string | null {
  const key = `${className}#${member}`;
  return Object.hasOwn(REFUSED, key) ? `refused: ${REFUSED[key]}` : null;
}
