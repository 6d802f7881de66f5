/** What the handset tells about the app's processes, kept over the whole run: who asks first must not hide it from the next. */
import type { Handset, ProcessEvent } from "./handset.ts";

export class ProcessEvents {
  readonly #handset: Handset;
  readonly #all: ProcessEvent[] = [];

  constructor(handset: Handset) {
    this.#handset = handset;
  }

  /** Events that nobody polled yet. */
  async poll(): Promise<ProcessEvent[]> {
    const fresh = await this.#handset.events();
    this.#all.push(...fresh);
    return fresh;
  }

  /** Every event so far, in order. */
  async all(): Promise<readonly ProcessEvent[]> {
    await this.poll();
    return this.#all;
  }
}
