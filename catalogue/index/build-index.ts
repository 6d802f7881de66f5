/**
 * Extracts the index anew from the published jars and the JDK: `npm run index`. Jars come by their checksums into the cache;
 * run it after `prepare`, and after a row names a class that the index does not hold.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { loadApiRows } from "../api-rows.ts";
import { loadSources, type IndexSource } from "./api-index.ts";
import { JDK_LEVEL } from "./check.ts";
import { readClassFile, type ClassFile } from "./class-file.ts";
import { classesOfJar, mergeLevels } from "./extract.ts";
import { classesOfImage } from "./jdk-image.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const isJdk = (name: string): boolean => /^(java|javax)\./.test(name);

interface Toolchain {
  python: string;
  java: string;
  cache: string;
}

/** Classes that rows of the Android platform name. */
export function indexedNames(): string[] {
  return [...new Set(loadApiRows().flatMap((row) => (row.platform === "android-java" ? [row.class] : [])))];
}

/** Classes of the JDK that the handset runs on, and what they inherit from. */
export function classesOfJdk(java: string, names: Iterable<string>): Map<string, ClassFile> {
  const image = path.join(path.dirname(path.dirname(java)), "lib", "modules");
  const found = new Map<string, ClassFile>();
  let wanted = new Set([...names].filter(isJdk));
  while (wanted.size > 0) {
    const read = [...classesOfImage(image, wanted).values()].map(readClassFile);
    for (const each of read) found.set(each.name, each);
    const parents = read.flatMap((each) => [each.superclass, ...each.interfaces]);
    wanted = new Set(parents.filter((name): name is string => name !== null && !found.has(name)));
  }
  return found;
}

/** Lines of `classes.jsonl`; `jars` by level, ascending. */
export function indexLines(jars: ReadonlyMap<number, string>, java: string): string {
  const names = indexedNames();
  const perLevel = new Map([[JDK_LEVEL, classesOfJdk(java, names)]]);
  for (const [level, jar] of jars) {
    const classes = classesOfJar(jar, names);
    perLevel.set(level, new Map([...classes].filter(([name]) => !isJdk(name))));
  }
  return mergeLevels(perLevel)
    .map((each) => `${JSON.stringify(each)}\n`)
    .join("");
}

/**
 * Jars of some sources, by level, from the cache or fetched into it.
 * @throws Error naming the jar whose checksum is not the one of `sources.json`
 */
export function provideSources(sources: readonly IndexSource[], { python, cache }: Toolchain): Map<number, string> {
  const folder = path.join(cache, "index");
  mkdirSync(folder, { recursive: true });
  const fileOf = (each: IndexSource): string => path.join(folder, `${each.artifact}-${each.version}.jar`);
  const missing = sources.filter((each) => !existsSync(fileOf(each)));
  if (missing.length > 0) fetchJars(missing, folder, python);
  for (const each of sources) verifyJar(fileOf(each), each);
  return new Map(sources.map((each) => [each.level, fileOf(each)]));
}

function fetchJars(missing: readonly IndexSource[], folder: string, python: string): void {
  const work = mkdtempSync(path.join(tmpdir(), "index-"));
  try {
    const wanted = path.join(work, "wanted.json");
    writeFileSync(wanted, JSON.stringify(missing));
    const fetch = path.join(ROOT, "bootstrap", "fetch-jars.py");
    const { status } = spawnSync(python, [fetch, wanted, folder], { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error("the platform's jars could not be fetched");
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Throws where a jar is not the one that the index was extracted from. */
export function verifyJar(file: string, source: IndexSource): void {
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  if (sha256 !== source.sha256)
    throw new Error(`${file}: SHA-256 ${sha256} instead of ${source.sha256}; delete it and run again`);
}

/** What the bootstrap wrote down. */
export function readTools(): Toolchain {
  return JSON.parse(readFileSync(path.join(ROOT, ".tools", "toolchain.json"), "utf8")) as Toolchain;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tools = readTools();
  const jars = provideSources(loadSources(), tools);
  writeFileSync(new URL("classes.jsonl", import.meta.url), indexLines(jars, tools.java));
}
