/**
 * The rules about reads, applied in the most naive way: every row loaded, every access judged alone against the list of
 * changes, nothing folded, nothing cached. Slow and obvious; the engine must say the same.
 */
import type { DataTypeTable } from "../../catalogue/data-types.ts";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { loadAppTypes } from "../../catalogue/app-types.ts";
import { loadSdks } from "../../catalogue/sdks.ts";
import { Attributor } from "../../rules/attribution.ts";
import { loadPacks, type Rule } from "../../rules/packs.ts";
import type { RunResult } from "../../rules/result-schema.ts";
import { readRunFacts, type RunFacts } from "../../rules/run-facts.ts";
import { appClassOf, type AppState } from "../../rules/segments.ts";
import type { StackFrame } from "../../trace/frame.ts";
import { TraceReader } from "../../trace/trace-reader.ts";

/** Detectors that are repeated here. */
export const NAIVE_DETECTORS = [
  "pre-consent",
  "post-refusal",
  "out-of-step",
  "frequency",
  "fixed-period",
  "background",
];
const BURST_US = 1_000_000;
const PROBES_THAT_MAKE_A_LIST = 5;

interface Access {
  t: number;
  type: string;
  reader: string;
  readerKind: string;
  byUser: boolean;
  stack: string;
  package: string;
  consent: string;
  consents: string[];
  app: string;
  apps: string[];
  /** What a click's handler read comes after the click. */
  settled: boolean;
  justifies: string[];
  inStep: boolean;
  window: number;
}
interface Params {
  consent: string[];
  app?: string[];
  kinds: string[];
  types: string[];
  exceptTypes: string[];
  weakTypes: string[];
  readers?: string[];
  limits?: { types: string[]; perProcess: number; perScreen: number; per?: { count: number; seconds: number }; minimum: number }[]; // prettier-ignore
  minimumIntervals?: number;
  maximumVariation?: number;
}
type Row = Record<string, string | number>;
interface Change {
  t: number;
  state: string;
  uncertainty: number;
}

function stateAt(changes: readonly Change[], t: number, initial: string): string {
  return changes.filter((c) => c.t <= t).at(-1)?.state ?? initial;
}

function statesAt(changes: readonly Change[], t: number, initial: string): string[] {
  const near = changes.filter((c) => Math.abs(c.t - t) <= c.uncertainty);
  const around = near.flatMap((c) => [c.state, stateAt(changes, c.t - 1, initial)]);
  return [...new Set([stateAt(changes, t, initial), ...around])];
}

/** Everything known of each access, one after the other. Traces with launch steps are not for this evaluator. */
function load(reader: TraceReader, facts: RunFacts): Access[] {
  const attributor = new Attributor(facts.identity, loadSdks());
  const consentChanges = facts.phases.filter((p) => p.axis === "consent");
  const appChanges = facts.phases.filter((p) => p.axis === "app");
  const appAt = (t: number): string => appClassOf(stateAt(appChanges, t, "stopped") as AppState);
  const edges = [...facts.phases.map((p) => p.t)].sort((a, b) => a - b);
  const rows = reader.db.prepare("SELECT * FROM accesses ORDER BY n").all() as Row[];
  return rows.flatMap((row): Access[] => {
    const t = Number(row.t);
    const stack = reader.stack(String(row.session), Number(row.stack)) ?? { frames: [] as StackFrame[], cut: true };
    const caller = attributor.attribute(stack.frames, stack.cut);
    const steps = facts.steps.filter((s) => s.kind === "step" && s.t <= t && t <= (s.end ?? facts.toUs));
    // Phases are counted by their changes of state, not by every note about them.
    let window = 0;
    for (const edge of edges.filter((e) => e <= t && e > facts.fromUs))
      if (
        appAt(edge) !== appAt(edge - 1) ||
        stateAt(consentChanges, edge, "not-launched") !== stateAt(consentChanges, edge - 1, "not-launched")
      )
        window++;
    const near = consentChanges.filter((c) => Math.abs(c.t - t) <= c.uncertainty);
    const args = JSON.parse(String(row.args)) as Record<string, unknown>;
    return String(row.types)
      .split(";")
      .map((type) => ({
        t,
        type,
        reader: caller.reader.id,
        readerKind: caller.reader.kind,
        byUser: caller.trigger.kind === "user-input",
        stack: JSON.stringify(stack.frames),
        package: Object.values(args).map(String).join(" "),
        consent: stateAt(consentChanges, t, "not-launched"),
        consents: statesAt(consentChanges, t, "not-launched"),
        app: appAt(t),
        apps: statesAt(appChanges, t, "stopped").map((s) => appClassOf(s as AppState)),
        settled: near.every((c) => c.t <= t),
        justifies: steps.flatMap((s) => s.justifies),
        inStep: steps.length > 0,
        window,
      }));
  });
}

