/**
 * A double of Android's machine: JNI, and calls that run a replacement or the original as the bridge has ART do it. It gives
 * the globals of Frida that the agent uses; objects are JavaScript's, references are numbers.
 */
const POINTER = 8;
const ACC_STATIC = 0x8;

type Fn = (...args: unknown[]) => unknown;

/** A number that may point at a function, a table of functions, or memory. */
export class Pointer {
  readonly value: number;
  readonly fn: Fn | undefined;
  readonly table: Map<number, Fn> | undefined;
  readonly bytes: Uint8Array | undefined;

  constructor(value: number, to: { fn?: Fn; table?: Map<number, Fn>; bytes?: Uint8Array } = {}) {
    this.value = value;
    this.fn = to.fn;
    this.table = to.table;
    this.bytes = to.bytes;
  }
  isNull(): boolean {
    return this.value === 0;
  }
  toString(): string {
    return `0x${this.value.toString(16)}`;
  }
  add(offset: number): Pointer {
    return new Pointer(this.value + offset, this.table === undefined ? {} : { fn: this.table.get(offset / POINTER)! });
  }
  readPointer(): Pointer {
    return this;
  }
  readByteArray(length: number): ArrayBuffer {
    return new Uint8Array(this.bytes!.subarray(0, length)).buffer;
  }
}

export interface Member {
  name: string;
  descriptor: string;
  modifiers: number;
  body(self: unknown, args: unknown[]): unknown;
}
export interface FakeClass {
  className: string;
  members: Member[];
  /** Getting its members fails, as when one names a class that is not there. */
  isPartial?: boolean;
  isStarted?: boolean;
  /** Class of the object in its static field CREATOR. */
  creator?: string;
}
export interface Thrown {
  className: string;
  message: string;
}
export class JavaThrow extends Error {
  readonly thrown: Thrown;
  constructor(thrown: Thrown) {
    super(thrown.message);
    this.thrown = thrown;
  }
}

export interface Setup {
  classes?: FakeClass[];
  android?: string;
  /** What deoptimising answers; an empty text is success. */
  bootImage?: string;
  method?: string;
  /** False: stacks cannot be walked. */
  walks?: boolean;
  dex?: "there" | "missing" | "refused";
  application?: boolean;
  /** Replacing a member of this name fails half way. */
  refused?: string;
  /** Of the helper that is there. */
  stamp?: string;
}

interface Frame {
  className: string;
  methodName: string;
  line: number;
  replacementOf?: Member;
}

/** What the build puts into the agent. */
export const STAMP = "5".repeat(64);

export class ArtMachine {
  readonly setup: Required<Setup>;
  readonly frames: Frame[] = [];
  readonly replaced = new Map<Member, Pointer>();
  readonly deoptimised: string[] = [];
  /** How often the frames of a backtrace were taken apart. */
  framesTaken = 0;
  /** How often each member's own body ran. */
  readonly ran = new Map<string, number>();
  pending: Thrown | null = null;
  readonly patched = new Set<{ implementation: null }>();
  readonly #objects = new Map<number, unknown>();
  readonly #owner = new Map<Member, FakeClass>();
  readonly #ids = new Map<number, Member>();
  readonly #idOf = new Map<Member, Pointer>();
  #next = 0x1000;
  #clock = 1_000_000;

  constructor(setup: Setup = {}) {
    this.setup = {
      ...{ classes: [], android: "14", bootImage: "", method: "", walks: true, dex: "there", application: true },
      ...{ refused: "", stamp: STAMP },
      ...setup,
    };
    for (const type of this.setup.classes) for (const member of type.members) this.#own(type, member);
  }

  #own(type: FakeClass, member: Member): void {
    const id = new Pointer(this.#number());
    this.#owner.set(member, type);
    this.#ids.set(id.value, member);
    this.#idOf.set(member, id);
  }

