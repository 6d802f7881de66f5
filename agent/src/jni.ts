/** The few JNI functions a hook needs, called straight. Positions are those of the JNI specification's function table. */
import { cutText } from "./cut-text.ts";

const SLOT = {
  throw: 13,
  exceptionOccurred: 15,
  exceptionClear: 17,
  pushLocalFrame: 19,
  popLocalFrame: 20,
  newGlobalRef: 21,
  deleteLocalRef: 23,
  isSameObject: 24,
  allocObject: 27,
  getStringLength: 164,
  getStringRegion: 220,
  exceptionCheck: 228,
  callStaticObject: 114,
  callStaticInt: 129,
  callStaticBoolean: 117,
  callStaticDouble: 138,
} as const;

/** A simple function; Frida's typing of native functions does not follow the signature given as data. */
export type Native<R> = (...args: NativeFunctionArgumentValue[]) => R;

export class Jni {
  readonly throw_: Native<number>;
  readonly exceptionOccurred: Native<NativePointer>;
  readonly exceptionClear: Native<void>;
  readonly exceptionCheck: Native<number>;
  readonly pushLocalFrame: Native<number>;
  readonly popLocalFrame: Native<NativePointer>;
  readonly newGlobalRef: Native<NativePointer>;
  readonly deleteLocalRef: Native<void>;
  readonly isSameObject: Native<number>;
  readonly allocObject: Native<NativePointer>;
  readonly getStringLength: Native<number>;
  readonly getStringRegion: Native<void>;
  readonly staticObject0: Native<NativePointer>;
  readonly staticObject1: Native<NativePointer>;
  readonly staticObject2: Native<NativePointer>;
  readonly staticObjectInt: Native<NativePointer>;
  readonly staticIntObject: Native<number>;
  readonly staticIntInt: Native<number>;
  readonly staticBooleanObject: Native<number>;
  readonly staticDouble0: Native<number>;

  /** `env` is any JNIEnv of the machine: its function table is the same for all threads. */
  constructor(env: NativePointer) {
    const table = env.readPointer();
    const at = <R>(slot: number, result: string, args: string[]): Native<R> =>
      new NativeFunction(
        table.add(slot * Process.pointerSize).readPointer(),
        result as NativeFunctionReturnType,
        args as NativeFunctionArgumentType[],
        { exceptions: "propagate" },
      ) as unknown as Native<R>;
    const p = "pointer";
    this.throw_ = at(SLOT.throw, "int32", [p, p]);
    this.exceptionOccurred = at(SLOT.exceptionOccurred, p, [p]);
    this.exceptionClear = at(SLOT.exceptionClear, "void", [p]);
    this.exceptionCheck = at(SLOT.exceptionCheck, "uint8", [p]);
    this.pushLocalFrame = at(SLOT.pushLocalFrame, "int32", [p, "int32"]);
    this.popLocalFrame = at(SLOT.popLocalFrame, p, [p, p]);
    this.newGlobalRef = at(SLOT.newGlobalRef, p, [p, p]);
    this.deleteLocalRef = at(SLOT.deleteLocalRef, "void", [p, p]);
    this.isSameObject = at(SLOT.isSameObject, "uint8", [p, p, p]);
    this.allocObject = at(SLOT.allocObject, p, [p, p]);
    this.getStringLength = at(SLOT.getStringLength, "int32", [p, p]);
    this.getStringRegion = at(SLOT.getStringRegion, "void", [p, p, "int32", "int32", p]);
    this.staticObject0 = at(SLOT.callStaticObject, p, [p, p, p]);
    this.staticObject1 = at(SLOT.callStaticObject, p, [p, p, p, "...", p]);
    this.staticObject2 = at(SLOT.callStaticObject, p, [p, p, p, "...", p, p]);
    this.staticObjectInt = at(SLOT.callStaticObject, p, [p, p, p, "...", "int32"]);
    this.staticIntObject = at(SLOT.callStaticInt, "int32", [p, p, p, "...", p]);
    this.staticIntInt = at(SLOT.callStaticInt, "int32", [p, p, p, "...", "int32"]);
    this.staticBooleanObject = at(SLOT.callStaticBoolean, "uint8", [p, p, p, "...", p]);
    this.staticDouble0 = at(SLOT.callStaticDouble, "double", [p, p, p]);
  }

  /** Text of a Java string, at most `most` units of it, the mark of a cut among them; `buffer` holds 2 bytes a unit. Null for null. */
  readString(env: NativePointer, string: NativePointer, most: number, buffer: NativePointer): string | null {
    if (string.isNull()) return null;
    const length = this.getStringLength(env, string);
    const taken = Math.min(length, most);
    if (taken === 0) return "";
    this.getStringRegion(env, string, 0, taken, buffer);
    return cutText(textOf(buffer, taken), most, length);
  }
}

/** Frida's own reading is one step, but it ends at a NUL and refuses what is not well-formed. */
function textOf(buffer: NativePointer, length: number): string {
  try {
    const text = buffer.readUtf16String(length);
    if (text !== null && text.length === length) return text;
  } catch {
    return decode(buffer, length);
  }
  return decode(buffer, length);
}

/** The app chooses the text: lone surrogates become U+FFFD, so that it can always be written as UTF-8. */
function decode(buffer: NativePointer, length: number): string {
  const units = new Uint16Array(buffer.readByteArray(length * 2) as ArrayBuffer);
  let plain = true;
  for (let i = 0; i < length && plain; i++) plain = (units[i] as number) < 0xd800 || (units[i] as number) > 0xdfff;
  if (!plain) {
    for (let i = 0; i < length; i++) {
      const unit = units[i] as number;
      if (unit < 0xd800 || unit > 0xdfff) continue;
      const next = units[i + 1] ?? 0;
      if (unit < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) i++;
      else units[i] = 0xfffd;
    }
  }
  return String.fromCharCode.apply(null, units as unknown as number[]);
}
