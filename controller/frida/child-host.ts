/** The controller's side of a Frida child process (python-host.py or npm-host.ts). */
import { spawn, type ChildProcess } from "node:child_process";
import { ChildSession } from "./child-session.ts";
import { encodeFrame, FrameReader, type Frame, type FrameKind } from "./framing.ts";
import {
  DEADLINES,
  FridaError,
  type AttachOptions,
  type FridaErrorCode,
  type FridaHost,
  type FridaSession,
} from "./frida-host.ts";
import { makePrivateTemp, removePrivateTemp } from "../private-temp.ts";

/** Frida's diagnostics kept for an error message. */
const STDERR_KEPT = 4096;

export interface ChildCommand {
  kind: "npm" | "python";
  command: string;
  args: string[];
  notes?: string[];
}

interface Pending {
  resolve(): void;
  reject(error: FridaError): void;
  failed: FridaErrorCode;
}

/** Starts a child and waits until it says that Frida loaded; rejects with `frida-unavailable` and leaves nothing behind. */
export async function startChildHost(command: ChildCommand): Promise<FridaHost> {
  const host = new ChildHost(command);
  try {
    await host.ready;
  } catch (error) {
    await host.close();
    throw error;
  }
  return host;
}

export class ChildHost implements FridaHost {
  readonly kind: "npm" | "python";
  readonly notes: readonly string[];
  readonly tempFolder: string;
  readonly ready: Promise<void>;
  fridaVersion = "unknown";
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #sessions = new Map<number, ChildSession>();
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #nextSession = 1;
  #gone: FridaErrorCode | undefined;
  #stderr = "";
  #announce: { resolve(): void; reject(error: FridaError): void } | undefined;
  #closing: Promise<void> | undefined;

  constructor(command: ChildCommand) {
    this.kind = command.kind;
    this.notes = command.notes ?? [];
    this.tempFolder = makePrivateTemp("frida");
    // Its own process group: an interrupt typed at the terminal reaches the controller, which then closes in order.
    this.#child = spawn(command.command, command.args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, TMPDIR: this.tempFolder, PYTHONDONTWRITEBYTECODE: "1", PYTHONUNBUFFERED: "1" },
      detached: true,
    });
    const reader = new FrameReader((frame) => this.#receive(frame));
    this.#child.stdout?.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#stderr += `unreadable output: ${String(error)}`;
        this.#child.kill("SIGKILL");
      }
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString("utf8")).slice(-STDERR_KEPT);
    });
    this.#child.stdin?.on("error", (error) => (this.#stderr += `stdin: ${error.message}`));
    this.#exited = new Promise((resolve) => {
      const once = (why: string): void => {
        this.#died(why);
        resolve();
      };
      this.#child.once("error", (error) => once(error.message));
      this.#child.once("close", (code, signal) => once(`exit ${code ?? signal}`));
    });
    this.ready = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new FridaError("frida-unavailable", `${this.kind} Frida child did not start`)),
        DEADLINES.startMs,
      );
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        this.#announce = undefined;
        action();
      };
      this.#announce = { resolve: () => settle(resolve), reject: (error) => settle(() => reject(error)) };
    });
    this.ready.catch(() => undefined); // the starter awaits it too; a child that dies first must not be "unhandled"
  }

  async attach(pid: number, options: AttachOptions = {}): Promise<FridaSession> {
    const number = this.#nextSession++;
    const session = new ChildSession(pid, {
      request: (message, failed, timeout, deadlineMs) => this.request(number, message, failed, timeout, deadlineMs),
      post: (text) => this.#write("M", number, text),
      forget: () => this.#sessions.delete(number),
    });
    this.#sessions.set(number, session);
    try {
      const deadlineMs = options.deadlineMs ?? DEADLINES.attachMs;
      await this.request(number, { op: "attach", pid }, "attach-failed", "attach-timeout", deadlineMs);
    } catch (error) {
      this.#sessions.delete(number);
      throw error;
    }
    return session;
  }

  /** Sends one request to the child and waits for its answer or the deadline. */
  request(
    session: number,
    message: Record<string, unknown>,
    failed: FridaErrorCode,
    timeout: FridaErrorCode,
    deadlineMs: number,
  ): Promise<void> {
    if (this.#gone !== undefined) return Promise.reject(this.#goneError());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new FridaError(timeout, `${String(message["op"])} gave no answer within ${deadlineMs} ms`));
      }, deadlineMs);
      const settle = (action: () => void): void => {
        clearTimeout(timer);
        this.#pending.delete(id);
        action();
      };
      this.#pending.set(id, {
        failed,
        resolve: () => settle(resolve),
        reject: (error) => settle(() => reject(error)),
      });
      this.#write("C", session, JSON.stringify({ id, ...message }));
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const closed = this.#gone ?? "host-closed";
    if (this.#gone === undefined) {
      this.#write("C", 0, JSON.stringify({ id: 0, op: "close" }));
      this.#child.stdin?.end();
    }
    this.#gone = closed;
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), DEADLINES.closeMs);
    await this.#exited;
    clearTimeout(timer);
    removePrivateTemp(this.tempFolder);
  }

  #write(kind: FrameKind, session: number, text: string): void {
    if (this.#gone === undefined) this.#child.stdin?.write(encodeFrame(kind, session, text));
  }

  #receive(frame: Frame): void {
    if (frame.kind === "M") return this.#sessions.get(frame.session)?.receive(frame.body);
    const message = JSON.parse(frame.body.toString("utf8")) as Record<string, unknown>;
    if (message["event"] === "ready") {
      this.fridaVersion = String(message["version"]);
      this.#announce?.resolve();
    } else if (message["event"] === "unavailable") {
      this.#announce?.reject(new FridaError("frida-unavailable", `${this.kind}: ${String(message["reason"])}`));
    } else if (message["event"] === "detached") {
      this.#sessions.get(frame.session)?.ended(String(message["reason"]));
    } else {
      const pending = this.#pending.get(Number(message["id"]));
      if (message["error"] === undefined) pending?.resolve();
      else pending?.reject(new FridaError(pending.failed, String(message["error"])));
    }
  }

  #died(why: string): void {
    this.#gone ??= "host-died";
    this.#announce?.reject(new FridaError("frida-unavailable", `${this.kind}: ${why} ${this.#stderr}`.trim()));
    for (const pending of [...this.#pending.values()]) pending.reject(this.#goneError());
    for (const session of [...this.#sessions.values()]) session.ended(this.#gone);
    removePrivateTemp(this.tempFolder);
  }

  #goneError(): FridaError {
    const code = this.#gone ?? "host-died";
    const why = code === "host-closed" ? "was closed" : `died: ${this.#stderr.trim() || "no diagnostics"}`;
    return new FridaError(code, `the ${this.kind} Frida host ${why}`);
  }
}
