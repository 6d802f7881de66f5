/** How much a record or a stack may take on the wire: the app chose its strings, and a message has a largest size. */
import type { InternedStack, TraceRecord } from "../../trace/frame.ts";

/** JSON writes a control character or half a pair as six bytes. */
const MOST_BYTES_PER_UNIT = 6;
/** All of a record but the strings that are counted: names and keys are short, and the platform's. */
const RECORD_BYTES = 3584;
const FRAME_BYTES = 40;

/** UTF-16 units of the strings that an app can make long. */
export function recordUnits(record: TraceRecord): number {
  let units = 0;
  if (record.kind === "access") {
    units = (record.value?.length ?? 0) + (record.error?.length ?? 0);
    for (const name in record.args) units += (record.args[name] as string).length;
  } else {
    for (const name in record.data) {
      const value = record.data[name];
      units += typeof value === "string" ? value.length : 0;
    }
  }
  return units;
}

/** Bytes on the wire, at most, of a record with that many units. */
export function wireBytes(units: number): number {
  return RECORD_BYTES + units * MOST_BYTES_PER_UNIT;
}

export function stackWireBytes(stack: InternedStack): number {
  let units = 0;
  for (const [owner, method, file] of stack.frames) units += owner.length + method.length + file.length;
  return FRAME_BYTES * (stack.frames.length + 1) + units * MOST_BYTES_PER_UNIT;
}
