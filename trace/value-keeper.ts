/** Raw personal values end here: what is stored is a keyed hash, a mask, and which planted values were inside. */
import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

/** Masks show ends only of values at least this long (code points), so that most of the value stays hidden. */
const MASK_ENDS_FROM = 10;
const MASK_ENDS = 2;
const LENGTH_CLASSES: readonly (readonly [below: number, name: string])[] = [
  [1, "0"], [4, "1-3"], [8, "4-7"], [16, "8-15"], [32, "16-31"], [64, "32-63"], [256, "64-255"], [1024, "256-1023"],
]; // prettier-ignore
const LONGEST_CLASS = "1024+";
/** UTF-16 units that hold enough code points to tell the longest class. */
const COUNTED_UNITS = 2048;
/** A planted value shorter than this occurs by chance, so only equality counts. */
const CANARY_INSIDE_FROM = 5;
/** Values kept for reuse: polls read the same few again and again. */
const CACHE_ENTRIES = 4096;
const CACHE_VALUE_LENGTH = 512;

const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * What may be shown of a value: `ab***yz [16-31]` for long ones, `*** [4-7]` for short ones.
 * Lengths are classes of code points; control, format and bidi characters are replaced.
 */
export function maskValue(value: string): string {
  const points = [...value.slice(0, COUNTED_UNITS)];
  const length = LENGTH_CLASSES.find(([below]) => points.length < below)?.[1] ?? LONGEST_CLASS;
  if (points.length < MASK_ENDS_FROM) return `*** [${length}]`;
  const tail = [...value.slice(-2 * MASK_ENDS)].slice(-MASK_ENDS);
  const clean = (part: string[]) => part.join("").replace(UNSAFE, "\ufffd");
  return `${clean(points.slice(0, MASK_ENDS))}***${clean(tail)} [${length}]`;
}

export interface KeptValue {
  hmac: string;
  mask: string;
  /** JSON array of the `n` of canaries inside the value, or null. */
  canaries: string | null;
}

export class ValueKeeper {
  #key: KeyObject;
  #canaries: { n: number; value: string }[] = [];
  #cache = new Map<string, KeptValue>();

  /** @param key 32 random bytes of this run; never leaves the run folder. */
  constructor(key: Buffer) {
    this.#key = createSecretKey(key);
  }

  /** HMAC-SHA-256 hex of the value's UTF-8 bytes (lone surrogates as U+FFFD) under the run's key. */
  hmac(value: string): string {
    return createHmac("sha256", this.#key).update(value, "utf8").digest("hex");
  }

  addCanary(n: number, value: string): void {
    this.#canaries.push({ n, value });
    this.#cache.clear();
  }

  keep(value: string): KeptValue {
    const known = this.#cache.get(value);
    if (known) return known;
    const found = this.#canaries
      .filter((c) => (c.value.length >= CANARY_INSIDE_FROM ? value.includes(c.value) : value === c.value))
      .map((c) => c.n);
    const kept = {
      hmac: this.hmac(value),
      mask: maskValue(value),
      canaries: found.length ? JSON.stringify(found) : null,
    };
    if (value.length <= CACHE_VALUE_LENGTH) {
      if (this.#cache.size >= CACHE_ENTRIES) this.#cache.clear();
      this.#cache.set(value, kept);
    }
    return kept;
  }
}
