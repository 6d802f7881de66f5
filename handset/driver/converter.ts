import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, delimiter, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { unzipSync } from "fflate";
import type { AppInfo } from "./app-info.ts";
import { HandsetError } from "./errors.ts";
import type { Toolchain } from "./toolchain.ts";

/** A converted APK in the cache; PROTOCOL.md "Converted APK". */
export interface ConvertedApp {
  folder: string;
  appJar: string;
  manifest: string;
  appInfo: string;
  info: AppInfo;
}

/** A very large app with a dozen dex files takes about a minute; beyond this the converter hangs. */
const CONVERT_DEADLINE_MS = 600_000;
/**
 * How the converter's JVM is started. The DEX translator keeps registers in sets that are ordered by the JVM's own object
 * hashes: counted up instead of drawn by thread, they are the same every time, and so is what it writes.
 */
export const CONVERTER_FLAGS = [
  "-Xmx2g",
  "-XX:+UseSerialGC",
  "-XX:-UsePerfData",
  "-XX:+UnlockExperimentalVMOptions",
  "-XX:hashCode=3",
];
/** How much of the converter's output is kept for a message. */
const OUTPUT_LIMIT = 64 * 1024;
const VERSION_DIGITS = 16;
const CONVERTER_CLASSES = /^virtualhandset\/(convert\/|Json)/;

/**
 * Converts `apk` for the JVM, once: the result is kept under the APK's SHA-256 and the converter's version.
 * @throws HandsetError with the converter's own code (`not-an-apk`, `corrupt-dex`, `no-manifest`, ...) or `convert-failed`.
 */
export async function convertApk(apk: string, toolchain: Toolchain, sdkJar: string): Promise<ConvertedApp> {
  const folder = join(toolchain.cache, "apk", await sha256Of(apk), converterVersion(toolchain, sdkJar));
  if (!existsSync(join(folder, "app-info.json"))) await convertInto(folder, apk, toolchain, sdkJar);
  const appInfo = join(folder, "app-info.json");
  return {
    folder,
    appJar: join(folder, "app.jar"),
    manifest: join(folder, "manifest.xml"),
    appInfo,
    info: JSON.parse(readFileSync(appInfo, "utf8")) as AppInfo,
  };
}

/**
 * Class files of a converted app, as the JVM loads them.
 * @param names as in Java, nested classes by `$`
 * @returns base64 by name; null where the app has no such class
 */
export function classFilesOf(app: ConvertedApp, names: readonly string[]): Record<string, string | null> {
  const entryOf = (name: string): string => `${name.replaceAll(".", "/")}.class`;
  const wanted = new Set(names.map(entryOf));
  const entries = new Map(Object.entries(unzipSync(readFileSync(app.appJar), { filter: (f) => wanted.has(f.name) })));
  const text = (bytes: Uint8Array | undefined): string | null =>
    bytes === undefined ? null : Buffer.from(bytes).toString("base64");
  return Object.fromEntries(names.map((name) => [name, text(entries.get(entryOf(name)))]));
}

/** Two drivers may convert the same APK at once: each writes aside, the first rename wins, both results are equal. */
async function convertInto(folder: string, apk: string, toolchain: Toolchain, sdkJar: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const aside = `${folder}.${randomUUID()}`;
  try {
    await runConverter(apk, aside, toolchain, sdkJar);
    await rename(aside, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function runConverter(apk: string, outDir: string, toolchain: Toolchain, sdkJar: string): Promise<void> {
  const classPath = [toolchain.handsetJar, ...toolchain.convert, ...toolchain.robolectric].join(delimiter);
  const flags = [...CONVERTER_FLAGS, `-Dvirtualhandset.sdk=${sdkJar}`];
  const child = spawn(toolchain.java, [...flags, "-cp", classPath, "virtualhandset.convert.Convert", apk, outDir], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let diagnostics = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out = (out + text).slice(-OUTPUT_LIMIT)));
  child.stderr
    .setEncoding("utf8")
    .on("data", (text: string) => (diagnostics = (diagnostics + text).slice(-OUTPUT_LIMIT)));
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => child.kill("SIGKILL"), CONVERT_DEADLINE_MS);
    child.once("error", (cause) => {
      clearTimeout(deadline);
      reject(new HandsetError("java-not-started", `cannot start ${toolchain.java}: ${cause.message}`, { cause }));
    });
    child.once("close", (code, signal) => {
      clearTimeout(deadline);
      if (code === 0) resolve();
      else reject(converterError(apk, out, diagnostics, code ?? signal));
    });
  });
}

function converterError(apk: string, out: string, diagnostics: string, ended: unknown): HandsetError {
  for (const line of out.trim().split("\n").reverse()) {
    const told = toldError(line);
    if (told) return new HandsetError(told.code, `cannot install ${apk}: ${told.message}`);
  }
  return new HandsetError(
    "convert-failed",
    `cannot install ${apk}: the converter ended with ${String(ended)}: ${diagnostics.trim().split("\n").at(-1) ?? ""}`,
  );
}

/** The converter's last line is `{"error":{"code","message"}}`; anything else it printed is not ours to interpret. */
function toldError(line: string): { code: string; message: string } | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const { error } = JSON.parse(line) as { error?: { code?: unknown; message?: unknown } };
    if (typeof error?.code === "string") return { code: error.code, message: String(error.message ?? error.code) };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  return undefined;
}

/** Changes with the converter's own classes and with the jars it works with, not with the rest of the handset. */
function converterVersion({ handsetJar, convert }: Toolchain, sdkJar: string): string {
  const hash = createHash("sha256");
  const classes = unzipSync(readFileSync(handsetJar), { filter: ({ name }) => CONVERTER_CLASSES.test(name) });
  for (const name of Object.keys(classes).sort()) hash.update(name).update(classes[name] ?? "");
  for (const jar of [...convert, sdkJar]) hash.update(basename(jar));
  return hash.digest("hex").slice(0, VERSION_DIGITS);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
