/** Runs the probe app (fixtures/probe) in the real handset process and reads what each of its calls came to. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compile, writeCompilePlatform, writeJar } from "../../handset/build.mjs";
import { HandsetProcess } from "../../handset/driver/handset-process.ts";
import { readToolchain } from "../../handset/driver/toolchain.ts";

const ROOM = path.resolve(import.meta.dirname, "../../handset");
const PROBE = path.join(import.meta.dirname, "fixtures/probe");
const PACKAGE = "org.example.probe";
/** Boot to the gate, and all calls of the probe, on a machine that is busy with other tests. */
const DEADLINE_MS = 120_000;
const POLL_MS = 50;

export const POLICY_FILE = path.join(ROOM, "data/platform-policy.json");

/** Every permission that the probe's manifest asks for. */
export const DECLARED = [
  ...readFileSync(path.join(PROBE, "AndroidManifest.xml"), "utf8").matchAll(/uses-permission android:name="([^"]+)"/g),
].map((match) => match[1] as string);

export interface ProbeOptions {
  /** Permissions that the app declares; install-time ones are thereby granted. */
  declared: string[];
  /** Runtime permissions that the user has granted. */
  granted: string[];
  targetSdk?: number;
  seed: object;
  /** Another policy than the product's. */
  policy?: string;
  /** Ask for everything again after home was pressed. */
  background?: boolean;
}

export interface AccessLogLine {
  t: number;
  api: string;
  permission: string;
  allowed: boolean;
}

export interface ProbeRun {
  /** What a call came to: `=value` or `!exception: message @top frame`. */
  outcome(when: "screen" | "background", call: string): string;
  accessLog: AccessLogLine[];
  outcomes: ReadonlyMap<string, string>;
}

