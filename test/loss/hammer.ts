/** A plain process that calls a hooked member and counts its calls where a SIGKILL cannot reach them, under the product's own session. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { buildAgent } from "../../agent/build.ts";
import { AppSession } from "../../controller/app-session.ts";
import type { FridaHost } from "../../controller/frida/frida-host.ts";
import type { Handset } from "../../controller/handset.ts";
import { compile, writeJar } from "../../handset/build.mjs";
import type { HookRow } from "../../trace/frame.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { helperJar, toolchain } from "../agent/target.ts";

const SOURCES = fileURLToPath(new URL("target", import.meta.url));
const STRIDE_BYTES = 128;
/** The hooked member, whose key "other" is no access. */
export const ROW: HookRow = {
  id: "T1",
  class: "com.example.hammer.Hammer",
  member: "read",
  types: ["id.android_id"],
  filter: {
    kind: "key",
    arg: 0,
    map: Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`key${i}`, ["id.android_id"]])),
  },
  outcome: "string",
};

export async function hammerJar(folder: string): Promise<string> {
  const { java, jars } = toolchain();
  const classes = path.join(folder, "classes");
  await compile({ java, ecj: jars.ecj, release: "17", sources: [SOURCES], classpath: [], output: classes });
  const jar = path.join(folder, "hammer.jar");
  writeJar([classes], jar);
  return jar;
}

export interface Hammering {
  session: AppSession;
  writer: TraceWriter;
  dir: string;
  child: ChildProcessByStdio<Writable, Readable, null>;
  /** Next line that the process prints. */
  line(): Promise<string>;
  go(): void;
  /** Calls of hooked keys that were begun, and that were done. */
  counted(): { begun: number; done: number };
}

export interface HammerOptions {
  jar: string;
  folder: string;
  frida: FridaHost;
  threads: number;
  seed: number;
  /** Of each thread; 0 without end. */
  calls: number;
}

/** Starts the process, hooks it, and leaves it waiting. */
export async function startHammer(options: HammerOptions): Promise<Hammering> {
  const { folder, threads } = options;
  fs.mkdirSync(folder, { recursive: true });
  const counts = path.join(folder, "counts");
  const dir = path.join(folder, "run");
  let child!: ChildProcessByStdio<Writable, Readable, null>;
  let lines!: AsyncIterator<string>;
  const nextLine = async (): Promise<string> => String((await lines.next()).value);
  const handset = {
    createSharedFile: (bytes: number) => {
      const file = path.join(folder, "counters");
      fs.writeFileSync(file, Buffer.alloc(bytes));
      return Promise.resolve({ path: file, read: () => fs.promises.readFile(file) });
    },
    launchSuspended: async () => {
      const args = ["-Xmx256m", "-XX:+UseSerialGC", "-cp", options.jar, "com.example.hammer.Hammer"];
      const own = [counts, String(threads), String(options.seed), String(options.calls)];
      child = spawn(toolchain().java, [...args, ...own], { stdio: ["pipe", "pipe", "inherit"] });
      lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      await nextLine();
      return child.pid as number;
    },
    threadDump: () => Promise.resolve(""),
    kill: () => Promise.resolve(void child.kill("SIGKILL")),
  } as unknown as Handset;
  const writer = TraceWriter.create(dir, { runId: "hammer" });
  const session = await AppSession.launch({
    handset,
    frida: options.frida,
    writer,
    agentSource: (await buildAgent()).source,
    helperJar: await helperJar(),
    appPackage: "com.example.hammer",
    rows: [ROW],
    disarm: [],
    onMarker: () => undefined,
  });
  return {
    session,
    writer,
    dir,
    child,
    line: nextLine,
    go: () => void child.stdin.write("go\n"),
    counted() {
      const bytes = fs.readFileSync(counts);
      let [begun, done] = [0, 0];
      for (let i = 0; i < threads; i++) {
        begun += hookedOf(Number(bytes.readBigInt64LE(i * STRIDE_BYTES)));
        done += hookedOf(Number(bytes.readBigInt64LE(i * STRIDE_BYTES + 8)));
      }
      return { begun, done };
    },
  };
}

/** Of the first `calls` calls, every fourth asks for a key that is no access. */
const hookedOf = (calls: number): number => calls - Math.floor(calls / 4);

/** Ends the process at once and waits until the system has taken it away. */
export async function killHard({ child }: Hammering): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
