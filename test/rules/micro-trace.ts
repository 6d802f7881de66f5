/** Small real traces: what a run would have stored, written through the store itself. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { AccessRecord, MarkerRecord, Outcome, StackFrame } from "../../trace/frame.ts";
import { TraceWriter, type Json, type SessionEndHow } from "../../trace/trace-writer.ts";
import { type Door, DoorTable } from "../../rules/doors.ts";
import { analyzeRuns, type AnalyzeOptions } from "../../rules/engine.ts";
import type { Result, RunResult } from "../../rules/result-schema.ts";

export const MS = 1000;
export const S = 1_000_000;
export const APP = "cn.news.reader";
export const APP_SHA256 = "0".repeat(64);

const frame = (owner: string, method: string): StackFrame => [owner, method, `${owner.split(".").pop() ?? ""}.java`, 1];
const MAIN: StackFrame[] = [
  frame("android.os.Handler", "dispatchMessage"),
  frame("android.os.Looper", "loop"),
  frame("android.app.ActivityThread", "main"),
];
const GETTER = frame("android.provider.Settings$Secure", "getString");

/** Stacks by who reads and why, innermost first. */
export const STACKS = {
  app: [GETTER, frame(`${APP}.MainActivity`, "onCreate"), frame("android.app.Activity", "performCreate"), ...MAIN],
  appClick: [GETTER, frame(`${APP}.MainActivity$1`, "onClick"), frame("android.view.View", "performClick"), ...MAIN],
  appOther: [GETTER, frame(`${APP}.Tracker`, "tick"), frame("android.os.Handler", "handleCallback"), ...MAIN],
  sdk: [
    GETTER,
    frame("com.pushlite.sdk.core.Ids", "read"),
    frame("com.pushlite.sdk.Push", "init"),
    frame(`${APP}.App`, "onCreate"),
    frame("android.app.Instrumentation", "callApplicationOnCreate"),
    ...MAIN,
  ],
  sdkTimer: [
    GETTER,
    frame("com.pushlite.sdk.core.Poller", "run"),
    frame("java.util.concurrent.ThreadPoolExecutor", "runWorker"),
    frame("java.lang.Thread", "run"),
  ],
  sdkProvider: [
    GETTER,
    frame("com.pushlite.sdk.InitProvider", "onCreate"),
    frame("android.content.ContentProvider", "attachInfo"),
    ...MAIN,
  ],
  adSdk: [
    GETTER,
    frame("io.adnest.sdk.AdLoader", "load"),
    frame(`${APP}.MainActivity`, "onCreate"),
    frame("android.app.Activity", "performCreate"),
    ...MAIN,
  ],
  platform: [GETTER, frame("com.android.internal.telephony.Phone", "read"), frame("virtualhandset.Main", "main")],
  umeng: [
    GETTER,
    frame("com.umeng.commonsdk.internal.Ids", "read"),
    frame("com.umeng.commonsdk.UMConfigure", "init"),
    frame(`${APP}.App`, "onCreate"),
    frame("android.app.Instrumentation", "callApplicationOnCreate"),
    ...MAIN,
  ],
  bridged: [
    GETTER,
    frame("com.learnium.RNDeviceInfo.RNDeviceModule", "getUniqueId"),
    frame("java.lang.reflect.Method", "invoke"),
    frame("com.facebook.react.bridge.JavaMethodWrapper", "invoke"),
    ...MAIN,
  ],
  mixpanel: [GETTER, frame("com.mixpanel.android.mpmetrics.Ids", "read"), frame("java.lang.Thread", "run")],
  firebase: [GETTER, frame("com.google.firebase.analytics.Ids", "read"), frame("java.lang.Thread", "run")],
  stranger: [GETTER, frame("net.strange.lib.a.B", "c"), frame("java.lang.Thread", "run")],
} satisfies Record<string, StackFrame[]>;
/** `untold`: one that never arrives, as for what the platform delivers by itself. */
export type StackName = keyof typeof STACKS | "untold";

