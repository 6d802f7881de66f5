/** What the controller asks of Frida, whichever way Frida is reached. */

export type FridaErrorCode =
  | "frida-unavailable"
  | "attach-failed"
  | "attach-timeout"
  | "load-failed"
  | "load-timeout"
  | "call-failed"
  | "call-timeout"
  | "session-detached"
  | "host-closed"
  | "host-died";

/** A Frida operation that did not succeed; `code` is stable, the message is for people. */
export class FridaError extends Error {
  readonly code: FridaErrorCode;
  constructor(code: FridaErrorCode, message: string) {
    super(message);
    this.name = "FridaError";
    this.code = code;
  }
}

export interface AttachOptions {
  /** Milliseconds after which attach rejects with `attach-timeout`. */
  deadlineMs?: number;
}

export interface LoadOptions {
  /** Milliseconds after which load rejects with `load-timeout`. */
  deadlineMs?: number;
  /** Name the script has in Frida's own diagnostics. */
  name?: string;
  runtime?: "qjs" | "v8";
}

/** Frida's own word for it, or `host-died`. */
export type DetachReason = string;

export interface ScriptFault {
  /** `error` an exception outside any rpc call; `log` console output; `oversize` a message that was dropped unread. */
  kind: "error" | "log" | "oversize";
  text: string;
}

/** One attached process with at most one script. */
export interface FridaSession {
  readonly pid: number;
  /** Loads the script; rejects with `load-failed`, `load-timeout` or `session-detached`. */
  load(source: string, options?: LoadOptions): Promise<void>;
  /** Calls `rpc.exports[name](...args)`; rejects with `call-failed` (the script threw), `call-timeout` or `session-detached`. */
  call(name: string, args: readonly unknown[], deadlineMs: number): Promise<unknown>;
  /** Posts to `recv()` in the script; lost silently when the session is already detached, as with Frida itself. */
  post(message: unknown): void;
  /** Every `send()` of the script, in order, parsed; `bytes` is the size of its JSON text. */
  onMessage(callback: (message: unknown, bytes: number) => void): void;
  onFault(callback: (fault: ScriptFault) => void): void;
  /** Called once. */
  onDetached(callback: (reason: DetachReason) => void): void;
  detach(): Promise<void>;
}

export interface FridaHost {
  readonly kind: "npm" | "python";
  readonly fridaVersion: string;
  /** Why an earlier choice was passed over; empty when the first one worked. */
  readonly notes: readonly string[];
  /** The private folder that Frida's files live in until close. */
  readonly tempFolder: string;
  /** Attaches to a process of this machine; rejects with `attach-failed` or `attach-timeout`. */
  attach(pid: number, options?: AttachOptions): Promise<FridaSession>;
  /** Detaches everything, ends Frida's helper process, removes the private folder. Safe to call twice. */
  close(): Promise<void>;
}

export const DEADLINES = {
  startMs: 20_000,
  attachMs: 15_000,
  loadMs: 20_000,
  detachMs: 30_000,
  closeMs: 5_000,
} as const;
