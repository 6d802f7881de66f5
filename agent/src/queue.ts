/**
 * What was seen and not yet sent. Bounded: identical accesses are first folded together, then given up, and both are
 * counted, so that the controller can always say how much it does not know. No Frida in here.
 */
import type { AccessRecord, InternedStack, MarkerRecord, SessionCounters, TraceRecord } from "../../trace/frame.ts";
import { recordUnits, stackWireBytes, wireBytes } from "./record-size.ts";

/** Records waiting in the agent. */
export const QUEUE_LIMIT = 10_000;
/** Units of the app's strings in them; an app that reads long texts fills the queue sooner. */
export const QUEUE_UNITS = 8 << 20;
/** Above this many waiting records identical accesses are folded: times are worth more than room until then. */
export const COALESCE_ABOVE = 2_000;
export const COALESCE_ABOVE_UNITS = 2 << 20;
/** Records sent and not yet acknowledged; sending pauses there, and the queue takes the strain. */
export const WINDOW = 10_000;
export const BATCH_RECORDS = 200;
/** Units of waiting text that are a batch already. */
export const BATCH_UNITS = 128 << 10;
/** Of one message on the wire, which may have 1 MiB. */
export const BATCH_BYTES = 1_000_000;
/** Markers set phases, so they may go past the limit by this much before they, too, are refused. */
export const MARKER_RESERVE = 2_000;
export const MARKER_RESERVE_UNITS = 2 << 20;

export interface Batch {
  stacks: InternedStack[];
  records: TraceRecord[];
  counters: SessionCounters;
}

export interface QueueLink {
  send(batch: Batch): void;
  /** Takes the stacks interned since the last call, at most `most`. */
  drainStacks(most: number): InternedStack[];
  /** Asks for `flushDue` after the batch interval. */
  wakeLater(): void;
  /** Keeps the counters where they outlive the process; before anything they count is sent. */
  keep(counters: Readonly<SessionCounters>): void;
}

export type NewAccess = Omit<AccessRecord, "seq" | "kind" | "count">;

export class RecordQueue {
  readonly #link: QueueLink;
  readonly #dropAfter: number;
  readonly #foldable = new Map<string, AccessRecord>();
  #waiting: TraceRecord[] = [];
  /** Units of each waiting record, and of all. */
  #units: number[] = [];
  #unitsWaiting = 0;
  readonly #counts: SessionCounters = { emitted: 0, coalesced: 0, dropped: 0, hookErrors: 0, seq: 0 };
  #sent = 0;
  #acked = 0;
  #awake = false;
  #sending = false;

  /** `dropAfter` simulates a full queue once that many accesses were seen; 0 is off. */
  constructor(link: QueueLink, dropAfter = 0) {
    this.#link = link;
    this.#dropAfter = dropAfter;
  }

  /** Takes one access; folds or drops it under pressure. */
  access(seen: NewAccess): void {
    this.#counts.emitted++;
    const full = this.#dropAfter > 0 ? this.#counts.emitted > this.#dropAfter : this.#isAbove(QUEUE_LIMIT, QUEUE_UNITS);
    if (full || this.#isAbove(COALESCE_ABOVE, COALESCE_ABOVE_UNITS)) {
      const key = foldKey(seen);
      const twin = this.#foldable.get(key);
      if (twin !== undefined && this.#dropAfter === 0) {
        twin.count++;
        this.#counts.coalesced++;
        this.#link.keep(this.#counts);
        return;
      }
      if (full) {
        this.#counts.dropped++;
        this.#link.keep(this.#counts);
        return;
      }
      this.#foldable.set(key, this.#append(seen));
    } else {
      this.#append(seen);
    }
    this.#grown();
  }

  /** Takes one marker. */
  marker(seen: Omit<MarkerRecord, "seq" | "kind">): void {
    if (this.#isAbove(QUEUE_LIMIT + MARKER_RESERVE, QUEUE_UNITS + MARKER_RESERVE_UNITS)) {
      this.hookError(); // never silent: without its markers a run has no phases
      return;
    }
    this.#push({ kind: "marker", seq: ++this.#counts.seq, ...seen });
    this.#grown();
  }

  hookError(): void {
    this.#counts.hookErrors++;
    this.#link.keep(this.#counts);
  }

