/**
 * What the platform's classes declare at several API levels, as extracted from published jars (`sources.json`). One class a
 * line in `classes.jsonl`; only classes that a catalogue row names, and what they inherit from.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { CatalogueError } from "../tsv.ts";

/** Levels as ranges, `28-35` or `31,33-34`. */
const levels = z.string().regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/);
const memberSchema = z.strictObject({
  levels,
  /** `true` at all levels of the member, or at these. */
  static: z.union([z.literal(true), levels]).optional(),
  abstract: z.union([z.literal(true), levels]).optional(),
  field: z.literal(true).optional(),
  /** What `@RequiresPermission` says, with the levels that say it. */
  permissions: z.record(z.string(), levels).optional(),
});
const classSchema = z.strictObject({
  class: z.string(),
  levels,
  /** Names with the levels at which the class has them as a parent. */
  super: z.record(z.string(), levels),
  interfaces: z.record(z.string(), levels),
  abstract: z.union([z.literal(true), levels]).optional(),
  /** By name, then by descriptor. */
  members: z.record(z.string(), z.record(z.string(), memberSchema)),
});
export type IndexedClass = z.infer<typeof classSchema>;
export type IndexedMember = z.infer<typeof memberSchema>;

export const sourceSchema = z.strictObject({
  level: z.number().int(),
  group: z.string(),
  artifact: z.string(),
  version: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.number().int(),
});
export type IndexSource = z.infer<typeof sourceSchema>;

const FILE = new URL("classes.jsonl", import.meta.url);
const SOURCES = new URL("sources.json", import.meta.url);

/** The jars that the index was extracted from; java.* and javax.* come from the JDK that the virtual handset runs on. */
export function loadSources(): IndexSource[] {
  return z.array(sourceSchema).parse(JSON.parse(readFileSync(SOURCES, "utf8")));
}

/** Numbers of a range text. */
export function levelsOf(text: string): number[] {
  return text.split(",").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** Whether something that holds at all levels (`true`), at some, or at none holds at one. */
export function holdsAt(value: string | true | undefined, level: number): boolean {
  return value === true || (value !== undefined && levelsOf(value).includes(level));
}

/** The shortest range text of some of `all` levels: neighbours in `all` are joined. */
export function rangesOf(some: readonly number[], all: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < all.length; i++) {
    if (!some.includes(all[i] as number)) continue;
    let end = i;
    while (end + 1 < all.length && some.includes(all[end + 1] as number)) end++;
    parts.push(end > i ? `${all[i]}-${all[end]}` : `${all[i]}`);
    i = end;
  }
  return parts.join(",");
}

export class ApiIndex {
  readonly #classes: Map<string, IndexedClass>;

  constructor(classes: readonly IndexedClass[]) {
    this.#classes = new Map(classes.map((each) => [each.class, each]));
  }

  get(name: string): IndexedClass | undefined {
    return this.#classes.get(name);
  }

  /** Member of a class at one level, and which class declares it; null when neither it nor what it inherits from has it. */
  find(name: string, member: string, level: number): { declaredBy: string; overloads: IndexedMember[] } | null {
    const own = this.#classes.get(name);
    if (own === undefined || !holdsAt(own.levels, level)) return null;
    const here = Object.values(Object.hasOwn(own.members, member) ? (own.members[member] ?? {}) : {}).filter((each) =>
      holdsAt(each.levels, level),
    );
    if (here.length > 0) return { declaredBy: name, overloads: here };
    if (member === "<init>") return null;
    for (const [parent, at] of [...Object.entries(own.super), ...Object.entries(own.interfaces)]) {
      const found = holdsAt(at, level) ? this.find(parent, member, level) : null;
      if (found !== null) return found;
    }
    return null;
  }

  all(): IndexedClass[] {
    return [...this.#classes.values()];
  }
}

/** Loads the index; throws CatalogueError naming file:line. */
export function loadApiIndex(file: string | URL = FILE): ApiIndex {
  const classes = readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, i) => {
      if (line === "") return [];
      const parsed = classSchema.safeParse(JSON.parse(line));
      if (!parsed.success)
        throw new CatalogueError(`${String(file)}:${i + 1}: ${parsed.error.issues[0]?.message ?? "invalid"}`);
      return [parsed.data];
    });
  return new ApiIndex(classes);
}
