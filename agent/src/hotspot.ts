/**
 * The app on a HotSpot machine. Members are replaced through frida-java-bridge, but by a function that takes JNI's own
 * values: nothing is converted that nobody looks at, so strings, arrays and objects reach the app as the very same ones.
 */
import Java from "frida-java-bridge";
import type { MethodMangler } from "frida-java-bridge/lib/jvm.js";
import type { InternedStack } from "../../trace/frame.ts";
import { DESCRIBE, DESCRIBE_PAIR } from "./app-runtime.ts";
import type { AppRuntime, Describe, DescribePair, Entry, Lookup } from "./app-runtime.ts";
import { DeclaredMembers } from "./hotspot-members.ts";
import { bridge, HotSpotOverload, sharedWalk, type BridgeEnv } from "./hotspot-overload.ts";
import { Jni } from "./jni.ts";
import { TEXT_UNITS } from "./threads.ts";

/** Distinct stacks in the helper's packing of time and stack. */
const STACK_IDS = 131_072;
const HELPER = "io.consentry.agent";
const HELPER_CLASSES = ["Probe", "Probe$Interned", "RawTrace", "Frames", "Values", "Markers", "Classes"];
/** Units of one drained list of stacks. */
const STACK_TEXT_UNITS = 8 << 20;

interface BridgeClass {
  $ownMembers: string[];
  $borrowClassHandle(env: unknown): { value: NativePointer };
  [member: string]: unknown;
}
const CONSTRUCTOR = "$init";
const CREATOR = "CREATOR.";

export class HotSpotRuntime implements AppRuntime {
  readonly kind = "hotspot";
  #jni: Jni | undefined;
  #factory: Java.ClassFactory | undefined;
  #loader: Java.Wrapper | undefined;
  #probe: NativePointer = NULL;
  #values: NativePointer = NULL;
  #markers: NativePointer = NULL;
  #classes: NativePointer = NULL;
  #members: DeclaredMembers | undefined;
  #epoch = 0;
  #ids = new Map<string, NativePointer>();
  readonly #blanks = new Map<string, NativePointer>();
  #drainBuffer: NativePointer | undefined;