export const DOORS: Door[] = [
  {
    row: "AA0100",
    api: "android.provider.Settings$Secure.getString",
    door: "api",
    types: ["id.android_id"],
    core: true,
  },
  { row: "AA0002", api: "android.telephony.TelephonyManager.getImei", door: "api", types: ["id.imei"], core: true },
  {
    row: "AA0200",
    api: "android.app.ApplicationPackageManager.getInstalledPackages",
    door: "api",
    types: ["app.list"],
    core: true,
  },
  {
    row: "AA0201",
    api: "android.app.ApplicationPackageManager.getPackageInfo",
    door: "api",
    types: ["app.probe"],
    core: false,
  },
  {
    row: "AA0300",
    api: "android.location.LocationManager.getLastKnownLocation",
    door: "api",
    types: ["loc.precise"],
    core: true,
  },
  {
    row: "AA0400",
    api: "android.content.ContentResolver.query",
    door: "provider",
    types: ["pii.contacts", "pii.sms"],
    core: true,
  },
  {
    row: "AA0500",
    api: "android.content.ClipboardManager.getPrimaryClip",
    door: "api",
    types: ["pii.clipboard"],
    core: true,
  },
  { row: "AA0600", api: "android.app.Activity.requestPermissions", door: "api", types: ["perm.request"], core: true },
  { row: "AA0591", api: "android.os.Debug.isDebuggerConnected", door: "api", types: ["env.detect"], core: false },
  { row: "AA0950", api: "java.lang.Runtime.exec", door: "shell", types: ["id.android_id"], core: false },
  { row: "AA0951", api: "java.io.FileInputStream.$init", door: "file", types: ["pii.contacts"], core: false },
  { row: "AA0700", api: "android.os.Build.getModel", door: "api", types: ["fp.build"], core: false },
];
export const ROW_OF: Record<string, string> = {
  "id.android_id": "AA0100",
  "id.imei": "AA0002",
  "app.list": "AA0200",
  "app.probe": "AA0201",
  "loc.precise": "AA0300",
  "pii.contacts": "AA0400",
  "pii.clipboard": "AA0500",
  "perm.location": "AA0600",
  "perm.notifications": "AA0600",
  "fp.build": "AA0700",
  "env.detect": "AA0591",
};

const UNTOLD = 999;

export interface MicroAccess {
  t: number;
  type?: string;
  /** Another row than the one that the type is usually read by. */
  row?: string;
  stack?: StackName;
  outcome?: Outcome;
  args?: Record<string, string>;
  count?: number;
  value?: string;
  /** Numbered and never arrived. */
  lost?: boolean;
}
export interface MicroStep {
  name: string;
  from: number;
  to: number;
  justifies?: string[];
  kind?: string;
}
export interface MicroRun {
  branch?: string;
  /** Consent state changes after `pre-notice` at 0. */
  consent?: { state: string; t: number; u?: number }[];
  /** App state changes after `foreground-active` at 0. */
  app?: { state: string; t: number; u?: number }[];
  accesses?: MicroAccess[];
  steps?: MicroStep[];
  resumes?: number[];
  touches?: number[];
  /** Calls of SDKs' consent switches, and looks at the environment. */
  switchCalls?: { t: number; switch: string; value: string }[];
  looks?: { t: number; how: string }[];
  /** Switches that were watched; left out as in a trace from before there were any. */
  switches?: string[];
  /** What was read of the app's package; left out as in a trace from before it was. */
  code?: {
    versions?: { kind: "constant" | "file"; name: string; value: string }[];
    switches: Record<string, "member" | "elsewhere" | "class" | "none"> | null;
  };
  /** What the walk noted. */
  facts?: { name: string; t: number; detail: Record<string, Json> }[];
  /** Permission answers by group, e.g. `perm.location`. */
  permissions?: { scope: string; state: string; t: number }[];
  /** Further facts about the run. */
  meta?: Record<string, Json>;
  declares?: string[];
  category?: number;
  canaries?: [type: string, value: string][];
  limits?: {
    kind: "handset-limit" | "environment" | "evidence" | "budget";
    code: string;
    types: string[];
    detail?: Json;
  }[];
  /** Rows whose hook state differs from armed and self-tested. */
  rows?: Record<string, { status: "armed" | "failed" | "waiting" | "not-present" | "disarmed"; selfTested: boolean }>;
  end?: number;
  how?: SessionEndHow;
  /** A lost process left its counters where they could be read. */
  countersKept?: boolean;
  /** Accesses the agent says it emitted, beyond those stored. */
  unaccounted?: number;
  dropped?: number;
  hookErrors?: number;
  clock?: { hostUs: number; handsetUs: number; errorUs: number }[];
  rejected?: boolean;
  outcome?: string;
  sealed?: boolean;
  sessions?: number;
  /** Start and end of each session, where they are not those of the run. */
  lives?: [started: number, ended: number][];
}

