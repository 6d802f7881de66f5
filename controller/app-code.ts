/**
 * What an app's package says of the code in it, read without running it: versions that libraries state of themselves, and
 * whether members that an app could call are there at all. Kept with the run; what it means is the rules' to say.
 */
import { readFile } from "node:fs/promises";
import { strFromU8, unzipSync } from "fflate";
import { type ClassFile, readClassFile } from "../catalogue/index/class-file.ts";
import type { SwitchRow } from "../trace/frame.ts";
import type { AppInfo, Handset } from "./handset.ts";

/** `constant`: a static final string, named `class.field`; `file`: a file of the package, named by its path. */
export interface StatedVersion {
  kind: "constant" | "file";
  name: string;
  value: string;
}

/**
 * `member`: the class has its body; `elsewhere`: it can be called, and its body is in another class (inherited, abstract), where
 * a hook of this class does not reach; `class`: the class is there without it; `none`: there is no such class.
 */
export type SwitchPlace = "member" | "elsewhere" | "class" | "none";

export interface AppCode {
  versions: StatedVersion[];
  /** By id, without those that cannot be told; null where the package does not show the app's code (a packer hides it, or a part is missing). */
  switches: Record<string, SwitchPlace> | null;
}

/** Of each kind. */
const MOST_VERSIONS = 1000;
const FILE_BYTES = 4096;
/** Written by build tools into packages; the name says whose version it is. */
const VERSION_FILE = /^(META-INF\/[^/]+\.version|META-INF\/maven\/.+\/pom\.properties|[\w-]+\.properties)$/;
const VERSION_LINE = /^version\s*=\s*(\S+)\s*$/m;
const VERSION = /^[vV]?\d{1,9}(\.\d{1,9}){1,5}([-+._][\w.+-]{1,24})?$/;
const HIDDEN_CODE = new Set(["packed", "split"]);
/** How far a member is looked for among the app's own superclasses. */
const INHERITANCE_STEPS = 5;
/** How the catalogue writes a constructor. */
const CONSTRUCTOR = "$init";

/** What was read of packages, by their digest: many runs of one app read it once. */
export class AppCodes {
  readonly #switches: readonly SwitchRow[];
  readonly #known = new Map<string, AppCode>();

  constructor(switches: readonly SwitchRow[]) {
    this.#switches = switches;
  }

  /**
   * The code of an installed app.
   * @param apk the file that was installed
   */
  async of(handset: Handset, info: AppInfo, apk: string): Promise<AppCode> {
    const known = this.#known.get(info.sha256);
    if (known !== undefined) return known;
    const read = await readAppCode(handset, info, apk, this.#switches);
    this.#known.set(info.sha256, read);
    return read;
  }
}

async function readAppCode(
  handset: Handset,
  info: AppInfo,
  apk: string,
  switches: readonly SwitchRow[],
): Promise<AppCode> {
  const isHidden = info.limits.some(({ code }) => HIDDEN_CODE.has(code));
  const ask = (names: string[]): Promise<Record<string, string | null>> => handset.appClasses(names);
  return {
    versions: [...constantsOf(info), ...versionFiles(await readFile(apk))],
    switches: isHidden ? null : await findMembers(ask, switches),
  };
}

function constantsOf({ versionConstants }: AppInfo): StatedVersion[] {
  return versionConstants
    .filter(({ value }) => VERSION.test(value))
    .slice(0, MOST_VERSIONS)
    .map(({ class: owner, field, value }) => ({ kind: "constant", name: `${owner}.${field}`, value }));
}

/**
 * Versions in files of a package: `META-INF/<group>_<artifact>.version`, `pom.properties`, and Google's `<library>.properties`.
 * None where the archive is made so that only a phone opens it.
 */
export function versionFiles(apk: Uint8Array): StatedVersion[] {
  return Object.entries(smallFiles(apk))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, bytes]): StatedVersion[] => {
      const text = strFromU8(bytes);
      const value = name.endsWith(".version") ? text.trim() : (VERSION_LINE.exec(text)?.[1] ?? "");
      return VERSION.test(value) ? [{ kind: "file", name, value }] : [];
    })
    .slice(0, MOST_VERSIONS);
}

function smallFiles(apk: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(apk, {
      filter: ({ name, originalSize }) => VERSION_FILE.test(name) && originalSize <= FILE_BYTES,
    });
  } catch {
    return {}; // a phone is less strict about archives; what is not readable here states nothing
  }
}

/** Null where the app has no such class. */
type Known = ClassFile | "unreadable" | null;

/** A class file that is not well formed is one whose members nobody knows: its switches are left out. */
function readOrSay(base64: string): ClassFile | "unreadable" {
  try {
    return readClassFile(Buffer.from(base64, "base64"));
  } catch {
    return "unreadable";
  }
}

/** Looks members up in the classes of an app; `ask` gives class files as base64, null where there is no such class. */
export async function findMembers(
  ask: (names: string[]) => Promise<Record<string, string | null>>,
  switches: readonly SwitchRow[],
): Promise<Record<string, SwitchPlace>> {
  const known = new Map<string, Known>();
  let wanted = [...new Set(switches.map((one) => one.class))];
  for (let step = 0; step <= INHERITANCE_STEPS && wanted.length > 0; step++) {
    for (const [name, file] of Object.entries(await ask(wanted)))
      known.set(name, file === null ? null : readOrSay(file));
    const parents = [...known.values()].flatMap(parentsOf);
    wanted = [...new Set(parents)].filter((name) => !known.has(name));
  }
  return Object.fromEntries(
    switches.flatMap((one) => {
      const place = placeOf(known, one);
      return place === null ? [] : [[one.id, place] as const];
    }),
  );
}

function placeOf(known: ReadonlyMap<string, Known>, { class: owner, member }: SwitchRow): SwitchPlace | null {
  const own = known.get(owner) ?? null;
  if (own === null) return "none";
  if (own === "unreadable") return null;
  const name = member === CONSTRUCTOR ? "<init>" : member;
  const methods = own.members.filter((each) => each.name === name && !each.isField);
  if (methods.some((method) => !method.isAbstract)) return "member";
  const isInherited = (file: ClassFile, steps: number): boolean =>
    parentsOf(file).some((parent) => {
      const read = known.get(parent) ?? null;
      if (read === null || read === "unreadable" || steps === 0) return false;
      return read.members.some((each) => each.name === name && !each.isField) || isInherited(read, steps - 1);
    });
  const isCallable = methods.length > 0 || (name !== "<init>" && isInherited(own, INHERITANCE_STEPS));
  return isCallable ? "elsewhere" : "class";
}

function parentsOf(file: Known): string[] {
  if (file === null || file === "unreadable") return [];
  return file.superclass === null ? file.interfaces : [file.superclass, ...file.interfaces];
}
