/** Extracts the index from jars of the platform and from the JDK. */
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { rangesOf, type IndexedClass, type IndexedMember } from "./api-index.ts";
import { readClassFile, type ClassFile, type ClassMember } from "./class-file.ts";

/** What Robolectric adds to the classes of an instrumented jar. */
const ADDED_MEMBER = /^(\$\$robo\$|__robo_data__$|__constructor__$|__staticInitializer__$)/;
const ADDED_INTERFACE = /^org\.robolectric\./;

/** The named classes of a jar and everything they inherit from, as far as the jar holds it. */
export function classesOfJar(jar: string, names: Iterable<string>): Map<string, ClassFile> {
  const bytes = readFileSync(jar);
  const found = new Map<string, ClassFile>();
  let wanted = new Set(names);
  while (wanted.size > 0) {
    const files = new Set([...wanted].map((name) => `${name.replaceAll(".", "/")}.class`));
    const entries = Object.values(unzipSync(bytes, { filter: (file) => files.has(file.name) }));
    const read = entries.map((entry) => plain(readClassFile(entry)));
    for (const each of read) found.set(each.name, each);
    wanted = new Set(
      read.flatMap((each) => [each.superclass, ...each.interfaces]).filter((name) => name !== null && !found.has(name)),
    ) as Set<string>;
  }
  return found;
}

function plain(file: ClassFile): ClassFile {
  return {
    ...file,
    interfaces: file.interfaces.filter((name) => !ADDED_INTERFACE.test(name)),
    members: file.members.filter((member) => !ADDED_MEMBER.test(member.name)),
  };
}

/** One line a class, over all levels; `perLevel` in ascending order of levels. */
export function mergeLevels(perLevel: ReadonlyMap<number, ReadonlyMap<string, ClassFile>>): IndexedClass[] {
  const all = [...perLevel.keys()];
  const names = new Set([...perLevel.values()].flatMap((classes) => [...classes.keys()]));
  return [...names].sort().map((name) => {
    const versions = all.flatMap((level) => {
      const file = perLevel.get(level)?.get(name);
      return file === undefined ? [] : [{ level, file }];
    });
    const newest = (versions.at(-1) as { file: ClassFile }).file;
    return {
      class: name,
      levels: rangesOf(
        versions.map((each) => each.level),
        all,
      ),
      super: newest.superclass,
      interfaces: newest.interfaces,
      ...(newest.isAbstract ? { abstract: true as const } : {}),
      members: mergeMembers(versions, all),
    };
  });
}

function mergeMembers(versions: { level: number; file: ClassFile }[], all: number[]): IndexedClass["members"] {
  const seen = new Map<string, { levels: number[]; newest: ClassMember; permission: string | null }>();
  for (const { level, file } of versions) {
    for (const member of file.members) {
      if (member.name === "<clinit>" || member.isBridge) continue;
      const key = `${member.name} ${member.descriptor}`;
      const entry = seen.get(key) ?? { levels: [], newest: member, permission: null };
      seen.set(key, {
        levels: [...entry.levels, level],
        newest: member,
        permission: member.permission ?? entry.permission,
      });
    }
  }
  const members: IndexedClass["members"] = {};
  for (const key of [...seen.keys()].sort()) {
    const { levels, newest, permission } = seen.get(key) as {
      levels: number[];
      newest: ClassMember;
      permission: string | null;
    };
    const entry: IndexedMember = {
      levels: rangesOf(levels, all),
      ...(newest.isStatic ? { static: true as const } : {}),
      ...(newest.isAbstract ? { abstract: true as const } : {}),
      ...(newest.isField ? { field: true as const } : {}),
      ...(permission === null ? {} : { permission }),
    };
    (members[newest.name] ??= {})[newest.descriptor] = entry;
  }
  return members;
}
