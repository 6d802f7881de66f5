import { describe, expect, it } from "vitest";
import {
  BATCH_RECORDS,
  COALESCE_ABOVE,
  QUEUE_LIMIT,
  QUEUE_UNITS,
  RecordQueue,
  WINDOW,
  type Batch,
  type NewAccess,
} from "../../agent/src/queue.ts";
import { LIMITS, type InternedStack, type SessionCounters, type StackFrame } from "../../trace/frame.ts";

const access = (more: Partial<NewAccess> = {}): NewAccess => ({
  t: 1,
  row: "AA0001",
  overload: "()V",
  types: ["id.imei"],
  tid: 1,
  thread: "main",
  stack: 1,
  args: {},
  outcome: "value",
  value: "v",
  inner: [],
  ...more,
});

function open(
  dropAfter = 0,
  drain: () => InternedStack[] = () => [],
): { queue: RecordQueue; batches: Batch[]; wakes: number[]; kept: SessionCounters[] } {
  const batches: Batch[] = [];
  const wakes: number[] = [];
  const kept: SessionCounters[] = [];
  const queue = new RecordQueue(
    {
      send: (batch) => void batches.push(batch),
      drainStacks: drain,
      wakeLater: () => void wakes.push(1),
      keep: (counters) => void kept.push({ ...counters }),
    },
    dropAfter,
  );
  return { queue, batches, wakes, kept };
}

const total = (batches: Batch[]): number =>
  batches
    .flatMap((batch) => batch.records)
    .reduce((sum, record) => sum + (record.kind === "access" ? record.count : 0), 0);

