/**
 * What a hooked call costs the app's thread: ours (filter, value, attributed stack, batch), a bare frida-java-bridge hook, and
 * the way other tools do it (the stack to strings, one message a call). Three equal members of one process, interleaved in
 * changing order; only the ratios count.
 */
import { build } from "esbuild";
import { buildFaultyAgent } from "../agent/build.ts";
import type { FridaHost } from "../controller/frida/frida-host.ts";
import { openFridaHost } from "../controller/frida/open-host.ts";
import { openAgent, row, type AgentSession } from "../test/agent/agent-session.ts";
import { toolchain } from "../test/agent/target.ts";
import { measureOpens, median } from "./lib/opens.ts";

/** A hooked call with an attributed stack, against the bare hook: time of the app's thread on a processor. */
const MOST = 1.5;
/** A file that is opened and closed with all rows on files armed, against none. */
const MOST_OPENS = 3;
const ROUNDS = 9;
const CALLS: Record<Way, number> = { ours: 2_000, bare: 2_000, peers: 300 };
const DEPTHS = [2, 12, 40];
const WAYS = ["ours", "bare", "peers"] as const;
type Way = (typeof WAYS)[number];
const INSTALL_DEADLINE_MS = 60_000;

/** Of a thread's time on a processor, and of all the time that it took: what else the machine does is in the second alone. */
type Clock = "used" | "took";

const OTHERS = `
import Java from "frida-java-bridge";
rpc.exports = {
  install() {
    Java.perform(() => {
      Java.use("java.lang.Throwable").$new();
      const loader = Java.enumerateClassLoadersSync().find((each) => each.$className.endsWith("SdkSandboxClassLoader"));
      const Doors = Java.ClassFactory.get(loader).use("com.example.target.Doors");
      const Exception = Java.use("java.lang.Exception");
      const bare = Doors.keyedBare;
      bare.implementation = function (key) {
        return bare.call(this, key);
      };
      const peers = Doors.keyedPeers;
      peers.implementation = function (key) {
        const value = peers.call(this, key);
        const stack = Exception.$new().getStackTrace().map((element) => element.toString());
        send({ api: "Doors.keyed", key, value, stack, time: Date.now() });
        return value;
      };
    });
  },
};
`;

async function bundleOthers(): Promise<string> {
  const result = await build({
    stdin: { contents: OTHERS, resolveDir: import.meta.dirname, loader: "js" },
    bundle: true,
    write: false,
    format: "iife",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    alias: { buffer: "@frida/buffer" },
  });
  return result.outputFiles[0]?.text ?? "";
}

/** The agent with one part after another left out: what each costs. The text of hook.ts tells where the parts are. */
const WITHOUT: Record<string, (text: string) => string> = {
  "the record": (text) => text.replace("queue.access(access)", "void access"),
  "the stack and the clock": (text) =>
    text
      .replace("runtime.enter(env)", "{ t: 1, stack: 1, platformOnly: false }")
      .replaceAll("runtime.appDepth(", "void ("),
  "everything but the call": (text) =>
    text.replace("if (thread.own > 0) return next(", "if (thread.own >= 0) return next("),
};
const PROFILE_DEPTH = 12;

type Medians = Record<Way, Record<Clock, number>>;

class Bench {
  readonly agent: AgentSession;
  readonly #host: FridaHost;

  private constructor(agent: AgentSession, host: FridaHost) {
    this.agent = agent;
    this.#host = host;
  }

  static async open(agentSource?: string): Promise<Bench> {
    const rows = [row("T11", "keyed", { filter: { kind: "key", arg: 0, map: { android_id: ["id.android_id"] } } })];
    const agent = await openAgent(rows, agentSource === undefined ? {} : { agentSource });
    const host = await openFridaHost({ python: toolchain().python });
    const others = await host.attach(agent.target.pid);
    await others.load(await bundleOthers());
    await others.call("install", [], INSTALL_DEADLINE_MS);
    return new Bench(agent, host);
  }

  /** Medians of one depth, microseconds a call; the ways take turns, the first round warms up. */
  async measure(depth: number, ways: readonly Way[] = WAYS): Promise<Medians> {
    const taken = { ours: [], bare: [], peers: [] } as Record<Way, Record<Clock, number>[]>;
    for (let round = 0; round < ROUNDS; round++) {
      for (let turn = 0; turn < ways.length; turn++) {
        const way = ways[(turn + round) % ways.length] as Way;
        const [used = 0, took = 0] = (await this.agent.target.do(`time ${way} ${CALLS[way]} ${depth}`))
          .split(" ")
          .map(Number);
        if (round > 0) taken[way].push({ used: used / 1000, took: took / 1000 });
      }
    }
    const of = (way: Way): Record<Clock, number> => ({
      used: median(taken[way].map((each) => each.used)),
      took: median(taken[way].map((each) => each.took)),
    });
    return { ours: of("ours"), bare: of("bare"), peers: of("peers") };
  }

  async close(): Promise<void> {
    await this.#host.close();
    await this.agent.close();
  }
}

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** Prints ratios to the bare hook as JSON lines, what is left where parts are left out, and what opening a file costs; 0 when ours holds. */
export async function run(): Promise<number> {
  process.stdout.write(`${OTHERS.trim()}\n`);
  const bench = await Bench.open();
  let worst = 0;
  try {
    for (const depth of DEPTHS) {
      const { ours, bare, peers } = await bench.measure(depth);
      worst = Math.max(worst, ours.used / bare.used);
      const wall = { ratio: ours.took / bare.took, peersRatio: peers.took / bare.took };
      print({ depth, ratio: ours.used / bare.used, peersRatio: peers.used / bare.used, bareUs: bare.used, wall });
    }
    const { emitted, dropped, hookErrors } = await bench.agent.flush();
    const isWhole = emitted === DEPTHS.length * ROUNDS * CALLS.ours;
    print({ worst, most: MOST, emitted, isWhole, dropped, hookErrors });
    if (!isWhole || hookErrors > 0) return 1;
  } finally {
    await bench.close();
  }
  for (const [part, edit] of Object.entries(WITHOUT)) {
    const less = await Bench.open((await buildFaultyAgent("hook.ts", edit)).source);
    try {
      const { ours, bare } = await less.measure(PROFILE_DEPTH, ["ours", "bare"]);
      print({ without: part, depth: PROFILE_DEPTH, ratio: ours.used / bare.used });
    } finally {
      await less.close();
    }
  }
  const { withoutAgent, withAgent, withoutGates, recorded } = await measureOpens();
  const opens = withAgent / withoutAgent;
  print({ opens, most: MOST_OPENS, withoutGates: withoutGates / withoutAgent, recorded });
  return worst <= MOST && opens <= MOST_OPENS && recorded === 0 ? 0 : 1;
}
