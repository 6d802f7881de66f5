/**
 * A run folder as a busy app leaves it: a burst at the start, timers of SDKs on and off screen, listeners, functions with
 * their own reads, a decision, stretches in the background. Every value is a pure function of the position.
 */
import type { AccessRecord, BatchMessage, InternedStack, MarkerRecord, StackFrame } from "../../trace/frame.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";

export const BENCH_APP = "com.example.reader";
const SESSION = "0f6c1d8e-5a52-4b7e-9c33-1f8d7a1f0a11";
const BATCH = 1000;
const S = 1_000_000;
/** Length of the run, whatever the number of accesses. */
const RUN_US = 3600 * S;
const NOTICE_US = 2 * S;
const DECISION_US = 20 * S;
const FEATURES = 40;
const FRAMES = 16;

interface Source {
  row: string;
  overload: string;
  types: string[];
  args: Record<string, string>;
  inner: string[];
}
const SOURCES: Source[] = [
  { row: "AA0002", overload: "(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;", types: ["id.android_id"], args: { name: "android_id" }, inner: ["AA0003"] },
  { row: "AA0011", overload: "(I)Ljava/lang/String;", types: ["id.imei"], args: { slot: "0" }, inner: [] },
  { row: "AA0107", overload: "(Ljava/lang/String;)Landroid/location/Location;", types: ["loc.precise"], args: { provider: "gps" }, inner: [] },
  { row: "AA0142", overload: "(Landroid/net/Uri;[Ljava/lang/String;Landroid/os/Bundle;Landroid/os/CancellationSignal;)Landroid/database/Cursor;", types: ["pii.contacts"], args: { uri: "content://com.android.contacts/data" }, inner: ["AA0143"] },
  { row: "AA0190", overload: "()Landroid/content/ClipData;", types: ["pii.clipboard"], args: {}, inner: [] },
  { row: "AA0201", overload: "(Ljava/lang/String;I)Landroid/content/pm/PackageInfo;", types: ["app.probe"], args: { packageName: "" }, inner: [] },
  { row: "AA0300", overload: "()Landroid/net/wifi/WifiInfo;", types: ["net.bssid", "net.ssid"], args: {}, inner: ["AA0301", "AA0302"] },
]; // prettier-ignore

const MAIN: StackFrame[] = [
  ["android.os.Handler", "handleCallback", "Handler.java", 958],
  ["android.os.Looper", "loop", "Looper.java", 288],
  ["android.app.ActivityThread", "main", "ActivityThread.java", 7898],
];
const POOL: StackFrame[] = [
  ["java.util.concurrent.ThreadPoolExecutor", "runWorker", "ThreadPoolExecutor.java", 1137],
  ["java.lang.Thread", "run", "Thread.java", 1012],
];
const CLICK: StackFrame[] = [["android.view.View", "performClick", "View.java", 7506], ...MAIN];
const OWNERS = [BENCH_APP, "com.umeng.commonsdk", "com.mixpanel.android", "net.strange.lib", "com.facebook.appevents"];

/** Every kind of code that reads, in turn: owner x feature x how it was started. */
function stackAt(id: number): InternedStack {
  const owner = OWNERS[id % OWNERS.length]!;
  const bottom = [MAIN, POOL, CLICK][id % 3]!;
  const own = Array.from({ length: FRAMES - bottom.length }, (_, depth): StackFrame => {
    const feature = id % FEATURES;
    return [`${owner}.feature${feature}.Worker${depth}`, `load${id}`, `Worker${depth}.java`, 10 + depth];
  });
  return { id, frames: [...own, ...bottom], cut: false };
}
const STACKS = 600;

/** Where in the run an access lies: half of all come in bursts, the others on timers. */
function timeAt(seq: number, total: number): number {
  if (seq % 2 === 0) return Math.floor((seq / total) * RUN_US);
  const burst = Math.floor(seq / 200) * 200;
  return Math.floor((burst / total) * RUN_US) + (seq % 200) * 900;
}

