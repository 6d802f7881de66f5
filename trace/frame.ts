/**
 * The wire between the agent and the controller: every message the agent may `send`.
 * The agent imports the types only; the controller checks each message with the schemas.
 * All strings in it were chosen by the app under test, so every one has a length limit.
 */
import { z } from "zod";
import type { RowFilter, RowOutcome } from "../catalogue/row-schema.ts";
export type { RowFilter, RowOutcome } from "../catalogue/row-schema.ts";

export const FRAME_VERSION = 1;

/** Limits that the agent truncates to and the controller checks again. Lengths in UTF-16 units. */
export const LIMITS = {
  text: 4096,
  argument: 512,
  name: 512,
  stackFrames: 40,
  recordsPerBatch: 1000,
  stacksPerBatch: 1000,
  argumentsPerAccess: 16,
  markerFields: 24,
  messageBytes: 1 << 20,
} as const;

const text = (max: number) => z.string().max(max);
/** Largest whole number on the wire: SQLite keeps a bound double as an INTEGER without loss only below 2^51 (71 years of microseconds). */
export const MAX_UINT = 2 ** 51 - 1;
const uint = z.number().int().nonnegative().max(MAX_UINT);

/** `value` a real datum came back; `empty` null or nothing; `masked` a platform stand-in such as 02:00:00:00:00:00;
 * `denied` a SecurityException or equal refusal; `error` any other exception; `none` the call returns nothing to look at. */