  #number(): number {
    this.#next += POINTER;
    return this.#next;
  }

  /** A reference to an object. */
  ref(object: unknown): Pointer {
    if (object === null || object === undefined) return new Pointer(0);
    const number = this.#number();
    this.#objects.set(number, object);
    return new Pointer(number);
  }

  deref(pointer: unknown): unknown {
    const { value } = pointer as Pointer;
    if (value === 0) return null;
    if (!this.#objects.has(value)) throw new Error("the machine ends: a reference that is not there any more");
    return this.#objects.get(value);
  }

  drop(pointer: unknown): void {
    this.#objects.delete((pointer as Pointer).value);
  }

  member(id: unknown): Member {
    return this.#ids.get((id as Pointer).value)!;
  }
  id(member: Member): Pointer {
    return this.#idOf.get(member)!;
  }

  /** One call as the app makes it, from a frame of the given class; throws JavaThrow. */
  callFrom(className: string, methodName: string, line: number, work: () => unknown): unknown {
    this.frames.push({ className, methodName, line });
    try {
      return work();
    } finally {
      this.frames.pop();
    }
  }

  /** Calls a member: its replacement, unless it is its replacement that calls. */
  invoke(member: Member, self: unknown, args: unknown[]): unknown {
    const type = this.#owner.get(member)!;
    const replacement = this.replaced.get(member);
    const isOriginal = this.frames.at(-1)?.replacementOf === member;
    type.isStarted = true;
    this.frames.push({
      className: type.className,
      methodName: member.name,
      line: 1,
      ...(replacement !== undefined && !isOriginal ? { replacementOf: member } : {}),
    });
    try {
      if (replacement === undefined || isOriginal) {
        this.ran.set(member.name, (this.ran.get(member.name) ?? 0) + 1);
        return member.body(self, args);
      }
      const kinds = parameters(member.descriptor);
      const receiver = (member.modifiers & ACC_STATIC) !== 0 ? type : self;
      const given = args.map((value, i) => (isObject(kinds[i]!) ? this.ref(value) : value));
      const result = replacement.fn!(ENV, this.ref(receiver), ...given);
      if (this.pending !== null) {
        const thrown = this.pending;
        this.pending = null;
        throw new JavaThrow(thrown);
      }
      return isObject(member.descriptor.split(")")[1]!) ? this.deref(result) : result;
    } finally {
      this.frames.pop();
    }
  }

  /** A call through JNI: an exception stays pending. */
  jniCall(id: unknown, self: unknown, args: unknown[]): unknown {
    const member = this.member(id);
    const kinds = parameters(member.descriptor);
    const isReference = isObject(member.descriptor.split(")")[1]!);
    try {
      const given = args.map((value, i) => (isObject(kinds[i]!) ? this.deref(value) : value));
      const result = this.invoke(member, this.deref(self), given);
      return isReference ? this.ref(result) : result;
    } catch (error) {
      if (!(error instanceof JavaThrow)) throw error;
      this.pending = error.thrown;
      return isReference ? new Pointer(0) : 0;
    }
  }

  now(): number {
    return ++this.#clock;
  }
  find(name: string): FakeClass | undefined {
    return this.setup.classes.find((each) => each.className === name);
  }
}

let current = new ArtMachine();
/** The machine that the bridge's double is about. */
export function machine(): ArtMachine {
  return current;
}
export function renew(setup: Setup): ArtMachine {
  return (current = new ArtMachine(setup));
}

