/** Gates as native code: a call that no row watches goes from the machine to the original without entering the script. */
import { GATE_CODE } from "./gate-code.ts";
import { textTree, type Gate } from "./gate.ts";
import { STATIC, type BridgeEnv, type BridgeMethod } from "./bridge.ts";
import type { NativeGate } from "./bridge-overload.ts";

/** By the type of a result: its name in C, and the JNI functions that call a member with an array of arguments. */
const RESULTS: Record<string, { c: string; nonvirtual: number; static: number }> = {
  pointer: { c: "void *", nonvirtual: 66, static: 116 },
  uint8: { c: "unsigned char", nonvirtual: 69, static: 119 },
  int32: { c: "int", nonvirtual: 81, static: 131 },
  int64: { c: "long long", nonvirtual: 84, static: 134 },
  void: { c: "void", nonvirtual: 93, static: 143 },
};
const PARAMETERS: Record<string, { c: string; field: string }> = {
  pointer: { c: "void *", field: "l" },
  uint8: { c: "unsigned char", field: "z" },
  int32: { c: "int", field: "i" },
  int64: { c: "long long", field: "j" },
};

/** Set while the self-test calls: every gate lets its call through to the body then. */
const proving = Memory.alloc(4);

function aside(fn: () => void): void {
  proving.writeS32(1);
  try {
    fn();
  } finally {
    proving.writeS32(0);
  }
}

/** Where a file and a path keep their text; found once. */
export class GateFields {
  readonly #fields = new Map<string, { type: NativePointer; field: NativePointer }>();

  /** Null where this machine's class has no such field. */
  of(env: BridgeEnv, form: Gate["form"]): { type: NativePointer; field: NativePointer } | null {
    if (form === "text" || form === "none") return { type: NULL, field: NULL };
    const known = this.#fields.get(form);
    if (known !== undefined) return known;
    const [owner, name, signature] =
      form === "file" ? ["java/io/File", "path", "Ljava/lang/String;"] : ["sun/nio/fs/UnixPath", "path", "[B"];
    try {
      const type = env.newGlobalRef(env.findClass(owner as string));
      const found = { type, field: env.getFieldId(type, name as string, signature as string) };
      env.throwIfExceptionPending();
      this.#fields.set(form, found);
      return found;
    } catch (absent) {
      // Another library of classes: its members go without a gate.
      if (absent instanceof Error) return null;
      throw absent;
    }
  }
}

/**
 * Native code of one overload: `body` is called where the gate cares, the original elsewhere.
 * Null where the overload's types, or this machine, are not simple enough.
 */
export function makeNativeGate(
  gate: Gate,
  method: BridgeMethod,
  type: NativePointer,
  body: NativePointer,
  fields: { type: NativePointer; field: NativePointer },
): NativeGate | null {
  const isStatic = method.type === STATIC;
  const result = RESULTS[method.returnType.type];
  const parameters = method.argumentTypes.map((each) => PARAMETERS[each.type]);
  if (result === undefined || parameters.includes(undefined)) return null;
  const list = parameters as { c: string; field: string }[];
  const declared = ["void *env", "void *self", ...list.map(({ c }, i) => `${c} a${i}`)].join(", ");
  const handed = ["env", "self", ...list.map((_, i) => `a${i}`)].join(", ");
  const looked = gate.argument < 0 ? "self" : `a${gate.argument}`;
  const question = {
    text: `caresText(env, ${looked})`,
    file: `caresFile(env, ${looked})`,
    path: `caresPath(env, ${looked})`,
    none: "0",
  }[gate.form];
  const slot = isStatic ? result.static : result.nonvirtual;
  const between = isStatic ? "" : "type, ";
  const betweenTypes = isStatic ? "" : "void *, ";
  const isVoid = result.c === "void";
  const returns = isVoid ? "" : "return ";
  const source = `
#define IS_PATH ${gate.isPath ? 1 : 0}
${GATE_CODE}
extern ${result.c} body(${declared});
typedef ${result.c} original(void *, void *, ${betweenTypes}void *, value *);
${result.c} entry(${declared}) {
  value v[${Math.max(list.length, 1)}];
  if (proving || target == 0 || ${question}) { ${returns}body(${handed}); ${isVoid ? "return;" : ""} }
  ${list.map(({ field }, i) => `v[${i}].${field} = a${i};`).join(" ")}
  ${returns}((original *) FN(env, ${slot}))(env, self, ${between}target, v);
}`;
  const cells = Memory.alloc(Process.pointerSize * 4);
  const cell = (i: number): NativePointer => cells.add(i * Process.pointerSize);
  cell(1).writePointer(type);
  cell(2).writePointer(fields.field);
  cell(3).writePointer(fields.type);
  const nodes = textTree(gate.texts);
  const tree = Memory.alloc(nodes.length * 4);
  tree.writeByteArray(nodes.buffer as ArrayBuffer);
  const module = new CModule(source, {
    body,
    proving,
    target: cell(0),
    type: cell(1),
    field: cell(2),
    ofPath: cell(3),
    tree,
  });
  KEPT.push(module, cells, tree);
  return { entry: module["entry"] as NativePointer, open: (original) => void cells.writePointer(original), aside };
}

/** Code that the machine may be in at any time, and what it reads: it lives as long as the script. */
const KEPT: unknown[] = [];