/** One app asked about is a question; many by one reader in one phase are a list. */
function listsForProbes(accesses: Access[]): Access[] {
  return accesses.map((a) => {
    if (a.type !== "app.probe") return a;
    const asked = accesses.filter(
      (b) => b.type === "app.probe" && b.reader === a.reader && b.readerKind === a.readerKind && b.consent === a.consent && b.app === a.app,
    ); // prettier-ignore
    return new Set(asked.map((b) => b.package)).size >= PROBES_THAT_MAKE_A_LIST ? { ...a, type: "app.list" } : a;
  });
}

const groups = (times: readonly number[]): number[] => {
  const starts: number[] = [];
  for (const t of [...times].sort((a, b) => a - b)) if (t - (starts.at(-1) ?? -Infinity) > BURST_US) starts.push(t);
  return starts;
};

class NaiveJudge {
  private readonly facts: RunFacts;
  private readonly types: DataTypeTable;
  private readonly accesses: Access[];
  /** Declared, or necessary for the type of app. */
  private readonly calledFor: string[];

  constructor(facts: RunFacts, types: DataTypeTable, accesses: Access[]) {
    this.facts = facts;
    this.types = types;
    this.accesses = accesses;
    const { category } = facts.app;
    const necessary = category === null ? [] : (loadAppTypes().get(category)?.justifies ?? []);
    this.calledFor = [...facts.declares, ...necessary];
  }

  /** `kind type reader consent app` of what a rule says, sorted. */
  judge(rule: Rule): string[] {
    const p = rule.params as Params;
    const concerned = this.accesses.filter((a) => {
      const kind = this.types.get(a.type)?.kind ?? "";
      return (
        a.readerKind !== "platform" &&
        p.kinds.includes(kind) &&
        (p.types.length === 0 || this.types.matches(p.types, a.type)) &&
        !this.types.matches(p.exceptTypes, a.type) &&
        (p.readers === undefined || p.readers.includes(a.readerKind)) &&
        this.inside(a, p)
      );
    });
    const said = new Map<string, Access[]>();
    for (const a of concerned) {
      const key = `${a.type} ${a.reader} ${a.consent} ${a.app}`;
      said.set(key, [...(said.get(key) ?? []), a]);
    }
    return [...said]
      .filter(([, list]) => this.holds(rule, p, list))
      .map(([key]) => `${rule.detector} ${key}`)
      .sort();
  }

  private inside(a: Access, p: Params): boolean {
    const consents = a.byUser && a.settled ? [a.consent] : a.consents;
    return consents.every((s) => p.consent.includes(s)) && (p.app === undefined || a.apps.every((s) => p.app!.includes(s)));
  } // prettier-ignore

  private justified(a: Access): boolean {
    return this.types.matches(a.justifies, a.type);
  }

