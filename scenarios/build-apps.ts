/**
 * Builds the demo apps from source into signed APKs: `node scenarios/build-apps.ts [app...]`.
 *
 * The APKs are committed, so only someone who changes a demo app needs this, and with it aapt, zipalign and apksigner.
 * The same source gives the same bytes: fixed dates, sorted entries, a committed key with a deterministic signature.
 */
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { unzipSync, zipSync, type Zippable } from "fflate";
import {
  AppSourceError,
  behavioursClass,
  readSource,
  readTruth,
  renameSource,
  renameTruth,
  sourceHash,
  type Files,
  type Rename,
  type Truth,
} from "./app-source.ts";

const run = promisify(execFile);

const HERE = import.meta.dirname;
const DEMO = path.join(HERE, "demo");
const DOORS = path.join(HERE, "doors");
const FAULTS = path.join(HERE, "faults");
const TOOLCHAIN = path.join(HERE, "..", ".tools", "toolchain.json");

/** Public on purpose: it signs demo apps and nothing else. */
const KEYSTORE = path.join(DEMO, "demo-key.p12");
const KEYSTORE_PASSWORD = "consentry-demo";

/** Dex 038, as the apps in stores are. */
const MIN_SDK = 26;

/** One date in every entry; local fields, so that every time zone writes the same bytes. */
const ENTRY_DATE = new Date(1980, 0, 1);

/** The SDK jar's classes claim this interface; an empty one keeps its method from being asked of the app's classes. */
const SDK_MARKER = "org/robolectric/internal/bytecode/ShadowedObject.java";
const SDK_MARKER_SOURCE = "package org.robolectric.internal.bytecode;\n\npublic interface ShadowedObject {}\n";

/** Compilers can say a lot; the first lines name the cause. */
const MESSAGE_LIMIT = 2000;

/** Where the hash of the sources lies inside the APK. */
export const SOURCE_HASH_ENTRY = "assets/SOURCE.sha256";

/** Programs that a build needs beyond the toolchain; Debian packages of the same names. */
export const BUILD_TOOLS = ["aapt", "zipalign", "apksigner"] as const;

/** The committed demo apps. */
export const DEMO_APPS = ["news", "news-clean", "fitness-en"] as const;
/** Apps that go through many doors to the same data; built alike, committed alike, not part of the demo. */
export const DOOR_APPS = ["identifiers", "content"] as const;
/** Apps for the branches that go beyond yes and no; each with its twin that behaves. */
export const BRANCH_APPS = [
  "novel",
  "novel-clean",
  "purse",
  "purse-clean",
  "purse-v2",
  "purse-clean-v2",
  "grocer",
  "grocer-clean",
] as const;
/** Breaks when it is told to, to show that a run ends well all the same. */
export const FAULT_APPS = ["brittle"] as const;
const ALL_APPS = [...DEMO_APPS, ...DOOR_APPS, ...BRANCH_APPS, ...FAULT_APPS] as const;
export type DoorApp = (typeof DOOR_APPS)[number];
export type LabelledApp = (typeof ALL_APPS)[number];

export interface Variant {
  /** Id of a behaviour of truth.json to take out. */
  remove?: string;
  rename?: Rename;
  /** Folder to write to; must lie outside the repository. Made when absent. */
  outDir: string;
}

export interface BuiltVariant {
  apk: string;
  /** truth.json that fits the variant. */
  truth: string;
}

interface Toolchain {
  java: string;
  jars: { ecj: string; dx: string; robolectric: string[]; sdk: Record<string, string> };
}

export function appDir(app: LabelledApp): string {
  if ((FAULT_APPS as readonly string[]).includes(app)) return path.join(FAULTS, app);
  return path.join((DOOR_APPS as readonly string[]).includes(app) ? DOORS : DEMO, app);
}

/** Path of the committed APK. */
export function committedApk(app: LabelledApp): string {
  return path.join(appDir(app), `${app}.apk`);
}

/** Hash of the sources as they are now, to compare with {@link packedSourceHash}. */
export function currentSourceHash(app: LabelledApp): string {
  return sourceHash(readSource(appDir(app)), switches(readTruth(appDir(app))));
}

