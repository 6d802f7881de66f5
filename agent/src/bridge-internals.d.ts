/** Parts of frida-java-bridge that carry no types of their own. */
declare module "frida-java-bridge/lib/jvm.js" {
  export interface MethodMangler {
    readonly originalMethod: unknown;
    replace(impl: NativePointer, isInstance: boolean, argTypes: unknown[], vm: unknown, api: unknown): void;
    revert(vm: unknown): void;
    resolveTarget(wrapper: unknown, isInstance: boolean, env: unknown, api: unknown): NativePointer;
  }
  export function makeMethodMangler(methodId: NativePointer): MethodMangler;
}
declare module "frida-java-bridge/lib/android.js" {
  import type { MethodMangler } from "frida-java-bridge/lib/jvm.js";

  export interface ArtMethodMangler extends MethodMangler {
    /** The machine's own method, behind JNI's number for it. */
    readonly methodId: NativePointer;
  }
  export function makeMethodMangler(methodId: NativePointer): ArtMethodMangler;
}
