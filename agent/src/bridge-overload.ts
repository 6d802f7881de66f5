/** One overload on any machine: how it is replaced, called as it was, and called for the self-test. */
import type { MethodMangler } from "frida-java-bridge/lib/jvm.js";
import type { JniValue, Overload, RawBody } from "./app-runtime.ts";
import type { Gate } from "./gate.ts";
import { bridge, STATIC, type BridgeEnv, type BridgeMethod } from "./bridge.ts";
import type { Jni, Native } from "./jni.ts";

/** What an overload needs of the machine it is on. */
export interface OverloadHome {
  readonly jni: Jni;
  /** True where the class object can stand in for a receiver that cannot be made. */
  readonly takesClassAsReceiver: boolean;
  /** What puts a native function in the place of a method. */
  mangle(method: NativePointer): MethodMangler;
  /** A gate as native code around `body`; null where the machine does without. */
  makeGate(gate: Gate, method: BridgeMethod, type: NativePointer, body: NativePointer): NativeGate | null;
  undoAtEnd(mangler: MethodMangler): void;
}

export interface NativeGate {
  /** What the machine calls in place of the member. */
  readonly entry: NativePointer;
  /** From now on calls that nobody watches go to this method. */
  open(original: NativePointer): void;
  /** Runs `fn`; whatever call it makes reaches the body. */
  aside(fn: () => void): void;
}

export class BridgeOverload implements Overload {
  readonly descriptor: string;
  readonly isStatic: boolean;
  readonly parameters: readonly string[];
  readonly result: string;
  readonly #method: BridgeMethod;
  readonly #type: NativePointer;
  /** Receiver of the self-test's call, NULL where none can be made; null where the call would start the app's class. */
  readonly #blank: NativePointer | null;
  readonly #runtime: OverloadHome;
  readonly #call: Native<JniValue>;
  readonly #callVirtually: Native<JniValue>;
  #mangler: MethodMangler | undefined;
  #callback: NativeCallback<"void", []> | undefined;
  #target: NativePointer | undefined;
  #problem: string | null = null;
  #gate: NativeGate | null = null;

  constructor(
    method: BridgeMethod,
    type: NativePointer,
    blank: NativePointer | null,
    runtime: OverloadHome,
    env: BridgeEnv,
  ) {
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
    return this.#mangler !== undefined && this.#problem === null && this.#mangler.originalMethod !== null;
  }

  get problem(): string | null {
    return this.#problem;
  }

  replace(body: RawBody, gate: Gate | null): void {
    const { argumentTypes, returnType } = this.#method;
    const types = ["pointer", "pointer", ...argumentTypes.map((parameter) => parameter.type)];
    const raw = (env: NativePointer, self: NativePointer, ...args: JniValue[]): JniValue => body(env, self, args);
    const callback = new NativeCallback(raw as never, returnType.type as never, types as never);
    this.#callback = callback as unknown as NativeCallback<"void", []>;
    if (gate !== null) this.#gate = this.#runtime.makeGate(gate, this.#method, this.#type, callback);
    const mangler = this.#runtime.mangle(this.#method.handle);
    this.#mangler = mangler;
    try {
      mangler.replace(this.#gate?.entry ?? this.#callback, !this.isStatic, argumentTypes, bridge.vm, bridge.api);
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      // It may have got half way.
      if (mangler.originalMethod !== null) mangler.revert(bridge.vm);
      return;
    }
    this.#runtime.undoAtEnd(mangler);
  }

  callOriginal(env: NativePointer, self: NativePointer, args: JniValue[]): JniValue {
    const target = this.#original();
    return this.isStatic ? this.#call(env, self, target, ...args) : this.#call(env, self, this.#type, target, ...args);
  }

  #original(): NativePointer {
    this.#target ??= (this.#mangler as MethodMangler).resolveTarget(null, !this.isStatic, null, bridge.api);
    return this.#target;
  }

  openGate(): void {
    this.#gate?.open(this.#original());
  }

  callBlank(env: NativePointer): void {
    const blank = this.#blank;
    if (blank === null) return;
    const jni = this.#runtime.jni;
    jni.pushLocalFrame(env, 4);
    try {
      if (this.#gate === null) this.#callWithZeros(env, blank);
      else this.#gate.aside(() => this.#callWithZeros(env, blank));
    } finally {
      if (jni.exceptionCheck(env) !== 0) jni.exceptionClear(env);
      jni.popLocalFrame(env, NULL);
    }
  }

  #callWithZeros(env: NativePointer, blank: NativePointer): void {
    const zeros = this.#method.argumentTypes.map((parameter): JniValue => (parameter.type === "pointer" ? NULL : 0));
    if (this.isStatic) this.#callVirtually(env, this.#type, this.#method.handle, ...zeros);
    else if (blank.isNull()) {
      // The hook answers before anything looks at the receiver, unless the machine itself does.
      if (this.#runtime.takesClassAsReceiver) this.#call(env, this.#type, this.#type, this.#method.handle, ...zeros);
    } else this.#callVirtually(env, blank, this.#method.handle, ...zeros);
  }
}
