/** Starts the test target: real framework classes in a process that does what a test says. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { HELPER_SOURCES, helperStamp, writeStamp } from "../../agent/helper/stamp.mjs";
import { compile, writeCompilePlatform, writeJar } from "../../handset/build.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ANSWER_DEADLINE_MS = 180_000;

interface Toolchain {
  java: string;
  python: string;
  jars: { robolectric: string[]; ecj: string; sdk: Record<string, string> };
  cache: string;
}

/** What the bootstrap wrote down. */
export function toolchain(): Toolchain {
  return JSON.parse(fs.readFileSync(path.join(ROOT, ".tools", "toolchain.json"), "utf8")) as Toolchain;
}

function sourcesHash(folders: string[], extra: string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders) {
    for (const entry of (fs.readdirSync(folder, { recursive: true }) as string[]).sort()) {
      const file = path.join(folder, entry);
      if (entry.endsWith(".java")) hash.update(entry).update(fs.readFileSync(file));
    }
  }
  return hash.update(extra.join("\n")).digest("hex").slice(0, 16);
}

/** Makes `target` once, also when two test processes start together. */
async function once(target: string, make: (partial: string, work: string) => Promise<void> | void): Promise<string> {
  if (fs.existsSync(target)) return target;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "agent-test-"));
  try {
    const partial = path.join(work, "made.jar");
    await make(partial, path.join(work, "classes"));
    fs.copyFileSync(partial, `${target}.${process.pid}`);
    fs.renameSync(`${target}.${process.pid}`, target);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return target;
}

/** The agent's helper jar, from its sources as they are now; with another stamp, as if they had been other ones. */
export async function helperJar(stamp = helperStamp()): Promise<string> {
  const { java, jars, cache } = toolchain();
  const target = path.join(cache, "test", `agent-helper-${sourcesHash([HELPER_SOURCES], [stamp])}.jar`);
  return once(target, async (partial, work) => {
    const stamped = path.join(path.dirname(work), "stamp");
    writeStamp(stamped, stamp);
    const sources = [HELPER_SOURCES, stamped];
    await compile({ java, ecj: jars.ecj, release: "1.8", sources, classpath: [], output: work });
    writeJar([work], partial);
  });
}

/** A jar that the target has no loader for until it makes one. */
export async function pluginJar(): Promise<string> {
  const { java, jars, cache } = toolchain();
  const sources = [path.join(ROOT, "test", "agent", "plugin")];
  return once(path.join(cache, "test", `agent-plugin-${sourcesHash(sources, [])}.jar`), async (partial, work) => {
    await compile({ java, ecj: jars.ecj, release: "17", sources, classpath: [], output: work });
    writeJar([work], partial);
  });
}

async function targetJar(): Promise<string> {
  const { java, jars, cache } = toolchain();
  const sdk = jars.sdk["34"] as string;
  const sources = [path.join(ROOT, "test", "agent", "target"), path.join(ROOT, "handset", "stubs", "java")];
  const platform = await once(path.join(cache, "test", `platform-${path.basename(sdk)}`), (partial) =>
    writeCompilePlatform(sdk, partial),
  );
  const target = path.join(cache, "test", `agent-target-${sourcesHash(sources, [])}.jar`);
  return once(target, async (partial, work) => {
    const classpath = [platform, ...jars.robolectric];
    await compile({ java, ecj: jars.ecj, release: "17", sources, classpath, output: work });
    const parent = path.join(work, "parent");
    await compile({ java, ecj: jars.ecj, release: "17", sources: [PARENT_STUBS], classpath: [], output: parent });
    writeJar([work, parent], partial);
  });
}
const PARENT_STUBS = path.join(ROOT, "handset", "stubs", "parent");

export class Target {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: ((line: string) => void)[];

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    answers: ((line: string) => void)[],
    pid: number,
  ) {
    this.#child = child;
    this.#answers = answers;
    this.pid = pid;
  }

  /** Boots the framework up to the gate: no application yet. */
  static async start(): Promise<Target> {
    const { java, jars } = toolchain();
    const sdk = jars.sdk["34"] as string;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "agent-target-"));
    const manifest = path.join(folder, "manifest.xml");
    fs.writeFileSync(
      manifest,
      '<manifest package="com.example.target"><uses-sdk android:targetSdkVersion="34"/><application/></manifest>',
    );
    const apk = path.join(ROOT, "node_modules", "android-apidemos", "apks", "ApiDemos-debug.apk");
    const args = [
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      // The machine's own words for a null pointer are made from the byte code of a member as it was before it was replaced.
      "-XX:-ShowCodeDetailsInExceptionMessages",
      "-Xmx512m",
      "-Drobolectric.offline=true",
      `-Drobolectric.dependency.dir=${path.dirname(sdk)}`,
      `-Djava.io.tmpdir=${folder}`,
      "-cp",
      [await targetJar(), ...jars.robolectric].join(path.delimiter),
      "target.TargetBoot",
      apk,
      manifest,
    ];
    const child = spawn(java, args, { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    child.once("close", () => fs.rmSync(folder, { recursive: true, force: true }));
    const answers: ((line: string) => void)[] = [];
    const lines = readline.createInterface({ input: child.stdout });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once("close", (code) => reject(new Error(`the target ended with ${code} before its gate`)));
      lines.on("line", (line) => {
        if (line.startsWith("gate ")) resolve(Number(line.slice(5)));
        else if (line.startsWith("= ")) answers.shift()?.(line.slice(2));
      });
    });
    return new Target(child, answers, pid);
  }

  /** Has one command done; resolves with its answer. */
  do(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer: ${command}`)), ANSWER_DEADLINE_MS);
      this.#answers.push((line) => {
        clearTimeout(timer);
        resolve(line);
      });
      this.#child.stdin.write(`${command}\n`);
    });
  }

  /** Ends the process; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.kill("SIGKILL");
    await gone;
  }

  get ended(): Promise<number | null> {
    return new Promise((resolve) => this.#child.once("close", (code) => resolve(code)));
  }
}