export const outcomeSchema = z.enum(["value", "empty", "masked", "denied", "error", "none"]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** One read of personal data, however many nested hooked calls it crossed. */
export const accessSchema = z.strictObject({
  kind: z.literal("access"),
  /** Numbers accesses and markers of one session together, from 1, without gaps. */
  seq: uint,
  /** Native monotonic clock of the handset at entry, whole microseconds. */
  t: uint,
  /** Catalogue row, e.g. AA0002. */
  row: text(16),
  /** JVM descriptor of the overload that was called, e.g. (I)Ljava/lang/String; */
  overload: text(LIMITS.name),
  /** Data types after the arguments were understood (ids of the catalogue's data types). */
  types: z.array(text(64)).min(1).max(8),
  tid: uint,
  thread: text(128),
  /** Id of an interned stack sent in this or an earlier batch of the same session. */
  stack: uint,
  args: z.record(text(64), text(LIMITS.argument)).refine((a) => Object.keys(a).length <= LIMITS.argumentsPerAccess),
  outcome: outcomeSchema,
  /** The value as text, for hashing and masking by the controller; never stored raw. */
  value: text(LIMITS.text).optional(),
  /** Class name of the exception handed on to the app. */
  error: text(LIMITS.name).optional(),
  /** Rows of hooked calls nested inside this one, outermost first. */
  inner: z.array(text(16)).max(16),
  /** How many identical accesses this record stands for (1 unless coalesced). */
  count: uint.min(1),
});
export type AccessRecord = z.infer<typeof accessSchema>;

/** Things that set phases: touches, windows, activities, permission answers, SDK consent switches. */
export const markerKindSchema = z.enum([
  "touch", // data: action down|up|cancel, x, y (screen px), window (title), package
  "window-shown", // data: window, kind dialog|activity|popup
  "window-gone", // data: window, kind
  "activity", // data: name, state created|started|resumed|paused|stopped|destroyed
  "permission-request", // data: names (comma separated)
  "permission-result", // data: names, results (comma separated 0|-1)
  "application", // data: state attach|created, name
  "exit", // data: reason
  "instrumentation-detected", // data: row, how: the app looked for a debugger, Frida or root; a limit of coverage, no accusation
  "sdk-consent", // data: switch, value: the app handed an SDK the user's answer
]);
export type MarkerKind = z.infer<typeof markerKindSchema>;

export const markerSchema = z.strictObject({
  kind: z.literal("marker"),
  seq: uint,
  t: uint,
  tid: uint,
  marker: markerKindSchema,
  data: z
    .record(text(64), z.union([text(LIMITS.argument), z.number(), z.boolean()]))
    .refine((d) => Object.keys(d).length <= LIMITS.markerFields),
});
export type MarkerRecord = z.infer<typeof markerSchema>;
export type TraceRecord = AccessRecord | MarkerRecord;

/** `Class.method(File:line)` parts; platform-simulation prefixes already stripped. */
export const stackFrameSchema = z.tuple([text(LIMITS.name), text(LIMITS.name), text(LIMITS.name), z.number().int()]);
export type StackFrame = z.infer<typeof stackFrameSchema>;

export const stackSchema = z.strictObject({
  id: uint,
  frames: z.array(stackFrameSchema).max(LIMITS.stackFrames),
  /** True when frames were cut at the limit. */
  cut: z.boolean(),
});
export type InternedStack = z.infer<typeof stackSchema>;

/** Running totals of the session, so that what did not arrive is counted. */
export const countersSchema = z.strictObject({
  emitted: uint, // accesses seen by hooks (after filters), coalesced ones counted singly; markers not counted
  coalesced: uint, // accesses folded into another record's count
  dropped: uint, // accesses given up because the queue was full
  hookErrors: uint, // exceptions inside our own hook code, caught and counted
  seq: uint, // highest seq handed out
});
export type SessionCounters = z.infer<typeof countersSchema>;

export const helloSchema = z.strictObject({
  kind: z.literal("hello"),
  version: z.literal(FRAME_VERSION),
  token: text(64),
  session: text(64),
  pid: uint,
  runtime: z.enum(["hotspot", "art"]),
  arch: text(32),
  mono: uint,
  wall: uint,
});

/** `armed` hooked; `failed` tried and refused; `waiting` class not loaded yet; `not-present` this handset has no such class or member. */
export const coverageStatusSchema = z.enum(["armed", "failed", "waiting", "not-present", "disarmed"]);
export const coverageRowSchema = z.strictObject({
  row: text(16),
  status: coverageStatusSchema,
  overloads: uint,
  reason: text(LIMITS.argument).optional(),
  /** The agent called the hooked API itself with a marked canary and saw its own call. */
  selfTested: z.boolean(),
});
export type CoverageRow = z.infer<typeof coverageRowSchema>;

export const coverageSchema = z.strictObject({
  kind: z.literal("coverage"),
  token: text(64),
  session: text(64),
  rows: z.array(coverageRowSchema).max(5000),
});

export const batchSchema = z.strictObject({
  kind: z.literal("batch"),
  token: text(64),
  session: text(64),
  stacks: z.array(stackSchema).max(LIMITS.stacksPerBatch),
  records: z.array(z.discriminatedUnion("kind", [accessSchema, markerSchema])).max(LIMITS.recordsPerBatch),
  counters: countersSchema,
});
export type BatchMessage = z.infer<typeof batchSchema>;

export const agentMessageSchema = z.discriminatedUnion("kind", [helloSchema, coverageSchema, batchSchema]);
export type AgentMessage = z.infer<typeof agentMessageSchema>;

/** Posted to the agent only after COMMIT: every record of the session up to `seq` is durable, or counted missing if it never arrived. */
export interface AckMessage {
  type: "ack";
  session: string;
  seq: number;
}

/** What the agent exports over Frida's rpc. */
export interface AgentExports {
  /** Arms every row; sends hello and coverage first. Resolves with the rows' states. */
  install(options: InstallOptions): Promise<CoverageRow[]>;
  /** Native monotonic clock, whole microseconds; for clock mapping. */
  now(): Promise<number>;
  /** Sends what is queued; resolves with the counters once it was handed to Frida (FIFO: all of it arrives before the answer). */
  flush(): Promise<SessionCounters>;
  /** The last flush before the process is ended: from here on a thread that comes to a hooked member is held there. */
  close(): Promise<SessionCounters>;
  /** Coverage again, after classes appeared later. */
  coverage(): Promise<CoverageRow[]>;
}

export interface InstallOptions {
  session: string;
  token: string;
  /** Path on the handset of the helper jar. */
  helperJar: string;
  appPackage: string;
  /** Catalogue rows to arm. */
  rows: HookRow[];
  /** Rows left disarmed on purpose (ablation tests). */
  disarm: string[];
  /** Consent switches of SDKs to watch; calls become `sdk-consent` markers. */
  switches: SwitchRow[];
  /** File on the handset that the session's counters are mapped to, so that they outlive a SIGKILL; null: none. */
  counterFile: string | null;
  /** Simulates a full queue after this many accesses (loss tests); 0 = off. */
  simulateDropsAfter: number;
}

/** What the agent needs of a catalogue row: `class` and the rest as catalogue/row-schema.ts documents them. */
export interface HookRow {
  id: string;
  class: string;
  member: string;
  types: string[];
  filter: RowFilter | null;
  outcome: RowOutcome;
  valueArg?: number | undefined;
  listener?: string | undefined;
}

/** A member by which an app tells an SDK that the user agreed, or not. */
export interface SwitchRow {
  id: string;
  class: string;
  member: string;
  /** Argument that carries the answer, handed on as text; null: the call itself is the answer, text "". */
  arg: number | null;
}
