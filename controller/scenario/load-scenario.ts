/** Reads a scenario file; every mistake is named with file:line:column and a remedy. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { LineCounter, parseDocument, type Document } from "yaml";
import { usageError } from "../errors.ts";
import { scenarioSchema, type Scenario } from "./scenario-schema.ts";

/** Larger files are no scenarios. */
const MAX_SCENARIO_BYTES = 1 << 20;

export interface LoadedScenario {
  scenario: Scenario;
  /** Absolute path of the scenario file. */
  file: string;
  /** Absolute path of the APK. */
  app: string;
  /** Exact text, for the trace. */
  text: string;
}

/**
 * @param file path of a YAML scenario
 * @param appOverride path of another APK to run with the same steps (`--app`)
 * @throws ControllerError exit 2, message starts with file:line:column
 */
export function loadScenario(file: string, appOverride?: string): LoadedScenario {
  const path = resolve(file);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw usageError(
      "scenario-unreadable",
      `${file}: cannot be read (${(cause as NodeJS.ErrnoException).code ?? "error"})`,
      "check the path",
    );
  }
  if (text.length > MAX_SCENARIO_BYTES) throw usageError("scenario-too-large", `${file}: larger than 1 MiB`);
  const scenario = parseScenario(text, file);
  return { scenario, file: path, app: appOverride ? resolve(appOverride) : resolve(dirname(path), scenario.app), text };
}

/** Parses the text of a scenario; `name` is used in messages. */
export function parseScenario(text: string, name: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const broken = document.errors[0];
  if (broken) throw usageError("scenario-yaml", `${place(broken.pos[0])}: ${broken.message}`, "mend the YAML");
  const parsed = scenarioSchema.safeParse(document.toJS({ maxAliasCount: 50 }));
  if (parsed.success) return parsed.data;
  const issue = deepestIssue(parsed.error.issues as Issue[]);
  throw usageError(
    "scenario-invalid",
    `${place(offsetOf(document, issue))}: ${issue.path.join(".") || "scenario"}: ${issue.message}`,
    "see docs/scenario.md for the verbs",
  );
}

interface Issue {
  code?: string;
  path: PropertyKey[];
  message: string;
  keys?: string[];
  errors?: Issue[][];
}

/**
 * A union reports the errors of each variant. The writer meant the variant whose keys they used; where none has such a
 * key, the key itself is the mistake.
 */
function deepestIssue(issues: Issue[], prefix: PropertyKey[] = []): Issue {
  const flat = issues.map((issue) => ({ ...issue, path: [...prefix, ...issue.path] }));
  const first = flat[0] ?? { path: prefix, message: "is not valid" };
  if (first.code !== "invalid_union" || !first.errors) return first;
  const variants = first.errors.filter((variant) => variant.length > 0);
  const meant = variants
    .filter((variant) => !variant.some((issue) => issue.code === "unrecognized_keys"))
    .map((variant) => deepestIssue(variant, first.path))
    .find((issue) => issue.path.length > first.path.length);
  if (meant) return meant;
  const unknown = variants.flat().find((issue) => issue.code === "unrecognized_keys");
  if (!unknown) return { ...first, message: "is no known step" };
  return { ...unknown, path: [...first.path, ...unknown.path], message: `unknown step "${unknown.keys?.[0]}"` };
}

/** Where in the file an issue is: at the unknown key itself, else at the deepest node that exists. */
function offsetOf(document: Document, issue: Issue): number {
  if (issue.keys?.[0] !== undefined) {
    const holder = issue.path.length ? document.getIn(issue.path, true) : document.contents;
    const items = (holder as { items?: { key?: { value?: unknown; range?: number[] } }[] } | null)?.items ?? [];
    const key = items.find((pair) => pair.key?.value === issue.keys?.[0])?.key;
    if (key?.range?.[0] !== undefined) return key.range[0];
  }
  for (let depth = issue.path.length; depth > 0; depth--) {
    const node = document.getIn(issue.path.slice(0, depth), true) as { range?: number[] } | undefined;
    if (node?.range?.[0] !== undefined) return node.range[0];
  }
  return 0;
}
