/**
 * The handset's monotonic clock as seen from here, by Cristian's method: ask for the time, take half of the round trip as
 * the error, keep the sharpest answer.
 */
export interface ClockSample {
  hostUs: number;
  handsetUs: number;
  errorUs: number;
}

/** Host's monotonic clock, whole microseconds. */
export function hostNowUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

export class HandsetClock {
  #best: ClockSample | null = null;

  /** @param ask gives the handset's clock in microseconds */
  async sample(ask: () => Promise<number>): Promise<ClockSample> {
    const before = hostNowUs();
    const handsetUs = await ask();
    const after = hostNowUs();
    const sample = { hostUs: Math.round((before + after) / 2), handsetUs, errorUs: Math.ceil((after - before) / 2) };
    if (!this.#best || sample.errorUs <= this.#best.errorUs) this.#best = sample;
    return sample;
  }

  get best(): ClockSample | null {
    return this.#best;
  }

  /** Handset time of now, microseconds, and how far off it may be. Before the first sample the host's own clock. */
  now(): { t: number; errorUs: number } {
    const host = hostNowUs();
    if (!this.#best) return { t: host, errorUs: 0 };
    return { t: host - this.#best.hostUs + this.#best.handsetUs, errorUs: this.#best.errorUs };
  }
}
