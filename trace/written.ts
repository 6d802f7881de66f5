/** What the controller hands to the writer. Times are whole microseconds of the handset's clock unless the name says otherwise. */
import type { SessionCounters } from "./frame.ts";

export type Axis = "consent" | "permission" | "app";
export type StepEdge = "open" | "close" | "point";
export type SessionEndHow = "flushed" | "killed-after-flush" | "lost";
export type LimitKind = "handset-limit" | "environment" | "evidence" | "budget";
/** Anything JSON can say; stored as its text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface TraceWriterOptions {
  runId: string;
  /** Size limit of trace.sqlite in bytes; reaching it is `run-too-large`. */
  maxBytes?: number;
  /** How long to wait for another process's lock before `busy`, milliseconds. */
  busyTimeoutMs?: number;
}

export interface NewSession {
  id: string;
  pid: number;
  runtime: "hotspot" | "art";
  /** Handset clock, microseconds. */
  started: number;
  wallMs: number;
}

export interface SessionEnd {
  session: string;
  /** Handset clock, microseconds. */
  ended: number;
  how: SessionEndHow;
  reason: string;
  /** The agent's last totals, when they could be fetched after its last record; else those of the last batch count. */
  counters?: SessionCounters | null;
}

export interface PhaseChange {
  axis: Axis;
  /** Permission axis: the perm.* group; else "". */
  scope?: string;
  state: string;
  /** Handset clock, microseconds. */
  t: number;
  /** Plus or minus, microseconds. */
  uncertainty: number;
  source: string;
  detail?: Json;
}

export interface IngestResult {
  /** Every record up to here is durable or counted missing: what the agent may be told. */
  ackedSeq: number;
  /** Records (accesses and markers) written. */
  stored: number;
  /** Records that were here before; ignored. */
  duplicates: number;
  /** Sequence numbers of the session below `ackedSeq` that never came. */
  missing: number;
}

/** A line of the handset's own record, in a run that no agent looked into. */
export interface WitnessLine {
  kind: "access" | "process" | "dropped";
  /** Handset clock, microseconds; 0 where the handset gives no time. */
  t: number;
  /** API or event, as the handset names it. */
  name: string;
  permission: string;
  outcome: "allowed" | "denied" | "";
  detail?: Json;
}