describe("the agent's queue", () => {
  it("sends a full batch at once and a part of one when it is due", () => {
    const { queue, batches, wakes } = open();
    for (let i = 0; i < BATCH_RECORDS + 3; i++) queue.access(access({ t: i }));
    expect(batches.map((batch) => batch.records.length)).toEqual([BATCH_RECORDS]);
    expect(wakes.length).toBeGreaterThan(0);
    queue.flushDue();
    expect(batches.map((batch) => batch.records.length)).toEqual([BATCH_RECORDS, 3]);
  });

  it("numbers records from 1 without gaps, markers among them", () => {
    const { queue, batches } = open();
    queue.access(access());
    queue.marker({ t: 2, tid: 1, marker: "touch", data: {} });
    queue.access(access());
    expect(queue.flush()).toBe(true);
    expect(batches[0]?.records.map((record) => record.seq)).toEqual([1, 2, 3]);
  });

  it("stops sending when nothing is acknowledged, folds what is equal, and counts the rest as dropped", () => {
    const { queue, batches } = open();
    const calls = WINDOW + QUEUE_LIMIT + 5_000;
    for (let i = 0; i < calls; i++) queue.access(access({ value: String(i) }));
    expect(batches.flatMap((batch) => batch.records)).toHaveLength(WINDOW);
    const { emitted, coalesced, dropped } = queue.counters();
    expect({ emitted, coalesced, dropped }).toEqual({ emitted: calls, coalesced: 0, dropped: 5_000 });
    for (let i = 0; i < 1_000; i++) queue.access(access({ value: String(WINDOW + QUEUE_LIMIT - 1) }));
    expect(queue.counters()).toMatchObject({ coalesced: 1_000, dropped: 5_000 });
    queue.acknowledge(WINDOW);
    queue.flush();
    expect(total(batches)).toBe(calls + 1_000 - 5_000);
  });

  it("keeps every time apart until there is pressure", () => {
    const { queue, batches } = open();
    for (let i = 0; i < COALESCE_ABOVE; i++) queue.access(access());
    queue.flush();
    expect(batches.flatMap((batch) => batch.records)).toHaveLength(COALESCE_ABOVE);
  });

  it("ignores an acknowledgement of what was never sent", () => {
    const { queue, batches } = open();
    for (let i = 0; i < WINDOW + 10; i++) queue.access(access());
    queue.acknowledge(Number.MAX_SAFE_INTEGER);
    expect(batches.flatMap((batch) => batch.records)).toHaveLength(WINDOW);
  });

  it("keeps batches in order when a hook sends while another thread is sending", () => {
    let nested = 0;
    const { queue, batches } = open(0, () => {
      // Draining stacks lets other threads run; here one of them makes records and wants to send.
      if (nested++ === 0) for (let i = 0; i < BATCH_RECORDS * 2; i++) queue.access(access());
      return [];
    });
    for (let i = 0; i < BATCH_RECORDS; i++) queue.access(access());
    queue.flush();
    const seqs = batches.flatMap((batch) => batch.records.map((record) => record.seq));
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(seqs).toHaveLength(BATCH_RECORDS * 3);
  });

  it("drops from a given access on when told to, and says how many", () => {
    const { queue, batches } = open(3);
    for (let i = 0; i < 10; i++) queue.access(access());
    queue.flush();
    expect(total(batches)).toBe(3);
    expect(queue.counters()).toMatchObject({ emitted: 10, dropped: 7, coalesced: 0, seq: 3 });
  });

  it("makes no message larger than the wire takes, whatever the app's texts", () => {
    const worst = "\ud800".repeat(LIMITS.text);
    const args = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`arg${i}`, "\u0001".repeat(512)]));
    let stacks = 45;
    const { queue, batches } = open(0, () => {
      const take = Math.min(stacks, BATCH_RECORDS);
      stacks -= take;
      const name = "\u0001".repeat(LIMITS.name);
      const frames = Array.from({ length: LIMITS.stackFrames }, () => [name, name, name, 1] as StackFrame);
      return Array.from({ length: take }, (_, id) => ({ id, frames, cut: true }));
    });
    for (let i = 0; i < 300; i++) queue.access(access({ value: worst, args, stack: i, thread: "\u0001".repeat(128) }));
    for (let i = 0; i < 40; i++) queue.marker({ t: 1, tid: 1, marker: "window-shown", data: args });
    queue.flush();
    const sizes = batches.map((batch) => Buffer.byteLength(JSON.stringify(batch)));
    expect(Math.max(...sizes)).toBeLessThan(LIMITS.messageBytes);
    expect(batches.flatMap((batch) => batch.records)).toHaveLength(340);
    expect(batches.flatMap((batch) => batch.stacks)).toHaveLength(45);
    expect(batches.every((batch) => batch.records.length > 0 || batch.stacks.length > 0)).toBe(true);
  });

  it("is full of few long texts sooner than of many short ones, and counts what it gives up", () => {
    const { queue, batches } = open();
    const filled = QUEUE_UNITS / LIMITS.text;
    for (let i = 0; i < WINDOW; i++) queue.access(access());
    for (let i = 0; i < filled + 100; i++) queue.access(access({ value: String(i).padEnd(LIMITS.text, "x") }));
    expect(queue.waiting).toBe(filled);
    expect(queue.counters()).toMatchObject({ emitted: WINDOW + filled + 100, dropped: 100 });
    queue.flush();
    expect(total(batches)).toBe(WINDOW + filled);
    for (let i = 0; i < 10; i++) queue.access(access({ value: `again ${i}` }));
    expect(queue.counters()).toMatchObject({ dropped: 100 });
  });

  it("loses nothing to acknowledgements that come late, out of order or never", () => {
    const { queue, batches } = open();
    const calls = WINDOW + COALESCE_ABOVE - 1;
    for (let i = 0; i < calls; i++) queue.access(access({ t: i }));
    queue.acknowledge(500);
    queue.acknowledge(100);
    expect(queue.flush()).toBe(true);
    const seqs = batches.flatMap((batch) => batch.records.map((record) => record.seq));
    expect(seqs).toEqual(Array.from({ length: calls }, (_, i) => i + 1));
    expect(queue.counters()).toMatchObject({ emitted: calls, coalesced: 0, dropped: 0, seq: calls });
  });

  it("sends stacks before or with the records that name them", () => {
    let left = BATCH_RECORDS + 1;
    const { queue, batches } = open(0, () => {
      const take = Math.min(left, BATCH_RECORDS);
      left -= take;
      return Array.from({ length: take }, (_, id) => ({ id, frames: [], cut: false }));
    });
    queue.access(access());
    queue.flush();
    expect(batches.map((batch) => [batch.stacks.length, batch.records.length])).toEqual([
      [BATCH_RECORDS, 0],
      [1, 1],
    ]);
  });
});
