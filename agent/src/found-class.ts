/** A class that was found: linked, not started, held for good. */
import type { LateClass } from "./app-runtime.ts";

export class FoundClass implements LateClass {
  readonly name: string;
  /** Class of the loader; empty for the app's own loader. */
  readonly loader: string;
  readonly type: NativePointer;
  /** Receiver of the self-test's calls, null where there is none; undefined until it was looked for. */
  blank: NativePointer | undefined;

  constructor(name: string, loader: string, type: NativePointer) {
    this.name = name;
    this.loader = loader;
    this.type = type;
  }
}
