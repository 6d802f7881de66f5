/** Everything about one run that judgement needs besides the accesses, read once from the trace. */
import { z } from "zod";
import type { DataTypeTable } from "../catalogue/data-types.ts";
import type { SdkTable } from "../catalogue/sdks.ts";
import type { TraceReader } from "../trace/trace-reader.ts";
import type { AppIdentity } from "./owner.ts";
import { explorationOf } from "./exploration.ts";
import { type UnknownStretch, unknownStretches } from "./unknown-stretches.ts";
import { limitDoors, limitText } from "./limit-text.ts";
import type { Bilingual, ExplorationResult } from "./result-schema.ts";
import type { PhaseChange, Segment, StepSpan } from "./segments.ts";
import { cutSegments } from "./segments.ts";

const runMeta = z.object({
  id: z.string().default(""),
  branch: z.string().default(""),
  startedWallMs: z.number().default(0),
});
const appMeta = z.object({
  package: z.string().default(""),
  label: z.string().default(""),
  versionName: z.string().default(""),
  versionCode: z.coerce.string().default(""),
  sha256: z.string().default(""),
  category: z.number().nullable().default(null),
  activities: z.array(z.unknown()).default([]),
});
const handsetMeta = z.object({
  id: z.string().default(""),
  kind: z.enum(["virtual", "android", "ios"]).default("virtual"),
  os: z.string().default(""),
  model: z.string().default(""),
});
const scenarioMeta = z.object({ declares: z.array(z.string()).default([]) });
/** Rows that a recent selftest saw fire on this handset and OS build. */
const selftestMeta = z.object({ proven: z.array(z.string()).default([]) });
/** Ids of the consent switches that the agent watched; absent in a trace from before there were any. */
const switchesMeta = z.array(z.string()).nullable().catch(null);
/** What the package says of the app's code; absent in a trace from before it was read. */
const codeMeta = z
  .object({
    versions: z.array(z.object({ kind: z.enum(["constant", "file"]), name: z.string(), value: z.string() })),
    switches: z.record(z.string(), z.enum(["member", "elsewhere", "class", "none"])).nullable(),
  })
  .catch({ versions: [], switches: null });
const stepDetail = z.object({ justifies: z.array(z.string()).catch([]).default([]) });

/** A hook's states over all sessions of the run. */
export interface RowState {
  /** The worst state of any session; `missing` when a session never reported it. */
  status: string;
  /** Self-tested in every session that has it armed. */
  selfTested: boolean;
}

export interface RunFacts {
  run: z.infer<typeof runMeta>;
  app: z.infer<typeof appMeta>;
  handset: z.infer<typeof handsetMeta>;
  identity: AppIdentity;
  /** Canonical data types that the app or the scenario declares. */
  declares: string[];
  proven: Set<string>;
  sessions: { id: string; started: number; ended: number | null; hookErrors: number }[];
  loss: {
    emitted: number;
    stored: number;
    coalesced: number;
    dropped: number;
    lost: number;
    rejected: number;
    hookErrors: number;
    tailKnown: boolean;
    closes: boolean;
  };
  /** When accesses may have been that are not stored. */
  unknown: UnknownStretch[];
  phases: PhaseChange[];
  steps: StepSpan[];
  screens: { t: number; png: string }[];
  exploration: ExplorationResult | null;
  /** `doors`: those that a limit is about, [] = every one to its types. */
  limits: { kind: string; code: string; types: string[]; doors: string[]; text: Bilingual }[];
  rows: Map<string, RowState>;
  /** Spread that clock samples of one session cannot agree on, microseconds. */
  clockDisagreementUs: number;
  resumes: number[];
  /** Fingers lifted inside the app. */
  touches: number[];
  /** Calls of SDKs' consent switches, in order of time. */
  switchCalls: { t: number; switch: string; value: string }[];
  /** Switches watched; null when the trace does not say. */
  switchesWatched: Set<string> | null;
  /** Versions stated in the app's package, and by switch whether its member is in it; null where that is not known. */
  code: z.infer<typeof codeMeta>;
  /** Looks for a debugger, instrumentation, root or an emulator. */
  looks: { t: number; row: string; how: string }[];
  fromUs: number;
  toUs: number;
  segments: Segment[];
  sealed: boolean;
  outcome: string;
}

