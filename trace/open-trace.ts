/** Opens a trace for reading without ever changing a byte of the run folder. */
import { constants, copyFileSync, existsSync, mkdtempSync, openSync, readSync, closeSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { toTraceError, TraceError } from "./errors.ts";
import { checkSchema, TRACE_FILE } from "./schema.ts";

const SIDE_FILES = ["-wal", "-journal"];
const SQLITE_MAGIC = "SQLite format 3\0";
/** Offset of the file format's read version in the SQLite header; 2 = write-ahead log. */
const READ_VERSION_OFFSET = 19;
const HEADER_BYTES = 100;
const PAGE_CACHE_KIB = 65536;

export interface OpenTrace {
  db: Database.Database;
  /** True when a copy was opened, because the run was not closed into one file. */
  copied: boolean;
  close(): void;
}

/**
 * A closed run is opened in place, read-only. One that was left behind (log or journal beside it) needs recovery, which
 * writes: that happens on a private copy.
 * @throws TraceError `no-trace`, `not-a-trace`, `newer-schema`, `foreign-schema`, `damaged`.
 */
export function openTrace(dir: string): OpenTrace {
  const path = join(dir, TRACE_FILE);
  if (!existsSync(path)) throw new TraceError("no-trace", `${dir} holds no ${TRACE_FILE}: give a run folder.`);
  let copy: string | null = null;
  let db: Database.Database | undefined;
  try {
    const unfinished = isLogMode(path) || SIDE_FILES.some((side) => existsSync(path + side));
    if (unfinished) copy = copyAside(path);
    db = new Database(copy ? join(copy, TRACE_FILE) : path, { readonly: copy === null, fileMustExist: true });
    db.pragma("trusted_schema = OFF");
    db.pragma("cell_size_check = ON");
    if (copy) db.pragma("journal_mode = DELETE");
    db.pragma("query_only = ON");
    db.pragma(`cache_size = -${PAGE_CACHE_KIB}`);
    checkSchema(db);
  } catch (error) {
    db?.close();
    if (copy) rmSync(copy, { recursive: true, force: true });
    throw toTraceError(error, `Opening ${path}`);
  }
  const opened = db;
  return {
    db: opened,
    copied: copy !== null,
    close() {
      opened.close();
      if (copy) rmSync(copy, { recursive: true, force: true });
    },
  };
}

function isLogMode(path: string): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  const fd = openSync(path, "r");
  let read: number;
  try {
    read = readSync(fd, header);
  } finally {
    closeSync(fd);
  }
  if (read === 0) return true; // killed before the first page went from the log into the file
  if (read < HEADER_BYTES || header.toString("latin1", 0, SQLITE_MAGIC.length) !== SQLITE_MAGIC) {
    throw new TraceError("not-a-trace", `${path} is not a SQLite file.`);
  }
  return header[READ_VERSION_OFFSET] === 2;
}

function copyAside(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), `consentry-trace-${process.pid}-`));
  for (const side of ["", ...SIDE_FILES]) {
    if (existsSync(path + side)) copyFileSync(path + side, join(folder, TRACE_FILE + side), constants.COPYFILE_FICLONE);
  }
  return folder;
}