  private holds(rule: Rule, p: Params, list: readonly Access[]): boolean {
    const repeated = list.filter((a) => !a.byUser && !this.justified(a));
    if (rule.detector === "pre-consent" || rule.detector === "post-refusal") return true;
    if (rule.detector === "background") return list.some((a) => !this.justified(a));
    if (rule.detector === "out-of-step")
      return (
        this.facts.steps.some((s) => s.kind === "step") &&
        list.some((a) => !this.types.matches(this.calledFor, a.type) && !this.justified(a) && (a.inStep || !a.byUser))
      );
    if (rule.detector === "frequency") return this.tooOften(p, repeated);
    return this.likeAClock(p, repeated);
  }

  private tooOften(p: Params, list: readonly Access[]): boolean {
    const [first] = list;
    const limit = first && p.limits!.find((l) => this.types.matches(l.types, first.type));
    if (first === undefined || limit === undefined) return false;
    const count = [...new Set(list.map((a) => a.stack))]
      .map((stack) => groups(list.filter((a) => a.stack === stack).map((a) => a.t)).length)
      .reduce((a, b) => a + b, 0);
    const phase = this.facts.segments.filter((s) => s.consent === first.consent && s.appClass === first.app);
    const seconds = phase.reduce((sum, s) => sum + (s.hi - s.lo), 0) / 1e6;
    const screens = 1 + this.facts.resumes.filter((t) => phase.some((s) => t >= s.lo && t < s.hi)).length;
    const perTime = limit.per === undefined ? 0 : limit.per.count * Math.ceil(seconds / limit.per.seconds);
    const allowed = limit.perProcess * Math.max(1, this.facts.sessions.length) + limit.perScreen * screens + perTime;
    return count > allowed && count >= limit.minimum;
  }

  private likeAClock(p: Params, list: readonly Access[]): boolean {
    const type = list[0]?.type;
    if (type === undefined) return false;
    // A function that needs the type interrupts: what lies before and after it is never one interval.
    const covering = this.facts.steps.filter((s) => s.kind === "step" && this.types.matches(s.justifies, type));
    const regular = (some: readonly Access[]): boolean => {
      const stretches = new Map<string, number[]>();
      for (const a of some) {
        const passed = covering.filter((s) => s.t <= a.t).length;
        const key = `${a.window} ${passed}`;
        stretches.set(key, [...(stretches.get(key) ?? []), a.t]);
      }
      const gaps = [...stretches.values()].flatMap((times) => {
        const starts = groups(times);
        return starts.slice(1).map((t, i) => t - starts[i]!);
      });
      const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
      const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
      return gaps.length >= p.minimumIntervals! && deviation / mean <= p.maximumVariation!;
    };
    const byStack = [...new Set(list.map((a) => a.stack))].map((stack) => list.filter((a) => a.stack === stack));
    return [list, ...byStack].some(regular);
  }
}

/** `detector type reader consent app` for every rule of a pack about reads, sorted and without repeats. */
export function naiveFindings(dir: string, pack = "cn-core"): string[] {
  const reader = TraceReader.open(dir);
  try {
    const types = loadDataTypes();
    const facts = readRunFacts(reader, types, loadSdks());
    const judge = new NaiveJudge(facts, types, listsForProbes(load(reader, facts)));
    const rules = loadPacks([pack]).flatMap((p) => p.rules);
    const known = rules.filter((rule) => NAIVE_DETECTORS.includes(rule.detector));
    return [...new Set(known.flatMap((rule) => judge.judge(rule)))].sort();
  } finally {
    reader.close();
  }
}

/** The same of an engine's result, provisions that share a finding counted each. */
export function engineFindings(run: RunResult, pack = "cn-core"): string[] {
  const detectors = new Map(loadPacks([pack]).flatMap((p) => p.rules.map((rule) => [rule.id, rule.detector] as const)));
  return [
    ...new Set(
      run.findings.flatMap((f) =>
        f.provisions.flatMap(({ rule }) => {
          const detector = detectors.get(rule) ?? "";
          if (!NAIVE_DETECTORS.includes(detector)) return [];
          return [`${detector} ${f.dataType} ${f.caller.reader.id} ${f.phase.consent} ${appClassOf(f.phase.app)}`];
        }),
      ),
    ),
  ].sort();
}
