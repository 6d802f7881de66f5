/**
 * Tells when any loader brings a class that is waited for, through the machine's tool interface (JVMTI): on the thread that
 * links it, before its first line runs. Other classes are let by in native code.
 */
import { ENDS_WHOLE, textTree } from "./gate.ts";
import { bridge } from "./bridge.ts";
import type { Jni } from "./jni.ts";

/** Positions in the function table of JVMTI, counted from 1 as its specification does. */
const SLOT = { setEventNotificationMode: 2, getClassLoader: 57, getLoadedClasses: 78, setEventCallbacks: 122 } as const;
const CLASS_PREPARE = 56;
const FIRST_EVENT = 50;
const [DISABLE, ENABLE] = [0, 1];

const CODE = `
typedef struct { int unit, child, next, end; } node;
#define FN(env, slot) ((*(void ***) (env))[slot])
extern const node tree[];
extern void found(void *env, void *type);

/* Whether a class of this name is waited for; the tree holds descriptors. */
static int isWanted(const char *s) {
  int at = 0;
  for (; *s != 0; s++) {
    int to = tree[at].child;
    while (to != 0 && tree[to].unit != (unsigned char) *s) to = tree[to].next;
    if (to == 0) return 0;
    at = to;
  }
  return (tree[at].end & ${ENDS_WHOLE}) != 0;
}

static void look(void *tool, void *env, void *type) {
  char *name = 0;
  int wanted;
  if (((int (*)(void *, void *, char **, char **)) FN(tool, 47))(tool, type, &name, 0) != 0) return;
  wanted = isWanted(name);
  ((int (*)(void *, char *)) FN(tool, 46))(tool, name);
  if (wanted) found(env, type);
}

void prepared(void *tool, void *env, void *thread, void *type) { look(tool, env, type); }

/* Classes that are linked already. */
void sweep(void *tool, void *env, void **types, int count) {
  int i, status;
  for (i = 0; i < count; i++)
    if (((int (*)(void *, void *, int *)) FN(tool, 48))(tool, types[i], &status) == 0 && (status & 2) != 0)
      look(tool, env, types[i]);
}
`;

type Tool = (...args: (NativePointer | number)[]) => number;

function tool(slot: number, types: NativeFunctionArgumentType[], result: "int" | "void" = "int"): Tool {
  const table = bridge.api.jvmti.handle.readPointer();
  const address = table.add((slot - 1) * Process.pointerSize).readPointer();
  return new NativeFunction(address, result, types) as unknown as Tool;
}

/** `onClass` gets references that hold until it returns. */
export class ClassWatch {
  readonly #kept: unknown[] = [];
  readonly #notify = tool(SLOT.setEventNotificationMode, ["pointer", "int", "int", "pointer"]);
  readonly #jni: Jni;
  readonly #module: CModule;

  /** @param names of the classes, as Java writes them */
  constructor(jni: Jni, names: readonly string[], onClass: (env: NativePointer, type: NativePointer) => void) {
    this.#jni = jni;
    const descriptors = names.map((name) => ({ text: `L${name.replaceAll(".", "/")};`, isWhole: true }));
    const nodes = textTree(descriptors);
    const tree = Memory.alloc(nodes.length * 4);
    tree.writeByteArray(nodes.buffer as ArrayBuffer);
    const found = new NativeCallback(onClass, "void", ["pointer", "pointer"]);
    this.#module = new CModule(CODE, { tree, found });
    this.#kept.push(tree, found);
  }

  /** Looks at what is there already, and from now on at what comes. */
  start(env: NativePointer): void {
    const { handle } = bridge.api.jvmti;
    const callbacks = Memory.alloc((CLASS_PREPARE - FIRST_EVENT + 1) * Process.pointerSize);
    callbacks
      .add((CLASS_PREPARE - FIRST_EVENT) * Process.pointerSize)
      .writePointer(this.#module["prepared"] as NativePointer);
    const size = (CLASS_PREPARE - FIRST_EVENT + 1) * Process.pointerSize;
    const problem =
      tool(SLOT.setEventCallbacks, ["pointer", "pointer", "int"])(handle, callbacks, size) ||
      this.#notify(handle, ENABLE, CLASS_PREPARE, NULL);
    if (problem !== 0) throw new Error(`the machine does not tell of new classes: ${problem}`);
    this.#sweep(env, handle);
  }

  stop(): void {
    this.#notify(bridge.api.jvmti.handle, DISABLE, CLASS_PREPARE, NULL);
  }

  #sweep(env: NativePointer, handle: NativePointer): void {
    const out = Memory.alloc(Process.pointerSize * 2);
    const list = out.add(Process.pointerSize);
    const sweep = new NativeFunction(this.#module["sweep"] as NativePointer, "void", [
      ...["pointer", "pointer", "pointer", "int"],
    ] as never) as unknown as Tool;
    this.#jni.pushLocalFrame(env, 16);
    try {
      if (tool(SLOT.getLoadedClasses, ["pointer", "pointer", "pointer"])(handle, out, list) !== 0) return;
      sweep(handle, env, list.readPointer(), out.readS32());
      bridge.api.jvmti.deallocate(list.readPointer());
    } finally {
      this.#jni.popLocalFrame(env, NULL);
    }
  }
}

/** The loader of a class, as a local reference; null for the machine's own. */
export function loaderOf(type: NativePointer): NativePointer {
  const out = Memory.alloc(Process.pointerSize);
  tool(SLOT.getClassLoader, ["pointer", "pointer", "pointer"])(bridge.api.jvmti.handle, type, out);
  return out.readPointer();
}
