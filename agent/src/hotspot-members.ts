/**
 * The members that a class declares, read through the machine's tool interface (JVMTI): a class only has to be linked for
 * that, so an app's class is known and hooked before it starts, and the app still starts it when it would have.
 */
import { bridge } from "./bridge.ts";
import type { FoundClass } from "./found-class.ts";
import { declaredMember, type DeclaredMember } from "./descriptor.ts";

/** Positions in the function table of JVMTI, counted from 1 as its specification does. */
const SLOT = { deallocate: 47, getClassMethods: 52, getMethodName: 64, getMethodModifiers: 66 } as const;
export class DeclaredMembers {
  readonly #byClass = new Map<FoundClass, DeclaredMember[]>();
  readonly #out = Memory.alloc(Process.pointerSize * 2);
  readonly #getClassMethods = tool(SLOT.getClassMethods, ["pointer", "pointer", "pointer", "pointer"]);
  readonly #getMethodName = tool(SLOT.getMethodName, ["pointer", "pointer", "pointer", "pointer", "pointer"]);
  readonly #getMethodModifiers = tool(SLOT.getMethodModifiers, ["pointer", "pointer", "pointer"]);
  readonly #deallocate = tool(SLOT.deallocate, ["pointer", "pointer"]);

  /** Methods and constructors (`<init>`) of a linked class. */
  of(found: FoundClass): DeclaredMember[] {
    const known = this.#byClass.get(found);
    if (known !== undefined) return known;
    const members = this.#read(found.type);
    this.#byClass.set(found, members);
    return members;
  }

  #read(type: NativePointer): DeclaredMember[] {
    const { handle } = bridge.api.jvmti;
    const second = this.#out.add(Process.pointerSize);
    const problem = this.#getClassMethods(handle, type, this.#out, second);
    if (problem !== 0) throw new Error(`the machine does not tell the members of a class: ${problem}`);
    const [count, list] = [this.#out.readS32(), second.readPointer()];
    const members = Array.from({ length: count }, (_, i) =>
      this.#member(list.add(i * Process.pointerSize).readPointer()),
    );
    this.#deallocate(handle, list);
    return members;
  }

  #member(method: NativePointer): DeclaredMember {
    const { handle } = bridge.api.jvmti;
    const second = this.#out.add(Process.pointerSize);
    this.#getMethodModifiers(handle, method, this.#out);
    const modifiers = this.#out.readS32();
    this.#getMethodName(handle, method, this.#out, second, NULL);
    const [name, signature] = [this.#out.readPointer(), second.readPointer()];
    const member = declaredMember(
      name.readUtf8String() as string,
      signature.readUtf8String() as string,
      modifiers,
      method,
    );
    this.#deallocate(handle, name);
    this.#deallocate(handle, signature);
    return member;
  }
}

function tool(slot: number, types: NativeFunctionArgumentType[]): (...args: NativePointer[]) => number {
  const table = bridge.api.jvmti.handle.readPointer();
  return new NativeFunction(table.add((slot - 1) * Process.pointerSize).readPointer(), "int", types) as unknown as (
    ...args: NativePointer[]
  ) => number;
}
