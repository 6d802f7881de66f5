/**
 * One process of the app with the agent in it: launched suspended, hooked before the app's first line, every message
 * committed before it is acknowledged.
 */
import { randomUUID } from "node:crypto";
import type {
  AgentExports,
  AgentMessage,
  CoverageRow,
  HookRow,
  InstallOptions,
  MarkerRecord,
  SessionCounters,
  SwitchRow,
} from "../trace/frame.ts";
import { COUNTER_FILE_BYTES } from "../trace/counter-layout.ts";
import { decodeAgentMessage } from "../trace/decode.ts";
import { readSharedCounters } from "../trace/shared-counters.ts";
import type { TraceWriter } from "../trace/trace-writer.ts";
import { handsetError, type ControllerError } from "./errors.ts";
import type { FridaHost, FridaSession } from "./frida/frida-host.ts";
import type { AppProcess } from "./app-process.ts";
import type { Handset, SharedFile } from "./handset.ts";
import { HandsetClock, hostNowUs } from "./handset-clock.ts";
import type { WalkEnd } from "./run-outcome.ts";
import { observe } from "./wait.ts";

/** Arming every row on a loaded machine; measured 0.2-0.8 s when idle. */
const INSTALL_DEADLINE_MS = 60_000;
const CALL_DEADLINE_MS = 10_000;
/** Round trips asked for at the start; the sharpest counts. */
const CLOCK_SAMPLES = 5;
/** Characters of a thread dump that are kept. */
const MAX_THREAD_DUMP = 200_000;
/** Frida's reason for a detach that means: there is no such process any more. */
const PROCESS_ENDED = "process-terminated";
/** Launch attempts before the app's first line ran: the first, and one more. */
const LAUNCH_ATTEMPTS = 2;

/** How the agent's words begin where the helper jar is not of its sources: another try would find the same. */
const HELPER_STALE = "helper-stale: ";

export interface AppSessionOptions {
  handset: Handset;
  frida: FridaHost;
  writer: TraceWriter;
  agentSource: string;
  helperJar: string;
  appPackage: string;
  rows: HookRow[];
  disarm: string[];
  /** Consent switches of SDKs to watch; none when left out. */
  switches?: SwitchRow[];
  onMarker: (marker: MarkerRecord) => void;
}

export type SessionEnd = "flushed" | "killed-after-flush" | "lost";

export class AppSession implements AppProcess {
  readonly id: string;
  readonly pid: number;
  readonly clock = new HandsetClock();
  readonly gone: Promise<string>;
  readonly #options: AppSessionOptions;
  readonly #token: string;
  readonly #counterFile: SharedFile;
  readonly #frida: FridaSession;
  readonly #markers: MarkerRecord[] = [];
  #goneReason: string | null = null;
  #appEnd: WalkEnd | null = null;
  #halted: string | null = null;
  #markGone: (reason: string) => void = () => undefined;
  #release: (reason: string) => void = () => undefined;
  #counters: SessionCounters = { emitted: 0, coalesced: 0, dropped: 0, hookErrors: 0, seq: 0 };
  #opened = false;
  #ended = false;
  #stopping = false;
  readonly #detached: Promise<void>;
  #markDetached: () => void = () => undefined;
  #startedUs = 0;
  #writeFailure: unknown = null;

