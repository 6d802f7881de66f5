/**
 * The hash chain of a run: hash(i) = SHA-256(0x00 || hash(i-1) || canonical(i)), hash(0) = 32 zero bytes.
 * canonical = UTF-8 of the JSON array [table, n, column, ...] in RFC 8785 form: rows hold only well-formed text,
 * whole numbers below 2^53 and null, for which `JSON.stringify` gives exactly that form.
 */
import { hash } from "node:crypto";

export type Cell = string | number | null;

export const HASH_BYTES = 32;
const PREFIX_BYTES = 1 + HASH_BYTES;

export function canonicalRow(table: string, n: number, cells: readonly Cell[]): string {
  // The same text as of [table, n, ...cells], without copying the cells; table names need no escaping.
  return `["${table}",${n},${JSON.stringify(cells).slice(1)}`;
}

export class Chain {
  /** 0x00, the hash so far, then room for canonical bytes: hashed in one call without joining buffers. */
  #buffer = Buffer.alloc(8192);
  #head: Buffer = this.#buffer.subarray(1, PREFIX_BYTES);

  /** Hash of the last row, a view that the next step overwrites: copy it to keep it. */
  get head(): Buffer {
    return this.#head;
  }

  /** Moves one row on and returns the new head. */
  step(canonical: string): Buffer {
    const needed = PREFIX_BYTES + canonical.length * 3;
    if (needed > this.#buffer.length) this.#grow(needed);
    const end = PREFIX_BYTES + this.#buffer.write(canonical, PREFIX_BYTES, "utf8");
    this.#head.write(hash("sha256", this.#buffer.subarray(0, end), "binary"), "latin1");
    return this.#head;
  }

  #grow(needed: number): void {
    const larger = Buffer.alloc(needed * 2);
    this.#buffer.copy(larger, 0, 0, PREFIX_BYTES);
    this.#buffer = larger;
    this.#head = larger.subarray(1, PREFIX_BYTES);
  }
}
