/** What every detector gets and gives. A detector is pure: it reads cells and segments, and decides nothing about verdicts. */
import { z } from "zod";
import type { AppType } from "../../catalogue/app-types.ts";
import type { DataTypeTable } from "../../catalogue/data-types.ts";
import { DATA_TYPE_KINDS } from "../../catalogue/data-types.ts";
import type { Declarations } from "../declarations.ts";
import type { Bilingual, Finding, NotedFact } from "../result-schema.ts";
import { consentStateSchema } from "../result-schema.ts";
import type { Cell } from "../rollup.ts";
import type { RunFacts } from "../run-facts.ts";
import type { Facts } from "../text.ts";
import { type AppClass, appClassOf, type ConsentState, observed, type Segment } from "../segments.ts";

/** A cell seen as accesses to one data type; a call that yields several types gives several sightings. */
export interface Sighting {
  cell: Cell;
  type: string;
  /** Equal for sightings of one type, reader, consent state and app class. */
  group: number;
}

/** Makes sightings, numbering their groups. */
export class SightingMaker {
  private readonly groups = new Map<string, number>();

  make(cell: Cell, type: string): Sighting {
    const key = `${type} ${cell.segment.consent} ${cell.segment.appClass} ${readerKey(cell)}`;
    let group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, (group = this.groups.size));
    return { cell, type, group };
  }
}

export interface DetectorContext {
  facts: RunFacts;
  types: DataTypeTable;
  appTypes: Map<number, AppType>;
  /** Sightings by readers that can be held to a rule: the platform reading for itself is left out. */
  sightings: Sighting[];
  /** What the walk noted beside reads, in order of time. */
  noted: NotedFact[];
  /** What the app says of itself; null where nobody took it from the policy. */
  declarations: Declarations | null;
}

export type Threshold = NonNullable<Finding["threshold"]>;

/** Facts that meet a rule: one data type, one reader, one phase. */
export interface Hit {
  kind: string;
  dataType: string;
  readerId: string;
  consent: ConsentState;
  appClass: AppClass;
  sightings: Sighting[];
  /** Not enough to call it a violation: a person must look. */
  weak: Bilingual | null;
  ambiguous: number;
  observedUs: number;
  threshold: Threshold | null;
  /** How many times over the threshold, where there is one. */
  excess: number | null;
  periodMs: number | null;
  /** Where no read carries the hit: what the walk noted. */
  noted?: NotedFact[];
  /** Further words for the rule's texts. */
  words?: Facts;
}

export interface Detection {
  hits: Hit[];
  /** Accesses that a change's uncertainty leaves on either side: never a violation, never silently a pass. */
  ambiguous: number;
}

/** The part of a run that a rule looks at. */
export interface Window {
  consents: readonly ConsentState[];
  appClasses: readonly AppClass[];
}

export interface Detector<P> {
  id: string;
  /** Rests on what the walk noted, not on reads: no door need be proven, but what it is about must have been looked at. */
  onNoted?: true;
  params: z.ZodType<P>;
  window(params: P): Window;
  /** Data types that the rule is about. */
  concerns(params: P, type: string, types: DataTypeTable): boolean;
  /** Why the rule cannot apply to this run at all, or null. */
  inapplicable?(context: DetectorContext, params: P): { code: string; text: Bilingual } | null;
  detect(context: DetectorContext, params: P): Detection;
}

/** Parameters that every detector takes: which types, and which of them prove little alone. */
export const typeParams = {
  kinds: z.array(z.enum(DATA_TYPE_KINDS)).min(1).default(["personal-data"]),
  /** Only these types (ids, parents, or `family.*`); empty = all of the kinds. */
  types: z.array(z.string()).default([]),
  exceptTypes: z.array(z.string()).default([]),
  /** Types whose single read says little: reported for a person to look at. */
  weakTypes: z.array(z.string()).default([]),
};
export interface TypeParams {
  kinds: (typeof DATA_TYPE_KINDS)[number][];
  types: string[];
  exceptTypes: string[];
  weakTypes: string[];
}

export const consentParam = z.array(consentStateSchema).min(1);
export const APP_CLASSES = ["foreground", "background", "stopped"] as const;

/** Parameters of a detector that looks at reads in some consent states and app classes. */
export const phaseParams = { ...typeParams, consent: consentParam, app: z.array(z.enum(APP_CLASSES)).min(1) };
export interface PhaseParams extends TypeParams {
  consent: ConsentState[];
  app: AppClass[];
}

export function phaseWindow({ consent, app }: PhaseParams): Window {
  return { consents: consent, appClasses: app };
}

