/** What an error in a walk means for the run: whose doing it was decides the outcome; the evidence so far stays. */
import { ControllerError } from "./errors.ts";
import type { ProcessEvent } from "./handset.ts";
import type { Walker } from "./walker.ts";
import type { ProcessEvents } from "./process-events.ts";
import type { WalkEnd } from "./run-outcome.ts";

/** Text of an app's exception that is kept. */
const MAX_WHY = 1000;
/** Frida's reason for a detach that means: there is no such process any more. */
const PROCESS_ENDED = "process-terminated";
/** What a driver says that has no session any more, or no life. */
export const SESSION_LOST =
  /ECONNREFUSED|ECONNRESET|socket hang up|fetch failed|invalid session id|terminated or not started|session has no device|Unable to connect|UND_ERR/i;
/** The driver waited in vain, or the handset did. */
const HUNG = /\[(?:deadline-expired|not-responding)\]/;

export interface FailureSources {
  /** Null while no process of the app had been joined yet. */
  walker: Walker | null;
  events: ProcessEvents;
  /** Why the walk was called off, null where it was not. */
  calledOff: "interrupted" | "budget" | null;
}

/** Never throws: where the handset itself does not answer, that is the answer. */
export async function classifyFailure(error: unknown, { walker, events, calledOff }: FailureSources): Promise<WalkEnd> {
  const why = error instanceof Error ? error.message : String(error);
  if (calledOff === "interrupted") return { outcome: "interrupted", why: "interrupted by the operator" };
  if (calledOff === "budget") return { outcome: "budget", why: "the budget of the run was used up" };
  const seen = await settle(() => events.all());
  if (!seen.ok) return { outcome: SESSION_LOST.test(seen.why) ? "session-lost" : "process-lost", why: seen.why };
  const ended = endOfApp(seen.value);
  if (ended) return { ...ended, why: `${ended.why} (${why})`.slice(0, MAX_WHY) };
  const lost = walker?.session.lost ?? null;
  if (lost !== null) return { outcome: lost === PROCESS_ENDED ? "process-lost" : "agent-lost", why: lost };
  // The process came up again, and no agent could get into it.
  if (error instanceof ControllerError && error.code === "agent-start") return { outcome: "agent-lost", why };
  if (SESSION_LOST.test(why)) return { outcome: "session-lost", why };
  if (HUNG.test(why)) return { outcome: "app-hung", why };
  if (walker === null) return { outcome: "process-lost", why };
  const dialog = await settle(() => walker.systemDialog());
  if (dialog.ok && dialog.value) return { outcome: dialog.value, why };
  return { outcome: "step-failed", why };
}

/** The last event of a process's beginning or end. */
export function lastTurn(events: readonly ProcessEvent[]): ProcessEvent | undefined {
  return events.findLast(
    ({ event }) => event === "crash" || event === "exit" || event === "process-ended" || event === "gate",
  );
}

/** What the app did to itself; null while it did nothing. The last such event counts. */
export function endOfApp(events: readonly ProcessEvent[]): WalkEnd | null {
  const last = lastTurn(events);
  if (last?.event === "crash") {
    return { outcome: "app-crashed", why: String(last["exception"] ?? "the app crashed").slice(0, MAX_WHY) };
  }
  if (last?.event === "exit") return { outcome: "app-left", why: "the app ended its own process" };
  if (last?.event === "process-ended")
    return { outcome: "process-lost", why: "the process was ended, and not by the app" };
  return null;
}

async function settle<T>(ask: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false; why: string }> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
