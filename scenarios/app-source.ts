/**
 * The sources of a demo app as one tree, and what can be made of them: a hash, a renamed copy, a copy with one
 * labelled behaviour taken out. A twin names its base in `build.json` and holds only what differs.
 */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Raised whenever the steps from source to APK change, so that committed APKs are known to be stale. */
const BUILD_VERSION = "1";

/** Java that several apps share; each gets the classes that it imports. */
const LIBRARY = path.join(import.meta.dirname, "library", "src");
const LIBRARY_IMPORT = /^import (org\.smallparts\.\w+);$/gm;

/** What of an app's folder goes into the APK. */
const SOURCE_ENTRIES = ["AndroidManifest.xml", "src", "res", "assets"];

export type Files = Map<string, Buffer>;

/** One labelled behaviour; of the many fields of truth.json only the id matters here. */
export interface Truth {
  app: { package: string };
  behaviours: { id: string }[];
}

export interface Rename {
  /** New application id. */
  package?: string;
  /** Package prefixes of SDKs, old to new. */
  sdks?: Record<string, string>;
  /** Texts on the screen, old to new; a string resource must equal the old text. */
  texts?: Record<string, string>;
}

/** A demo app or a wanted variant cannot be made from the sources as they are. */
export class AppSourceError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "AppSourceError";
    this.code = code;
  }
}

/** All files that make an app, by path inside its folder, base and overlay merged. */
export function readSource(appDir: string): Files {
  const files: Files = new Map();
  const recipePath = path.join(appDir, "build.json");
  if (fs.existsSync(recipePath)) {
    const recipe = JSON.parse(fs.readFileSync(recipePath, "utf8")) as { base: string; without?: string[] };
    for (const [name, bytes] of readSource(path.resolve(appDir, recipe.base))) files.set(name, bytes);
    for (const name of recipe.without ?? []) {
      if (!files.delete(name)) throw new AppSourceError("no-such-file", `${recipePath}: "${name}" is not in the base`);
    }
  }
  for (const entry of SOURCE_ENTRIES) collect(appDir, entry, files);
  takeFromLibrary(files);
  if (!files.has("AndroidManifest.xml")) throw new AppSourceError("no-manifest", `${appDir}: no AndroidManifest.xml`);
  return files;
}

/** Afresh at every level of an overlay: a twin may import less than its base. */
function takeFromLibrary(files: Files): void {
  for (const name of files.keys()) if (isLibrary(name)) files.delete(name);
  const java = [...files].filter(([name]) => name.endsWith(".java")).map(([, bytes]) => bytes.toString("utf8"));
  for (const [, imported = ""] of java.flatMap((text) => [...text.matchAll(LIBRARY_IMPORT)])) {
    const file = `${imported.replaceAll(".", "/")}.java`;
    files.set(`src/${file}`, fs.readFileSync(path.join(LIBRARY, file)));
  }
}

function isLibrary(name: string): boolean {
  return name.startsWith("src/") && fs.existsSync(path.join(LIBRARY, name.slice("src/".length)));
}

function collect(root: string, relative: string, files: Files): void {
  const full = path.join(root, relative);
  const stat = fs.statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    files.set(relative, fs.readFileSync(full));
    return;
  }
  for (const name of fs.readdirSync(full).sort()) collect(root, `${relative}/${name}`, files);
}

export function readTruth(appDir: string): Truth {
  return JSON.parse(fs.readFileSync(path.join(appDir, "truth.json"), "utf8")) as Truth;
}

/** SHA-256 (hexadecimal) of everything that decides what the APK does. */
export function sourceHash(files: Files, behaviours: ReadonlyMap<string, boolean>): string {
  const hash = createHash("sha256").update(`build ${BUILD_VERSION}\n`);
  for (const [id, present] of [...behaviours].sort()) hash.update(`behaviour ${id} ${present}\n`);
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`file ${name} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

/**
 * The switchboard that the sources test: one constant a behaviour. The compiler folds the constants, so nothing of
 * it is left in the APK.
 */
export function behavioursClass(behaviours: ReadonlyMap<string, boolean>): string {
  const constants = [...behaviours].map(([id, present]) => {
    const name = id.toUpperCase().replaceAll("-", "_");
    return `  public static final boolean ${name} = ${present};`;
  });
  return [
    "package labels;",
    "",
    "public final class Behaviours {",
    ...constants,
    "",
    "  private Behaviours() {}",
    "}",
    "",
  ].join("\n");
}

/** The sources with packages and texts replaced; file names follow. */
export function renameSource(files: Files, oldPackage: string, rename: Rename): Files {
  const packages = packagePairs(oldPackage, rename);
  const wanted = new Set(Object.keys(rename.texts ?? {}));
  const renamed: Files = new Map();
  for (const [name, bytes] of files) {
    let newName = name;
    let text = bytes.toString("utf8");
    for (const [from, to] of packages) {
      newName = newName.replace(`src/${from.replaceAll(".", "/")}/`, `src/${to.replaceAll(".", "/")}/`);
      text = replacePackage(text, from, to);
    }
    if (name.startsWith("res/values")) {
      for (const [from, to] of Object.entries(rename.texts ?? {})) {
        if (text.includes(`>${from}</string>`)) wanted.delete(from);
        text = text.replaceAll(`>${from}</string>`, `>${to}</string>`);
      }
    }
    renamed.set(newName, Buffer.from(text, "utf8"));
  }
  if (wanted.size > 0) {
    throw new AppSourceError("no-such-text", `no string resource equals "${[...wanted].join('", "')}"`);
  }
  return renamed;
}

/** truth.json of a renamed app, as text. */
export function renameTruth(truth: Truth, rename: Rename): string {
  let text = JSON.stringify(truth, null, 2);
  for (const [from, to] of packagePairs(truth.app.package, rename)) text = replacePackage(text, from, to);
  for (const [from, to] of Object.entries(rename.texts ?? {})) {
    text = text.replaceAll(`: ${JSON.stringify(from)}`, `: ${JSON.stringify(to)}`);
  }
  return `${text}\n`;
}

function packagePairs(oldPackage: string, rename: Rename): [string, string][] {
  const pairs = Object.entries(rename.sdks ?? {});
  if (rename.package !== undefined) pairs.push([oldPackage, rename.package]);
  return pairs;
}

function replacePackage(text: string, from: string, to: string): string {
  return text.replace(new RegExp(`(?<![A-Za-z0-9_.])${from.replaceAll(".", "\\.")}(?![A-Za-z0-9_])`, "g"), to);
}
