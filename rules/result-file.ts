/** `result.json` on disk: one byte form, checked against its schema both ways. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { RulesError } from "./errors.ts";
import { type Result, resultSchema } from "./result-schema.ts";

/** Keys in code-unit order at every level, so that equal results are equal bytes. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}

/** The one text of a result. */
export function resultText(result: Result): string {
  return `${JSON.stringify(ordered(result), null, 1)}\n`;
}

/** Writes `file` whole or not at all. */
export function writeResult(file: string, result: Result): void {
  const partial = `${file}.partial`;
  writeFileSync(partial, resultText(result));
  renameSync(partial, file);
}

/** Reads and checks a result. Throws RulesError `result-invalid` naming the file and the first wrong place. */
export function readResult(file: string): Result {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new RulesError("result-invalid", `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = resultSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new RulesError(
    "result-invalid",
    `${file}: ${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "invalid"}`,
  );
}
