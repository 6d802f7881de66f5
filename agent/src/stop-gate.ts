/**
 * The last moment of a process. What it reads between the last flush and its end would be lost, so a thread that comes to a
 * hooked member by then waits there for the end. A process that is not ended after all goes on.
 */
import { anyThreadBusy, type ThreadState } from "./threads.ts";

/** Longest that a thread is held; the end of the process comes in a fraction of it. */
const HOLD_MS = 20_000;
const HOLD_TURN_S = 0.01;
const TURN_S = 0.001;
/** Longest wait for accesses that were under way when the gate closed; one that blocks for longer is counted when it ends. */
const UNDER_WAY_MS = 1_000;

interface StopGate {
  /** The controller is about to end the process: what is under way is still noted. */
  closed: boolean;
  /** The thread that is ending the process itself, and the only one that goes on. */
  ender: ThreadState | null;
}
export const stopGate: StopGate = { closed: false, ender: null };

/** True for a thread that has to wait before it comes to an access. */
export function isHeld(thread: ThreadState): boolean {
  return stopGate.ender === null ? stopGate.closed && thread.open === null : stopGate.ender !== thread;
}

/**
 * True where not even an access under way may be noted: a machine that goes down stops threads as they come to it, and one
 * that was stopped with the agent's lock in hand would keep the process from ending.
 */
export function isEnding(thread: ThreadState): boolean {
  return stopGate.ender !== null && stopGate.ender !== thread;
}

/** Holds the calling thread until the process ends; the agent's own lock is free meanwhile. */
export function waitForTheEnd(): void {
  const isOver = (): boolean => !stopGate.closed && stopGate.ender === null;
  for (const last = Date.now() + HOLD_MS; !isOver() && Date.now() < last;) Thread.sleep(HOLD_TURN_S);
  stopGate.closed = false;
  stopGate.ender = null;
}

/** Closes the gate; resolves when no access is under way any more. */
export async function closeGate(nextTurn: () => Promise<void>): Promise<void> {
  stopGate.closed = true;
  const isBusy = (): boolean => anyThreadBusy((state) => state.open !== null || state.own > 0);
  for (const last = Date.now() + UNDER_WAY_MS; isBusy() && Date.now() < last;) await nextTurn();
}

/** To be called by the thread that is about to end the process: returns when no other is noting anything. */
export function holdOthers(self: ThreadState): void {
  stopGate.ender = self;
  const isBusy = (): boolean => anyThreadBusy((state) => state !== self && state.own > 0);
  for (const last = Date.now() + UNDER_WAY_MS; isBusy() && Date.now() < last;) Thread.sleep(TURN_S);
}