function parameters(descriptor: string): string[] {
  return descriptor.slice(1, descriptor.indexOf(")")).match(/\[*(?:L[^;]*;|[ZBCSIJFD])/g) ?? [];
}
function isObject(type: string): boolean {
  return /^[L[]/.test(type);
}

/** What the helper's classes do, as far as the agent asks here. */
const HELPER: Record<string, (...args: unknown[]) => unknown> = {
  epoch: () => 0,
  now: () => current.now(),
  enter: () => current.now() * 131_072 + 1,
  appDepth: () => 1,
  drain: () => null,
  threadName: () => "main",
  find: (name) => current.find(name as string) ?? null,
  creator: (type) => (type as FakeClass).creator ?? null,
  isStarted: () => {
    throw new Error("the platform has no such member");
  },
  className: (object) => (object as Thrown).className,
  isDenial: (object) => ((object as Thrown).className === "java.lang.SecurityException" ? 1 : 0),
  text: (object) => (typeof object === "string" ? object : String((object as Thrown).className)),
  listener: () => null,
  size: () => 1,
  describe: (members) =>
    (members as Member[]).map(({ descriptor, modifiers, name }) => `${descriptor} ${modifiers} ${name}`).join("\n"),
};

const staticCall: Fn = (_env, _type, id, ...args) => {
  const { fn } = id as Pointer;
  const given = args.map((value) => (value instanceof Pointer ? current.deref(value) : value));
  const result = fn!(...given);
  return typeof result === "number" ? result : current.ref(result);
};

/** Functions of JNI by their place in its table. */
const JNI = new Map<number, Fn>([
  [13, (_e, thrown) => ((current.pending = current.deref(thrown) as Thrown), 0)],
  [15, () => current.ref(current.pending)],
  [17, () => void (current.pending = null)],
  [19, () => 0],
  [20, () => new Pointer(0)],
  [21, (_e, object) => current.ref(current.deref(object))],
  [23, (_e, object) => current.drop(object)],
  [
    27,
    (_e, type) => {
      const made = current.deref(type) as FakeClass;
      made.isStarted = true;
      return current.ref({ className: made.className });
    },
  ],
  ...[114, 117, 129, 138].map((slot): [number, Fn] => [slot, staticCall]),
  [164, (_e, string) => (current.deref(string) as string).length],
  [
    220,
    (_e, string, start, length, buffer) => {
      const text = current.deref(string) as string;
      const units = new Uint16Array((buffer as Pointer).bytes!.buffer);
      for (let i = 0; i < (length as number); i++) units[i] = text.charCodeAt((start as number) + i);
    },
  ],
  [228, () => (current.pending === null ? 0 : 1)],
]);
const ENV = new Pointer(0x10, { table: JNI });

const METHODS = new Pointer(0x20);
const CONSTRUCTORS = new Pointer(0x28);

function declared(type: FakeClass, list: unknown): Pointer {
  if (type.isPartial === true) {
    current.pending = { className: "java.lang.NoClassDefFoundError", message: "left out" };
    return new Pointer(0);
  }
  return current.ref(type.members.filter(({ name }) => (name === "<init>") === (list === CONSTRUCTORS)));
}

/** The bridge's lib/env.js, as far as the agent takes it. */
export const env = {
  handle: ENV,
  newStringUtf: (text: string) => current.ref(text),
  getStaticMethodId: (_type: unknown, name: string) => new Pointer(0x30, { fn: HELPER[name]! }),
  vaMethod:
    (): Fn =>
    (_env, self, id, ...args) =>
      id === METHODS || id === CONSTRUCTORS
        ? declared(current.deref(self) as FakeClass, id)
        : current.jniCall(id, self, args),
  staticVaMethod:
    (): Fn =>
    (_env, type, id, ...args) =>
      current.jniCall(id, type, args),
  nonvirtualVaMethod:
    (): Fn =>
    (_env, self, _type, id, ...args) => {
      if (current.deref(self) === current.deref(_type))
        throw new Error("the machine ends: a receiver of another class");
      return current.jniCall(id, self, args);
    },
  newGlobalRef: (object: Pointer) => current.ref(current.deref(object)),
  javaLangClass: () => ({ getDeclaredMethods: METHODS, getDeclaredConstructors: CONSTRUCTORS }),
  fromReflectedMethod: (member: Pointer) => current.id(current.deref(member) as Member),
  getArrayLength: (array: Pointer) => (current.deref(array) as unknown[]).length,
  getObjectArrayElement: (array: Pointer, i: number) => current.ref((current.deref(array) as unknown[])[i]),
};

Object.assign(globalThis, {
  NULL: new Pointer(0),
  NativePointer: Pointer,
  NativeFunction: function (pointer: Pointer) {
    return pointer.fn;
  },
  NativeCallback: function (fn: Fn) {
    return new Pointer(0x40, { fn });
  },
  Memory: { alloc: (size: number) => new Pointer(0x50, { bytes: new Uint8Array(size + (size % 2)) }) },
  Process: { pointerSize: POINTER, getCurrentThreadId: () => 7, id: 42, arch: "arm64" },
});
