/** Waiting for a stated condition with a deadline. There is no bare sleep in the controller. */
import { handsetError } from "./errors.ts";

/** Between two looks at a screen or a state. */
const LOOK_INTERVAL_MS = 100;

/** An observation window: resolves after `ms`, or at once when `gone` does. Returns true when the window was completed. */
export async function observe(ms: number, gone: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const window = new Promise<true>((resolve) => {
    timer = setTimeout(() => resolve(true), ms);
  });
  try {
    return await Promise.race([window, gone.then(() => false)]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Looks again and again until `look` gives something.
 * @param what named in the error
 * @throws ControllerError `deadline` exit 3
 */
export async function waitFor<T>(
  what: string,
  deadlineMs: number,
  look: () => Promise<T | null>,
  gone: Promise<unknown>,
): Promise<T> {
  const found = await waitUnlessLate(deadlineMs, look, gone);
  if (found === null) throw handsetError("deadline", `waited ${deadlineMs} ms for ${what}`);
  return found;
}

/** As `waitFor`, but null when the deadline passed or the app went away. */
export async function waitUnlessLate<T>(
  deadlineMs: number,
  look: () => Promise<T | null>,
  gone: Promise<unknown>,
): Promise<T | null> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() >= end) return null;
    if (!(await observe(LOOK_INTERVAL_MS, gone))) return null;
  }
}
