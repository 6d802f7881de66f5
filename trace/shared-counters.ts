/** Reads the counters that an agent left in its shared file. The app could have written there, so everything is checked. */
import {
  COUNTER_AT,
  COUNTER_FIELDS,
  COUNTER_FILE_BYTES,
  COUNTER_MAGIC,
  COUNTER_SESSION_CHARS,
  COUNTER_VERSION,
} from "./counter-layout.ts";
import { countersSchema, type SessionCounters } from "./frame.ts";

export type SharedCounters = { ok: true; counters: SessionCounters } | { ok: false; why: string };

/** Counters of `session`, or why the file does not tell them. */
export function readSharedCounters(bytes: Uint8Array, session: string): SharedCounters {
  if (bytes.length !== COUNTER_FILE_BYTES) return { ok: false, why: `the file has ${bytes.length} bytes` };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (index: number): number => view.getFloat64(index * 8, true);
  if (at(COUNTER_AT.magic) !== COUNTER_MAGIC || at(COUNTER_AT.version) !== COUNTER_VERSION)
    return { ok: false, why: "no agent has written it" };
  let id = "";
  for (let i = 0; i < COUNTER_SESSION_CHARS && at(COUNTER_AT.session + i) > 0; i++)
    id += String.fromCharCode(at(COUNTER_AT.session + i));
  if (id !== session) return { ok: false, why: "it belongs to another session" };
  const slot = COUNTER_AT.slots[at(COUNTER_AT.current)];
  if (slot === undefined) return { ok: false, why: "its index is none" };
  const parsed = countersSchema.safeParse(Object.fromEntries(COUNTER_FIELDS.map((name, i) => [name, at(slot + i)])));
  return parsed.success ? { ok: true, counters: parsed.data } : { ok: false, why: "its numbers are none" };
}