const MARKERS = `SELECT t, marker, data FROM markers
  WHERE marker IN ('touch','activity','sdk-consent','instrumentation-detected') ORDER BY t, n`;
const record = (value: unknown): unknown => (typeof value === "object" && value !== null ? value : {});
/** From worst to best: what a row's state over several sessions amounts to. */
const STATUS_ORDER = ["missing", "failed", "disarmed", "waiting", "armed", "not-present"];

function rowStates(reader: TraceReader, sessions: readonly string[]): Map<string, RowState> {
  const sql = `SELECT h.session, h.row, h.status, latest.tested FROM hook_coverage h JOIN
    (SELECT max(n) AS n, max(self_tested) AS tested FROM hook_coverage GROUP BY session, row) latest ON latest.n = h.n`;
  const states = new Map<string, { statuses: string[]; tested: boolean[] }>();
  for (const r of reader.db.prepare(sql).iterate() as Iterable<{ row: string; status: string; tested: number }>) {
    const state = states.get(r.row) ?? { statuses: [], tested: [] };
    state.statuses.push(r.status);
    if (r.status !== "not-present") state.tested.push(r.tested === 1);
    states.set(r.row, state);
  }
  return new Map(
    [...states].map(([row, { statuses, tested }]) => {
      const all = statuses.length < sessions.length ? [...statuses, "missing"] : statuses;
      const status = STATUS_ORDER.find((s) => all.includes(s)) ?? "missing";
      return [row, { status, selfTested: tested.length > 0 && tested.every(Boolean) }];
    }),
  );
}