  private constructor(options: AppSessionOptions, frida: FridaSession, token: string, counterFile: SharedFile) {
    this.#counterFile = counterFile;
    this.#options = options;
    this.#frida = frida;
    this.#token = token;
    this.id = randomUUID();
    this.pid = frida.pid;
    this.#detached = new Promise((resolve) => (this.#markDetached = resolve));
    this.gone = new Promise((resolve) => (this.#release = resolve));
    this.#markGone = (reason) => {
      this.#goneReason ??= reason;
      this.#release(reason);
    };
  }

  /**
   * Starts the app's process up to its first line and arms the hooks. The app has run nothing when this resolves.
   * One retry, recorded as a limit; never after the app's first line.
   * @throws ControllerError exit 3: `agent-start` after the second failure, `helper-stale` at once
   */
  static async launch(options: AppSessionOptions): Promise<AppSession> {
    const failures: string[] = [];
    for (let attempt = 1; attempt <= LAUNCH_ATTEMPTS; attempt++) {
      let session: AppSession | undefined;
      try {
        session = await AppSession.#join(options);
        await session.#arm();
        return session;
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        failures.push(why);
        const threads = (await options.handset.threadDump()).slice(0, MAX_THREAD_DUMP);
        options.writer.limit({
          kind: "environment",
          code: "launch-retried",
          types: [],
          detail: { attempt, why: why.slice(0, 1000), threads },
        });
        await options.handset.kill();
        if (session !== undefined) await session.#giveUp();
        if (why.includes(HELPER_STALE)) throw staleHelper(cause);
      }
    }
    throw handsetError(
      "agent-start",
      `the agent could not be started in the app: ${failures.join(" / ")}`,
      "run `npx consentry doctor`",
    );
  }

  /** The process before the app's first line, with Frida in it. */
  static async #join(options: AppSessionOptions): Promise<AppSession> {
    const pid = await options.handset.launchSuspended();
    const frida = await options.frida.attach(pid);
    const counterFile = await options.handset.createSharedFile(COUNTER_FILE_BYTES);
    const session = new AppSession(options, frida, randomUUID(), counterFile);
    frida.onMessage((message, bytes) => session.#receive(message, bytes));
    frida.onFault((fault) =>
      session.#storing(() => session.#reject(`${fault.kind}: ${fault.text.slice(0, 500)}`, fault.text.length)),
    );
    frida.onDetached((reason) => session.#left(reason));
    return session;
  }

  async #arm(): Promise<void> {
    const options = this.#options;
    await this.#frida.load(options.agentSource);
    const install: InstallOptions = {
      session: this.id,
      token: this.#token,
      helperJar: options.helperJar,
      appPackage: options.appPackage,
      rows: options.rows,
      disarm: options.disarm,
      switches: options.switches ?? [],
      counterFile: this.#counterFile.path,
      simulateDropsAfter: 0,
    };
    await this.#frida.call("install", [install], INSTALL_DEADLINE_MS);
    if (!this.#opened) throw handsetError("agent-silent", "the agent said nothing after it was installed");
    for (let i = 0; i < CLOCK_SAMPLES; i++) await this.sampleClock();
  }

  /** After a launch that failed: the app has run nothing, and the trace must not wait for the end of the session. */
  async #giveUp(): Promise<void> {
    if (!this.#opened) return void (this.#ended = true);
    await observe(CALL_DEADLINE_MS, this.#detached);
    await this.end("the launch failed");
  }

  get startedUs(): number {
    return this.#startedUs;
  }

  get lost(): string | null {
    return this.#goneReason;
  }

  get markers(): readonly MarkerRecord[] {
    return this.#markers;
  }

  /** Handset time now and its uncertainty, microseconds. */
  now(): { t: number; errorUs: number } {
    return this.clock.now();
  }

  get ended(): WalkEnd | null {
    return this.#appEnd;
  }

  get over(): string | null {
    return this.#goneReason ?? this.#appEnd?.why ?? this.#halted;
  }

  halt(reason: string): void {
    this.#halted ??= reason;
    this.#release(reason);
  }

  appEnded(end: WalkEnd): void {
    this.#appEnd ??= end;
    this.#release(end.why);
  }

  async sampleClock(): Promise<void> {
    const sample = await this.clock.sample(async () => Number(await this.#call("now", [])));
    this.#options.writer.clockSample(this.id, sample);
  }

  /** Barrier: everything the hooks saw before this call is committed when it resolves. Nothing to do once stopped. */
  async flush(): Promise<void> {
    if (this.#ended) return;
    this.#counters = (await this.#call("flush", [])) as SessionCounters;
    if (this.#writeFailure) throw this.#writeFailure;
  }

  /**
   * A planned stop: what the hooks saw is committed, threads that come to a hooked member are held, the process is ended, and
   * the loss account is closed with what the process itself counted to its end.
   * @param kill ends the process
   */
  async stop(how: Exclude<SessionEnd, "lost">, reason: string, kill: () => Promise<void>): Promise<void> {
    if (this.#ended) return;
    await this.#recordCoverage();
    this.#counters = (await this.#call("close", [])) as SessionCounters;
    if (this.#writeFailure) throw this.#writeFailure;
    this.#stopping = true;
    await kill();
    // Frida tells the end after the last message: only then is what has not come lost.
    await observe(CALL_DEADLINE_MS, this.#detached);
    await this.#close(how, reason, (await this.#countersLeft()) ?? this.#counters);
  }

  /** Closes the loss account of a process that went away, or that the agent was lost in. */
  async end(reason: string): Promise<void> {
    if (this.#ended) return;
    // A process that goes on without the agent reads unseen: what it had counted by then is not the end of it.
    await this.#close("lost", reason, this.#goneReason === PROCESS_ENDED ? await this.#countersLeft() : null);
  }

  async #close(how: SessionEnd, reason: string, counters: SessionCounters | null): Promise<void> {
    this.#ended = true;
    this.#options.writer.sessionEnd({ session: this.id, ended: this.now().t, how, reason, counters });
    if (this.#writeFailure) throw this.#writeFailure;
  }

  /** What the process counted before it went away; null where its file does not tell. */
  async #countersLeft(): Promise<SessionCounters | null> {
    const left = await this.#counterFile.read().then(
      (bytes) => readSharedCounters(bytes, this.id),
      (error: unknown) => ({ ok: false as const, why: error instanceof Error ? error.message : String(error) }),
    );
    if (left.ok) return left.counters;
    this.#options.writer.limit({ kind: "evidence", code: "tail-unknown", types: [], detail: { why: left.why } });
    return null;
  }

  async #recordCoverage(): Promise<void> {
    const rows = (await this.#call("coverage", [])) as CoverageRow[];
    this.#options.writer.coverage(this.id, rows);
  }

  #left(reason: string): void {
    if (!this.#stopping) this.#markGone(reason);
    this.#markDetached();
  }

  #call(name: keyof AgentExports, args: unknown[]): Promise<unknown> {
    return this.#frida.call(name, args, CALL_DEADLINE_MS);
  }

  #receive(raw: unknown, bytes: number): void {
    this.#storing(() => {
      const decoded = decodeAgentMessage(raw, bytes, { session: this.id, token: this.#token });
      if (decoded.ok) this.#store(decoded.message);
      else this.#reject(`${decoded.rejection.code}: ${decoded.rejection.detail}`, bytes);
    });
  }

  /** Never throws: what cannot be stored stops the run through `gone`. What comes after the end was counted as lost there. */
  #storing(work: () => void): void {
    if (this.#ended) return;
    try {
      work();
    } catch (cause) {
      this.#writeFailure ??= cause;
      this.#markGone("evidence could not be stored");
    }
  }

  #store(message: AgentMessage): void {
    const { writer } = this.#options;
    if (message.kind === "hello") {
      if (this.#opened) {
        this.#reject("second hello", 0);
        return;
      }
      this.#opened = true;
      this.#startedUs = message.mono;
      writer.session({
        id: this.id,
        pid: message.pid,
        runtime: message.runtime,
        started: message.mono,
        wallMs: message.wall,
      });
    } else if (message.kind === "coverage") {
      writer.coverage(this.id, message.rows);
    } else {
      const { ackedSeq } = writer.ingest(this.id, message);
      this.#frida.post({ type: "ack", session: this.id, seq: ackedSeq });
      for (const record of message.records) {
        if (record.kind !== "marker") continue;
        this.#markers.push(record);
        this.#options.onMarker(record);
      }
    }
  }

  #reject(reason: string, bytes: number): void {
    this.#options.writer.rejected(this.id, reason, bytes, hostNowUs());
  }
}

function staleHelper(cause: unknown): ControllerError {
  const remedy = 'run "npm run setup", which compiles it anew';
  return handsetError("helper-stale", "the agent's helper jar is not of this working copy's sources", remedy, cause);
}
