/** What every step works with. */
import type { ConsentStep } from "../scenario/action-schema.ts";
import type { Secrets } from "../scenario/secrets.ts";
import type { PhaseTracker } from "../phase-tracker.ts";
import type { Walker } from "../walker.ts";

/** Raised when the app, the agent or the handset went away while steps were under way. */
export class AppGone extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "AppGone";
  }
}

export interface StepContext {
  walker: Walker;
  tracker: PhaseTracker;
  permissions: "grant" | "deny";
  /** Ends the app's process after a flush. */
  kill(): Promise<void>;
  /** Starts it again with its data kept, hooked anew. */
  relaunch(): Promise<void>;
  /** Carries out a decision on the notice that is up; the runner's own way (steps/consent.ts) where it is left out. */
  consent?(step: ConsentStep): Promise<void>;
  /** Values behind `${env:...}` and `${secret:...}`. */
  secrets?: Secrets;
}

/** @throws AppGone when the app went away without our doing */
export function mustBeThere({ walker }: StepContext): void {
  if (walker.session.lost !== null) throw new AppGone(walker.session.lost);
}