  get jni(): Jni {
    if (this.#jni === undefined) throw new Error("not prepared");
    return this.#jni;
  }

  perform<T>(fn: (env: NativePointer) => T): T {
    return bridge.vm.perform((env) => fn(env.handle));
  }

  prepare(helperJar: string): void {
    bridge.vm.perform((env) => {
      this.#jni = new Jni(env.handle);
      // Walking the heap for loaders before any throwable was made can hang in a collection.
      (Java.use("java.lang.Throwable") as unknown as { $new(): unknown }).$new();
      this.#loader = findAppLoader();

      this.#factory = Java.ClassFactory.get(this.#loader as Java.Wrapper);
      const helper = this.#loadHelper(helperJar);
      const initialise = (name: string): NativePointer => {
        const handle = (helper.use(`${HELPER}.${name}`) as unknown as BridgeClass).$borrowClassHandle(env).value;
        return env.newGlobalRef(handle);
      };
      this.#probe = initialise("Probe");
      this.#values = initialise("Values");
      this.#markers = initialise("Markers");
      this.#classes = initialise("Classes");
      this.#members = new DeclaredMembers();
      const find = "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;";
      this.#ids.set("find", env.getStaticMethodId(this.#classes, "find", find));
      const creator = "(Ljava/lang/Object;)Ljava/lang/String;";
      this.#ids.set("creator", env.getStaticMethodId(this.#classes, "creator", creator));
      this.#ids.set("isStarted", env.getStaticMethodId(this.#classes, "isStarted", "(Ljava/lang/Object;)Z"));
      const probe = (name: string, signature: string): void =>
        void this.#ids.set(name, env.getStaticMethodId(this.#probe, name, signature));
      const values = (name: string, signature: string): void =>
        void this.#ids.set(name, env.getStaticMethodId(this.#values, name, signature));
      probe("enter", "()D");
      probe("now", "()D");
      probe("epoch", "()D");
      probe("appDepth", "(I)I");
      probe("drain", "(I)Ljava/lang/String;");
      probe("threadName", "()Ljava/lang/String;");
      for (const how of [...DESCRIBE, "className"]) {
        values(how, "(Ljava/lang/Object;)Ljava/lang/String;");
      }
      for (const how of DESCRIBE_PAIR) {
        const signature = "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/String;";
        this.#ids.set(how, env.getStaticMethodId(this.#markers, how, signature));
      }
      values("size", "(Ljava/lang/Object;)I");
      values("isDenial", "(Ljava/lang/Object;)Z");
      this.#epoch = this.jni.staticDouble0(env.handle, this.#probe, this.#id("epoch"));
    });
  }

  #loadHelper(helperJar: string): Java.ClassFactory {
    const file = Java.use("java.io.File") as unknown as { $new(path: string): Java.Wrapper };
    const url = (file.$new(helperJar) as unknown as { toURI(): { toURL(): Java.Wrapper } }).toURI().toURL();
    const loaders = Java.use("java.net.URLClassLoader") as unknown as {
      newInstance: { overload(...types: string[]): { call(self: unknown, ...args: unknown[]): Java.Wrapper } };
    };
    const urls = Java.array("java.net.URL", [url]);
    const loader = loaders.newInstance
      .overload("[Ljava.net.URL;", "java.lang.ClassLoader")
      .call(loaders, urls, this.#loader);
    // All at once: a class that is looked for later would be looked for on a thread of the app, which may not read this jar.
    for (const name of HELPER_CLASSES) initialiseClass(`${HELPER}.${name}`, loader);
    return Java.ClassFactory.get(loader);
  }

  lookup(className: string, member: string): Lookup {
    return bridge.vm.perform((env) => {
      if (member.startsWith(CREATOR)) return this.#lookupCreator(className, member);
      const type = this.#find(env, className);
      if (type === null) return { state: "no-class" };
      const name = member === CONSTRUCTOR ? "<init>" : member;
      const declared = (this.#members as DeclaredMembers).of(className, type).filter((each) => each.name === name);
      if (declared.length === 0) return { state: "no-member", reason: "not declared by this class" };
      const bodies = declared.filter((each) => !each.isAbstract && !each.isBridge);
      if (bodies.length === 0) return { state: "no-member", reason: "abstract: no body of its own to replace" };
      const blank = this.#blankObject(className, type, env);
      return { state: "found", overloads: bodies.map((each) => new HotSpotOverload(each, type, blank, this, env)) };
    });
  }

  /** A class that is linked and not started, as a reference for good; null where the loader has none of that name. */
  #find(env: BridgeEnv, className: string): NativePointer | null {
    const name = env.newStringUtf(className);
    const local = this.jni.staticObject2(env.handle, this.#classes, this.#id("find"), name, this.#loaderHandle());
    this.jni.deleteLocalRef(env.handle, name);
    if (this.jni.exceptionCheck(env.handle) !== 0) {
      this.jni.exceptionClear(env.handle);
      throw new Error("the class could not be looked for");
    }
    if (local.isNull()) return null;
    const type = env.newGlobalRef(local);
    this.jni.deleteLocalRef(env.handle, local);
    return type;
  }

  #loaderHandle(): NativePointer {
    return (this.#loader as Java.Wrapper & { $h: NativePointer }).$h;
  }

  /** The object in a class's static field CREATOR is of a class without a name of its own. */
  #lookupCreator(className: string, member: string): Lookup {
    if (!isPlatformClass(className)) return { state: "no-member", reason: "the creator of a class of the app's own" };
    return bridge.vm.perform((env) => {
      const type = this.#find(env, className);
      if (type === null) return { state: "no-class" };
      const creator = this.jni.staticObject1(env.handle, this.#classes, this.#id("creator"), type);
      if (this.jni.exceptionCheck(env.handle) !== 0) this.jni.exceptionClear(env.handle);
      if (creator.isNull()) return { state: "no-member", reason: "no field CREATOR that holds anything" };
      const name = this.jni.readString(env.handle, creator, TEXT_UNITS, Memory.alloc(TEXT_UNITS * 2)) as string;
      this.jni.deleteLocalRef(env.handle, creator);
      return this.lookup(name, member.slice(CREATOR.length));
    });
  }

  /**
   * The object that the self-test calls: never constructed, and kept for good, so that no finalizer ever runs on it.
   * An abstract class has none of its own, and one that is not started must not be started by making one.
   */
  #blankObject(className: string, type: NativePointer, env: BridgeEnv): NativePointer {
    const known = this.#blanks.get(className);
    if (known !== undefined) return known;
    const concrete = CONCRETE[className] === undefined ? type : this.#find(env, CONCRETE[className]);
    const isStarted =
      concrete !== null &&
      this.jni.staticBooleanObject(env.handle, this.#classes, this.#id("isStarted"), concrete) !== 0;
    const local = isStarted ? this.jni.allocObject(env.handle, concrete as NativePointer) : NULL;
    if (this.jni.exceptionCheck(env.handle) !== 0) this.jni.exceptionClear(env.handle);
    const blank = local.isNull() ? NULL : env.newGlobalRef(local);
    if (!local.isNull()) this.jni.deleteLocalRef(env.handle, local);
    this.#blanks.set(className, blank);
    return blank;
  }

  /** The app outlives the agent: the bridge puts members back when the script ends, as it does with those it replaced itself. */
  undoAtEnd(mangler: MethodMangler): void {
    const patched = (this.#factory as unknown as { _patchedMethods: Set<{ implementation: null }> })._patchedMethods;
    patched.add({
      set implementation(_none: null) {
        sharedWalk.expectOne();
        mangler.revert(bridge.vm);
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

function isPlatformClass(name: string): boolean {
  return /^(java|javax|android|com\.android|dalvik|libcore)\./.test(name);
}

function initialiseClass(name: string, loader: Java.Wrapper): void {
  const classes = Java.use("java.lang.Class") as unknown as {
    forName: { overload(...types: string[]): { call(self: unknown, ...args: unknown[]): unknown } };
  };
  classes.forName.overload("java.lang.String", "boolean", "java.lang.ClassLoader").call(classes, name, true, loader);
}

/** The simulated phone keeps Android's classes in a loader of its own; without one it is the system's loader. */
function findAppLoader(): Java.Wrapper {
  for (const loader of Java.enumerateClassLoadersSync()) {
    if (loader.$className.endsWith("SdkSandboxClassLoader")) return Java.retain(loader);
  }
  const loaders = Java.use("java.lang.ClassLoader") as unknown as { getSystemClassLoader(): Java.Wrapper };
  return loaders.getSystemClassLoader();
}
