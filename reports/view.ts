/** What every section is drawn from. */
import type { Bilingual, Result, RunResult } from "../rules/result-schema.ts";
import type { Budget } from "./budget.ts";
import type { Problem } from "./problems.ts";
import type { ScreenShelf } from "./screens.ts";
import { visible } from "./html.ts";
import { type Language, wordFor, type Words } from "./texts/language.ts";
import { RULES } from "./texts/rule-names.ts";
import { BRANCHES } from "./texts/states.ts";

/** Characters of an app's name and of its version. */
const NAME_SHOWN = 60;

export interface View {
  language: Language;
  result: Result;
  problems: readonly Problem[];
  screens: ScreenShelf;
  budget: Budget;
  /** Text in the language of the page. */
  say: (text: Bilingual) => string;
  /** Word for a code of the result. */
  word: (words: Words, code: string) => string;
}

export function viewOf(language: Language, parts: Pick<View, "result" | "problems" | "screens" | "budget">): View {
  return {
    ...parts,
    language,
    say: (text) => text[language],
    word: (words, code) => wordFor(words, code)[language],
  };
}

/** Anchors of runs count from one. */
export function runAnchor(index: number): string {
  return `run-${index + 1}`;
}

/** Words of a combination such as `accept+background`. */
export function branchName(view: View, branch: string): string {
  return branch
    .split("+")
    .map((part) => view.word(BRANCHES, part))
    .join(view.language === "zh" ? "＋" : " + ");
}

/** A run by its branch, with the folder's name where that says more; repeats of a branch are numbered folders. */
export function runName(view: View, run: RunResult): string {
  const branch = branchName(view, run.branch);
  const [last = run.run, above] = run.run.split("/").reverse();
  if (last === run.branch) return branch;
  if (above === run.branch && /^\d+$/.test(last)) return last === "1" ? branch : `${branch} #${last}`;
  return `${branch} (${run.run})`;
}

/** An app as people call it; with its version where the report has several builds of that name. */
export function appName(view: View, run: RunResult): string {
  const nameOf = ({ app }: RunResult): string => app.label || app.package;
  const builds = new Set(view.result.runs.filter((one) => nameOf(one) === nameOf(run)).map((one) => one.app.sha256));
  const name = visible(nameOf(run), NAME_SHOWN);
  return builds.size > 1 ? `${name} ${visible(run.app.versionName, NAME_SHOWN)}` : name;
}

/** A run where the text around it does not say of which app: a report of one build leaves the name out. */
export function runTitle(view: View, run: RunResult): string {
  const builds = new Set(view.result.runs.map(({ app }) => app.sha256));
  return builds.size > 1 ? `${appName(view, run)} · ${runName(view, run)}` : runName(view, run);
}

export function ruleName(view: View, rule: string): string {
  return view.word(RULES, rule);
}

/** Names of data types, as coverage and findings give them. */
export function typeNames(run: RunResult): Map<string, Bilingual> {
  return new Map([
    ...run.coverage.map((entry) => [entry.dataType, entry.name] as const),
    ...run.findings.map((finding) => [finding.dataType, finding.dataTypeName] as const),
  ]);
}

/** The instants at which the user's decision took effect. */
const DECIDED = new Set(["refused", "guest", "accepted", "withdrawn"]);
export function decisionsOf(run: RunResult): RunResult["phases"] {
  return run.phases.filter((phase) => phase.axis === "consent" && DECIDED.has(phase.state));
}
