import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COUNTER_AT,
  COUNTER_FIELDS,
  COUNTER_FILE_BYTES,
  COUNTER_MAGIC,
  COUNTER_VERSION,
} from "../../trace/counter-layout.ts";
import { readSharedCounters } from "../../trace/shared-counters.ts";

const SESSION = "3f1c-77";

function file(change: (memory: Float64Array) => void = () => undefined): Uint8Array {
  const memory = new Float64Array(COUNTER_FILE_BYTES / 8);
  memory[COUNTER_AT.magic] = COUNTER_MAGIC;
  memory[COUNTER_AT.version] = COUNTER_VERSION;
  memory[COUNTER_AT.current] = 1;
  [...SESSION].forEach((char, i) => (memory[COUNTER_AT.session + i] = char.charCodeAt(0)));
  COUNTER_FIELDS.forEach((_, i) => (memory[COUNTER_AT.slots[1] + i] = 10 + i));
  COUNTER_FIELDS.forEach((_, i) => (memory[COUNTER_AT.slots[0] + i] = 90 + i));
  change(memory);
  return new Uint8Array(memory.buffer);
}

describe("the counters that a killed process left", () => {
  it("are those of the slot that the index names, whatever stands in the other", () => {
    const counters = { emitted: 10, coalesced: 11, dropped: 12, hookErrors: 13, seq: 14 };
    expect(readSharedCounters(file(), SESSION)).toEqual({ ok: true, counters });
    const torn = file((memory) => (memory[COUNTER_AT.slots[0] + 2] = Number.NaN));
    expect(readSharedCounters(torn, SESSION)).toEqual({ ok: true, counters });
  });

  it.each([
    ["a file never written", new Uint8Array(COUNTER_FILE_BYTES)],
    ["a short file", file().subarray(0, 100)],
    ["another session's", file((memory) => (memory[COUNTER_AT.session] = 65))],
    ["another version", file((memory) => (memory[COUNTER_AT.version] = 9))],
    ["a slot that is none", file((memory) => (memory[COUNTER_AT.current] = 7))],
    ["a negative count", file((memory) => (memory[COUNTER_AT.slots[1]] = -1))],
    ["a broken number", file((memory) => (memory[COUNTER_AT.slots[1]] = 0.5))],
    ["no number", file((memory) => (memory[COUNTER_AT.slots[1]] = Number.NaN))],
  ])("are not believed from %s", (_what, bytes) => {
    expect(readSharedCounters(bytes, SESSION)).toMatchObject({ ok: false });
  });

  it("never throw, whatever the app wrote there", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: COUNTER_FILE_BYTES, minLength: COUNTER_FILE_BYTES }), (noise) => {
        const bytes = file();
        bytes.set(noise.subarray(16), 16);
        const read = readSharedCounters(bytes, SESSION);
        if (read.ok) for (const name of COUNTER_FIELDS) expect(Number.isSafeInteger(read.counters[name])).toBe(true);
      }),
    );
  });
});
