/** The agent as the controller sees it: what it exports, what it sends, what it listens to. */
import Java from "frida-java-bridge";
import type {
  AckMessage,
  AgentExports,
  AgentMessage,
  CoverageRow,
  InstallOptions,
  SessionCounters,
} from "../../trace/frame.ts";
import type { AppRuntime } from "./app-runtime.ts";
import { thatWasABatch } from "./hook.ts";
import { chooseRuntime } from "./choose-runtime.ts";
import { closeGate } from "./stop-gate.ts";
import { Installer } from "./installer.ts";
import { RecordQueue } from "./queue.ts";
import { openSharedCounters } from "./shared-counters.ts";
import { currentThread } from "./threads.ts";

const FRAME_VERSION = 1;
const BATCH_INTERVAL_MS = 50;

interface Session {
  options: InstallOptions;
  runtime: AppRuntime;
  queue: RecordQueue;
  installer: Installer;
}
let session: Session | undefined;

function active(): Session {
  if (session === undefined) throw new Error("install() has not been called");
  return session;
}

function open(options: InstallOptions): Session {
  if (!Java.available) throw new Error("this process has no Java machine that can be hooked");
  const runtime = chooseRuntime();
  runtime.prepare(options.helperJar);
  const { session: id, token } = options;
  const tell = (message: AgentMessage): void => send(message);
  const keep = options.counterFile === null ? () => undefined : openSharedCounters(options.counterFile, id);
  const queue = new RecordQueue(
    {
      keep,
      send(batch) {
        thatWasABatch();
        tell({ kind: "batch", token, session: id, ...batch });
      },
      drainStacks(most) {
        // A hook may be what sends: the helper's own calls are nobody's accesses then, either.
        return runtime.perform((env) => {
          const thread = currentThread();
          thread.own++;
          try {
            return runtime.drainStacks(env, most);
          } finally {
            thread.own--;
          }
        });
      },
      wakeLater() {
        setTimeout(() => queue.flushDue(), BATCH_INTERVAL_MS);
      },
    },
    options.simulateDropsAfter,
  );
  tell({
    kind: "hello",
    version: FRAME_VERSION,
    token,
    session: id,
    pid: Process.id,
    runtime: runtime.kind,
    arch: Process.arch,
    mono: runtime.perform((env) => runtime.now(env)),
    wall: Date.now(),
  });
  const installer = new Installer(runtime, queue, options, () => void tellCoverage(active()));
  return { options, runtime, queue, installer };
}

function tellCoverage({ options, installer }: Session): CoverageRow[] {
  const rows = installer.coverage();
  send({ kind: "coverage", token: options.token, session: options.session, rows } satisfies AgentMessage);
  return rows;
}

/** Lets the thread that is sending get on with it. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

function listen(): void {
  recv("ack", (message: AckMessage) => {
    if (session !== undefined && message.session === session.options.session) session.queue.acknowledge(message.seq);
    listen();
  });
}

const exported: AgentExports = {
  async install(options: InstallOptions): Promise<CoverageRow[]> {
    if (session !== undefined) throw new Error("install() was called twice");
    session = open(options);
    await session.installer.install();
    listen();
    return tellCoverage(session);
  },
  async now(): Promise<number> {
    const { runtime } = active();
    return runtime.perform((env) => runtime.now(env));
  },
  async flush(): Promise<SessionCounters> {
    const { queue } = active();
    while (!queue.flush()) await nextTurn();
    return queue.counters();
  },
  async close(): Promise<SessionCounters> {
    await closeGate(nextTurn);
    return exported.flush();
  },
  async coverage(): Promise<CoverageRow[]> {
    return tellCoverage(active());
  },
};

rpc.exports = exported as unknown as RpcExports;
