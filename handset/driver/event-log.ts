import type { HandsetEvent } from "./handset-process.ts";

/** An event with its place in time (milliseconds since 1970); `processEvents` hands these out. */
export type RecordedEvent = HandsetEvent & { pid: number; time: number };

/** Events kept; an app that asks for other apps in a loop must not fill our memory. */
const EVENTS_LIMIT = 10_000;

/** What the processes of a device reported, by a running index; the oldest go when there are too many. */
export class EventLog {
  #events: RecordedEvent[] = [];
  #first = 0;
  #listeners = new Set<() => void>();

  /** Index of the next event. */
  get next(): number {
    return this.#first + this.#events.length;
  }

  add(event: HandsetEvent, pid: number): void {
    this.#events.push({ ...event, pid, time: Date.now() });
    if (this.#events.length > EVENTS_LIMIT) this.#first += this.#events.splice(0, 1).length;
    this.wake();
  }

  /** Events from index `since` on; `dropped` of them are no longer kept. */
  since(since: number): { next: number; dropped: number; events: RecordedEvent[] } {
    const from = Math.max(since, this.#first);
    return { next: this.next, dropped: from - since, events: this.#events.slice(from - this.#first) };
  }

  /** Calls `listener` after each event and each `wake`, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets listeners look again though no event came. */
  wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
