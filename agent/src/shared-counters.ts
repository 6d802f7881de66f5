/** Keeps the session's counters in a file mapped shared, where a SIGKILL of the process cannot reach them. */
import type { SessionCounters } from "../../trace/frame.ts";
import {
  COUNTER_AT,
  COUNTER_FILE_BYTES,
  COUNTER_MAGIC,
  COUNTER_SESSION_CHARS,
  COUNTER_VERSION,
} from "../../trace/counter-layout.ts";

const O_RDWR = 2;
const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;

export type KeepCounters = (counters: Readonly<SessionCounters>) => void;

/**
 * Maps the file, which must have its full size; the mapping lasts as long as the process.
 * @throws Error when it cannot be opened or mapped
 */
export function openSharedCounters(path: string, session: string): KeepCounters {
  const memory = new Float64Array(ArrayBuffer.wrap(map(path), COUNTER_FILE_BYTES));
  const [first, second] = COUNTER_AT.slots;
  for (let i = 0; i < COUNTER_SESSION_CHARS; i++) memory[COUNTER_AT.session + i] = session.charCodeAt(i) || 0;
  memory[COUNTER_AT.version] = COUNTER_VERSION;
  memory[COUNTER_AT.magic] = COUNTER_MAGIC;
  let current = 0;
  return (counters) => {
    const next = 1 - current;
    const slot = next === 0 ? first : second;
    memory[slot] = counters.emitted;
    memory[slot + 1] = counters.coalesced;
    memory[slot + 2] = counters.dropped;
    memory[slot + 3] = counters.hookErrors;
    memory[slot + 4] = counters.seq;
    memory[COUNTER_AT.current] = next;
    current = next;
  };
}

function map(path: string): NativePointer {
  const of = (name: string): NativePointer => Module.getGlobalExportByName(name);
  const open = new NativeFunction(of("open"), "int", ["pointer", "int"]);
  const mmap = new NativeFunction(of("mmap"), "pointer", ["pointer", "size_t", "int", "int", "int", "int64"]);
  const close = new NativeFunction(of("close"), "int", ["int"]);
  const fd = open(Memory.allocUtf8String(path), O_RDWR);
  if (fd < 0) throw new Error(`the file of counters cannot be opened: ${path}`);
  const start = mmap(NULL, COUNTER_FILE_BYTES, PROT_READ_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (start.equals(ptr(-1))) throw new Error(`the file of counters cannot be mapped: ${path}`);
  return start;
}
