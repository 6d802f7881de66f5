/** SHA-256 of files, read in pieces. */
import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

const PIECE = 1 << 20;

/** @returns SHA-256 of the file's bytes, lower-case hex. */
export function sha256File(path: string): string {
  const digest = createHash("sha256");
  const piece = Buffer.allocUnsafe(PIECE);
  const fd = openSync(path, "r");
  try {
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) digest.update(piece.subarray(0, read));
  } finally {
    closeSync(fd);
  }
  return digest.digest("hex");
}
