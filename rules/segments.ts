/**
 * The run cut into segments in which nothing changes: consent, app state, open business steps, and what an access
 * there could belong to when a change is only known to within an uncertainty.
 */
import type { z } from "zod";
import { appStateSchema, consentStateSchema } from "./result-schema.ts";

export type ConsentState = z.infer<typeof consentStateSchema>;
export type AppState = z.infer<typeof appStateSchema>;
/** What the person at the handset would say about the app: on screen, out of sight, or not running. */
export type AppClass = "foreground" | "background" | "stopped";

export interface PhaseChange {
  axis: string;
  scope: string;
  state: string;
  t: number;
  uncertainty: number;
  source: string;
}

export interface StepSpan {
  id: number;
  kind: string;
  name: string;
  t: number;
  /** Null = a point in time, or never closed. */
  end: number | null;
  /** Data types the step justifies, canonical ids. */
  justifies: string[];
}

export interface Segment {
  index: number;
  /** First microsecond, and the first one after it. */
  lo: number;
  hi: number;
  consent: ConsentState;
  app: AppState;
  appClass: AppClass;
  /** Every state that could hold given the uncertainties; one entry when certain. */
  consents: ConsentState[];
  apps: AppState[];
  /** Every consent change whose uncertainty reaches in here lies before: what such a change caused is sure to follow it. */
  settled: boolean;
  /** Business steps (kind `step`) that are open. */
  steps: StepSpan[];
  /** Some control was tapped before; matters only where no notice was recognised. */
  tapped: boolean;
  /** Contiguous stretches of one consent state and app class share a window. */
  window: number;
}

/** Steps that a user starts the app with: from the tap on, the app counts as on screen. */
const STARTING_STEPS = new Set(["launch", "foreground"]);
const TAPPING_STEPS = new Set(["tap", "text", "consent", "step"]);

export function appClassOf(state: AppState): AppClass {
  if (state === "foreground-active" || state === "foreground-silent") return "foreground";
  return state === "stopped" ? "stopped" : "background";
}

interface Timeline<S extends string> {
  at(t: number): S;
  possible(lo: number, hi: number): S[];
  settled(lo: number, hi: number): boolean;
  cuts: number[];
}

function timeline<S extends string>(changes: readonly PhaseChange[], initial: S): Timeline<S> {
  const sorted = [...changes].sort((a, b) => a.t - b.t);
  const before = (index: number): S => (sorted[index - 1]?.state as S | undefined) ?? initial;
  const at = (t: number): S => {
    let state = initial;
    for (const change of sorted) {
      if (change.t > t) break;
      state = change.state as S;
    }
    return state;
  };
  const reaches = (change: PhaseChange, lo: number, hi: number): boolean =>
    lo <= change.t + change.uncertainty && hi > change.t - change.uncertainty;
  return {
    at,
    settled: (lo, hi) => sorted.every((change) => !reaches(change, lo, hi) || change.t <= lo),
    possible(lo, hi) {
      const states = new Set<S>([at(lo)]);
      for (const [index, change] of sorted.entries())
        if (reaches(change, lo, hi)) states.add(before(index)).add(change.state as S);
      return [...states].sort();
    },
    cuts: sorted.flatMap((change) => [change.t - change.uncertainty, change.t, change.t + change.uncertainty + 1]),
  };
}

export interface SegmentInput {
  phases: readonly PhaseChange[];
  steps: readonly StepSpan[];
  /** Times of touches inside the app, microseconds. */
  touches: readonly number[];
  fromUs: number;
  toUs: number;
}

/** App-state changes plus the launches the user asked for, which put the app on screen before its first window is up. */
function appChanges(input: SegmentInput): PhaseChange[] {
  const changes = input.phases.filter((p) => p.axis === "app" && appStateSchema.safeParse(p.state).success);
  const states = timeline<AppState>(changes, "stopped");
  const starts = input.steps
    .filter((step) => STARTING_STEPS.has(step.kind) && appClassOf(states.at(step.t)) !== "foreground")
    .map((step) => ({
      axis: "app",
      scope: "",
      state: "foreground-active",
      t: step.t,
      uncertainty: 0,
      source: "launch",
    }));
  // A process start recorded after the tap must not take the screen away again: until the first window shows, the launch holds.
  const held = changes.filter((change) => {
    if (change.state !== "stopped" && change.state !== "background") return true;
    const start = starts.findLast((s) => s.t <= change.t);
    if (start === undefined) return true;
    return changes.some((c) => c.t > start.t && c.t <= change.t && appClassOf(c.state as AppState) === "foreground");
  });
  return [...held, ...starts];
}

/** Cuts [fromUs, toUs] into segments, in order, without gaps. */
export function cutSegments(input: SegmentInput): Segment[] {
  const consentChanges = input.phases.filter(
    (p) => p.axis === "consent" && consentStateSchema.safeParse(p.state).success,
  );
  const consent = timeline<ConsentState>(consentChanges, "not-launched");
  const app = timeline<AppState>(appChanges(input), "stopped");
  const business = input.steps.filter((step) => step.kind === "step");
  const end = input.toUs + 1;
  const taps = [...input.touches, ...input.steps.filter((s) => TAPPING_STEPS.has(s.kind)).map((s) => s.t)];
  const firstTap = taps.reduce((first, t) => Math.min(first, t), Number.POSITIVE_INFINITY);
  const stepCuts = business.flatMap((step) => [step.t, (step.end ?? input.toUs) + 1]);
  const cuts = [input.fromUs, ...consent.cuts, ...app.cuts, ...stepCuts, firstTap]
    .filter((t) => t >= input.fromUs && t < end)
    .sort((a, b) => a - b);
  const starts = cuts.filter((t, index) => t !== cuts[index - 1]);
  const segments: Segment[] = [];
  for (const [index, lo] of starts.entries()) {
    const hi = starts[index + 1] ?? end;
    const state = app.at(lo);
    const previous = segments.at(-1);
    const segment: Segment = {
      index,
      lo,
      hi,
      consent: consent.at(lo),
      app: state,
      appClass: appClassOf(state),
      consents: consent.possible(lo, hi),
      apps: app.possible(lo, hi),
      settled: consent.settled(lo, hi),
      steps: business.filter((step) => step.t <= lo && (step.end ?? input.toUs) >= lo),
      tapped: lo >= firstTap,
      window: previous?.window ?? 0,
    };
    if (previous !== undefined && (previous.consent !== segment.consent || previous.appClass !== segment.appClass))
      segment.window = previous.window + 1;
    segments.push(segment);
  }
  return segments;
}

/** Finds the segment of a time; a time outside the run falls into the first or last one. */
export function segmentFinder(segments: readonly Segment[]): (t: number) => Segment {
  const first = segments[0];
  if (first === undefined) throw new RangeError("a run has at least one segment");
  let current = first;
  return (t) => {
    if (t >= current.lo && t < current.hi) return current;
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle] as Segment).lo <= t) low = middle;
      else high = middle - 1;
    }
    current = segments[low] as Segment;
    return current;
  };
}

/** Microseconds spent in segments that a predicate selects. */
export function observed(segments: readonly Segment[], select: (segment: Segment) => boolean): number {
  return segments.reduce((sum, segment) => (select(segment) ? sum + (segment.hi - segment.lo) : sum), 0);
}
