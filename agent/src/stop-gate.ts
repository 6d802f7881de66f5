/**
 * The last moment of a planned stop. What the process reads between the last flush and its end would be lost, so a thread
 * that comes to a hooked member by then waits there for the end. A process that is not ended after all goes on.
 */
import { anyThreadBusy } from "./threads.ts";

/** Longest that a thread is held; the end of the process comes in a fraction of it. */
const HOLD_MS = 20_000;
const HOLD_TURN_S = 0.01;
/** Longest wait for accesses that were under way when the gate closed; one that blocks for longer is counted when it ends. */
const UNDER_WAY_MS = 1_000;

export const stopGate = { closed: false };

/** Holds the calling thread until the process ends; the agent's own lock is free meanwhile. */
export function waitForTheEnd(): void {
  for (const last = Date.now() + HOLD_MS; stopGate.closed && Date.now() < last;) Thread.sleep(HOLD_TURN_S);
  stopGate.closed = false;
}

/** Closes the gate; resolves when no access is under way any more. */
export async function closeGate(nextTurn: () => Promise<void>): Promise<void> {
  stopGate.closed = true;
  for (const last = Date.now() + UNDER_WAY_MS; anyThreadBusy() && Date.now() < last;) await nextTurn();
}
