import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HandsetError } from "./errors.ts";

/** Where the Java runtime, the jars and the cache of this installation are. Paths are absolute. */
export interface Toolchain {
  java: string;
  handsetJar: string;
  /** Jars of the running handset. */
  robolectric: string[];
  /** Further jars of the APK converter. */
  convert: string[];
  /** API level -> jar of the framework. */
  sdk: Record<string, string>;
  /** Cache folder, shared between clones. */
  cache: string;
}

export const TOOLCHAIN_VARIABLE = "VIRTUAL_HANDSET_TOOLCHAIN";
const TOOLCHAIN_PATH = join(".tools", "toolchain.json");

/**
 * Reads the toolchain file: `given`, else the environment's, else `.tools/toolchain.json` in a folder above this one.
 * @throws HandsetError `no-toolchain` or `bad-toolchain`, naming the file and the key.
 */
export function readToolchain(given?: string): Toolchain {
  const file = given ?? process.env[TOOLCHAIN_VARIABLE] ?? findUpward(dirname(fileURLToPath(import.meta.url)));
  if (file === undefined || !existsSync(file)) {
    const where = file ?? `${TOOLCHAIN_PATH} in any folder above the driver`;
    throw new HandsetError(
      "no-toolchain",
      `toolchain file not found: ${where}. Install the project first, or name the file in ` +
        `the capability appium:toolchain or the environment variable ${TOOLCHAIN_VARIABLE}`,
    );
  }
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new HandsetError("bad-toolchain", `${file} is not JSON: ${String(cause)}`, { cause });
  }
  const base = dirname(resolve(file));
  const path = (key: string): string => {
    const value = valueAt(content, key);
    if (typeof value !== "string" || value === "") throw missing(file, key, "a path");
    return resolve(base, value);
  };
  const paths = (key: string): string[] => {
    const value = valueAt(content, key);
    if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
      throw missing(file, key, "a list of paths");
    }
    return value.map((one) => resolve(base, one));
  };
  const sdk = valueAt(content, "jars.sdk");
  if (typeof sdk !== "object" || sdk === null) throw missing(file, "jars.sdk", "an object");
  return {
    java: path("java"),
    handsetJar: path("handsetJar"),
    robolectric: paths("jars.robolectric"),
    convert: paths("jars.convert"),
    sdk: Object.fromEntries(Object.keys(sdk).map((level) => [level, path(`jars.sdk.${level}`)])),
    cache: path("cache"),
  };
}

function findUpward(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, TOOLCHAIN_PATH);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

function valueAt(content: unknown, key: string): unknown {
  return key
    .split(".")
    .reduce<unknown>((at, name) => (at instanceof Object ? (at as Record<string, unknown>)[name] : undefined), content);
}

function missing(file: string, key: string, what: string): HandsetError {
  return new HandsetError("bad-toolchain", `${file}: "${key}" must be ${what}; install the project again`);
}
