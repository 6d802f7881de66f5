/** What every step works with. */
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
  /** Values behind `${env:...}` and `${secret:...}`. */
  secrets?: Secrets;
  /** Told of each business function, however deep in the steps, that came to its end or failed; not of one the app went away in. */
  onFunction?(name: string, failed: Error | null): void;
  /** What a person was awaited for and did not come to do: steps from there on are passed over, their functions not covered. */
  absent?: string;
}

/** @throws AppGone when the app went away without our doing, or the walk was called off */
export function mustBeThere({ walker }: StepContext): void {
  if (walker.session.over !== null) throw new AppGone(walker.session.over);
}
