/** What the reader gives back. Times are whole microseconds of the handset's clock unless the name says otherwise. */
import type { StackFrame } from "./frame.ts";
import type { LossAccount } from "./session-account.ts";
import type { Axis, Json, LimitKind, SessionEndHow, StepEdge, WitnessLine } from "./written.ts";

export interface SessionRow {
  n: number;
  id: string;
  pid: number;
  runtime: string;
  started: number;
  wallMs: number;
  /** Null when the session was never closed: its account is not known. */
  end: { ended: number; how: SessionEndHow; reason: string; account: LossAccount } | null;
}

export interface PhaseRow {
  n: number;
  axis: Axis;
  scope: string;
  state: string;
  t: number;
  uncertainty: number;
  source: string;
  detail: Json;
}

export interface StepRow {
  n: number;
  id: number;
  kind: string;
  name: string;
  t: number;
  /** Time it closed; equal to `t` for a point in time; null when it was never closed. */
  closed: number | null;
  edge: Exclude<StepEdge, "close">;
  detail: Json;
  closeDetail: Json;
}

export interface ScreenRow {
  n: number;
  t: number;
  /** Paths relative to the run folder. */
  png: string | null;
  pngSha256: string | null;
  source: string | null;
  sourceSha256: string | null;
  detail: Json;
}

export interface CanaryRow {
  n: number;
  type: string;
  valueHmac: string;
  valueMask: string;
}

export interface LimitRow {
  n: number;
  kind: LimitKind;
  code: string;
  /** Data types it touches; empty = all. */
  types: string[];
  detail: Json;
}

export interface CoverageState {
  session: string;
  row: string;
  status: string;
  overloads: number;
  reason: string | null;
  /** Self-tested at any time of the session. */
  selfTested: boolean;
  /** Accesses of the session that this row reported, itself or inside another. */
  fired: number;
}

export interface ClockSampleRow {
  n: number;
  session: string;
  hostUs: number;
  handsetUs: number;
  errorUs: number;
}

export interface Stack {
  frames: StackFrame[];
  cut: boolean;
}

export interface RunLoss extends LossAccount {
  /** Sessions without an end row: what they lost is not known, so `closes` and `tailKnown` are false. */
  openSessions: string[];
  rejectedMessages: number;
}

export interface SealRow {
  rows: number;
  head: string;
  outcome: string;
  closedWallMs: number;
  /** Hash over the seal itself, hex: the head to publish. */
  hash: string;
}

export interface RejectedRow {
  n: number;
  session: string;
  /** Host clock, microseconds. */
  atHostUs: number;
  reason: string;
  bytes: number;
}

export interface WitnessRow extends Required<WitnessLine> {
  n: number;
}
