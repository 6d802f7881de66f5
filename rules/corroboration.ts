/**
 * What the handset itself logged in a run without the agent, held against the findings of the run with it. The witness was
 * not there at the same time: it says that the app does the same where nobody hooks it.
 */
import type { DataTypeTable } from "../catalogue/data-types.ts";
import type { OsLogTable } from "../catalogue/os-log.ts";
import type { SdkTable } from "../catalogue/sdks.ts";
import type { TraceReader } from "../trace/trace-reader.ts";
import type { Corroboration, Finding } from "./result-schema.ts";
import { readRunFacts, type RunFacts } from "./run-facts.ts";
import { type AppClass, appClassOf, type ConsentState, segmentFinder } from "./segments.ts";
import { clean } from "./text.ts";

const WITNESS = "+witness";

/** One line of the handset's log, in the phase it fell into. */
export interface WitnessedAccess {
  types: string[];
  api: string;
  allowed: boolean;
  t: number;
  /** Every state that could hold then; a line counts for a phase only where no other is possible. */
  consents: ConsentState[];
  appClasses: AppClass[];
}

export interface Witness {
  /** Name of the witness run, relative to the result. */
  run: string;
  /** App, scenario, handset and branch; equal to that of the runs it bears witness to. */
  key: string;
  handset: string;
  accesses: WitnessedAccess[];
}

/** What makes runs comparable, and whether this one is the witness. */
export function witnessKey(reader: TraceReader): { key: string; isWitness: boolean } {
  const meta = reader.meta();
  const field = (of: string, name: string): string => {
    const value = meta.get(of);
    return typeof value === "object" && value !== null ? String((value as Record<string, unknown>)[name] ?? "") : "";
  };
  const branch = field("run", "branch");
  const isWitness = branch.endsWith(WITNESS);
  const plain = isWitness ? branch.slice(0, -WITNESS.length) : branch;
  const parts = [
    field("app", "sha256"),
    field("scenario", "name"),
    field("scenario", "sha256"),
    field("handset", "kind"),
  ];
  return { key: JSON.stringify([...parts, plain]), isWitness };
}

/** Reads the log of a witness run. @param run its name in the result */
export function readWitness(
  reader: TraceReader,
  run: string,
  tables: { types: DataTypeTable; sdks: SdkTable; osLog: OsLogTable },
): Witness {
  const facts = readRunFacts(reader, tables.types, tables.sdks);
  const segmentOf = segmentFinder(facts.segments);
  const accesses = reader.witness().flatMap(({ kind, name, permission, outcome, t }): WitnessedAccess[] => {
    if (kind !== "access") return [];
    const types = tables.osLog.typesOf(facts.handset.kind, name, permission);
    if (types.length === 0) return [];
    const { consents, apps } = segmentOf(t);
    const appClasses = [...new Set(apps.map(appClassOf))];
    return [{ types, api: clean(name), allowed: outcome === "allowed", t, consents, appClasses }];
  });
  return { run, key: witnessKey(reader).key, handset: facts.handset.kind, accesses };
}

/** Pure. Null where nobody bore witness to the finding's run. */
export function corroborate(
  finding: Pick<Finding, "dataType" | "phase">,
  witnesses: readonly Witness[],
  osLog: OsLogTable,
): Corroboration | null {
  const [first] = witnesses;
  if (first === undefined) return null;
  if (!osLog.observes(first.handset, finding.dataType)) {
    return { state: "not-observable", witness: first.run, lines: 0, apis: [] };
  }
  const told = witnesses.map((witness) => ({ run: witness.run, lines: linesOf(finding, witness) }));
  const best = told.reduce((a, b) => (b.lines.length > a.lines.length ? b : a));
  const state = best.lines.length > 0 ? "corroborated" : "not-corroborated";
  const apis = [...new Set(best.lines.map(({ api }) => api))].sort();
  return { state, witness: best.run, lines: best.lines.length, apis };
}

function linesOf({ dataType, phase }: Pick<Finding, "dataType" | "phase">, witness: Witness): WitnessedAccess[] {
  const wanted = appClassOf(phase.app);
  return witness.accesses.filter(
    ({ types, consents, appClasses }) =>
      types.includes(dataType) && only(consents.map(decided), decided(phase.consent)) && only(appClasses, wanted),
  );
}

/** Without an agent nobody sees when exactly a notice came up: before a decision is one phase. */
function decided(state: ConsentState): ConsentState {
  return state === "pre-notice" ? "undecided" : state;
}

function only<T>(possible: readonly T[], wanted: T): boolean {
  return possible.every((state) => state === wanted);
}

/** A run that nobody looked into says nothing by itself. */
export function isWitnessRun(facts: RunFacts): boolean {
  return facts.run.branch.endsWith(WITNESS);
}
