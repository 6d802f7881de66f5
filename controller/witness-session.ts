/**
 * The app's process with no agent in it: nothing looks inside, so that what the handset itself logs can bear witness to
 * what an agent saw in another run. The app's state comes from asking the handset, and is as sharp as the asking.
 */
import type { MarkerRecord } from "../trace/frame.ts";
import type { AppProcess } from "./app-process.ts";
import type { Handset } from "./handset.ts";
import { HandsetClock } from "./handset-clock.ts";
import type { WalkEnd } from "./run-outcome.ts";

/** Round trips asked for at the start; the sharpest counts. */
const CLOCK_SAMPLES = 5;

export interface WitnessOptions {
  handset: Handset;
  /** Told whenever the handset gives another state; `errorUs` reaches back to the last time it was asked. */
  onAppState(state: "foreground" | "background", t: number, errorUs: number): void;
}

export class WitnessSession implements AppProcess {
  readonly pid: number;
  readonly startedUs: number;
  readonly markers: readonly MarkerRecord[] = [];
  readonly gone: Promise<string>;
  readonly #options: WitnessOptions;
  readonly #clock: HandsetClock;
  #release: (reason: string) => void = () => undefined;
  #lost: string | null = null;
  #appEnd: WalkEnd | null = null;
  #halted: string | null = null;
  #closed = false;
  #asked: number;

  private constructor(options: WitnessOptions, pid: number, clock: HandsetClock) {
    this.#options = options;
    this.#clock = clock;
    this.pid = pid;
    this.startedUs = clock.now().t;
    this.#asked = this.startedUs;
    this.gone = new Promise((resolve) => (this.#release = resolve));
  }

  /** The process up to its first line; the app has run nothing when this resolves. */
  static async launch(options: WitnessOptions): Promise<WitnessSession> {
    const pid = await options.handset.launchSuspended();
    const clock = new HandsetClock();
    for (let i = 0; i < CLOCK_SAMPLES; i++) await clock.sample(() => options.handset.monotonicUs());
    return new WitnessSession(options, pid, clock);
  }

  get lost(): string | null {
    return this.#lost;
  }

  get ended(): WalkEnd | null {
    return this.#appEnd;
  }

  get over(): string | null {
    return this.#lost ?? this.#appEnd?.why ?? this.#halted;
  }

  now(): { t: number; errorUs: number } {
    return this.#clock.now();
  }

  async flush(): Promise<void> {
    if (this.#closed || this.#lost !== null) return;
    const state = await this.#options.handset.appState();
    const { t, errorUs } = this.now();
    if (state === "not-running") {
      this.#lost = "process-terminated";
      this.#release(this.#lost);
    } else {
      this.#options.onAppState(state, t, t - this.#asked + errorUs);
    }
    this.#asked = t;
  }

  async stop(_how: "flushed" | "killed-after-flush", _reason: string, kill: () => Promise<void>): Promise<void> {
    if (this.#closed) return;
    await this.flush();
    this.#closed = true;
    await kill();
  }

  end(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  halt(reason: string): void {
    this.#halted ??= reason;
    this.#release(reason);
  }

  appEnded(end: WalkEnd): void {
    this.#appEnd ??= end;
    this.#release(end.why);
  }
}
