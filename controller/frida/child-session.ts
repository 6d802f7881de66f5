/** One attached process behind a Frida child: Frida's rpc by message, deadlines, and the order of arrival kept. */
import {
  DEADLINES,
  FridaError,
  type DetachReason,
  type FridaErrorCode,
  type FridaSession,
  type LoadOptions,
  type ScriptFault,
} from "./frida-host.ts";

/** A larger message is dropped unparsed: the app under test decides how much the script has to say. */
export const MAX_MESSAGE_BYTES = 16 << 20;

export interface SessionLink {
  request(
    message: Record<string, unknown>,
    failed: FridaErrorCode,
    timeout: FridaErrorCode,
    deadlineMs: number,
  ): Promise<void>;
  /** Posts JSON text to the script. */
  post(text: string): void;
  forget(): void;
}

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: FridaError): void;
}

export class ChildSession implements FridaSession {
  readonly pid: number;
  readonly #link: SessionLink;
  readonly #calls = new Map<number, PendingCall>();
  readonly #messageCallbacks: ((message: unknown, bytes: number) => void)[] = [];
  readonly #faultCallbacks: ((fault: ScriptFault) => void)[] = [];
  readonly #detachedCallbacks: ((reason: DetachReason) => void)[] = [];
  #nextCall = 1;
  #ended: DetachReason | undefined;

  constructor(pid: number, link: SessionLink) {
    this.pid = pid;
    this.#link = link;
  }

  async load(source: string, options: LoadOptions = {}): Promise<void> {
    this.#assertAttached();
    const message = { op: "load", source, name: options.name ?? "agent", runtime: options.runtime ?? null };
    await this.#link.request(message, "load-failed", "load-timeout", options.deadlineMs ?? DEADLINES.loadMs);
  }

  call(name: string, args: readonly unknown[], deadlineMs: number): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#endedError());
    const id = this.#nextCall++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#calls.delete(id);
        reject(new FridaError("call-timeout", `${name}() gave no answer within ${deadlineMs} ms`));
      }, deadlineMs);
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        this.#calls.delete(id);
        action();
      };
      this.#calls.set(id, {
        resolve: (value) => settle(() => resolve(value)),
        reject: (error) => settle(() => reject(error)),
      });
      this.#link.post(JSON.stringify(["frida:rpc", id, "call", name, args]));
    });
  }

  post(message: unknown): void {
    if (this.#ended === undefined) this.#link.post(JSON.stringify(message));
  }

  onMessage(callback: (message: unknown, bytes: number) => void): void {
    this.#messageCallbacks.push(callback);
  }

  onFault(callback: (fault: ScriptFault) => void): void {
    this.#faultCallbacks.push(callback);
  }

  onDetached(callback: (reason: DetachReason) => void): void {
    if (this.#ended !== undefined) callback(this.#ended);
    else this.#detachedCallbacks.push(callback);
  }

  async detach(): Promise<void> {
    if (this.#ended !== undefined) return;
    await this.#link.request({ op: "detach" }, "session-detached", "session-detached", DEADLINES.detachMs);
    this.ended("application-requested");
  }

  /** Takes the JSON text of one script message, as Frida gave it. */
  receive(body: Buffer): void {
    if (body.length > MAX_MESSAGE_BYTES) return this.#fault("oversize", `${body.length} bytes`);
    const message = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
    const payload = message["payload"];
    if (message["type"] === "send") {
      if (Array.isArray(payload) && payload[0] === "frida:rpc") return this.#answer(payload);
      for (const callback of this.#messageCallbacks) callback(payload, body.length);
    } else if (message["type"] === "log") {
      this.#fault("log", String(payload));
    } else {
      this.#fault("error", String(message["stack"] ?? message["description"] ?? "unknown script error"));
    }
  }

  /** The session is over, whoever ended it. */
  ended(reason: DetachReason): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#link.forget();
    for (const call of [...this.#calls.values()]) call.reject(this.#endedError());
    for (const callback of this.#detachedCallbacks) callback(reason);
  }

  #answer(payload: unknown[]): void {
    const call = this.#calls.get(Number(payload[1]));
    if (payload[2] === "ok") call?.resolve(payload[3]);
    else call?.reject(new FridaError("call-failed", String(payload[3])));
  }

  #fault(kind: ScriptFault["kind"], text: string): void {
    for (const callback of this.#faultCallbacks) callback({ kind, text });
  }

  #assertAttached(): void {
    if (this.#ended !== undefined) throw this.#endedError();
  }

  #endedError(): FridaError {
    return new FridaError("session-detached", `process ${this.pid} is no longer attached: ${this.#ended}`);
  }
}