/** Compiles the probe once for a test file; `remove` when done. */
export async function probeApp(): Promise<{ jar: string; dir: string; remove: () => void }> {
  const toolchain = readToolchain();
  const dir = mkdtempSync(path.join(tmpdir(), "probe-app-"));
  const sdk = toolchain.sdk["34"] as string;
  const shared = path.join(toolchain.cache, "built", `platform-${path.basename(sdk)}`);
  const platform = existsSync(shared) ? shared : path.join(dir, "platform.jar");
  if (platform !== shared) writeCompilePlatform(sdk, platform);
  const javac = readRecordedCompiler();
  // The framework jar's classes name an interface that only exists while the handset runs.
  const stub = path.join(dir, "stub-src");
  mkdirSync(stub);
  writeFileSync(
    path.join(stub, "ShadowedObject.java"),
    "package org.robolectric.internal.bytecode; public interface ShadowedObject {}",
  );
  const common = { java: toolchain.java, ecj: javac, release: "17" };
  await compile({ ...common, sources: [stub], classpath: [], output: path.join(dir, "stub") });
  await compile({
    ...common,
    sources: [path.join(PROBE, "src")],
    classpath: [path.join(dir, "stub"), platform, ...toolchain.robolectric],
    output: path.join(dir, "classes"),
  });
  const jar = path.join(dir, "app.jar");
  writeJar([path.join(dir, "classes")], jar);
  return { jar, dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

function readRecordedCompiler(): string {
  const recorded = JSON.parse(readFileSync(path.resolve(ROOM, "../.tools/toolchain.json"), "utf8")) as {
    jars: { ecj: string };
  };
  return recorded.jars.ecj;
}

/** Starts the phone afresh, lets the probe make all its calls, and ends it. */
export async function runProbe(app: { jar: string; dir: string }, options: ProbeOptions): Promise<ProbeRun> {
  const toolchain = readToolchain();
  const device = mkdtempSync(path.join(app.dir, "device-"));
  const at = (name: string): string => path.join(device, name);
  for (const folder of ["data", "tmp"]) mkdirSync(at(folder));
  const targetSdk = options.targetSdk ?? 34;
  writeFileSync(
    at("manifest.xml"),
    `<manifest package="${PACKAGE}"><uses-sdk android:targetSdkVersion="${targetSdk}" /><application /></manifest>`,
  );
  writeFileSync(
    at("app-info.json"),
    JSON.stringify({
      package: PACKAGE,
      label: "Probe",
      minSdk: 26,
      targetSdk,
      launcher: "probe.ProbeActivity",
      permissions: options.declared,
    }),
  );
  const answers = options.granted.map((name) => [name, { granted: true, denials: 0 }]);
  writeFileSync(at("state.json"), JSON.stringify({ permissions: Object.fromEntries(answers) }));
  const config = {
    apk: path.join(PROBE, "probe.apk"),
    appJar: app.jar,
    manifest: at("manifest.xml"),
    appInfo: at("app-info.json"),
    dataDir: at("data"),
    stateFile: at("state.json"),
    apiLevel: 34,
    locale: "en-US",
    display: { width: 720, height: 1280, densityDpi: 320 },
    seed: options.seed,
    policy: options.policy ?? POLICY_FILE,
    logcat: at("logcat.txt"),
    accessLog: at("access-log.jsonl"),
    nativeDir: path.join(toolchain.cache, "native"),
  };
  writeFileSync(at("config.json"), JSON.stringify(config));
  const flags = JSON.parse(readFileSync(path.join(ROOM, "data/jvm-flags.json"), "utf8")) as string[];
  let gate: () => void = () => undefined;
  const atGate = new Promise<void>((resolve) => (gate = resolve));
  const phone = await HandsetProcess.start({
    java: toolchain.java,
    args: [
      ...flags,
      `-javaagent:${toolchain.handsetJar}`,
      "-Drobolectric.offline=true",
      `-Drobolectric.dependency.dir=${path.dirname(toolchain.sdk["34"] as string)}`,
      `-Djava.io.tmpdir=${at("tmp")}`,
      "-cp",
      [toolchain.handsetJar, ...toolchain.robolectric, app.jar].join(path.delimiter),
      "virtualhandset.Main",
      at("config.json"),
    ],
    env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8" },
    cwd: device,
    onEvent: ({ event, ...detail }) => {
      if (event === "gate") gate();
      if (event === "crash") failure = new Error(`the probe crashed: ${JSON.stringify(detail)}`);
    },
    onEnd: (reason) => {
      failure ??= new Error(`the handset ended ${reason}: ${phone.diagnostics}`);
      gate();
    },
  });
  let failure: Error | undefined;
  const printed = (): string => (existsSync(at("logcat.txt")) ? readFileSync(at("logcat.txt"), "utf8") : "");
  const line = (when: string, call: string): string | undefined =>
    new RegExp(`PROBE\\t${when}\\t${call.replaceAll(".", "\\.")}\\t(.*)`).exec(printed())?.[1];
  const until = async (when: string, call: string): Promise<void> => {
    const deadline = Date.now() + DEADLINE_MS;
    while (line(when, call) === undefined) {
      if (failure) throw failure;
      if (Date.now() > deadline) throw new Error(`no ${when} ${call} from the probe: ${printed().slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  try {
    await atGate;
    await phone.request("go", { launch: true }, DEADLINE_MS);
    await until("screen", "end");
    if (options.background) {
      await phone.request("background", {}, DEADLINE_MS);
      await until("background", "end");
    }
    const outcomes = new Map<string, string>();
    for (const [, when, call, outcome] of printed().matchAll(/^.*?PROBE\t(\w+)\t([^\t]+)\t(.*)$/gm)) {
      outcomes.set(`${when} ${call}`, outcome as string);
    }
    const log = await settled(at("access-log.jsonl"));
    return {
      outcome: (when, call) => outcomes.get(`${when} ${call}`) ?? `no such call: ${when} ${call}`,
      accessLog: log,
      outcomes,
    };
  } finally {
    failure ??= new Error("ended by the test");
    await phone.kill();
  }
}

/** The access log is written in the background: complete once it has stopped growing between two looks. */
async function settled(file: string): Promise<AccessLogLine[]> {
  let before = -1;
  let text = "";
  while (before !== text.length) {
    before = text.length;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS * 4));
    text = existsSync(file) ? readFileSync(file, "utf8") : "";
  }
  return text
    .split("\n")
    .filter(Boolean)
    .map((each) => JSON.parse(each) as AccessLogLine);
}
