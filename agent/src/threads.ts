/** What the agent remembers of each thread of the app. */
import type { Overload } from "./app-runtime.ts";

/** Units of the largest text read from the app in one go. */
export const TEXT_UNITS = 4096;
const MAX_THREADS = 4096;

export interface OpenAccess {
  row: string;
  overload: Overload;
  stack: number;
  /** Data types that it, and what it lies in, tell. */
  told: readonly string[];
  inner: string[];
}

export interface ThreadState {
  readonly tid: number;
  /** Room for one text; two threads never share it, since other threads run while Java is called. */
  readonly buffer: NativePointer;
  name: string;
  /** When the name was read; a pool's thread may be renamed. */
  nameTick: number;
  /** The access that is under way on this thread; what it calls is part of it. */
  open: OpenAccess | null;
  /** Above 0 while the agent itself is calling: its calls are nobody's accesses. */
  own: number;
  /** Set while the self-test calls a hooked member: the hook tells that it fired, and does no more. */
  testing: { fired: boolean } | null;
}

const states = new Map<number, ThreadState>();

/** State of the calling thread. */
export function currentThread(): ThreadState {
  const tid = Process.getCurrentThreadId();
  const known = states.get(tid);
  if (known !== undefined) return known;
  if (states.size >= MAX_THREADS) forgetIdle();
  const fresh: ThreadState = {
    tid,
    buffer: Memory.alloc(TEXT_UNITS * 2),
    name: "",
    nameTick: -1,
    open: null,
    own: 0,
    testing: null,
  };
  states.set(tid, fresh);
  return fresh;
}

export function anyThreadBusy(isBusy: (state: ThreadState) => boolean): boolean {
  for (const state of states.values()) if (isBusy(state)) return true;
  return false;
}

/** An app may make threads without end. */
function forgetIdle(): void {
  for (const [tid, state] of states)
    if (state.open === null && state.own === 0 && state.testing === null) states.delete(tid);
}
