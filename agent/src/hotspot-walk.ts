/** One walk over all classes, and one over all compiled code, for all replacements of a turn, on a HotSpot machine. */
import type { MethodMangler } from "frida-java-bridge/lib/jvm.js";
import { bridge } from "./bridge.ts";

const WALK = "ClassLoaderDataGraph::classes_do";
const FLUSH = "VM_RedefineClasses::flush_dependent_code";

/**
 * After each replaced member the bridge has the machine walk all of its classes, 10 ms a time and the app stopped, and all
 * compiled code, which takes as long once an app has run. All replacements of one turn happen in one such stop, so one walk
 * at the last does for all of them.
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
    const flush = api[FLUSH];
    // A machine that is told which class is meant has to be told of each.
    api[FLUSH] = (...classes) => {
      if (classes.length > 0 || this.#pending <= 1) flush(...classes);
    };
    api[WALK] = (closure) => {
      if (--this.#pending > 0) return;
      this.#pending = 0;
      walk(closure);
    };
  }
}