/** Notice at 1 s, decision at 10 s, end at 60 s. */
export const NOTICE = { state: "undecided", t: 1 * S, u: MS };
export const accepted = (u = MS) => [NOTICE, { state: "accepted", t: 10 * S, u }];
export const refused = (u = MS) => [NOTICE, { state: "refused", t: 10 * S, u }];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Writes a run folder, which lives as long as the test file, and returns its path. */
export function writeRun(run: MicroRun): string {
  const parent = mkdtempSync(join(tmpdir(), "micro-trace-"));
  folders.push(parent);
  const dir = join(parent, "run");
  const writer = TraceWriter.create(dir, { runId: "micro" });
  writer.meta("run", { id: "micro", branch: run.branch ?? "ignore", startedWallMs: 1_700_000_000_000 });
  writer.meta("scenario", { declares: run.declares ?? [] });
  writer.meta("app", {
    package: APP, label: "新闻", versionName: "1.0", versionCode: 1, sha256: APP_SHA256, category: run.category ?? null,
    activities: [`${APP}.MainActivity`],
  }); // prettier-ignore
  writer.meta("handset", { id: "virtual", kind: "virtual", os: "Android API 34", model: "Virtual" });
  if (run.switches !== undefined) writer.meta("switches", run.switches);
  if (run.code !== undefined) writer.meta("code", { versions: run.code.versions ?? [], switches: run.code.switches });
  for (const [type, value] of run.canaries ?? []) writer.canary(type, value);
  for (const limit of run.limits ?? []) writer.limit(limit);
  const end = run.end ?? 60 * S;
  const sessions = run.lives?.length ?? run.sessions ?? 1;
  const phase = (axis: "consent" | "app", state: string, t: number, uncertainty: number): void =>
    writer.phase({ axis, state, t, uncertainty, source: "test" });
  phase("app", "foreground-active", 0, 0);
  phase("consent", "pre-notice", 0, 0);
  for (const { state, t, u } of run.consent ?? [NOTICE]) phase("consent", state, t, u ?? 0);
  for (const { state, t, u } of run.app ?? []) phase("app", state, t, u ?? 0);
  for (const step of run.steps ?? []) {
    const detail: Json = { justifies: step.justifies ?? [] };
    writer.stepClose(writer.stepOpen(step.kind ?? "step", step.name, step.from, detail), step.to);
  }
  for (let index = 0; index < sessions; index++) writeSession(writer, run, `s${index}`, end, index === 0);
  for (const { name, t, detail } of run.facts ?? []) writer.stepPoint("fact", name, t, detail);
  for (const { scope, state, t } of run.permissions ?? [])
    writer.phase({ axis: "permission", scope, state, t, uncertainty: 0, source: "permission-result" });
  for (const [key, value] of Object.entries(run.meta ?? {})) writer.meta(key, value);
  if (run.rejected) writer.rejected("s0", "not-json", 10, 0);
  if (run.sealed === false) writer.close();
  else writer.seal(run.outcome ?? "completed", 1_700_000_100_000);
  return dir;
}

