/**
 * Code that was compiled ahead of time has short members copied into their callers, where no hook sees them. The boot image,
 * which is the platform, is given back to the interpreter in one go; where that is refused, each hooked member is. Apps' own
 * code needs none of it: a member that is replaced is marked so that it is not compiled into callers from then on.
 */
import Java from "frida-java-bridge";
import { makeMethodMangler } from "frida-java-bridge/lib/android.js";
import { ArtError } from "./art-error.ts";
import { bridge } from "./bridge.ts";
import type { DeclaredMember } from "./descriptor.ts";

export class Deoptimizer {
  /** Why the boot image stays as it is; null where it does not. */
  readonly #refusal: string | null;
  /** Machines end when a member is given back twice. */
  readonly #done = new Set<string>();

  constructor() {
    this.#refusal = attempt(() => Java.deoptimizeBootImage());
  }

  /**
   * Makes sure that calls reach these members of the platform.
   * @throws ArtError `not-deoptimized`, with the machine's words
   */
  reach(members: readonly DeclaredMember[]): void {
    if (this.#refusal === null) return;
    for (const { handle, isNative } of members) {
      const key = String(handle);
      // A native member has no code that could be copied, and machines end when it is given back.
      if (isNative || this.#done.has(key)) continue;
      const refusal = attempt(() => bridge.deoptimizeMethod(makeMethodMangler(handle).methodId));
      if (refusal !== null) {
        throw new ArtError("not-deoptimized", `boot image: ${this.#refusal}; this member: ${refusal}`);
      }
      this.#done.add(key);
    }
  }
}

function attempt(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
