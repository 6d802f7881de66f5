/** Says what is wrong with a file the way a colleague would: the one mistake that was made, where, and what was meant. */
import type { z } from "zod";
import { functionSchema, STEP_MARK, VERBS, WORDS, type Verb } from "./action-schema.ts";
import { didYouMean } from "./strict.ts";

/** Longer lists of allowed values are not printed. */
const MAX_LISTED = 12;
const MAX_QUOTED = 80;
/** Beginning of the library's own messages; a schema that has a better one says it. */
const ZOD_OWN = /^Invalid /;

export interface Mistake {
  path: PropertyKey[];
  /** Key at `path` that is itself the mistake. */
  key?: string;
  message: string;
}

interface Issue {
  code?: string | undefined;
  path: PropertyKey[];
  message: string;
  keys?: string[];
  values?: unknown[];
  errors?: Issue[][];
  expected?: string;
}

/** The first mistake among the issues that the schema raised for `input`. */
export function mistakeIn(issues: readonly z.core.$ZodIssue[], input: unknown): Mistake {
  return explain((issues as unknown as Issue[])[0], [], input);
}

function explain(issue: Issue | undefined, prefix: PropertyKey[], input: unknown): Mistake {
  if (!issue) return { path: prefix, message: "is not valid" };
  const path = [...prefix, ...issue.path];
  const value = valueAt(input, issue.path);
  if (issue.message === STEP_MARK) return explainStep(path, value);
  if (issue.code === "invalid_union") return explainUnion(issue, path, value);
  if (issue.code === "unrecognized_keys") return { path, key: issue.keys?.[0] ?? "", message: issue.message };
  if (issue.code === "invalid_value" && ZOD_OWN.test(issue.message))
    return { path, message: unknownValue(value, issue.values ?? []) };
  if (issue.code === "invalid_type") return { path, message: wrongType(issue, value) };
  return { path, message: issue.message };
}

/** A union tells the errors of each variant; the writer meant the one that is of the kind, and knows the keys, of what they wrote. */
function explainUnion(issue: Issue, path: PropertyKey[], value: unknown): Mistake {
  const variants = issue.errors ?? [];
  const meant = variants
    .filter((variant) => !variant.some(isOtherKind))
    .map((variant) => explain(variant[0], path, value));
  const keys = meant.filter((mistake) => mistake.key !== undefined && mistake.path.length === path.length);
  // Of several maps that lack the key, the one with the most keys has the most to offer.
  const chosen = meant.find((mistake) => !keys.includes(mistake)) ?? keys.sort(byLengthOfMessage)[0];
  if (chosen) return chosen;
  const expected = [...new Set(variants.flat().flatMap(kindsOf))].map(kindName).join(" or ");
  return { path, message: value === undefined ? "is missing" : `must be ${expected}` };
}

/** The value is no text where a text is meant, no map where a map is, and so on. */
function isOtherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code !== "invalid_union") return issue.code === "invalid_type";
  return (issue.errors ?? []).every((variant) => variant.some(isOtherKind));
}

function kindsOf(issue: Issue): string[] {
  return issue.code === "invalid_union" ? (issue.errors ?? []).flat().flatMap(kindsOf) : [issue.expected ?? ""];
}

function byLengthOfMessage(a: Mistake, b: Mistake): number {
  return b.message.length - a.message.length;
}

function explainStep(path: PropertyKey[], value: unknown): Mistake {
  const verbs = Object.keys(VERBS);
  if (typeof value === "string") {
    return { path, message: verbs.includes(value) ? needsMore(value) : unknownStep(value) };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { path, message: "a step is a verb, for example `- tapOn: Text` or `- back`" };
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return { path, message: "this step is empty" };
  if (keys.includes("step")) return explain(firstIssue(functionSchema, value), path, value);
  const verb = keys.find((key) => verbs.includes(key));
  if (verb === undefined) return { path, key: keys[0] ?? "", message: unknownStep(keys[0] ?? "") };
  const extra = keys.find((key) => key !== verb);
  if (extra !== undefined) {
    const remedy = verbs.includes(extra) ? `begin a new line with "- ${extra}"` : `indent it to belong to ${verb}`;
    return { path, key: extra, message: `"${extra}" beside "${verb}": one verb a step; ${remedy}` };
  }
  const argument = (value as Record<string, unknown>)[verb];
  if (argument === null && !(WORDS as readonly string[]).includes(verb))
    return { path, key: verb, message: needsMore(verb) };
  return explain(firstIssue(VERBS[verb as Verb], argument), [...path, verb], argument);
}

function firstIssue(schema: z.ZodType, value: unknown): Issue | undefined {
  const { error } = schema.safeParse(value);
  return (error?.issues as unknown as Issue[] | undefined)?.[0];
}

function unknownStep(word: string): string {
  const verbs = [...Object.keys(VERBS), "step"];
  return `unknown step "${word.slice(0, MAX_QUOTED)}"${didYouMean(word, verbs)}`;
}

function needsMore(verb: string): string {
  return `"${verb}" needs something after it: \`- ${verb}: ...\``;
}

function unknownValue(value: unknown, values: readonly unknown[]): string {
  if (value === undefined) return "is missing";
  const word = String(value).slice(0, MAX_QUOTED);
  const names = values.map(String);
  const list = names.length <= MAX_LISTED ? ` (one of ${names.join(", ")})` : "";
  return `unknown "${word}"${didYouMean(word, names)}${list}`;
}

function wrongType(issue: Issue, value: unknown): string {
  if (value === undefined) return "is missing";
  return issue.expected === undefined ? issue.message : `must be ${kindName(issue.expected)}`;
}

/** Kinds as YAML has them. */
function kindName(expected: string): string {
  const names: Record<string, string> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "a map of keys",
    record: "a map of keys",
    null: "left empty",
  };
  return names[expected] ?? expected;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );
}