function writeSession(writer: TraceWriter, run: MicroRun, id: string, end: number, first: boolean): void {
  const [started, ended] = run.lives?.[Number(id.slice(1))] ?? [0, end];
  writer.session({ id, pid: 1, runtime: "hotspot", started, wallMs: 1_700_000_000_000 });
  writer.coverage(
    id,
    DOORS.map((door) => ({
      row: door.row,
      overloads: 1,
      ...(run.rows?.[door.row] ?? { status: "armed" as const, selfTested: true }),
    })),
  );
  for (const sample of run.clock ?? []) writer.clockSample(id, sample);
  const names = Object.keys(STACKS) as (keyof typeof STACKS)[];
  const accesses = first ? (run.accesses ?? []) : [];
  const markers: MarkerRecord[] = !first
    ? []
    : [
        ...(run.resumes ?? []).map((t) => marker(t, "activity", { name: "MainActivity", state: "resumed" })),
        ...(run.touches ?? []).map((t) => marker(t, "touch", { action: "up", x: 1, y: 1 })),
        ...(run.switchCalls ?? []).map(({ t, ...data }) => marker(t, "sdk-consent", data)),
        ...(run.looks ?? []).map(({ t, how }) => marker(t, "instrumentation-detected", { row: "AA0591", how })),
      ];
  const records = [
    ...accesses.map((a) => access(a, a.stack === "untold" ? UNTOLD : names.indexOf(a.stack ?? "app"))),
    ...markers,
  ].map((r, i) => ({
    ...r,
    seq: i + 1,
  }));
  const arrived = records.filter((_, i) => accesses[i]?.lost !== true);
  const emitted = accesses.reduce((sum, a) => sum + (a.count ?? 1), 0);
  const coalesced = emitted - accesses.length;
  const dropped = run.dropped ?? 0;
  const counters = {
    emitted: emitted + dropped + (run.unaccounted ?? 0),
    coalesced,
    dropped,
    hookErrors: run.hookErrors ?? 0,
    seq: records.length,
  };
  const stacks = names.map((name, index) => ({ id: index, frames: [...STACKS[name]], cut: false }));
  for (let at = 0; at === 0 || at < arrived.length; at += 1000)
    writer.ingest(id, {
      kind: "batch",
      token: "t",
      session: id,
      stacks: at === 0 ? stacks : [],
      records: arrived.slice(at, at + 1000),
      counters,
    });
  if (run.how !== undefined || run.sealed !== false)
    writer.sessionEnd({
      session: id,
      ended,
      how: run.how ?? "flushed",
      reason: "test",
      counters: run.how === "lost" && run.countersKept !== true ? null : counters,
    });
}

function access(a: MicroAccess, stack: number): AccessRecord {
  const type = a.type ?? "id.android_id";
  const outcome = a.outcome ?? "value";
  return {
    kind: "access", seq: 0, t: a.t, row: a.row ?? ROW_OF[type.split(";")[0] as string] ?? "AA0100", overload: "()V", types: type.split(";"), tid: 1, thread: "main", stack,
    args: a.args ?? {}, outcome, inner: [], count: a.count ?? 1, ...(a.value !== undefined ? { value: a.value } : {}),
  }; // prettier-ignore
}

function marker(t: number, kind: MarkerRecord["marker"], data: MarkerRecord["data"]): MarkerRecord {
  return { kind: "marker", seq: 0, t, tid: 1, marker: kind, data };
}

/** Writes, judges, and returns the one run of the result. */
export function judgeResult(run: MicroRun, options: AnalyzeOptions = {}): Result {
  return analyzeRuns([writeRun(run)], { doors: new DoorTable(DOORS), ...options });
}

export function judgeRun(run: MicroRun, options: AnalyzeOptions = {}): RunResult {
  return judgeResult(run, options).runs[0] as RunResult;
}

/** The verdict of a rule, e.g. `cn-core.pre-consent`, as `verdict` or `verdict: reason`. */
export function verdictOf(run: RunResult, rule: string): string {
  const found = run.verdicts.find((v) => v.rule === `cn-core.${rule}`);
  if (found === undefined) throw new Error(`no rule ${rule}`);
  return found.reason === null ? found.verdict : `${found.verdict}: ${found.reason.code}`;
}

/** Findings as `kind type reader verdict`, sorted. */
export function findingsOf(run: RunResult): string[] {
  return run.findings.map((f) => `${f.kind} ${f.dataType} ${f.caller.reader.id} ${f.verdict}`).sort();
}
