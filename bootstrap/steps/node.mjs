import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../child.mjs";
import { fillOnce, requireSpace } from "../files.mjs";
import { runNpm } from "../npm.mjs";
import { SetupProblem, explain } from "../problem.mjs";

/** The first release line that runs TypeScript sources without a flag and that every dependency supports. */
const MINIMUM = [22, 18];
/** Unpacked, with the archive beside it for a while. */
const UNPACKED_BYTES = 280e6;
const LOCK = fileURLToPath(new URL("../node.lock.json", import.meta.url));

/** Whether a Node version string ("v24.1.0" or "24.1.0") runs the product's sources as they are. */
export function isNodeFit(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}

/**
 * Finds a Node that runs the product: the running one if it is recent enough, else the locked one from npm.
 * @returns {Promise<{ node: string, outcome: string }>}
 */
export async function provideNode({ cache, platform, runningNode, runningVersion }) {
  if (isNodeFit(runningVersion)) return { node: runningNode, outcome: `using Node ${runningVersion}` };
  const locked = JSON.parse(fs.readFileSync(LOCK, "utf8"))[platform];
  if (!locked) {
    throw new SetupProblem("no-node-for-platform", {
      en: `Node ${runningVersion} is too old and npm has no Node for ${platform}. Install Node ${MINIMUM.join(".")} or newer and run the command again.`,
      zh: `Node ${runningVersion} 版本过旧，且 npm 没有适用于 ${platform} 的 Node。请安装 Node ${MINIMUM.join(".")} 或更高版本后重新运行命令。`,
    });
  }
  const folder = path.join(cache, "node", `${locked.version}-${platform}`);
  const node = path.join(folder, "node_modules", locked.package, "bin", "node");
  if (fs.existsSync(node)) return { node, outcome: `Node ${locked.version} is there` };
  await fillOnce(folder, async (partial) => {
    fs.mkdirSync(partial, { recursive: true });
    requireSpace(cache, UNPACKED_BYTES, "Node 24");
    writeManifest(partial, locked);
    const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const { code, output } = await runNpm(runningNode, args, partial);
    if (code !== 0) throw explain("Node 24", output, cache);
    const trial = await run(path.join(partial, "node_modules", locked.package, "bin", "node"), ["--version"]);
    if (trial.code !== 0) throw explain("Node 24", trial.output, cache);
  });
  return { node, outcome: `fetched Node ${locked.version}` };
}

/** A project of one dependency whose lock carries the checksum: `npm ci` then refuses any other bytes. */
function writeManifest(folder, locked) {
  const dependencies = { [locked.package]: locked.version };
  const manifest = { name: "node-runtime", version: "1.0.0", private: true, dependencies };
  const lock = {
    name: "node-runtime",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "node-runtime", version: "1.0.0", dependencies },
      [`node_modules/${locked.package}`]: { version: locked.version, integrity: locked.integrity },
    },
  };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  fs.writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify(lock));
}
