/** The agent in the test target, with the controller's part played by the test: it checks, keeps, acknowledges. */
import { buildAgent } from "../../agent/build.ts";
import type { FridaHost, FridaSession } from "../../controller/frida/frida-host.ts";
import { openFridaHost } from "../../controller/frida/open-host.ts";
import {
  agentMessageSchema,
  type AccessRecord,
  type CoverageRow,
  type HookRow,
  type InstallOptions,
  type InternedStack,
  type MarkerRecord,
  type SessionCounters,
} from "../../trace/frame.ts";
import { helperJar, Target, toolchain } from "./target.ts";

const CALL_DEADLINE_MS = 120_000;
export const APP = "com.example.target";

/** The agent in some process. */
export interface Attached {
  coverage: CoverageRow[];
  accesses: AccessRecord[];
  markers: MarkerRecord[];
  stacks: Map<number, InternedStack>;
  /** Sequence numbers as they came. */
  seqs: number[];
  invalid: string[];
  faults: string[];
  installMs: number;
  call(name: string, args?: unknown[]): Promise<unknown>;
  flush(): Promise<SessionCounters>;
  detach(): Promise<void>;
}

/** The agent in the test target. */
export interface AgentSession extends Attached {
  target: Target;
  /** Has one command done and the agent flushed; answers what the command said and the accesses it made. */
  seen(command: string): Promise<{ answer: string; accesses: AccessRecord[] }>;
  close(): Promise<void>;
}

export interface OpenOptions {
  appPackage?: string;
  disarm?: string[];
  simulateDropsAfter?: number;
  switches?: InstallOptions["switches"];
  counterFile?: string;
  /** Another agent than the product's. */
  agentSource?: string;
  /** Another helper than that of the sources. */
  helperJar?: string;
  /** False plays a controller that stores nothing. */
  acknowledge?: boolean;
  /** Commands done before the agent is installed. */
  before?: string[];
}

/** A row with the fields that tests care for. */
export function row(id: string, member: string, more: Partial<HookRow> = {}): HookRow {
  return { id, class: `${APP}.Doors`, member, types: ["id.device"], filter: null, outcome: "string", ...more };
}

/** Boots the target up to its gate and installs the agent. */
export async function openAgent(rows: HookRow[], options: OpenOptions = {}): Promise<AgentSession> {
  const target = await Target.start();
  try {
    for (const command of options.before ?? []) await target.do(command);
    const attached = await attachAgent(target.pid, rows, options);
    return Object.assign(attached, {
      target,
      async seen(command: string) {
        await attached.flush();
        const before = attached.accesses.length;
        const answer = await target.do(command);
        await attached.flush();
        return { answer, accesses: attached.accesses.slice(before) };
      },
      async close() {
        await attached.detach();
        await target.stop();
      },
    });
  } catch (error) {
    await target.stop();
    throw error;
  }
}

/** Installs the agent in a process that waits at its gate. */
export async function attachAgent(pid: number, rows: HookRow[], options: OpenOptions = {}): Promise<Attached> {
  const [source, jar] = [options.agentSource ?? (await buildAgent()).source, options.helperJar ?? (await helperJar())];
  const host = await openFridaHost({ python: toolchain().python });
  try {
    return await install(host, await host.attach(pid), source, jar, rows, options);
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function install(
  host: FridaHost,
  frida: FridaSession,
  source: string,
  jar: string,
  rows: HookRow[],
  options: OpenOptions,
): Promise<Attached> {
  const session: Attached = {
    coverage: [],
    accesses: [],
    markers: [],
    stacks: new Map(),
    seqs: [],
    invalid: [],
    faults: [],
    installMs: 0,
    call: (name, args = []) => frida.call(name, args, CALL_DEADLINE_MS),
    flush: async () => (await session.call("flush")) as SessionCounters,
    detach: () => host.close(),
  };
  frida.onFault((fault) => void session.faults.push(`${fault.kind}: ${fault.text}`));
  frida.onMessage((raw) => {
    const parsed = agentMessageSchema.safeParse(raw);
    if (!parsed.success) return void session.invalid.push(parsed.error.message);
    if (parsed.data.kind !== "batch") return;
    for (const stack of parsed.data.stacks) session.stacks.set(stack.id, stack);
    for (const record of parsed.data.records) {
      session.seqs.push(record.seq);
      if (record.kind === "access") session.accesses.push(record);
      else session.markers.push(record);
    }
    const last = parsed.data.records.at(-1);
    if (options.acknowledge !== false && last !== undefined) frida.post({ type: "ack", session: "s1", seq: last.seq });
  });
  await frida.load(source);
  const started = performance.now();
  const wanted: InstallOptions = {
    session: "s1",
    token: "t1",
    helperJar: jar,
    appPackage: options.appPackage ?? APP,
    rows,
    disarm: options.disarm ?? [],
    switches: options.switches ?? [],
    counterFile: options.counterFile ?? null,
    simulateDropsAfter: options.simulateDropsAfter ?? 0,
  };
  session.coverage = (await session.call("install", [wanted])) as CoverageRow[];
  session.installMs = performance.now() - started;
  return session;
}
