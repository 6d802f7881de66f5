/** New files that are on the disk when the call returns. */
import { closeSync, fsyncSync, openSync, writeFileSync } from "node:fs";

/** Writes a file that must not exist yet, and waits until its bytes are on the disk. */
export function writeDurably(path: string, content: Buffer, mode: number): void {
  const fd = openSync(path, "wx", mode);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
