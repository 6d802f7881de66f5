/**
 * The app on Android's own machine, ART. Verified by contract only: no such machine was at hand, so this runs against a
 * double made from frida-java-bridge's published types and sources, and on no phone yet.
 *
 * Members are replaced by the bridge's mangler with a function that takes JNI's own values, not through the bridge's
 * `implementation`: that converts arguments and results, makes copies of strings and arrays where the app expects its own
 * objects, and turns what the member throws into exceptions of JavaScript. The mangler is all that `implementation` itself
 * uses; the machine runs the original where the replacement calls the member again on the same thread, by looking for the
 * replacement's frame right below, so that it has to be called from the body and not from elsewhere.
 */
import Java from "frida-java-bridge";
import { makeMethodMangler } from "frida-java-bridge/lib/android.js";
import type { MethodMangler } from "frida-java-bridge/lib/jvm.js";
import type { InternedStack } from "../../trace/frame.ts";
import type { Entry, LateClass, Lookup } from "./app-runtime.ts";
import { Deoptimizer } from "./art-deoptimizer.ts";
import { ArtError } from "./art-error.ts";
import { ArtMembers } from "./art-members.ts";
import { ArtStacks } from "./art-stacks.ts";
import { bridge } from "./bridge.ts";
import { BridgeOverload } from "./bridge-overload.ts";
import { FoundClass } from "./found-class.ts";
import { checkHelper, HelperError, STAMP_CLASS } from "./helper-check.ts";
import {
  CONSTRUCTOR,
  CREATOR,
  HELPER,
  HELPER_CLASSES,
  HelperRuntime,
  isPlatformClass,
  STACK_IDS,
} from "./helper-runtime.ts";

/** The boot image can be given back to the interpreter, and the helper's classes are all there, from Android 8 on. */
const OLDEST_ANDROID = 8;
const MEMBERS = "Members";

/** What loading the helper uses of the platform, as the bridge wraps it. */
interface FileClass {
  $new(path: string): { exists(): boolean };
}
interface ActivityThread {
  currentApplication(): { getClassLoader(): Java.Wrapper } | null;
}

export class ArtRuntime extends HelperRuntime {
  readonly kind = "art";
  /** A machine that checks JNI calls, as it does for debuggable apps, ends at a receiver of another class. */
  readonly takesClassAsReceiver = false;
  #members: ArtMembers | undefined;
  #deoptimizer: Deoptimizer | undefined;
  #stacks: ArtStacks | null = null;

  /**
   * @param helperDex path on the phone of the helper as a dex file; Android 14 wants it read-only
   * @throws ArtError `android-too-old`, `helper-missing`, `helper-not-loaded`
   * @throws HelperError
   */
  prepare(helperDex: string): void {
    const version = Number.parseInt(Java.androidVersion, 10);
    if (!(version >= OLDEST_ANDROID)) {
      throw new ArtError(
        "android-too-old",
        `Android ${Java.androidVersion}; the agent needs ${OLDEST_ANDROID} or later`,
      );
    }
    bridge.vm.perform((env) => {
      const loader = findAppLoader();
      const factory = Java.ClassFactory.get(loader);
      loadHelper(factory, helperDex);
      this.bind(env, factory, loader, factory);
      this.#members = new ArtMembers(env, this.jni, this.helperClass(env, factory, MEMBERS));
      this.#deoptimizer = new Deoptimizer();
      this.#stacks = ArtStacks.open(STACK_IDS);
    });
  }

  lookup(className: string, member: string, late: LateClass | null): Lookup {
    return bridge.vm.perform((env) => {
      if (member.startsWith(CREATOR)) return this.lookupCreator(className, member);
      const found = late instanceof FoundClass ? late : this.find(env, className);
      if (found === null) return { state: "no-class" };
      const name = member === CONSTRUCTOR ? "<init>" : member;
      try {
        const declared = (this.#members as ArtMembers).of(env, found).filter((each) => each.name === name);
        if (declared.length === 0) return { state: "no-member", reason: "not declared by this class" };
        const bodies = declared.filter((each) => !each.isAbstract && !each.isBridge);
        if (bodies.length === 0) return { state: "no-member", reason: "abstract: no body of its own to replace" };
        const isPlatform = isPlatformClass(className);
        if (isPlatform) (this.#deoptimizer as Deoptimizer).reach(bodies);
        // A call from outside starts a class: nobody's business for the platform's, the app's own for the app's.
        const blank = isPlatform ? this.blankObject(found, env) : null;
        const overloads = bodies.map((each) => new BridgeOverload(each, found.type, blank, this, env));
        return { state: "found", overloads };
      } catch (error) {
        if (error instanceof ArtError) return { state: "failed", reason: error.message };
        throw error;
      }
    });
  }

  /** ART's tool interface is closed to all but debuggable apps: nothing tells of classes that other loaders bring. */
  watch(): void {}

  /** The machine wants the original called from right above the replacement's frame: every call goes to the body. */
  makeGate(): null {
    return null;
  }

  mangle(method: NativePointer): MethodMangler {
    return makeMethodMangler(method);
  }

  protected mayBeMade(): boolean {
    return true;
  }

  override enter(env: NativePointer): Entry {
    if (this.#stacks === null) return super.enter(env);
    return { t: this.now(env), ...this.#stacks.enter() };
  }

  override appDepth(env: NativePointer, stack: number): number {
    return this.#stacks === null ? super.appDepth(env, stack) : this.#stacks.appDepth(stack);
  }

  override calledBack(env: NativePointer, stack: number, buffer: NativePointer): string | null {
    return this.#stacks === null ? super.calledBack(env, stack, buffer) : this.#stacks.calledBack(stack);
  }

  override drainStacks(env: NativePointer, most: number): InternedStack[] {
    return this.#stacks === null ? super.drainStacks(env, most) : this.#stacks.drain(most);
  }
}

function loadHelper(factory: Java.ClassFactory, helperDex: string): void {
  const files = factory.use("java.io.File") as unknown as FileClass;
  if (!files.$new(helperDex).exists()) throw new ArtError("helper-missing", helperDex);
  try {
    factory.openClassFile(helperDex).load();
    checkHelper(() => factory.use(STAMP_CLASS));
    // All at once: a class that is looked for later would be looked for on a thread of the app.
    for (const name of [...HELPER_CLASSES, MEMBERS]) factory.use(`${HELPER}.${name}`);
  } catch (error) {
    if (error instanceof HelperError) throw error;
    throw new ArtError("helper-not-loaded", error instanceof Error ? error.message : String(error));
  }
}

/** Before there is an application, its loader is the one that reads an installed package. */
function findAppLoader(): Java.Wrapper {
  const activityThread = Java.use("android.app.ActivityThread") as unknown as ActivityThread;
  const application = activityThread.currentApplication();
  if (application !== null) return application.getClassLoader();
  const own = Java.enumerateClassLoadersSync().find((loader) => String(loader).includes("/data/app/"));
  if (own !== undefined) return own;
  const loaders = Java.use("java.lang.ClassLoader") as unknown as { getSystemClassLoader(): Java.Wrapper };
  return loaders.getSystemClassLoader();
}
