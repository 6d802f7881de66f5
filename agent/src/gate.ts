/**
 * What lets a call by before any script runs: members that ordinary code calls all the time are asked natively whether their
 * argument could be one that a row watches. A gate may let through too much, never too little. No Frida in here.
 */
import type { RowFilter } from "../../trace/frame.ts";

/** Instead of an argument's position: the receiver. */
const RECEIVER = -1;
const STRING = "Ljava/lang/String;";
/** Where the text stands in an argument of this type. */
const FORMS: Record<string, GateForm> = {
  [STRING]: "text",
  "Ljava/io/File;": "file",
  "Ljava/nio/file/Path;": "path",
  // No name of a file: never watched.
  "Ljava/io/FileDescriptor;": "none",
};
export type GateForm = "text" | "file" | "path" | "none";

export interface GateText {
  text: string;
  /** The argument is this text; else it begins with it. */
  isWhole: boolean;
}

export interface Gate {
  /** Position of the argument, -1 for the receiver. */
  argument: number;
  form: GateForm;
  /** A path: written in several ways, of which only the plain one is compared. */
  isPath: boolean;
  texts: readonly GateText[];
}

/**
 * The gate of one overload under all rows of its member; null where a row needs every call, or its argument is not plain text.
 * @param owner class that declares the member
 * @param parameters JVM descriptors
 */
export function planGate(
  filters: readonly (RowFilter | null)[],
  owner: string,
  parameters: readonly string[],
  isStatic: boolean,
): Gate | null {
  let gate: Gate | null = null;
  for (const filter of filters) {
    const own = filter === null ? null : gateOf(filter, owner, parameters, isStatic);
    if (own === null) return null;
    if (gate !== null && (gate.argument !== own.argument || gate.isPath !== own.isPath)) return null;
    gate = gate === null ? own : { ...own, texts: [...gate.texts, ...own.texts] };
  }
  return gate;
}

function gateOf(filter: RowFilter, owner: string, parameters: readonly string[], isStatic: boolean): Gate | null {
  switch (filter.kind) {
    case "key":
      return parameters[filter.arg] === STRING
        ? { argument: filter.arg, form: "text", isPath: false, texts: wholes(Object.keys(filter.map)) }
        : null;
    case "path": {
      const type = filter.arg === RECEIVER ? `L${owner.replaceAll(".", "/")};` : parameters[filter.arg];
      const form = type === undefined ? undefined : FORMS[type];
      return form === undefined
        ? null
        : { argument: filter.arg, form, isPath: true, texts: Object.keys(filter.map).map(beginning) };
    }
    case "member": {
      const argument = parameters.indexOf(STRING);
      if (isStatic || argument < 0) return null;
      const names = Object.keys(filter.map).flatMap((key) => key.split("#").slice(1));
      return { argument, form: "text", isPath: false, texts: wholes(names) };
    }
    default:
      return null;
  }
}

const wholes = (keys: readonly string[]): GateText[] => keys.map((text) => ({ text, isWhole: true }));

function beginning(pattern: string): GateText {
  const star = pattern.indexOf("*");
  return star < 0 ? { text: pattern, isWhole: true } : { text: pattern.slice(0, star), isWhole: false };
}

/** What ends at a node of the tree, in bits. */
export const ENDS_PREFIX = 1;
export const ENDS_WHOLE = 2;

/**
 * The texts as a tree of characters. Four numbers a node: a character, its first child, its next sibling, what ends here.
 * Node 0 is the root, and stands for "none" as a child or sibling.
 */
export function textTree(texts: readonly GateText[]): Int32Array {
  const nodes: number[][] = [[0, 0, 0, 0]];
  for (const { text, isWhole } of texts) {
    let at = 0;
    for (let i = 0; i < text.length; i++) at = childOf(nodes, at, text.charCodeAt(i));
    (nodes[at] as number[])[3] = (nodes[at]?.[3] ?? 0) | (isWhole ? ENDS_WHOLE : ENDS_PREFIX);
  }
  return Int32Array.from(nodes.flat());
}

function childOf(nodes: number[][], parent: number, unit: number): number {
  const first = nodes[parent]?.[1] ?? 0;
  for (let at = first; at !== 0; at = nodes[at]?.[2] ?? 0) if (nodes[at]?.[0] === unit) return at;
  nodes.push([unit, 0, first, 0]);
  (nodes[parent] as number[])[1] = nodes.length - 1;
  return nodes.length - 1;
}
