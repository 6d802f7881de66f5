/** One process of the app as a walk sees it: with the agent in it, or without. Times are microseconds of the handset's clock. */
import type { MarkerRecord } from "../trace/frame.ts";
import type { WalkEnd } from "./run-outcome.ts";

export interface AppProcess {
  readonly pid: number;
  readonly startedUs: number;
  /** What happened inside the app; always empty where no agent looks. */
  readonly markers: readonly MarkerRecord[];
  /** Resolves, never rejects, when `over` is no longer null. */
  readonly gone: Promise<string>;
  /** Why it went away; null while it is there. */
  readonly lost: string | null;
  /** The app's end, as the handset tells it: it crashed or ended itself. Its process may stay for the evidence. */
  readonly ended: WalkEnd | null;
  /** Why nothing more can be done with it: it went away, is at its end, or the walk was halted; null while the walk goes on. */
  readonly over: string | null;
  /** Handset time now and its uncertainty. */
  now(): { t: number; errorUs: number };
  /** Barrier: everything seen before this call is in the trace when it resolves. */
  flush(): Promise<void>;
  /** A planned end. @param kill ends the process */
  stop(how: "flushed" | "killed-after-flush", reason: string, kill: () => Promise<void>): Promise<void>;
  /** Closes the account of a process that went away. */
  end(reason: string): Promise<void>;
  /** Ends every wait on `gone` at once; the process itself stays and is not lost. */
  halt(reason: string): void;
  /** As `halt`: the handset told the end of the app. */
  appEnded(end: WalkEnd): void;
}
