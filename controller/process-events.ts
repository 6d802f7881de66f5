/** What the handset tells about the app's processes, kept over the whole run: who asks first must not hide it from the next. */
import type { Handset, ProcessEvent } from "./handset.ts";

export class ProcessEvents {
  readonly #handset: Handset;
  readonly #all: ProcessEvent[] = [];
  #polled = 0;
  /** One question at a time: two at once would be told the same. */
  #asking: Promise<unknown> = Promise.resolve();

  constructor(handset: Handset) {
    this.#handset = handset;
  }

  /** Events since the last poll, whoever else asked meanwhile. */
  async poll(): Promise<ProcessEvent[]> {
    await this.all();
    const fresh = this.#all.slice(this.#polled);
    this.#polled = this.#all.length;
    return fresh;
  }

  /** Every event so far, in order. */
  async all(): Promise<readonly ProcessEvent[]> {
    const asked = this.#asking.then(async () => void this.#all.push(...(await this.#handset.events())));
    this.#asking = asked.catch(() => undefined);
    await asked;
    return this.#all;
  }
}
