/** What every machine has in common: the helper's classes, and the calls of them. */
import type Java from "frida-java-bridge";
import type { MethodMangler } from "frida-java-bridge/lib/jvm.js";
import type { InternedStack } from "../../trace/frame.ts";
import { DESCRIBE, DESCRIBE_PAIR } from "./app-runtime.ts";
import type { AppRuntime, Describe, DescribePair, Entry, LateClass, Lookup } from "./app-runtime.ts";
import { bridge, type BridgeClass, type BridgeEnv, type BridgeMethod } from "./bridge.ts";
import type { NativeGate, OverloadHome } from "./bridge-overload.ts";
import { FoundClass } from "./found-class.ts";
import type { Gate } from "./gate.ts";
import { Jni } from "./jni.ts";
import { currentThread, TEXT_UNITS } from "./threads.ts";

/** Distinct stacks in the helper's packing of time and stack. */
export const STACK_IDS = 131_072;
/** Units of one drained list of stacks. */
const STACK_TEXT_UNITS = 8 << 20;

export const HELPER = "io.consentry.agent";
/** All of the helper's classes that a hook may need. */
export const HELPER_CLASSES = [
  "Probe",
  "Probe$Interned",
  "RawTrace",
  "Frames",
  "Trusted",
  "Text",
  "Values",
  "Reply",
  "Packages",
  "Markers",
  "Classes",
];
/** Signature of a member of the helper: objects in, text or an object out. */
const TEXT_OF_ONE = "(Ljava/lang/Object;)Ljava/lang/String;";
const TEXT_OF_TWO = "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/String;";

export const CONSTRUCTOR = "$init";
export const CREATOR = "CREATOR.";

export abstract class HelperRuntime implements AppRuntime, OverloadHome {
  abstract readonly kind: "hotspot" | "art";
  abstract readonly takesClassAsReceiver: boolean;
  #jni: Jni | undefined;
  #factory: Java.ClassFactory | undefined;
  #loaderHandle: NativePointer = NULL;
  #probe: NativePointer = NULL;
  #values: NativePointer = NULL;
  #markers: NativePointer = NULL;
  #classes: NativePointer = NULL;
  #epoch = 0;
  #ids = new Map<string, NativePointer>();
  /** Every class that was found, by name; the app loader's first. */
  readonly #found = new Map<string, FoundClass[]>();
  #drainBuffer: NativePointer | undefined;

  abstract prepare(helperFile: string): void;
  abstract lookup(className: string, member: string, late: LateClass | null): Lookup;
  abstract watch(names: readonly string[], onClass: (late: LateClass) => void): void;
  abstract makeGate(gate: Gate, method: BridgeMethod, type: NativePointer, body: NativePointer): NativeGate | null;
  abstract mangle(method: NativePointer): MethodMangler;
  /** Whether an object of the class may be made without starting what the app has not started. */
  protected abstract mayBeMade(env: BridgeEnv, type: NativePointer): boolean;

