/** Where a run keeps what, and how runs are found below a path. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { toTraceError, TraceError } from "./errors.ts";
import { TRACE_FILE } from "./schema.ts";

export { TRACE_FILE } from "./schema.ts";
export const SCREENS_FOLDER = "screens";
/** HMAC key of the run, mode 0600: stays in the folder, never part of an evidence bundle. */
export const KEY_FILE = "run.key";
/** `sha256  trace.sqlite` in the form of sha256sum, written when the run was sealed. */
export const SEAL_DIGEST_FILE = "trace.sqlite.sha256";

/** Campaign folders hold runs by app, branch and repeat: no deeper than this. */
const MAX_DEPTH = 4;

export function isRunFolder(dir: string): boolean {
  return existsSync(join(dir, TRACE_FILE));
}

/**
 * The run folders at or below a path, sorted by name. `path` may be a run folder, a campaign folder, or a trace.sqlite.
 * @throws TraceError `no-trace` when there is none.
 */
export function findRuns(path: string): string[] {
  const start = resolve(path);
  if (basename(start) === TRACE_FILE && existsSync(start)) return [resolve(start, "..")];
  if (!existsSync(start)) throw new TraceError("no-trace", `${path} does not exist.`);
  if (!statSync(start).isDirectory())
    throw new TraceError("no-trace", `${path} is neither a run folder nor a ${TRACE_FILE}.`);
  const found: string[] = [];
  try {
    collect(start, MAX_DEPTH, found);
  } catch (error) {
    throw toTraceError(error, `Looking for runs in ${path}`);
  }
  if (found.length === 0)
    throw new TraceError("no-trace", `No run found in ${path}: a run folder holds a ${TRACE_FILE}.`);
  return found;
}

function collect(dir: string, depth: number, found: string[]): void {
  if (isRunFolder(dir)) {
    found.push(dir);
    return;
  }
  if (depth === 0) return;
  const below = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  // What a campaign has set aside (a dot folder) is kept, not judged.
  const names = below
    .map((entry) => entry.name)
    .filter((name) => !name.startsWith("."))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) collect(join(dir, name), depth - 1, found);
}

/** How a run is called in results: its path below `from` with `/`, or its folder name when it lies elsewhere. */
export function runName(runDir: string, from: string): string {
  const way = relative(resolve(from), resolve(runDir));
  if (way === "" || way.startsWith("..")) return basename(resolve(runDir));
  return way.split(sep).join("/");
}
