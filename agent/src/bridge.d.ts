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