/** Hash of the sources that an APK was built from, as written inside it. */
export function packedSourceHash(apk: string): string {
  const entries = unzipSync(fs.readFileSync(apk), { filter: (file) => file.name === SOURCE_HASH_ENTRY });
  const entry = entries[SOURCE_HASH_ENTRY];
  if (entry === undefined) throw new AppSourceError("no-source-hash", `${apk} has no ${SOURCE_HASH_ENTRY}`);
  return Buffer.from(entry).toString("utf8").trim();
}

/** Build tools that are not on the PATH; empty when a build can run. */
export function missingBuildTools(): string[] {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  return BUILD_TOOLS.filter((tool) => !folders.some((folder) => fs.existsSync(path.join(folder, tool))));
}

/** Builds the APK that is committed beside the sources. */
export async function buildCommitted(app: LabelledApp, target = committedApk(app)): Promise<void> {
  await build(readSource(appDir(app)), switches(readTruth(appDir(app))), target);
}

/**
 * Builds an app with one behaviour taken out or with other names, for tests that show that findings follow the
 * behaviour and not the names.
 */
export async function buildVariant(app: LabelledApp, variant: Variant): Promise<BuiltVariant> {
  const truth = readTruth(appDir(app));
  const behaviours = switches(truth);
  if (variant.remove !== undefined) {
    if (!behaviours.has(variant.remove)) {
      const known = [...behaviours.keys()].join(", ");
      throw new AppSourceError("no-such-behaviour", `${app} has no behaviour "${variant.remove}"; it has: ${known}`);
    }
    behaviours.set(variant.remove, false);
    truth.behaviours = truth.behaviours.filter((behaviour) => behaviour.id !== variant.remove);
  }
  let files = readSource(appDir(app));
  if (variant.rename !== undefined) files = renameSource(files, truth.app.package, variant.rename);
  fs.mkdirSync(variant.outDir, { recursive: true });
  const built = { apk: path.join(variant.outDir, "app.apk"), truth: path.join(variant.outDir, "truth.json") };
  await build(files, behaviours, built.apk);
  fs.writeFileSync(built.truth, renameTruth(truth, variant.rename ?? {}));
  return built;
}

function switches(truth: Truth): Map<string, boolean> {
  return new Map(truth.behaviours.map((behaviour) => [behaviour.id, true]));
}

