/** Facts that the walk noted beside reads (docs/trace-schema.md), made safe to show; what follows from them is not decided here. */
import type { TraceReader } from "../trace/trace-reader.ts";
import type { NotedFact } from "./result-schema.ts";
import { clean } from "./text.ts";

/** An app that makes the walk note on and on fills no report with it. */
const MOST_FACTS = 500;
const MOST_ITEMS = 20;
const DEEPEST = 4;

type Value = NotedFact["detail"][string];

/** In the order of time. */
export function notedFacts(reader: TraceReader): NotedFact[] {
  return reader
    .steps()
    .filter((step) => step.kind === "fact")
    .slice(0, MOST_FACTS)
    .map(({ name, t, detail }) => ({ name: clean(name), t, detail: cleanRecord(detail, 0) }))
    .sort((a, b) => a.t - b.t);
}

function cleanRecord(value: unknown, depth: number): Record<string, Value> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ITEMS)
      .map(([key, inner]) => [clean(key), cleanValue(inner, depth + 1)]),
  );
}

function cleanValue(value: unknown, depth: number): Value {
  if (typeof value === "string") return clean(value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((inner) => cleanValue(inner, depth + 1));
  return typeof value === "object" && value !== null ? cleanRecord(value, depth) : null;
}
