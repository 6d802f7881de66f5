/** One walk over all classes for all replacements of a turn, on a HotSpot machine. */
import type { MethodMangler } from "frida-java-bridge/lib/jvm.js";
import { bridge } from "./bridge.ts";

const WALK = "ClassLoaderDataGraph::classes_do";

/**
 * After each replaced member the bridge has the machine walk all of its classes, 10 ms a time and the app stopped. All
 * replacements of one turn happen in one such stop, so one walk after the last does for all of them.
 */
export class SharedWalk {
  #pending = 0;
  #isPatched = false;

  /** The same mangler, whose replacements and puttings back are counted. */
  counted(mangler: MethodMangler): MethodMangler {
    return {
      get originalMethod() {
        return mangler.originalMethod;
      },
      replace: (...args) => {
        this.#expectOne();
        mangler.replace(...args);
      },
      revert: (vm) => {
        this.#expectOne();
        mangler.revert(vm);
      },
      resolveTarget: (...args) => mangler.resolveTarget(...args),
    };
  }

  #expectOne(): void {
    this.#pending++;
    if (this.#isPatched) return;
    this.#isPatched = true;
    const api = bridge.api;
    const walk = api[WALK];
    api[WALK] = (closure) => {
      if (--this.#pending > 0) return;
      this.#pending = 0;
      walk(closure);
    };
  }
}
