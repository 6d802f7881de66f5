/** New files that are on the disk when the call returns, and never half there under their own name. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";

/**
 * Writes a file that must not exist yet: under another name until its bytes are on the disk, so that whoever finds it after a
 * kill finds all of it.
 */
export function writeDurably(path: string, content: Buffer, mode: number): void {
  if (existsSync(path)) throw Object.assign(new Error(`${path} exists already`), { code: "EEXIST" });
  const part = `${path}.part`;
  const fd = openSync(part, "wx", mode);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(part, path);
}
