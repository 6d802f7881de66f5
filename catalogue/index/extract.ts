/** Extracts the index from jars of the platform and from the JDK. */
import { readFileSync } from "node:fs";
import { unzipSync } from "fflate";
import { rangesOf, type IndexedClass, type IndexedMember } from "./api-index.ts";
import { readClassFile, type ClassFile, type ClassMember } from "./class-file.ts";

/** What Robolectric adds to the classes of an instrumented jar. */
const ADDED_MEMBER = /^(\$\$robo\$|__robo_data__$|__constructor__$|__staticInitializer__$)/;
/** `$$robo$$package_Class$member`; a nested class has its own `$` before the member's. */
const DOUBLE = /^\$\$robo\$\$.*\$([^$]+)$/;
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

/** Without what Robolectric added; the doubles that hold a method's body hold its annotations too, which go back to it. */
function plain(file: ClassFile): ClassFile {
  const ofDouble = new Map<string, string>();
  for (const { name, descriptor, permission } of file.members) {
    const original = DOUBLE.exec(name)?.[1];
    if (original === undefined || permission === null) continue;
    ofDouble.set(`${original === "__constructor__" ? "<init>" : original} ${descriptor}`, permission);
  }
  return {
    ...file,
    interfaces: file.interfaces.filter((name) => !ADDED_INTERFACE.test(name)),
    members: file.members
      .filter((member) => !ADDED_MEMBER.test(member.name))
      .map((member) => ({
        ...member,
        permission: member.permission ?? ofDouble.get(`${member.name} ${member.descriptor}`) ?? null,
      })),
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
    const at = versions.map((each) => each.level);
    const where = (test: (file: ClassFile) => boolean): number[] =>
      versions.filter((each) => test(each.file)).map((each) => each.level);
    const parents = (of: (file: ClassFile) => string[]): Record<string, string> =>
      Object.fromEntries(
        [...new Set(versions.flatMap((each) => of(each.file)))].map((parent) => [
          parent,
          rangesOf(
            where((file) => of(file).includes(parent)),
            all,
          ),
        ]),
      );
    return {
      class: name,
      levels: rangesOf(at, all),
      super: parents((file) => (file.superclass === null ? [] : [file.superclass])),
      interfaces: parents((file) => file.interfaces),
      ...flag(
        "abstract",
        where((file) => file.isAbstract),
        at,
        all,
      ),
      members: mergeMembers(versions, all),
    };
  });
}

/** Nothing where it never holds, `true` where it always does, else the levels at which it does. */
function flag<K extends string>(key: K, some: number[], at: number[], all: number[]): { [_ in K]?: true | string } {
  if (some.length === 0) return {};
  return { [key]: some.length === at.length ? true : rangesOf(some, all) } as { [_ in K]: true | string };
}

function mergeMembers(versions: { level: number; file: ClassFile }[], all: number[]): IndexedClass["members"] {
  const seen = new Map<string, { level: number; member: ClassMember }[]>();
  for (const { level, file } of versions) {
    for (const member of file.members) {
      if (member.name === "<clinit>" || member.isBridge) continue;
      const key = `${member.name} ${member.descriptor}`;
      seen.set(key, [...(seen.get(key) ?? []), { level, member }]);
    }
  }
  const members: IndexedClass["members"] = {};
  for (const [, found] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const newest = (found.at(-1) as { member: ClassMember }).member;
    const at = found.map((each) => each.level);
    const where = (test: (member: ClassMember) => boolean): number[] =>
      found.filter((each) => test(each.member)).map((each) => each.level);
    const permissions = permissionsOf(found, all);
    const entry: IndexedMember = {
      levels: rangesOf(at, all),
      ...flag(
        "static",
        where((member) => member.isStatic),
        at,
        all,
      ),
      ...flag(
        "abstract",
        where((member) => member.isAbstract),
        at,
        all,
      ),
      ...(newest.isField ? { field: true as const } : {}),
      ...(permissions === null ? {} : { permissions }),
    };
    (members[newest.name] ??= {})[newest.descriptor] = entry;
  }
  return members;
}

/** Levels come and go by what the annotation says: what API 35 asks for was not asked by API 28. */
function permissionsOf(found: { level: number; member: ClassMember }[], all: number[]): Record<string, string> | null {
  const levelsOfText = new Map<string, number[]>();
  for (const { level, member } of found) {
    if (member.permission === null) continue;
    levelsOfText.set(member.permission, [...(levelsOfText.get(member.permission) ?? []), level]);
  }
  if (levelsOfText.size === 0) return null;
  return Object.fromEntries([...levelsOfText].map(([text, at]) => [text, rangesOf(at, all)]));
}
