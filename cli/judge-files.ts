/** Files that a judgement is given beside runs and packs: declarations, suppressions, an older result. */
import { loadDataTypes } from "../catalogue/data-types.ts";
import { loadSdks } from "../catalogue/sdks.ts";
import { type Declarations, readDeclarations } from "../rules/declarations.ts";
import type { Gate } from "../rules/exit-status.ts";
import { RulesError } from "../rules/errors.ts";
import { readResult } from "../rules/result-file.ts";
import type { Result } from "../rules/result-schema.ts";
import { readSuppressions, suppress } from "../rules/suppressions.ts";

export interface JudgeFiles {
  /** What the app says of itself. */
  declare?: string;
  /** An older result; what it has is not new. */
  baseline?: string;
  /** Findings that somebody answers for. */
  suppress?: string;
  failOn?: Gate["failOn"];
}

export function declarationsOf({ declare }: JudgeFiles): Declarations | null {
  return declare === undefined ? null : readDeclarations(declare, loadDataTypes(), loadSdks());
}

export function withSuppressions(result: Result, { suppress: file }: JudgeFiles): Result {
  return file === undefined ? result : suppress(result, readSuppressions(file));
}

/** @throws RulesError `baseline-missing` where only new violations shall count and nothing says what is old */
export function gateOf({ baseline, failOn = "info" }: JudgeFiles): Gate {
  if (failOn === "new-violation" && baseline === undefined)
    throw new RulesError("baseline-missing", "--fail-on new-violation needs --baseline with an older result.json");
  const today = new Date().toISOString().slice(0, "YYYY-MM-DD".length);
  return { failOn, today, baseline: baseline === undefined ? null : readResult(baseline) };
}

/** Reads every file once, so that a mistake in one is told before anything runs. */
export function checkFiles(files: JudgeFiles): void {
  declarationsOf(files);
  gateOf(files);
  if (files.suppress !== undefined) readSuppressions(files.suppress);
}