function accessAt(seq: number, total: number): AccessRecord {
  // One place in the code reads one thing.
  const stack = 1 + ((seq * 31 + (seq >> 7)) % STACKS);
  const source = SOURCES[stack % SOURCES.length]!;
  const args = source.row === "AA0201" ? { packageName: `com.other.app${seq % 90}` } : source.args;
  return {
    kind: "access", seq, t: timeAt(seq, total), row: source.row, overload: source.overload, types: source.types,
    tid: 4000 + (seq % 4), thread: ["main", "pool-3-thread-1", "OkHttp Dispatcher", "push-worker"][seq % 4]!,
    stack, args, outcome: stack % 11 === 0 ? "denied" : stack % 13 === 0 ? "empty" : "value",
    value: `8612345${String((seq * 13) % 500).padStart(8, "0")}`, inner: source.inner, count: seq % 17 === 0 ? 3 : 1,
  }; // prettier-ignore
}

/** Writes a closed run folder of so many accesses. */
export function writeRealisticRun(dir: string, accesses: number): void {
  const writer = TraceWriter.create(dir, { runId: "bench" });
  writer.meta("run", { id: "bench", branch: "accept", startedWallMs: 1_700_000_000_000 });
  writer.meta("scenario", { declares: ["id.android_id"] });
  writer.meta("app", { package: BENCH_APP, label: "Reader", versionName: "1.0", versionCode: 1, sha256: "00", category: 35, activities: [] }); // prettier-ignore
  writer.meta("handset", { id: "virtual", kind: "virtual", os: "Android API 34", model: "Virtual" });
  writer.session({ id: SESSION, pid: 1, runtime: "hotspot", started: 0, wallMs: 1_700_000_000_000 });
  const phase = (axis: "app" | "consent", state: string, t: number): void =>
    writer.phase({ axis, state, t, uncertainty: 1000, source: "bench" });
  phase("app", "foreground-active", 0);
  phase("consent", "pre-notice", 0);
  phase("consent", "undecided", NOTICE_US);
  phase("consent", "accepted", DECISION_US);
  // Ten minutes in sight, five out of it, over and over.
  for (let t = 600 * S; t < RUN_US; t += 900 * S) {
    phase("app", "background", t);
    phase("app", "foreground-active", t + 300 * S);
  }
  for (let i = 0; i < 20; i++) {
    const t = DECISION_US + i * 120 * S;
    writer.stepClose(writer.stepOpen("step", `function ${i}`, t, { justifies: ["loc.any"] }), t + 60 * S);
  }
  const markers = Array.from({ length: 200 }, (_, i): MarkerRecord => ({
    kind: "marker", seq: i + 1, t: i * 15 * S, tid: 1, marker: "activity", data: { name: "MainActivity", state: "resumed" },
  })); // prettier-ignore
  let emitted = 0;
  let rows = 0;
  const ingest = (records: BatchMessage["records"], stacks: InternedStack[]): void => {
    const seq = records.at(-1)!.seq;
    const counters = { emitted, coalesced: emitted - rows, dropped: 0, hookErrors: 0, seq };
    writer.ingest(SESSION, { kind: "batch", token: "bench-token-bench", session: SESSION, stacks, records, counters });
  };
  ingest(
    markers,
    Array.from({ length: STACKS }, (_, i) => stackAt(i + 1)),
  );
  for (let at = 0; at < accesses; at += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, accesses - at) }, (_, i) => {
      const access = accessAt(at + i + 1, accesses);
      emitted += access.count;
      rows++;
      return { ...access, seq: markers.length + access.seq };
    });
    ingest(records, []);
  }
  const counters = { emitted, coalesced: emitted - rows, dropped: 0, hookErrors: 0, seq: markers.length + accesses };
  writer.sessionEnd({ session: SESSION, ended: RUN_US, how: "flushed", reason: "bench", counters });
  writer.seal("completed", 1_700_000_100_000);
}
