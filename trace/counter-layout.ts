/**
 * The file in which an agent keeps its session's counters, mapped shared, so that they outlive the process: after a SIGKILL
 * they say how many accesses never arrived. Two slots are written in turn and an index says which one holds; a kill between
 * two stores leaves the older slot whole. All numbers are doubles in the machine's order: no reader of another one exists.
 */

export const COUNTER_FILE_BYTES = 4096;
/** Offsets in doubles. */
export const COUNTER_AT = { magic: 0, version: 1, current: 2, slots: [8, 16], session: 32 } as const;
export const COUNTER_MAGIC = 7_305_813_001;
export const COUNTER_VERSION = 1;
/** Order of the counters in a slot. */
export const COUNTER_FIELDS = ["emitted", "coalesced", "dropped", "hookErrors", "seq"] as const;
/** Characters of the session's id, one a double. */
export const COUNTER_SESSION_CHARS = 64;
