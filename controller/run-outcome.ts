/** How a recording came to its end. */

/** Everything but `completed` and `app-left` leaves the rules it touches `unknown`. */
export type RunOutcome =
  | "completed"
  | "app-left" // the app closed itself, as some do after a refusal
  | "no-notice"
  | "no-control"
  | "no-effect"
  | "app-crashed"
  | "app-hung" // the platform's "isn't responding" dialog, or no answer within the deadline
  | "system-dialog" // a window of the platform lay over the app and would not go
  | "process-lost" // the app's process ended, and neither it nor we asked for that
  | "agent-lost" // the process may go on, unseen
  | "session-lost" // the driver no longer answers
  | "step-failed"
  | "budget"
  | "interrupted";

export interface WalkEnd {
  outcome: RunOutcome;
  /** One sentence; "" where all went to the end. May hold text of the app. */
  why: string;
}

export const COMPLETED: WalkEnd = { outcome: "completed", why: "" };
