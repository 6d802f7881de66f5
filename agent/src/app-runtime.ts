/** What the rest of the agent needs of the machine the app runs on; HotSpot or ART. */
import type { InternedStack } from "../../trace/frame.ts";
import type { Gate } from "./gate.ts";
import type { Jni } from "./jni.ts";

/** Called instead of the member: JNI environment, receiver (or class, for a static member), arguments as JNI gives them. */
export type RawBody = (env: NativePointer, self: NativePointer, args: JniValue[]) => JniValue;
export type JniValue = NativeFunctionArgumentValue;

export interface Overload {
  /** JVM descriptor, e.g. (I)Ljava/lang/String; */
  readonly descriptor: string;
  readonly isStatic: boolean;
  /** JVM descriptors of the parameters. */
  readonly parameters: readonly string[];
  readonly result: string;
  /** Calls what was there before; an exception stays pending. */
  callOriginal(env: NativePointer, self: NativePointer, args: JniValue[]): JniValue;
  /** Puts `body` in place of the member, from the next turn of the event loop on; calls that `gate` lets by may do without it. */
  replace(body: RawBody, gate: Gate | null): void;
  /** True once the replacement is in place. */
  readonly replaced: boolean;
  /** Why the machine refused the replacement; null where it did not. */
  readonly problem: string | null;
  /** Lets calls by that the gate knows to be nobody's; until then all of them go to the body. */
  openGate(): void;
  /** Calls the member as the app would, on an object that was never constructed, with zeros; not where that would start a class of the app. For the self-test. */
  callBlank(env: NativePointer): void;
}

export type Lookup =
  | { state: "found"; overloads: Overload[] }
  | { state: "no-class" }
  | { state: "no-member"; reason: string }
  | { state: "failed"; reason: string };

/** A class that another loader than the app's own brought. */
export interface LateClass {
  readonly name: string;
  /** Class of the loader. */
  readonly loader: string;
}

/** Stack and clock, as packed by the helper. */
export interface Entry {
  /** Microseconds of the native monotonic clock. */
  t: number;
  stack: number;
  /** No frame of the app on the stack: the system's own call. */
  platformOnly: boolean;
}

/** Members of the helper's Values that describe one object. */
export const DESCRIBE = [
  "text",
  "list",
  "command",
  "intent",
  "actions",
  "authority",
  "typeName",
  "listener",
  "cursor",
  "location",
  "bytes",
  "reply",
  "packages",
] as const;
export type Describe = (typeof DESCRIBE)[number];
/** Members of the helper's Markers that describe two objects; parts are separated by U+001F. */
export const DESCRIBE_PAIR = ["touch", "window", "permissions", "descriptor"] as const;
export type DescribePair = (typeof DESCRIBE_PAIR)[number];

export interface AppRuntime {
  readonly kind: "hotspot" | "art";
  readonly jni: Jni;
  /** Loads the helper and finds the app's class loader. @throws HelperError where the helper is another one than the agent's */
  prepare(helperJar: string): void;
  /** Runs `fn` with the calling thread attached to the machine. */
  perform<T>(fn: (env: NativePointer) => T): T;
  /** Finds the overloads that a class of the app's loader, or a late one, itself declares, without starting it. */
  lookup(className: string, member: string, late: LateClass | null): Lookup;
  /**
   * From now on, `onClass` hears of every class of one of these names that `lookup` did not find: on the thread that brings it,
   * before its first line runs, and what it replaces is in place when it returns. A machine that cannot tell never calls it.
   */
  watch(names: readonly string[], onClass: (late: LateClass) => void): void;
  enter(env: NativePointer): Entry;
  now(env: NativePointer): number;
  appDepth(env: NativePointer, stack: number): number;
  /** `class#member` of the app's member on top of a stack, where the platform called it; empty where its frame is not shown; null where the app called it. */
  calledBack(env: NativePointer, stack: number, buffer: NativePointer): string | null;
  /** The app's class, from that of a receiver upwards, that declares the member; null where there is none, or it was asked for before. */
  declaring(env: NativePointer, receiver: NativePointer, member: string): LateClass | null;
  drainStacks(env: NativePointer, most: number): InternedStack[];
  threadName(env: NativePointer, buffer: NativePointer): string;
  describe(env: NativePointer, how: Describe, object: NativePointer, buffer: NativePointer): string | null;
  describePair(
    env: NativePointer,
    how: DescribePair,
    first: NativePointer,
    second: NativePointer,
    buffer: NativePointer,
  ): string | null;
  size(env: NativePointer, object: NativePointer): number;
  className(env: NativePointer, object: NativePointer, buffer: NativePointer): string;
  /** User id of the process, as the platform gives it; -1 where there is no such platform. */
  ownUid(env: NativePointer): number;
  isDenial(env: NativePointer, thrown: NativePointer): boolean;
}
