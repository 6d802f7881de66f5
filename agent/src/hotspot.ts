/**
 * The app on a HotSpot machine. Members are replaced through frida-java-bridge, but by a function that takes JNI's own
 * values: nothing is converted that nobody looks at, so strings, arrays and objects reach the app as the very same ones.
 */
import Java from "frida-java-bridge";
import { makeMethodMangler, type MethodMangler } from "frida-java-bridge/lib/jvm.js";
import type { LateClass, Lookup } from "./app-runtime.ts";
import { bridge, type BridgeEnv, type BridgeMethod } from "./bridge.ts";
import { BridgeOverload, type NativeGate } from "./bridge-overload.ts";
import { FoundClass } from "./found-class.ts";
import type { Gate } from "./gate.ts";
import { checkHelper, STAMP_CLASS } from "./helper-check.ts";
import { CONSTRUCTOR, CREATOR, HELPER, HELPER_CLASSES, HelperRuntime } from "./helper-runtime.ts";
import { GateFields, makeNativeGate } from "./hotspot-gate.ts";
import { DeclaredMembers } from "./hotspot-members.ts";
import { SharedWalk } from "./hotspot-walk.ts";
import { ClassWatch, loaderOf } from "./hotspot-watch.ts";
import { currentThread } from "./threads.ts";

export class HotSpotRuntime extends HelperRuntime {
  readonly kind = "hotspot";
  readonly takesClassAsReceiver = true;
  readonly #walk = new SharedWalk();
  readonly #gateFields = new GateFields();
  #members: DeclaredMembers | undefined;

  prepare(helperFile: string): void {
    bridge.vm.perform((env) => {
      // Walking the heap for loaders before any throwable was made can hang in a collection.
      (Java.use("java.lang.Throwable") as unknown as { $new(): unknown }).$new();
      const loader = findAppLoader();
      this.bind(env, Java.ClassFactory.get(loader), loader, loadHelper(helperFile, loader));
      this.#members = new DeclaredMembers();
    });
  }

  lookup(className: string, member: string, late: LateClass | null): Lookup {
    return bridge.vm.perform((env) => {
      if (member.startsWith(CREATOR)) return this.lookupCreator(className, member);
      const found = late instanceof FoundClass ? late : this.find(env, className);
      if (found === null) return { state: "no-class" };
      const name = member === CONSTRUCTOR ? "<init>" : member;
      const declared = (this.#members as DeclaredMembers).of(found).filter((each) => each.name === name);
      if (declared.length === 0) return { state: "no-member", reason: "not declared by this class" };
      const bodies = declared.filter((each) => !each.isAbstract && !each.isBridge);
      if (bodies.length === 0) return { state: "no-member", reason: "abstract: no body of its own to replace" };
      const blank = this.blankObject(found, env);
      const overloads = bodies.map((each) => new BridgeOverload(each, found.type, blank, this, env));
      return { state: "found", overloads };
    });
  }

  watch(names: readonly string[], onClass: (late: LateClass) => void): void {
    const watch = new ClassWatch(this.jni, names, (env, type) => {
      const thread = currentThread();
      thread.own++;
      try {
        const loader = loaderOf(type);
        const late = this.arrived(env, type, loader);
        if (!loader.isNull()) this.jni.deleteLocalRef(env, loader);
        if (late !== null) onClass(late);
      } finally {
        thread.own--;
      }
    });
    this.atEnd(() => watch.stop());
    this.perform((env) => watch.start(env));
  }

  makeGate(gate: Gate, method: BridgeMethod, type: NativePointer, body: NativePointer): NativeGate | null {
    const fields = this.#gateFields.of(bridge.vm.getEnv(), gate.form);
    return fields === null ? null : makeNativeGate(gate, method, type, body, fields);
  }

  mangle(method: NativePointer): MethodMangler {
    return this.#walk.counted(makeMethodMangler(method));
  }

  protected mayBeMade(env: BridgeEnv, type: NativePointer): boolean {
    return this.isStarted(env, type);
  }
}

function loadHelper(helperFile: string, parent: Java.Wrapper): Java.ClassFactory {
  const file = Java.use("java.io.File") as unknown as { $new(path: string): Java.Wrapper };
  const url = (file.$new(helperFile) as unknown as { toURI(): { toURL(): Java.Wrapper } }).toURI().toURL();
  const loaders = Java.use("java.net.URLClassLoader") as unknown as {
    newInstance: { overload(...types: string[]): { call(self: unknown, ...args: unknown[]): Java.Wrapper } };
  };
  const urls = Java.array("java.net.URL", [url]);
  const loader = loaders.newInstance.overload("[Ljava.net.URL;", "java.lang.ClassLoader").call(loaders, urls, parent);
  const factory = Java.ClassFactory.get(loader);
  checkHelper(() => {
    initialiseClass(STAMP_CLASS, loader);
    return factory.use(STAMP_CLASS);
  });
  // All at once: a class that is looked for later would be looked for on a thread of the app, which may not read this jar.
  for (const name of HELPER_CLASSES) initialiseClass(`${HELPER}.${name}`, loader);
  return factory;
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
