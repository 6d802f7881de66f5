import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { HandsetError } from "./errors.ts";

/** An event of the handset process (PROTOCOL.md): `gate`, `ready`, `crash`, `exit`, `external`. */
export interface HandsetEvent {
  event: string;
  [detail: string]: unknown;
}

export interface HandsetProcessOptions {
  java: string;
  /** Everything between `java` and the end: flags, class path, main class, config file. */
  args: string[];
  env: Record<string, string>;
  cwd: string;
  onEvent: (event: HandsetEvent) => void;
  /** Called once, after the process has gone, with what ended it. */
  onEnd: (reason: string) => void;
}

interface Pending {
  method: string;
  resolve: (result: unknown) => void;
  reject: (error: HandsetError) => void;
  deadline: NodeJS.Timeout;
}

/** A screenshot of a 4K screen in base64 stays below this; a longer line is no answer of a handset. */
const LINE_LIMIT = 64 * 1024 * 1024;
/** Standard error kept for messages. */
const DIAGNOSTICS_LIMIT = 16 * 1024;

const living = new Set<HandsetProcess>();
process.once("exit", () => {
  for (const one of living) one.killNow();
});

/**
 * The JVM that runs one app, and its wire: JSON lines on standard input and output.
 * It cannot outlive this process: end of input halts it, and an orderly exit kills it.
 */
export class HandsetProcess {
  readonly pid: number;
  #child: ChildProcessWithoutNullStreams;
  #pending = new Map<number, Pending>();
  #lastId = 0;
  #buffer = "";
  #diagnostics = "";
  #ended: string | undefined;
  #failure: HandsetError | undefined;
  #gone: Promise<void>;
  #options: HandsetProcessOptions;

  private constructor(child: ChildProcessWithoutNullStreams, options: HandsetProcessOptions) {
    this.#child = child;
    this.#options = options;
    this.pid = child.pid ?? -1;
    living.add(this);
    child.stdout.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#diagnostics = (this.#diagnostics + text).slice(-DIAGNOSTICS_LIMIT);
    });
    // Writing to a process that has just died is reported by its end, not here.
    child.stdin.on("error", () => undefined);
    this.#gone = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.#end(signal ? `by signal ${signal}` : `with code ${code}`);
        resolve();
      });
    });
  }

  /** Starts the process; resolves when the operating system has it. @throws HandsetError `java-not-started`. */
  static start(options: HandsetProcessOptions): Promise<HandsetProcess> {
    const child = spawn(options.java, options.args, { env: options.env, cwd: options.cwd, stdio: "pipe" });
    return new Promise((resolve, reject) => {
      child.once("spawn", () => resolve(new HandsetProcess(child, options)));
      child.once("error", (cause) =>
        reject(new HandsetError("java-not-started", `cannot start ${options.java}: ${cause.message}`, { cause })),
      );
    });
  }

  /** How the process ended, or undefined while it runs. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** The tail of what the process wrote to standard error. */
  get diagnostics(): string {
    return this.#diagnostics;
  }

  /**
   * Calls `method` and waits for its answer, at most `deadlineMs`.
   * @throws HandsetError with the handset's code, `deadline-expired`, or `process-ended`.
   */
  request(method: string, params: object, deadlineMs: number): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.endError());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#pending.delete(id);
        reject(
          new HandsetError(
            "deadline-expired",
            `the handset did not answer '${method}' within ${deadlineMs} ms: its main thread may hang`,
          ),
        );
      }, deadlineMs);
      this.#pending.set(id, { method, resolve, reject, deadline });
      this.#child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }

  /**
   * Ends everything that waits for an answer that will not come, as when the app has died while its process stays
   * for evidence. `verdict` says for each method whether it counts as done or failed.
   */
  settle(verdict: (method: string) => "done" | HandsetError): void {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { method, resolve, reject, deadline } of waiting) {
      clearTimeout(deadline);
      const outcome = verdict(method);
      if (outcome === "done") resolve(undefined);
      else reject(outcome);
    }
  }

  /** SIGKILL, and wait until the process has gone. */
  async kill(): Promise<void> {
    this.killNow();
    await this.#gone;
  }

  killNow(): void {
    if (this.#ended === undefined) this.#child.kill("SIGKILL");
  }

  #read(text: string): void {
    this.#buffer += text;
    let end: number;
    while ((end = this.#buffer.indexOf("\n")) >= 0) {
      const line = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.slice(end + 1);
      if (line.trim() !== "") this.#take(line);
    }
    if (this.#buffer.length > LINE_LIMIT) this.#violated("sent a line without end", "");
  }

  #take(line: string): void {
    let message: Record<string, unknown>;
    try {
      message = JSON.parse(line) as Record<string, unknown>;
      if (typeof message !== "object" || message === null) throw new SyntaxError("not an object");
    } catch {
      this.#violated("sent a line that is not a JSON object", line);
      return;
    }
    if (typeof message.event === "string") {
      this.#options.onEvent(message as HandsetEvent);
      return;
    }
    if (typeof message.id !== "number") {
      this.#violated("sent a message that is neither an event nor an answer", line);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return; // the answer to a request whose deadline has expired
    this.#pending.delete(message.id);
    clearTimeout(pending.deadline);
    if (message.error === undefined) pending.resolve(message.result);
    else pending.reject(answeredError(pending.method, message.error));
  }

  /** A process that does not keep the protocol cannot be trusted with the rest of it. */
  #violated(what: string, line: string): void {
    this.#buffer = "";
    this.#failure = new HandsetError("protocol-error", `the handset process ${what}: ${line.slice(0, 200)}`);
    this.killNow();
  }

  #end(how: string): void {
    this.#ended = how;
    living.delete(this);
    const error = this.endError();
    this.settle(() => error);
    this.#options.onEnd(this.#failure?.message ?? how);
  }

  /** Why nothing can be asked of the process any more. */
  endError(): HandsetError {
    if (this.#failure) return this.#failure;
    // The lines of a stack trace begin with space; the last other line names what happened.
    const last = this.#diagnostics.split("\n").findLast((line) => /^\S/.test(line)) ?? "";
    return new HandsetError("process-ended", `handset process ended ${this.#ended}${last ? `: ${last}` : ""}`);
  }
}

function answeredError(method: string, error: unknown): HandsetError {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return new HandsetError(
    typeof code === "string" ? code : "handset-error",
    typeof message === "string" ? message : `'${method}' failed`,
  );
}
