/** What the trace takes as a cell, and what it refuses. */
import { cleanJson, cleanText } from "./clean-text.ts";
import { TraceError } from "./errors.ts";
import { MAX_UINT } from "./frame.ts";
import type { Json } from "./written.ts";

/** Text of `detail`, `reason` and names: longer is cut. Far above what the controller writes. */
const MAX_TEXT = 1 << 20;

/** A name or reason, cut to what is kept. */
export function text(value: string): string {
  return value.length > MAX_TEXT ? cleanText(value.slice(0, MAX_TEXT)) : value;
}

/** @throws TraceError `misuse` where it is too long to keep */
export function json(value: Json): string {
  const written = cleanJson(value);
  if (written.length > MAX_TEXT)
    throw new TraceError("misuse", `A detail of ${written.length} characters is too long to keep.`);
  return written;
}

/** @throws TraceError `misuse` where the number cannot be kept exactly */
export function int(value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) > MAX_UINT)
    throw new TraceError("misuse", `${value} is not a whole number that the trace can keep.`);
  return value;
}
