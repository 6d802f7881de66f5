/** One overload on a HotSpot machine: how it is replaced, called as it was, and called for the self-test. */
import Java from "frida-java-bridge";
import { makeMethodMangler, type MethodMangler } from "frida-java-bridge/lib/jvm.js";
import type { JniValue, Overload, RawBody } from "./app-runtime.ts";
import type { Jni, Native } from "./jni.ts";

/** A method with the types that the bridge gives to native calls. */
export interface BridgeMethod {
  handle: NativePointer;
  type: 2 | 3;
  returnType: BridgeType;
  argumentTypes: BridgeType[];
}
export interface BridgeType {
  name: string;
  type: string;
}
export interface BridgeEnv {
  handle: NativePointer;
  newStringUtf(text: string): NativePointer;
  getStaticMethodId(type: NativePointer, name: string, signature: string): NativePointer;
  vaMethod(result: string, args: string[]): Native<JniValue>;
  staticVaMethod(result: string, args: string[]): Native<JniValue>;
  nonvirtualVaMethod(result: string, args: string[]): Native<JniValue>;
  newGlobalRef(handle: NativePointer): NativePointer;
}
export interface Bridge {
  vm: { perform<T>(fn: (env: BridgeEnv) => T): T; getEnv(): BridgeEnv };
  api: Record<"ClassLoaderDataGraph::classes_do", (closure: NativePointer) => void> & {
    jvmti: { handle: NativePointer };
  };
}
export const bridge = Java as unknown as Bridge;
/** The bridge's number for a static method. */
export const STATIC = 2;

/** What an overload needs of the machine it is on. */
export interface OverloadHome {
  readonly jni: Jni;
  undoAtEnd(mangler: MethodMangler): void;
}

/**
 * After each replaced member the bridge has the machine walk all of its classes, 10 ms a time and the app stopped. All
 * replacements of one turn happen in one such stop, so one walk after the last does for all of them.
 */
class SharedWalk {
  #pending = 0;
  #isPatched = false;

  /** One more replacement, or putting back, is going to ask for the walk. */
  expectOne(): void {
    this.#pending++;
    if (this.#isPatched) return;
    this.#isPatched = true;
    const api = bridge.api;
    const walk = api[WALK];
    api[WALK] = (closure) => {
      if (--this.#pending > 0) return;
      this.#pending = 0;
      walk(closure);
    };
  }
}
const WALK = "ClassLoaderDataGraph::classes_do";
export const sharedWalk = new SharedWalk();

export class HotSpotOverload implements Overload {
  readonly descriptor: string;
  readonly isStatic: boolean;
  readonly parameters: readonly string[];
  readonly result: string;
  readonly #method: BridgeMethod;
  readonly #type: NativePointer;
  /** Receiver of the self-test's call; null where there can be none. */
  readonly #blank: NativePointer;
  readonly #runtime: OverloadHome;
  readonly #call: Native<JniValue>;
  readonly #callVirtually: Native<JniValue>;
  #mangler: MethodMangler | undefined;
  #callback: NativeCallback<"void", []> | undefined;
  #target: NativePointer | undefined;

  constructor(method: BridgeMethod, type: NativePointer, blank: NativePointer, runtime: OverloadHome, env: BridgeEnv) {
    this.#blank = blank;
    this.#method = method;
    this.#type = type;
    this.#runtime = runtime;
    this.isStatic = method.type === STATIC;
    this.parameters = method.argumentTypes.map((parameter) => parameter.name);
    this.result = method.returnType.name;
    this.descriptor = `(${this.parameters.join("")})${this.result}`;
    const result = method.returnType.type;
    const args = method.argumentTypes.map((parameter) => parameter.type);
    this.#call = this.isStatic ? env.staticVaMethod(result, args) : env.nonvirtualVaMethod(result, args);
    this.#callVirtually = this.isStatic ? this.#call : env.vaMethod(result, args);
  }

  get replaced(): boolean {
    return this.#mangler !== undefined && this.#mangler.originalMethod !== null;
  }

  replace(body: RawBody): void {
    const { argumentTypes, returnType } = this.#method;
    const types = ["pointer", "pointer", ...argumentTypes.map((parameter) => parameter.type)];
    const raw = (env: NativePointer, self: NativePointer, ...args: JniValue[]): JniValue => body(env, self, args);
    const callback = new NativeCallback(raw as never, returnType.type as never, types as never);
    this.#callback = callback as unknown as NativeCallback<"void", []>;
    this.#mangler = makeMethodMangler(this.#method.handle);
    sharedWalk.expectOne();
    this.#mangler.replace(this.#callback, !this.isStatic, argumentTypes, bridge.vm, bridge.api);
    this.#runtime.undoAtEnd(this.#mangler);
  }

  callOriginal(env: NativePointer, self: NativePointer, args: JniValue[]): JniValue {
    this.#target ??= (this.#mangler as MethodMangler).resolveTarget(null, !this.isStatic, null, bridge.api);
    return this.isStatic
      ? this.#call(env, self, this.#target, ...args)
      : this.#call(env, self, this.#type, this.#target, ...args);
  }

  callBlank(env: NativePointer): void {
    const jni = this.#runtime.jni;
    const zeros = this.#method.argumentTypes.map((parameter): JniValue => (parameter.type === "pointer" ? NULL : 0));
    jni.pushLocalFrame(env, 4);
    try {
      if (this.isStatic) this.#callVirtually(env, this.#type, this.#method.handle, ...zeros);
      else if (this.#blank.isNull())
        // The hook answers before anything looks at the receiver: where no object can be made, the class object will do.
        this.#call(env, this.#type, this.#type, this.#method.handle, ...zeros);
      else this.#callVirtually(env, this.#blank, this.#method.handle, ...zeros);
    } finally {
      if (jni.exceptionCheck(env) !== 0) jni.exceptionClear(env);
      jni.popLocalFrame(env, NULL);
    }
  }
}