async function build(files: Files, behaviours: ReadonlyMap<string, boolean>, target: string): Promise<void> {
  const missing = missingBuildTools();
  if (missing.length > 0) {
    throw new AppSourceError(
      "no-build-tools",
      `building an APK needs ${missing.join(", ")}: apt-get install ${missing.join(" ")}`,
    );
  }
  const toolchain = readToolchain();
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "demo-app-"));
  try {
    for (const [name, bytes] of files) write(path.join(work, name), bytes);
    write(path.join(work, "src", "labels", "Behaviours.java"), behavioursClass(behaviours));
    const resources = await packageResources(work, toolchain);
    const dex = await compileToDex(work, toolchain);
    const unsigned = path.join(work, "unsigned.apk");
    fs.writeFileSync(unsigned, pack(resources, dex, sourceHash(files, behaviours)));
    const aligned = path.join(work, "aligned.apk");
    await tool("zipalign", ["-f", "4", unsigned, aligned]);
    const signed = path.join(work, "signed.apk");
    await sign(aligned, signed);
    fs.copyFileSync(signed, target);
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

async function packageResources(work: string, toolchain: Toolchain): Promise<string> {
  const target = path.join(work, "resources.apk");
  const generated = path.join(work, "gen");
  fs.mkdirSync(generated);
  const manifest = path.join(work, "AndroidManifest.xml");
  const inputs = ["-M", manifest, "-S", path.join(work, "res"), "-I", sdkJar(toolchain)];
  await tool("aapt", ["package", "-f", "-m", "-J", generated, ...inputs, "-F", target]);
  return target;
}

async function compileToDex(work: string, toolchain: Toolchain): Promise<Buffer> {
  const classes = path.join(work, "classes");
  // At level 8 the compiler knows no modules and does not mind that the SDK jar brings java packages of its own.
  const compiler = ["-jar", toolchain.jars.ecj, "-8", "-proc:none", "-nowarn", "-encoding", "UTF-8"];
  const marker = path.join(work, "marker");
  const markerSource = path.join(work, "marker-source");
  write(path.join(markerSource, SDK_MARKER), SDK_MARKER_SOURCE);
  await tool(toolchain.java, [...compiler, "-d", marker, markerSource]);
  const classPath = [marker, sdkJar(toolchain), ...toolchain.jars.robolectric].join(path.delimiter);
  const sources = [path.join(work, "src"), path.join(work, "gen")];
  await tool(toolchain.java, [...compiler, "-cp", classPath, "-d", classes, ...sources]);
  fs.rmSync(path.join(classes, "labels"), { recursive: true });
  const dex = path.join(work, "classes.dex");
  const translator = ["-cp", toolchain.jars.dx, "com.android.dx.command.Main", "--dex"];
  await tool(toolchain.java, [...translator, `--min-sdk-version=${MIN_SDK}`, `--output=${dex}`, classes]);
  return fs.readFileSync(dex);
}

/** Packs anew what aapt made, so that dates and order do not depend on the day or the file system. */
function pack(resourcesApk: string, dex: Buffer, hash: string): Uint8Array {
  const entries: Record<string, Uint8Array> = unzipSync(fs.readFileSync(resourcesApk));
  entries["classes.dex"] = dex;
  entries[SOURCE_HASH_ENTRY] = Buffer.from(`${hash}\n`, "utf8");
  const zippable: Zippable = {};
  for (const name of Object.keys(entries).sort()) {
    // Android maps the resource table straight from the file, so it must not be compressed.
    zippable[name] = [entries[name] as Uint8Array, { level: name === "resources.arsc" ? 0 : 9, mtime: ENTRY_DATE }];
  }
  return zipSync(zippable);
}

async function sign(input: string, output: string): Promise<void> {
  const key = ["--ks", KEYSTORE, "--ks-pass", `pass:${KEYSTORE_PASSWORD}`];
  const schemes = ["--min-sdk-version", String(MIN_SDK), "--v4-signing-enabled", "false"];
  await tool("apksigner", ["sign", ...key, ...schemes, "--out", output, input]);
}

async function tool(program: string, args: string[]): Promise<void> {
  try {
    await run(program, args, { maxBuffer: 1 << 24 });
  } catch (cause) {
    const failure = cause as { stderr?: string; stdout?: string; message: string };
    const said = (`${failure.stdout ?? ""}${failure.stderr ?? ""}`.trim() || failure.message).slice(0, MESSAGE_LIMIT);
    throw new AppSourceError("build-failed", `${path.basename(program)} ${args.slice(0, 3).join(" ")}: ${said}`);
  }
}

function readToolchain(): Toolchain {
  if (!fs.existsSync(TOOLCHAIN)) {
    throw new AppSourceError(
      "no-toolchain",
      `${TOOLCHAIN} is missing: run "npm start" once, it prepares the toolchain`,
    );
  }
  return JSON.parse(fs.readFileSync(TOOLCHAIN, "utf8")) as Toolchain;
}

function sdkJar(toolchain: Toolchain): string {
  const jar = toolchain.jars.sdk["34"];
  if (jar === undefined) throw new AppSourceError("no-sdk", `${TOOLCHAIN} names no SDK jar for API level 34`);
  return jar;
}

function write(file: string, content: Buffer | string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

async function main(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !(ALL_APPS as readonly string[]).includes(name));
  if (unknown.length > 0) {
    throw new AppSourceError("no-such-app", `no demo app "${unknown.join('", "')}"; there are: ${ALL_APPS.join(", ")}`);
  }
  for (const app of names.length > 0 ? (names as LabelledApp[]) : ALL_APPS) {
    await buildCommitted(app);
    process.stdout.write(
      `${path.relative(process.cwd(), committedApk(app))} ${fs.statSync(committedApk(app)).size} bytes\n`,
    );
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof AppSourceError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