function clockDisagreement(
  samples: readonly { session: string; hostUs: number; handsetUs: number; errorUs: number }[],
): number {
  const bySession = new Map<string, { low: number; high: number }>();
  let worst = 0;
  for (const { session, hostUs, handsetUs, errorUs } of samples) {
    const offset = hostUs - handsetUs;
    const seen = bySession.get(session) ?? { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    const next = { low: Math.max(seen.low, offset - errorUs), high: Math.min(seen.high, offset + errorUs) };
    worst = Math.max(worst, next.low - next.high);
    bySession.set(session, next);
  }
  return worst;
}

function identityOf(app: z.infer<typeof appMeta>, hosted: boolean, sdks: SdkTable): AppIdentity {
  const names = app.activities.map((a) =>
    typeof a === "string" ? a : String((record(a) as { name?: unknown }).name ?? ""),
  );
  const packages = [...new Set(names.map((name) => name.slice(0, Math.max(0, name.lastIndexOf(".")))))].filter(
    (p) => p !== "",
  );
  const inside = packages.some((p) => p === app.package || p.startsWith(`${app.package}.`));
  // Where the application id differs from the code's package, the declared activities say which code is the app's.
  const ownPackages = inside
    ? []
    : packages.filter((p) => sdks.find(p) === null && !/^(androidx?|com\.google)\./.test(p));
  return { package: app.package, label: app.label, ownPackages, hosted };
}

/** Reads the facts of a run. Times are microseconds of the handset's monotonic clock. */
export function readRunFacts(reader: TraceReader, types: DataTypeTable, sdks: SdkTable): RunFacts {
  const meta = reader.meta();
  const canonical = (words: readonly string[]): string[] => words.map((word) => types.canonical(word) ?? word);
  const app = appMeta.parse(record(meta.get("app")));
  const handset = handsetMeta.parse(record(meta.get("handset")));
  const run = runMeta.parse(record(meta.get("run")));
  const sessionRows = reader.sessions();
  const sessions = sessionRows.map((s) => ({
    id: s.id,
    started: s.started,
    ended: s.end?.ended ?? null,
    hookErrors: s.end?.account.hookErrors ?? 0,
  }));
  const account = reader.lossAccount();
  const phases = reader
    .phases()
    .map(({ axis, scope, state, t, uncertainty, source }) => ({ axis, scope, state, t, uncertainty, source }));
  const steps = reader.steps().map((step): StepSpan => {
    const detail = stepDetail.parse(record(step.detail));
    const justifies = canonical(detail.justifies);
    return {
      id: step.id,
      kind: step.kind,
      name: step.name,
      t: step.t,
      end: step.closed,
      justifies,
    };
  });
  const markers = reader.db.prepare(MARKERS).all() as { t: number; marker: string; data: string }[];
  const parsed = markers.map(({ t, marker, data }) => ({
    t,
    marker,
    data: record(JSON.parse(data)) as Record<string, unknown>,
  }));
  const touches = parsed.filter((m) => m.marker === "touch" && m.data["action"] === "up").map((m) => m.t);
  const resumes = parsed.filter((m) => m.marker === "activity" && m.data["state"] === "resumed").map((m) => m.t);
  const switchCalls = parsed
    .filter((m) => m.marker === "sdk-consent")
    .map(({ t, data }) => ({ t, switch: String(data["switch"] ?? ""), value: String(data["value"] ?? "") }));
  const looks = parsed
    .filter((m) => m.marker === "instrumentation-detected")
    .map(({ t, data }) => ({ t, row: String(data["row"] ?? ""), how: String(data["how"] ?? "") }));
  const watched = switchesMeta.parse(meta.get("switches") ?? null);
  const screens = reader.screens();
  const extent = reader.db.prepare("SELECT min(t) AS low, max(t) AS high FROM accesses").get() as {
    low: number | null;
    high: number | null;
  };
  const times = [
    ...sessions.flatMap((s) => (s.ended === null ? [s.started] : [s.started, s.ended])),
    ...phases.map((p) => p.t),
    ...steps.flatMap((s) => (s.end === null ? [s.t] : [s.t, s.end])),
    ...(extent.low === null || extent.high === null ? [] : [extent.low, extent.high]),
  ];
  const fromUs = times.reduce((a, b) => Math.min(a, b), times[0] ?? 0);
  const toUs = times.reduce((a, b) => Math.max(a, b), times[0] ?? 0);
  const seal = reader.seal();
  return {
    run: { ...run, id: run.id || String(meta.get("runId") ?? "") },
    app,
    handset,
    identity: identityOf(app, handset.kind === "virtual", sdks),
    declares: canonical(scenarioMeta.parse(record(meta.get("scenario"))).declares),
    proven: new Set(selftestMeta.parse(record(meta.get("selftest"))).proven),
    sessions,
    loss: {
      emitted: account.emitted,
      stored: account.stored,
      coalesced: account.coalesced,
      dropped: account.dropped,
      lost: account.lost,
      rejected: account.rejected,
      hookErrors: account.hookErrors,
      tailKnown: account.tailKnown,
      closes: account.closes,
    },
    unknown: unknownStretches(reader, toUs),
    phases,
    steps,
    screens: screens.flatMap((s) => (s.png === null ? [] : [{ t: s.t, png: s.png }])),
    exploration: explorationOf(meta.get("exploration")),
    limits: reader.limits().map(({ kind, code, types: words, detail }) => ({
      kind,
      code,
      types: canonical(words),
      doors: limitDoors(detail),
      text: limitText(detail),
    })),
    rows: rowStates(
      reader,
      sessions.map((s) => s.id),
    ),
    clockDisagreementUs: clockDisagreement(reader.clockSamples()),
    resumes,
    touches,
    switchCalls,
    switchesWatched: watched === null ? null : new Set(watched),
    code: codeMeta.parse(meta.get("code") ?? null),
    looks,
    fromUs,
    toUs,
    segments: cutSegments({ phases, steps, touches, fromUs, toUs }),
    sealed: seal !== null,
    outcome: seal?.outcome ?? "not-closed",
  };
}
