/** Whether the helper that was loaded is of the very sources that this agent was built beside. */
import type Java from "frida-java-bridge";

/** Put in by the build: hash of the helper's sources. */
declare const HELPER_STAMP: string;
export const STAMP_CLASS = "io.consentry.agent.Stamp";

/** The helper is another one than the agent's. The code stands before the words, since a message is all that the controller gets. */
export class HelperError extends Error {
  readonly code = "helper-stale";

  constructor(found: string) {
    super(`helper-stale: the agent's helper is ${found}; the agent needs ${HELPER_STAMP.slice(0, 12)}`);
    this.name = "HelperError";
  }
}

/**
 * `load` brings the class {@link STAMP_CLASS}, started. To be called before any other class of the helper is.
 * @throws HelperError
 */
export function checkHelper(load: () => Java.Wrapper): void {
  let stamp: string;
  try {
    stamp = (load() as unknown as { of(): string }).of();
  } catch {
    throw new HelperError("one without a stamp");
  }
  if (stamp !== HELPER_STAMP) throw new HelperError(stamp.slice(0, 12));
}
