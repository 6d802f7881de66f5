/** Errors of the evidence store. `code` is stable: the controller and the command line decide by it. */
import { statfsSync } from "node:fs";

export type TraceErrorCode =
  /** The run folder already holds a trace. */
  | "run-exists"
  /** No trace.sqlite where one was expected. */
  | "no-trace"
  /** The file is no SQLite database, or not one of ours. */
  | "not-a-trace"
  /** Written by a newer version of this program. */
  | "newer-schema"
  /** Tables, indexes or triggers differ from what the schema version says. */
  | "foreign-schema"
  /** SQLite reports damage, or stored text is not what the schema promises. */
  | "damaged"
  | "disk-full"
  /** The run reached the size it was allowed. */
  | "run-too-large"
  | "busy"
  | "io"
  | "not-writable"
  /** An earlier write failed, so nothing more is accepted. */
  | "broken"
  /** The run was sealed or closed. */
  | "closed"
  /** The caller broke the contract of the store: a bug, not damage. */
  | "misuse";

/** Exit status of the command line for each code: 2 the user's choice of path, 3 environment, 4 damaged evidence, 70 a bug. */
const EXIT_STATUS: Record<TraceErrorCode, 2 | 3 | 4 | 70> = {
  "run-exists": 2,
  "no-trace": 2,
  "not-a-trace": 2,
  "newer-schema": 2,
  "foreign-schema": 4,
  damaged: 4,
  "disk-full": 4,
  "run-too-large": 4,
  busy: 4,
  io: 4,
  "not-writable": 3,
  broken: 4,
  closed: 70,
  misuse: 70,
};

/** A disk with less room than this counts as full. */
const FULL_DISK_BYTES = 16 * 1024 ** 2;

export class TraceError extends Error {
  readonly code: TraceErrorCode;
  readonly exitStatus: 2 | 3 | 4 | 70;

  constructor(code: TraceErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "TraceError";
    this.code = code;
    this.exitStatus = EXIT_STATUS[code];
  }
}

const BY_SYSTEM_CODE: readonly (readonly [RegExp, TraceErrorCode])[] = [
  [/^SQLITE_FULL|^ENOSPC$|^EDQUOT$|^EFBIG$/, "disk-full"],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)/, "busy"],
  [/^SQLITE_NOTADB/, "not-a-trace"],
  [/^SQLITE_CORRUPT/, "damaged"],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|^EACCES$|^EPERM$|^EROFS$|^ENOTDIR$/, "not-writable"],
  [/^SQLITE_(IOERR|NOMEM|INTERRUPT)|^E[A-Z0-9]+$/, "io"],
];

/** Turns what SQLite or the file system threw into a TraceError; one that is a TraceError already goes through. */
export function toTraceError(error: unknown, doing: string): TraceError {
  if (error instanceof TraceError) return error;
  const systemCode = error instanceof Error && "code" in error ? String(error.code) : "";
  const code = BY_SYSTEM_CODE.find(([pattern]) => pattern.test(systemCode))?.[1] ?? "misuse";
  const message = error instanceof Error ? error.message : String(error);
  return new TraceError(code, `${doing}: ${message}${systemCode ? ` (${systemCode})` : ""}`, error);
}

/** The run's size limit and a full disk come as the same SQLite error: the disk tells which it was. */
export function nameFullness(error: TraceError, dir: string): TraceError {
  if (error.code !== "disk-full") return error;
  const { bavail, bsize } = statfsSync(dir);
  if (bavail * bsize < FULL_DISK_BYTES) return new TraceError("disk-full", `No room left where ${dir} lies.`, error);
  return new TraceError("run-too-large", `The run reached the size it was allowed. ${error.message}`, error);
}
