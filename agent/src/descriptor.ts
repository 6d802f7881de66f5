/** Descriptors and members as the machine writes them. */
import { INSTANCE, STATIC, type BridgeMethod } from "./bridge.ts";

export interface BridgeType {
  /** Descriptor. */
  name: string;
  /** The bridge's name for the type of a native call. */
  type: string;
}

/** Of java.lang.reflect.Modifier, as class files have them. */
const ACC_STATIC = 0x8;
const ACC_BRIDGE = 0x40;
const ACC_NATIVE = 0x100;
const ACC_ABSTRACT = 0x400;

export interface DeclaredMember extends BridgeMethod {
  name: string;
  isAbstract: boolean;
  isNative: boolean;
  /** Written by the compiler; calls the member of the same name that the source has. */
  isBridge: boolean;
}

/** A member out of what the machine tells of it. */
export function declaredMember(
  name: string,
  descriptor: string,
  modifiers: number,
  handle: NativePointer,
): DeclaredMember {
  const { parameters, result } = readDescriptor(descriptor);
  return {
    name,
    handle,
    type: (modifiers & ACC_STATIC) !== 0 ? STATIC : INSTANCE,
    isAbstract: (modifiers & ACC_ABSTRACT) !== 0,
    isNative: (modifiers & ACC_NATIVE) !== 0,
    isBridge: (modifiers & ACC_BRIDGE) !== 0,
    returnType: result,
    argumentTypes: parameters,
  };
}

/** By the first letter of a descriptor: names that the bridge gives to the types of native calls. */
const NATIVE_TYPE: Record<string, string> = {
  ...{ Z: "uint8", B: "int8", C: "uint16", S: "int16", I: "int32", J: "int64", F: "float", D: "double", V: "void" },
  ...{ L: "pointer", "[": "pointer" },
};

/** `(I[Ljava/lang/String;)V` taken apart. */
export function readDescriptor(descriptor: string): { parameters: BridgeType[]; result: BridgeType } {
  const types = descriptor.match(/\[*(?:L[^;]*;|[ZBCSIJFDV])/g) ?? [];
  const all = types.map((name): BridgeType => ({ name, type: NATIVE_TYPE[name.charAt(0)] as string }));
  return { parameters: all.slice(0, -1), result: all.at(-1) as BridgeType };
}