export function concernsType(params: TypeParams, type: string, types: DataTypeTable): boolean {
  const kind = types.get(type)?.kind;
  if (kind === undefined || !params.kinds.includes(kind)) return false;
  if (params.types.length > 0 && !types.matches(params.types, type)) return false;
  return !types.matches(params.exceptTypes, type);
}

export const WEAK_TYPE: Bilingual = {
  zh: "单次读取此类数据证明力有限",
  en: "a read of this type alone proves little",
};

/** Whether the accesses of a cell fall into a window: surely, perhaps, or not. */
export function within(cell: Cell, window: Window): "yes" | "maybe" | "no" {
  const { segment, caller } = cell;
  // What a click's own handler reads comes after the click, however coarse the clock is.
  const caused = caller.trigger.kind === "user-input" && segment.settled;
  const consents = caused ? [segment.consent] : segment.consents;
  const consent = consents.map((state) => window.consents.includes(state));
  const app = segment.apps.map((state) => window.appClasses.includes(appClassOf(state)));
  if (consent.every(Boolean) && app.every(Boolean)) return "yes";
  return consent.some(Boolean) && app.some(Boolean) ? "maybe" : "no";
}

/** True when an open business step covers the type. */
export function justified(segment: Segment, type: string, types: DataTypeTable): boolean {
  return segment.steps.some((step) => types.matches(step.justifies, type));
}

export interface SightingGroup {
  dataType: string;
  readerId: string;
  consent: ConsentState;
  appClass: AppClass;
  sightings: Sighting[];
}

export function readerKey(cell: Cell): string {
  return `${cell.caller.reader.kind}:${cell.caller.reader.id}`;
}

/** Sightings by data type, reader, consent state and app class, in the order first seen. */
export function groupSightings(sightings: readonly Sighting[]): SightingGroup[] {
  const groups = new Map<number, SightingGroup>();
  for (const sighting of sightings) {
    const group = groups.get(sighting.group);
    if (group !== undefined) {
      group.sightings.push(sighting);
      continue;
    }
    const { consent, appClass } = sighting.cell.segment;
    const readerId = readerKey(sighting.cell);
    groups.set(sighting.group, { dataType: sighting.type, readerId, consent, appClass, sightings: [sighting] });
  }
  return [...groups.values()];
}

/** Microseconds of the run spent in one consent state and app class. */
export function observedIn(facts: RunFacts, consent: ConsentState, appClass: AppClass): number {
  return observed(facts.segments, (s) => s.consent === consent && s.appClass === appClass);
}

export function accessCount(sightings: readonly Sighting[]): number {
  return sightings.reduce((sum, { cell }) => sum + cell.times.length, 0);
}

/** Sightings of the rule's types that are surely in its phases, and the number of accesses that perhaps are. */
export function select(
  { sightings, types }: DetectorContext,
  params: PhaseParams,
  isMeant: (sighting: Sighting) => boolean,
): { groups: SightingGroup[]; ambiguous: number } {
  const window = phaseWindow(params);
  const sure: Sighting[] = [];
  let ambiguous = 0;
  for (const sighting of sightings) {
    if (!concernsType(params, sighting.type, types) || !isMeant(sighting)) continue;
    const where = within(sighting.cell, window);
    if (where === "yes") sure.push(sighting);
    else if (where === "maybe") ambiguous += accessCount([sighting]);
  }
  return { groups: groupSightings(sure), ambiguous };
}

/** A hit of one group of reads; a type that proves little alone makes it weak. */
export function hitOf(
  { facts, types }: DetectorContext,
  params: TypeParams,
  group: SightingGroup,
  hit: Pick<Hit, "kind"> & Partial<Pick<Hit, "weak" | "threshold" | "excess" | "periodMs" | "words" | "dataType">>,
): Hit {
  return {
    ...group,
    ambiguous: 0,
    observedUs: observedIn(facts, group.consent, group.appClass),
    threshold: null,
    excess: null,
    periodMs: null,
    ...hit,
    weak: types.matches(params.weakTypes, group.dataType) ? WEAK_TYPE : (hit.weak ?? null),
  };
}

/** What the app calls for: declared to the walk or in the policy, or necessary for its type. */
export function calledFor({ facts, appTypes, declarations }: DetectorContext): string[] {
  const category = declarations?.appType?.value ?? facts.app.category;
  const necessary = category === null ? [] : (appTypes.get(category)?.justifies ?? []);
  return [...facts.declares, ...necessary, ...(declarations?.types.map((entry) => entry.type) ?? [])];
}

/** Whether the walk tagged functions of the app, so that a read can be held against the one under way. */
export function hasFunctions({ steps }: RunFacts): boolean {
  return steps.some((step) => step.kind === "step");
}
