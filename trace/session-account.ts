/** Counts of one agent session: which sequence numbers arrived, and where every emitted access went. */
import type { SessionCounters } from "./frame.ts";

/** Gaps remembered per session; beyond it the oldest are closed for good (a late record there counts as a duplicate). */
const MAX_GAPS = 1000;

/** Accesses, coalesced ones counted singly: `emitted = stored + coalesced + dropped + lost + rejected`. */
export interface LossAccount {
  emitted: number;
  stored: number;
  coalesced: number;
  dropped: number;
  /** Emitted but never arrived, as far as the session's counters tell. */
  lost: number;
  /** Never arrived, explained by messages that failed the check. */
  rejected: number;
  hookErrors: number;
  /** Sequence numbers (accesses and markers together) that never arrived. */
  missing: number;
  /** False when the session ended before its last counters could be fetched: more may be lost than is counted. */
  tailKnown: boolean;
  /** The identity holds with no negative part. */
  closes: boolean;
}

export function accountCloses(a: LossAccount): boolean {
  return a.lost >= 0 && a.emitted === a.stored + a.coalesced + a.dropped + a.lost + a.rejected;
}

export class SessionAccount {
  #highest = 0;
  #gaps: { from: number; to: number }[] = [];
  #storedAccesses = 0;
  /** Folded into records that arrived; one that never came takes what it stood for with it. */
  #coalesced = 0;
  #rejectedMessages = 0;
  #counters: SessionCounters = { emitted: 0, coalesced: 0, dropped: 0, hookErrors: 0, seq: 0 };
  readonly stacks = new Set<number>();

  get highest(): number {
    return this.#highest;
  }

  /** Takes note of a sequence number; false when it was here before. */
  arrive(seq: number): boolean {
    if (seq === this.#highest + 1) {
      this.#highest = seq;
      return true;
    }
    if (seq > this.#highest) {
      this.#gaps.push({ from: this.#highest + 1, to: seq - 1 });
      if (this.#gaps.length > MAX_GAPS) this.#closeOldestGap();
      this.#highest = seq;
      return true;
    }
    return this.#fillGap(seq);
  }

  /** `count`: how many accesses the record stands for. */
  accessStored(count: number): void {
    this.#storedAccesses++;
    this.#coalesced += count - 1;
  }

  messageRejected(): void {
    this.#rejectedMessages++;
  }

  /** Counters only grow: a smaller one is stale or forged. */
  countersSeen(c: SessionCounters): void {
    const old = this.#counters;
    this.#counters = {
      emitted: Math.max(old.emitted, c.emitted),
      coalesced: Math.max(old.coalesced, c.coalesced),
      dropped: Math.max(old.dropped, c.dropped),
      hookErrors: Math.max(old.hookErrors, c.hookErrors),
      seq: Math.max(old.seq, c.seq),
    };
  }

  /** Sequence numbers below the highest that never came. */
  get gapRecords(): number {
    return this.#closedGapRecords + this.#gaps.reduce((sum, g) => sum + g.to - g.from + 1, 0);
  }

  account(tailKnown: boolean): LossAccount {
    const { emitted, dropped, hookErrors, seq } = this.#counters;
    const stored = this.#storedAccesses;
    const coalesced = this.#coalesced;
    const absent = emitted - stored - coalesced - dropped;
    const rejected = this.#rejectedMessages > 0 ? Math.max(0, Math.min(absent, this.gapRecords)) : 0;
    const missing = this.gapRecords + Math.max(0, seq - this.#highest);
    const account = {
      emitted,
      stored,
      coalesced,
      dropped,
      lost: Math.max(0, absent - rejected),
      rejected,
      hookErrors,
      missing,
      tailKnown,
    };
    const result = { ...account, closes: false };
    result.closes = accountCloses(result);
    return result;
  }

  #closedGapRecords = 0;

  #closeOldestGap(): void {
    const oldest = this.#gaps.shift();
    if (oldest) this.#closedGapRecords += oldest.to - oldest.from + 1;
  }

  #fillGap(seq: number): boolean {
    const at = this.#gaps.findIndex((g) => seq >= g.from && seq <= g.to);
    const gap = this.#gaps[at];
    if (!gap) return false;
    const parts = [
      { from: gap.from, to: seq - 1 },
      { from: seq + 1, to: gap.to },
    ].filter((g) => g.from <= g.to);
    this.#gaps.splice(at, 1, ...parts);
    return true;
  }
}
