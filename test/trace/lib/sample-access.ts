/** Records and batches as the agent makes them, for tests and the processes they start. */
import type { AccessRecord, BatchMessage, MarkerRecord, TraceRecord } from "../../../trace/frame.ts";
import type { TraceWriter } from "../../../trace/trace-writer.ts";

export const SENDER = { session: "session-one", token: "token-one" };
export const IMEI = "861234567890123";
export const WALL_MS = 1_790_000_000_000;

export function access(seq: number, change: Partial<AccessRecord> = {}): AccessRecord {
  return {
    kind: "access",
    seq,
    t: 1000 + seq * 10,
    row: "AA0002",
    overload: "()Ljava/lang/String;",
    types: ["device.imei"],
    tid: 7,
    thread: "main",
    stack: 1,
    args: { slot: "0" },
    outcome: "value",
    value: IMEI,
    inner: [],
    count: 1,
    ...change,
  };
}

export function marker(seq: number, change: Partial<MarkerRecord> = {}): MarkerRecord {
  const data = { action: "up", x: 10.5, y: 20, trusted: true };
  return { kind: "marker", seq, t: 1000 + seq * 10, tid: 1, marker: "touch", data, ...change };
}

export function batch(records: TraceRecord[], change: Partial<BatchMessage> = {}): BatchMessage {
  const emitted = records.filter((r) => r.kind === "access").length;
  const seq = Math.max(0, ...records.map((r) => r.seq));
  const counters = { emitted, coalesced: 0, dropped: 0, hookErrors: 0, seq };
  return { kind: "batch", ...SENDER, stacks: [], records, counters, ...change };
}

export function openSession(writer: TraceWriter): void {
  writer.session({ id: SENDER.session, pid: 41, runtime: "hotspot", started: 900, wallMs: WALL_MS });
}
