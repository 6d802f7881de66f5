/** A stream of agent batches as a busy app makes them: few values polled often, some hundreds of distinct stacks. */
import type { AccessRecord, BatchMessage, InternedStack } from "../../trace/frame.ts";

export interface StreamOptions {
  session: string;
  token: string;
  accesses: number;
  batchSize: number;
}

const DOORS = [
  ["AA0002", "device.androidid", "(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;"],
  ["AA0011", "device.imei", "(I)Ljava/lang/String;"],
  ["AA0107", "location.precise", "(Ljava/lang/String;)Landroid/location/Location;"],
  ["AA0142", "contacts", "(Landroid/net/Uri;[Ljava/lang/String;Landroid/os/Bundle;Landroid/os/CancellationSignal;)Landroid/database/Cursor;"],
  ["AA0190", "clipboard", "()Landroid/content/ClipData;"],
] as const; // prettier-ignore
const STACKS = 300;
const FRAMES = 16;
const THREADS = ["main", "pool-3-thread-1", "OkHttp Dispatcher", "push-worker"];
const TYPICAL_GAP_US = 180;

/** Batches with sequence numbers from 1 without gaps; every value a pure function of the position. */
export function* accessStream(options: StreamOptions): Generator<BatchMessage> {
  let seq = 0;
  const known = new Set<number>();
  while (seq < options.accesses) {
    const stacks: InternedStack[] = [];
    const records: AccessRecord[] = [];
    const end = Math.min(seq + options.batchSize, options.accesses);
    while (seq < end) {
      const access = accessAt(++seq);
      if (!known.has(access.stack)) stacks.push(stackAt(access.stack));
      known.add(access.stack);
      records.push(access);
    }
    const counters = { emitted: seq, coalesced: 0, dropped: 0, hookErrors: 0, seq };
    yield { kind: "batch", token: options.token, session: options.session, stacks, records, counters };
  }
}

function accessAt(seq: number): AccessRecord {
  const [row, type, overload] = DOORS[(seq * 7) % DOORS.length]!;
  return {
    kind: "access",
    seq,
    t: 1_000_000 + seq * TYPICAL_GAP_US,
    row,
    overload,
    types: [type],
    tid: 4000 + (seq % THREADS.length),
    thread: THREADS[seq % THREADS.length]!,
    stack: 1 + ((seq * 31) % STACKS),
    args: { key: "android_id", uri: `content://com.android.contacts/data/${seq % 50}` },
    outcome: "value",
    value: `8612345${String((seq * 13) % 500).padStart(8, "0")}`,
    inner: seq % 3 === 0 ? ["AA0003"] : [],
    count: 1,
  };
}

function stackAt(id: number): InternedStack {
  const frames = Array.from({ length: FRAMES }, (_, depth): InternedStack["frames"][number] => [
    `com.example.reader.feature${id % 40}.Worker${depth}`,
    `load${depth}`,
    `Worker${depth}.java`,
    10 + depth,
  ]);
  return { id, frames, cut: false };
}
