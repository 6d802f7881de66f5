/**
 * The batch check by hand: says yes only to what `batchSchema` accepts unchanged, several times faster. What it is not
 * sure of goes to the schema, which alone refuses; a property test holds the two together.
 */
import {
  LIMITS, markerKindSchema, MAX_UINT, outcomeSchema, type AccessRecord, type BatchMessage, type InternedStack,
  type MarkerRecord, type SessionCounters,
} from "./frame.ts"; // prettier-ignore

type Unchecked<T> = { readonly [K in keyof T]?: unknown };

const OUTCOMES: ReadonlySet<unknown> = new Set(outcomeSchema.options);
const MARKERS: ReadonlySet<unknown> = new Set(markerKindSchema.options);

export function isPlainBatch(value: unknown): value is BatchMessage {
  if (!isPlain<BatchMessage>(value) || value.kind !== "batch") return false;
  return (
    isText(value.token, 64) &&
    isText(value.session, 64) &&
    isList(value.stacks, LIMITS.stacksPerBatch, isStack) &&
    isList(value.records, LIMITS.recordsPerBatch, isRecord) &&
    isCounters(value.counters) &&
    keyCount(value) === 6
  );
}

function isRecord(value: unknown): boolean {
  if (!isPlain<AccessRecord | MarkerRecord>(value)) return false;
  return value.kind === "access" ? isAccess(value) : value.kind === "marker" && isMarker(value);
}

function isAccess(r: Unchecked<AccessRecord>): boolean {
  const hasValue = r.value !== undefined;
  const hasError = r.error !== undefined;
  return (
    isUint(r.seq) &&
    isUint(r.t) &&
    isText(r.row, 16) &&
    isText(r.overload, LIMITS.name) &&
    isList(r.types, 8, isTypeId) &&
    (r.types as unknown[]).length > 0 &&
    isUint(r.tid) &&
    isText(r.thread, 128) &&
    isUint(r.stack) &&
    isArguments(r.args) &&
    OUTCOMES.has(r.outcome) &&
    (!hasValue || isText(r.value, LIMITS.text)) &&
    (!hasError || isText(r.error, LIMITS.name)) &&
    isList(r.inner, 16, isRowId) &&
    isUint(r.count) &&
    (r.count as number) > 0 &&
    keyCount(r) === 13 + (hasValue ? 1 : 0) + (hasError ? 1 : 0)
  );
}

function isMarker(r: Unchecked<MarkerRecord>): boolean {
  return (
    isUint(r.seq) && isUint(r.t) && isUint(r.tid) && MARKERS.has(r.marker) && isMarkerData(r.data) && keyCount(r) === 6
  );
}

function isStack(value: unknown): boolean {
  if (!isPlain<InternedStack>(value)) return false;
  return (
    isUint(value.id) &&
    isList(value.frames, LIMITS.stackFrames, isFrame) &&
    typeof value.cut === "boolean" &&
    keyCount(value) === 3
  );
}

function isFrame(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    isText(value[0], LIMITS.name) &&
    isText(value[1], LIMITS.name) &&
    isText(value[2], LIMITS.name) &&
    Number.isSafeInteger(value[3])
  );
}

function isCounters(value: unknown): boolean {
  if (!isPlain<SessionCounters>(value)) return false;
  const whole =
    isUint(value.emitted) &&
    isUint(value.coalesced) &&
    isUint(value.dropped) &&
    isUint(value.hookErrors) &&
    isUint(value.seq);
  return whole && keyCount(value) === 5;
}

function isArguments(value: unknown): boolean {
  if (!isPlain<Record<string, unknown>>(value)) return false;
  let count = 0;
  for (const key in value)
    if (++count > LIMITS.argumentsPerAccess || key.length > 64 || !isText(value[key], LIMITS.argument)) return false;
  return true;
}

function isMarkerData(value: unknown): boolean {
  if (!isPlain<Record<string, unknown>>(value)) return false;
  let count = 0;
  for (const key in value) {
    const field = value[key];
    const fits =
      typeof field === "number" ? Number.isFinite(field) : typeof field === "boolean" || isText(field, LIMITS.argument);
    if (++count > LIMITS.markerFields || key.length > 64 || !fits) return false;
  }
  return true;
}

const isTypeId = (value: unknown) => isText(value, 64);
const isRowId = (value: unknown) => isText(value, 16);

function isText(value: unknown, max: number): boolean {
  return typeof value === "string" && value.length <= max;
}

function isUint(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_UINT;
}

function isList(value: unknown, max: number, each: (item: unknown) => boolean): boolean {
  if (!Array.isArray(value) || value.length > max) return false;
  for (let i = 0; i < value.length; i++) if (!each(value[i])) return false;
  return true;
}

/** An object as JSON makes them: with another prototype the keys seen here need not be the keys there. */
function isPlain<T>(value: unknown): value is Unchecked<T> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function keyCount(value: object): number {
  let count = 0;
  for (const _key in value) count++;
  return count;
}
