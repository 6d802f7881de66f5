/**
 * The members that a class declares, read by reflection: ART's tool interface (JVMTI) is closed to all but debuggable apps.
 * The lists are asked for by JNI, with no Java frame below, so that the machine does not hide members from us as it would
 * from an app. The class is linked for that and not started.
 */
import { ArtError } from "./art-error.ts";
import type { BridgeEnv } from "./bridge.ts";
import { declaredMember, type DeclaredMember } from "./descriptor.ts";
import type { FoundClass } from "./found-class.ts";
import type { Jni } from "./jni.ts";

export class ArtMembers {
  readonly #jni: Jni;
  readonly #helper: NativePointer;
  readonly #describe: NativePointer;
  readonly #byClass = new Map<FoundClass, DeclaredMember[]>();

  /** @param helper the helper's class Members */
  constructor(env: BridgeEnv, jni: Jni, helper: NativePointer) {
    this.#jni = jni;
    this.#helper = helper;
    this.#describe = env.getStaticMethodId(helper, "describe", "(Ljava/lang/Object;)Ljava/lang/String;");
  }

  /**
   * Methods and constructors (`<init>`).
   * @throws ArtError `members-unreadable` where a member names a class that the app left out
   */
  of(env: BridgeEnv, found: FoundClass): DeclaredMember[] {
    const known = this.#byClass.get(found);
    if (known !== undefined) return known;
    const { getDeclaredMethods, getDeclaredConstructors } = env.javaLangClass();
    const members = [getDeclaredMethods, getDeclaredConstructors].flatMap((list) => this.#read(env, found.type, list));
    this.#byClass.set(found, members);
    return members;
  }

  #read(env: BridgeEnv, type: NativePointer, list: NativePointer): DeclaredMember[] {
    const array = env.vaMethod("pointer", [])(env.handle, type, list) as NativePointer;
    this.#check(env);
    const text = this.#jni.staticObject1(env.handle, this.#helper, this.#describe, array);
    this.#check(env);
    const units = this.#jni.getStringLength(env.handle, text);
    const lines = this.#jni.readString(env.handle, text, units, Memory.alloc(units * 2 + 2)) as string;
    this.#jni.deleteLocalRef(env.handle, text);
    const members = (lines === "" ? [] : lines.split("\n")).map((line, index) => {
      const [descriptor, modifiers, ...name] = line.split(" ") as [string, string, ...string[]];
      const member = env.getObjectArrayElement(array, index);
      const handle = env.fromReflectedMethod(member);
      this.#jni.deleteLocalRef(env.handle, member);
      return declaredMember(name.join(" "), descriptor, Number(modifiers), handle);
    });
    this.#jni.deleteLocalRef(env.handle, array);
    return members;
  }

  #check(env: BridgeEnv): void {
    if (this.#jni.exceptionCheck(env.handle) === 0) return;
    this.#jni.exceptionClear(env.handle);
    throw new ArtError("members-unreadable", "the machine does not tell the members of this class");
  }
}
