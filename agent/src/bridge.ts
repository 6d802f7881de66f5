/** The parts of frida-java-bridge that its published types leave out. */
import Java from "frida-java-bridge";
import type { JniValue } from "./app-runtime.ts";
import type { Native } from "./jni.ts";
import type { BridgeType } from "./descriptor.ts";

/** A method with the types that the bridge gives to native calls. */
export interface BridgeMethod {
  handle: NativePointer;
  type: 2 | 3;
  returnType: BridgeType;
  argumentTypes: BridgeType[];
}
/** The bridge's numbers for a static method and for one that has a receiver. */
export const STATIC = 2;
export const INSTANCE = 3;

export interface BridgeEnv {
  handle: NativePointer;
  newStringUtf(text: string): NativePointer;
  getStaticMethodId(type: NativePointer, name: string, signature: string): NativePointer;
  vaMethod(result: string, args: string[]): Native<JniValue>;
  staticVaMethod(result: string, args: string[]): Native<JniValue>;
  nonvirtualVaMethod(result: string, args: string[]): Native<JniValue>;
  newGlobalRef(handle: NativePointer): NativePointer;
  findClass(name: string): NativePointer;
  getFieldId(type: NativePointer, name: string, signature: string): NativePointer;
  throwIfExceptionPending(): void;
  /** Methods of java.lang.Class, which the bridge keeps at hand. */
  javaLangClass(): { getDeclaredMethods: NativePointer; getDeclaredConstructors: NativePointer };
  fromReflectedMethod(member: NativePointer): NativePointer;
  getArrayLength(array: NativePointer): number;
  getObjectArrayElement(array: NativePointer, index: number): NativePointer;
}
export interface Bridge {
  vm: { perform<T>(fn: (env: BridgeEnv) => T): T; getEnv(): BridgeEnv };
  api: Record<"ClassLoaderDataGraph::classes_do", (closure: NativePointer) => void> & {
    "VM_RedefineClasses::flush_dependent_code": (...classes: NativePointer[]) => void;
    flavor: "jvm" | "art" | "dalvik";
    jvmti: { handle: NativePointer; deallocate(memory: NativePointer): number };
  };
  /** Of ART alone; takes the machine's own method, not JNI's number for it. */
  deoptimizeMethod(method: NativePointer): void;
}
export const bridge = Java as unknown as Bridge;

/** What the bridge's wrapper of a class gives beside what its types say. */
export interface BridgeClass {
  $borrowClassHandle(env: unknown): { value: NativePointer };
}
