import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, filesBelow, hashOf, hashOfFiles, sweepLeftovers, withLock, writeAtomically } from "./files.mjs";
import { SetupProblem, explain } from "./problem.mjs";
import { Progress } from "./progress.mjs";
import { javaFolders, provideCompiled } from "./steps/compile.mjs";
import { provideJars } from "./steps/jars.mjs";
import { provideJava } from "./steps/java.mjs";
import { provideNode } from "./steps/node.mjs";
import { packagesMatchLock, providePackages } from "./steps/packages.mjs";
import { providePython } from "./steps/python.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PLATFORMS = ["linux", "darwin"];
const STEP_COUNT = 6;

/** Version of the toolchain file's format. */
const TOOLCHAIN_VERSION = 1;

/**
 * Provides everything the product needs and records it in `.tools/toolchain.json`. With nothing changed since the last
 * time this only compares hashes: no network, no process.
 * @param {{ root: string, env?: NodeJS.ProcessEnv, stream?: NodeJS.WriteStream, recheck?: boolean }} options
 *   `recheck` also hashes what the cache holds
 * @returns {Promise<object>} the toolchain
 */
export async function prepare({ root, env = process.env, stream = process.stderr, recheck = false }) {
  if (!PLATFORMS.includes(process.platform)) {
    throw new SetupProblem("platform-not-supported", {
      en: `This runs on Linux and macOS, not on ${process.platform}. Use one of them, or WSL 2 on Windows.`,
      zh: `本软件可在 Linux 和 macOS 上运行，不支持 ${process.platform}。请使用上述系统，Windows 上请使用 WSL 2。`,
    });
  }
  const cache = cacheFolder(env);
  const fingerprint = fingerprintOf(root, env, cache);
  const file = path.join(root, ".tools", "toolchain.json");
  const current = recheck ? undefined : readWarm(root, file, fingerprint);
  if (current) return current;
  try {
    const waiting = () =>
      stream.write("Another installation uses the cache; waiting for it ... 另一安装正在使用缓存，等待中 ...\n");
    const install = () => provideAll({ root, env, cache, stream, recheck });
    const toolchain = { ...(await withLock(cache, waiting, install)), fingerprint };
    writeAtomically(file, `${JSON.stringify(toolchain, null, 1)}\n`);
    return toolchain;
  } catch (error) {
    // What a file system or a tool says becomes a line with a remedy; a mistake of ours keeps its stack.
    throw error.code ? explain("the tools", error, cache) : error;
  }
}

async function provideAll({ root, env, cache, stream, recheck }) {
  sweepLeftovers(cache);
  const progress = new Progress(STEP_COUNT, stream);
  let number = 0;
  const step = async (label, work) => {
    progress.begin(++number, label);
    const result = await work();
    progress.end(result.outcome);
    return result;
  };
  const running = { runningNode: process.execPath, runningVersion: process.versions.node };
  const platform = `${process.platform}-${process.arch}`;
  const { node } = await step("Node", () => provideNode({ cache, platform, ...running }));
  await step("npm packages", () => providePackages({ root, cache, node }));
  const { python } = await step("Python and Frida", () => providePython({ cache, env }));
  const { java } = await step("Java 17", () => provideJava({ cache, env, python }));
  const onBytes = (done, all) => progress.bytes(done, all);
  const { jars } = await step("Android framework", () => provideJars({ cache, python, env, recheck, onBytes }));
  const compiled = await step("virtual handset", () => provideCompiled({ root, cache, java, jars }));
  const { handsetJar, agentHelperJar, agentHelperDex } = compiled;
  const tools = { node, python, java, jars };
  return { version: TOOLCHAIN_VERSION, ...tools, handsetJar, agentHelperJar, agentHelperDex, cache };
}

/** Everything that decides what has to be installed or compiled, as one hash. */
function fingerprintOf(root, env, cache) {
  const bootstrap = filesBelow(HERE, [".mjs", ".py", ".json", ".lock"]);
  const java = Object.values(javaFolders(root)).flatMap((folders) => folders.flatMap((one) => filesBelow(one, [""])));
  const others = [path.join(root, "package-lock.json"), path.join(root, "handset", "build.mjs")];
  const chosen = [env.CONSENTRY_JAVA ?? "", env.CONSENTRY_PYTHON ?? "", cache];
  const machine = [process.platform, process.arch];
  return hashOf(hashOfFiles(root, [...bootstrap, ...java, ...others]), ...chosen, ...machine);
}

function readWarm(root, file, fingerprint) {
  if (!fs.existsSync(file) || !packagesMatchLock(root)) return undefined;
  let toolchain;
  try {
    toolchain = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    // A damaged file is rebuilt like an absent one.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (toolchain.fingerprint !== fingerprint) return undefined;
  const { node, python, java, jars, handsetJar, agentHelperJar, agentHelperDex } = toolchain;
  const files = [
    node,
    python,
    java,
    ...jars.robolectric,
    ...jars.convert,
    jars.ecj,
    jars.dx,
    ...Object.values(jars.sdk),
  ];
  const compiled = [handsetJar, agentHelperJar, agentHelperDex].filter((one) => one !== null);
  return [...files, ...compiled].every((one) => fs.existsSync(one)) ? toolchain : undefined;
}
