/**
 * What a hooked call costs the app's thread: ours (filter, value, attributed stack, batch), a bare frida-java-bridge hook, and
 * the way other tools do it (the stack to strings, one message a call). Three equal members of one process, interleaved in
 * changing order; only the ratios count.
 */
import { build } from "esbuild";
import { openFridaHost } from "../controller/frida/open-host.ts";
import { openAgent, row } from "../test/agent/agent-session.ts";
import { toolchain } from "../test/agent/target.ts";

/** A hooked call with an attributed stack, against the bare hook. */
const MOST = 1.5;
const ROUNDS = 9;
const CALLS: Record<Way, number> = { ours: 2_000, bare: 2_000, peers: 300 };
const DEPTHS = [2, 12, 40];
const WAYS = ["ours", "bare", "peers"] as const;
type Way = (typeof WAYS)[number];
const INSTALL_DEADLINE_MS = 60_000;

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

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** Prints microseconds a call and the ratios as JSON lines; 0 when ours holds at every depth. */
export async function run(): Promise<number> {
  process.stdout.write(`${OTHERS.trim()}\n`);

  const rows = [row("T11", "keyed", { filter: { kind: "key", arg: 0, map: { android_id: ["id.android_id"] } } })];
  const agent = await openAgent(rows);
  const host = await openFridaHost({ python: toolchain().python });
  let worst = 0;
  try {
    const others = await host.attach(agent.target.pid);
    await others.load(await bundleOthers());
    await others.call("install", [], INSTALL_DEADLINE_MS);
    for (const depth of DEPTHS) {
      const taken: Record<Way, number[]> = { ours: [], bare: [], peers: [] };
      for (let round = 0; round < ROUNDS; round++) {
        for (let turn = 0; turn < WAYS.length; turn++) {
          const way = WAYS[(turn + round) % WAYS.length] as Way;
          const nanoseconds = Number(await agent.target.do(`time ${way} ${CALLS[way]} ${depth}`));
          if (round > 0) taken[way].push(nanoseconds / 1000);
        }
      }
      const [ours, bare, peers] = [median(taken.ours), median(taken.bare), median(taken.peers)];
      worst = Math.max(worst, ours / bare);
      const figures = {
        depth,
        oursUs: ours,
        bareUs: bare,
        peersUs: peers,
        ratio: ours / bare,
        peersRatio: peers / bare,
      };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
    }
    const { dropped, hookErrors } = await agent.flush();
    process.stdout.write(`${JSON.stringify({ worst, most: MOST, installMs: agent.installMs, dropped, hookErrors })}\n`);
  } finally {
    await host.close();
    await agent.close();
  }
  return worst <= MOST ? 0 : 1;
}