  /** Every record up to `seq` is durable at the controller. */
  acknowledge(seq: number): void {
    if (seq > this.#acked && seq <= this.#sent) this.#acked = seq;
    if (this.#waiting.length > 0) this.flushDue();
  }

  /** The batch interval has passed. */
  flushDue(): void {
    this.#awake = false;
    while (this.#waiting.length > 0 && this.#hasWindow() && this.#sendOne());
    this.#wake();
  }

  /** Sends everything, whatever was acknowledged; false when another thread is in the middle of sending. */
  flush(): boolean {
    while (this.#waiting.length > 0) if (!this.#sendOne()) return false;
    return !this.#sending;
  }

  counters(): SessionCounters {
    return { ...this.#counts };
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  #append(seen: NewAccess): AccessRecord {
    // The hook's own object becomes the record: a copy costs as much as the rest of the queue.
    const record = seen as AccessRecord;
    record.kind = "access";
    record.seq = ++this.#counts.seq;
    record.count = 1;
    this.#push(record);
    return record;
  }

  #push(record: TraceRecord): void {
    const units = recordUnits(record);
    this.#waiting.push(record);
    this.#units.push(units);
    this.#unitsWaiting += units;
  }

  #isAbove(records: number, units: number): boolean {
    return this.#waiting.length >= records || this.#unitsWaiting >= units;
  }

  #grown(): void {
    this.#link.keep(this.#counts);
    if (this.#isAbove(BATCH_RECORDS, BATCH_UNITS) && this.#hasWindow()) this.#sendOne();
    this.#wake();
  }

  /** The next batch: as many records as one message holds, and never none. */
  #take(): { records: TraceRecord[]; bytes: number } {
    let count = 0;
    let bytes = 0;
    while (count < BATCH_RECORDS && count < this.#waiting.length) {
      const more = wireBytes(this.#units[count] as number);
      if (count > 0 && bytes + more > BATCH_BYTES) break;
      bytes += more;
      this.#unitsWaiting -= this.#units[count] as number;
      count++;
    }
    const records = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#units = this.#units.slice(count);
    return { records, bytes };
  }

  #hasWindow(): boolean {
    return this.#sent - this.#acked < WINDOW;
  }

  #wake(): void {
    if (this.#awake || this.#waiting.length === 0) return;
    this.#awake = true;
    this.#link.wakeLater();
  }

  /**
   * Sends one batch; false when another thread is at it. Draining stacks calls into Java, and other threads run meanwhile:
   * one sender at a time keeps batches in order and every stack ahead of its records.
   */
  #sendOne(): boolean {
    if (this.#sending) return false;
    this.#sending = true;
    try {
      const { records, bytes } = this.#take();
      this.#foldable.clear();
      this.#sent = (records[records.length - 1] as TraceRecord).seq;
      // Taken after the records, so that theirs are among them; what one message does not hold goes ahead on its own.
      let stacks = this.#link.drainStacks(BATCH_RECORDS);
      for (;;) {
        const fitting = fittingStacks(stacks, BATCH_BYTES);
        const isLast = fitting.count === stacks.length && stacks.length < BATCH_RECORDS;
        if (isLast && fitting.bytes + bytes <= BATCH_BYTES) break;
        this.#link.send({ stacks: stacks.slice(0, fitting.count), records: [], counters: this.counters() });
        const rest = stacks.slice(fitting.count);
        stacks = rest.length > 0 || isLast ? rest : this.#link.drainStacks(BATCH_RECORDS);
      }
      this.#link.send({ stacks, records, counters: this.counters() });
    } finally {
      this.#sending = false;
    }
    return true;
  }
}

/** How many of the first stacks go into one message together; never none. */
function fittingStacks(stacks: readonly InternedStack[], most: number): { count: number; bytes: number } {
  let bytes = 0;
  for (const [count, stack] of stacks.entries()) {
    const more = stackWireBytes(stack);
    if (count > 0 && bytes + more > most) return { count, bytes };
    bytes += more;
  }
  return { count: stacks.length, bytes };
}

function foldKey(seen: NewAccess): string {
  return JSON.stringify([
    seen.row,
    seen.overload,
    seen.stack,
    seen.tid,
    seen.outcome,
    seen.value ?? null,
    seen.error ?? null,
    seen.types,
    seen.args,
    seen.inner,
  ]);
}