  get jni(): Jni {
    if (this.#jni === undefined) throw new Error("not prepared");
    return this.#jni;
  }

  perform<T>(fn: (env: NativePointer) => T): T {
    return bridge.vm.perform((env) => fn(env.handle));
  }

  /** To be called once the helper is loaded, before anything else of this class. */
  protected bind(env: BridgeEnv, factory: Java.ClassFactory, loader: Java.Wrapper, helper: Java.ClassFactory): void {
    this.#jni = new Jni(env.handle);
    this.#factory = factory;
    this.#loaderHandle = env.newGlobalRef((loader as Java.Wrapper & { $h: NativePointer }).$h);
    this.#probe = this.helperClass(env, helper, "Probe");
    this.#values = this.helperClass(env, helper, "Values");
    this.#markers = this.helperClass(env, helper, "Markers");
    this.#classes = this.helperClass(env, helper, "Classes");
    const id = (type: NativePointer, name: string, signature: string): void => {
      const found = env.getStaticMethodId(type, name, signature);
      // Called as it is, a member that is not there would end the machine.
      if (found.isNull()) throw new Error(`the helper has no ${name}${signature}`);
      this.#ids.set(name, found);
    };
    id(this.#classes, "find", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
    id(this.#classes, "creator", TEXT_OF_ONE);
    id(this.#classes, "isStarted", "(Ljava/lang/Object;)Z");
    id(this.#classes, "ownUid", "()D");
    id(this.#probe, "enter", "()D");
    id(this.#probe, "now", "()D");
    id(this.#probe, "epoch", "()D");
    id(this.#probe, "appDepth", "(I)I");
    id(this.#probe, "calledBack", "(I)Ljava/lang/String;");
    id(this.#classes, "declaring", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
    id(this.#probe, "drain", "(I)Ljava/lang/String;");
    id(this.#probe, "threadName", "()Ljava/lang/String;");
    for (const how of [...DESCRIBE, "className"]) id(this.#values, how, TEXT_OF_ONE);
    for (const how of DESCRIBE_PAIR) id(this.#markers, how, TEXT_OF_TWO);
    id(this.#values, "size", "(Ljava/lang/Object;)I");
    id(this.#values, "isDenial", "(Ljava/lang/Object;)Z");
    this.#epoch = this.jni.staticDouble0(env.handle, this.#probe, this.#id("epoch"));
  }

  /** A class of the helper, started, as a reference for good. */
  protected helperClass(env: BridgeEnv, helper: Java.ClassFactory, name: string): NativePointer {
    const wrapper = helper.use(`${HELPER}.${name}`) as unknown as BridgeClass;
    return env.newGlobalRef(wrapper.$borrowClassHandle(env).value);
  }

  /** A class of the app's loader, linked and not started; null where it has none of that name. */
  protected find(env: BridgeEnv, className: string): FoundClass | null {
    const known = this.#found.get(className)?.find((each) => each.loader === "");
    if (known !== undefined) return known;
    const name = env.newStringUtf(className);
    const local = this.jni.staticObject2(env.handle, this.#classes, this.#id("find"), name, this.#loaderHandle);
    this.jni.deleteLocalRef(env.handle, name);
    if (this.jni.exceptionCheck(env.handle) !== 0) {
      this.jni.exceptionClear(env.handle);
      throw new Error("the class could not be looked for");
    }
    if (local.isNull()) return null;
    const found = new FoundClass(className, "", env.newGlobalRef(local));
    this.jni.deleteLocalRef(env.handle, local);
    this.#found.set(className, [found, ...(this.#found.get(className) ?? [])]);
    return found;
  }

  /** A class that some loader brought; null where it is known. */
  protected arrived(env: NativePointer, type: NativePointer, loader: NativePointer): FoundClass | null {
    const { buffer } = currentThread();
    const name = this.describe(env, "typeName", type, buffer) ?? "";
    const known = this.#found.get(name) ?? [];
    if (known.some((each) => this.jni.isSameObject(env, each.type, type) !== 0)) return null;
    const loaderName = loader.isNull() ? "the machine" : this.className(env, loader, buffer);
    const found = new FoundClass(name, loaderName, this.jni.newGlobalRef(env, type));
    this.#found.set(name, [...known, found]);
    return found;
  }

  /** The object in a class's static field CREATOR is of a class without a name of its own. */
  protected lookupCreator(className: string, member: string): Lookup {
    if (!isPlatformClass(className)) return { state: "no-member", reason: "the creator of a class of the app's own" };
    return bridge.vm.perform((env) => {
      const found = this.find(env, className);
      if (found === null) return { state: "no-class" };
      const creator = this.jni.staticObject1(env.handle, this.#classes, this.#id("creator"), found.type);
      if (this.jni.exceptionCheck(env.handle) !== 0) this.jni.exceptionClear(env.handle);
      if (creator.isNull()) return { state: "no-member", reason: "no field CREATOR that holds anything" };
      const name = this.jni.readString(env.handle, creator, TEXT_UNITS, Memory.alloc(TEXT_UNITS * 2)) as string;
      this.jni.deleteLocalRef(env.handle, creator);
      return this.lookup(name, member.slice(CREATOR.length), null);
    });
  }

  /**
   * The object that the self-test calls: never constructed, and kept for good, so that no finalizer ever runs on it.
   * An abstract class has none of its own, and one that is not started must not be started by making one.
   */
  protected blankObject(found: FoundClass, env: BridgeEnv): NativePointer {
    if (found.blank !== undefined) return found.blank;
    const name = CONCRETE[found.name];
    const concrete = name === undefined ? found : this.find(env, name);
    const local =
      concrete !== null && this.mayBeMade(env, concrete.type) ? this.jni.allocObject(env.handle, concrete.type) : NULL;
    if (this.jni.exceptionCheck(env.handle) !== 0) this.jni.exceptionClear(env.handle);
    found.blank = local.isNull() ? NULL : env.newGlobalRef(local);
    if (!local.isNull()) this.jni.deleteLocalRef(env.handle, local);
    return found.blank;
  }

  protected isStarted(env: BridgeEnv, type: NativePointer): boolean {
    return this.jni.staticBooleanObject(env.handle, this.#classes, this.#id("isStarted"), type) !== 0;
  }

  undoAtEnd(mangler: MethodMangler): void {
    this.atEnd(() => mangler.revert(bridge.vm));
  }

  /** The app outlives the agent: when the script ends, the bridge puts back what it replaced itself, and does what is told here. */
  protected atEnd(undo: () => void): void {
    const patched = (this.#factory as unknown as { _patchedMethods: Set<{ implementation: null }> })._patchedMethods;
    patched.add({
      set implementation(_none: null) {
        undo();
      },
    });
  }

  enter(env: NativePointer): Entry {
    const packed = this.jni.staticDouble0(env, this.#probe, this.#id("enter"));
    const platformOnly = packed < 0;
    const plain = platformOnly ? -packed - 1 : packed;
    const at = Math.floor(plain / STACK_IDS);
    return { t: this.#epoch + at, stack: plain - at * STACK_IDS, platformOnly };
  }

  now(env: NativePointer): number {
    return this.jni.staticDouble0(env, this.#probe, this.#id("now"));
  }

  appDepth(env: NativePointer, stack: number): number {
    return this.jni.staticIntInt(env, this.#probe, this.#id("appDepth"), stack);
  }

  calledBack(env: NativePointer, stack: number, buffer: NativePointer): string | null {
    return this.#text(env, this.jni.staticObjectInt(env, this.#probe, this.#id("calledBack"), stack), buffer);
  }

  declaring(env: NativePointer, receiver: NativePointer, member: string): LateClass | null {
    const name = bridge.vm.getEnv().newStringUtf(member);
    const type = this.jni.staticObject2(env, this.#classes, this.#id("declaring"), receiver, name);
    this.jni.deleteLocalRef(env, name);
    if (type.isNull()) return null;
    const found = this.arrived(env, type, NULL);
    this.jni.deleteLocalRef(env, type);
    return found;
  }

  drainStacks(env: NativePointer, most: number): InternedStack[] {
    const text = this.jni.staticObjectInt(env, this.#probe, this.#id("drain"), most);
    if (text.isNull()) return [];
    this.#drainBuffer ??= Memory.alloc(STACK_TEXT_UNITS * 2);
    // The helper writes ASCII only, and the frames of one batch are bounded far below this buffer.
    const length = this.jni.getStringLength(env, text);
    const buffer = length <= STACK_TEXT_UNITS ? this.#drainBuffer : Memory.alloc(length * 2);
    this.jni.getStringRegion(env, text, 0, length, buffer);
    this.jni.deleteLocalRef(env, text);
    return JSON.parse(buffer.readUtf16String(length) as string) as InternedStack[];
  }

  threadName(env: NativePointer, buffer: NativePointer): string {
    return this.#text(env, this.jni.staticObject0(env, this.#probe, this.#id("threadName")), buffer) ?? "";
  }

  describe(env: NativePointer, how: Describe, object: NativePointer, buffer: NativePointer): string | null {
    return this.#text(env, this.jni.staticObject1(env, this.#values, this.#id(how), object), buffer);
  }

  describePair(
    env: NativePointer,
    how: DescribePair,
    first: NativePointer,
    second: NativePointer,
    buffer: NativePointer,
  ): string | null {
    return this.#text(env, this.jni.staticObject2(env, this.#markers, this.#id(how), first, second), buffer);
  }

  size(env: NativePointer, object: NativePointer): number {
    return this.jni.staticIntObject(env, this.#values, this.#id("size"), object);
  }

  className(env: NativePointer, object: NativePointer, buffer: NativePointer): string {
    return this.#text(env, this.jni.staticObject1(env, this.#values, this.#id("className"), object), buffer) ?? "";
  }

  ownUid(env: NativePointer): number {
    return this.jni.staticDouble0(env, this.#classes, this.#id("ownUid"));
  }

  isDenial(env: NativePointer, thrown: NativePointer): boolean {
    return this.jni.staticBooleanObject(env, this.#values, this.#id("isDenial"), thrown) !== 0;
  }

  #text(env: NativePointer, string: NativePointer, buffer: NativePointer): string | null {
    const jni = this.jni;
    if (jni.exceptionCheck(env) !== 0) {
      jni.exceptionClear(env);
      throw new Error("the helper could not read a value");
    }
    const text = jni.readString(env, string, TEXT_UNITS, buffer);
    jni.deleteLocalRef(env, string);
    return text;
  }

  #id(name: string): NativePointer {
    return this.#ids.get(name) as NativePointer;
  }
}

/** Where a member is declared by an abstract class, the class that objects are of. */
const CONCRETE: Record<string, string> = {
  "android.content.ContentResolver": "android.app.ContextImpl$ApplicationContentResolver",
  "android.hardware.SensorManager": "android.hardware.SystemSensorManager",
  "android.content.Context": "android.app.ContextImpl",
};

export function isPlatformClass(name: string): boolean {
  return /^(java|javax|android|com\.android|dalvik|libcore)\./.test(name);
}
