import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../child.mjs";
import { hashOfFile, requireSpace } from "../files.mjs";
import { explain } from "../problem.mjs";

const LOCK = fileURLToPath(new URL("../jars.lock.json", import.meta.url));
const FETCH = fileURLToPath(new URL("../fetch-jars.py", import.meta.url));

/**
 * Fetches the locked jars that the cache does not hold yet.
 * @param {{ cache: string, python: string, env: NodeJS.ProcessEnv, recheck?: boolean, onBytes?: (done: number, all: number) => void }} options
 *   `recheck` hashes what is there, too, and drops what is damaged
 * @returns {Promise<{ jars: object, outcome: string }>} paths by use, as in the toolchain file
 */
export async function provideJars({ cache, python, env, recheck = false, onBytes }) {
  const lock = JSON.parse(fs.readFileSync(LOCK, "utf8"));
  const folder = path.join(cache, "jars");
  fs.mkdirSync(folder, { recursive: true });
  const missing = [];
  for (const entry of lock) if (!(await isThere(fileOf(folder, entry), entry, recheck))) missing.push(entry);
  if (missing.length > 0) await fetchJars({ missing, folder, cache, python, env, onBytes });
  const outcome = missing.length > 0 ? `fetched ${missing.length} of ${lock.length} jars` : "jars are there";
  return { jars: byUse(folder, lock), outcome };
}

function fileOf(folder, entry) {
  return path.join(folder, `${entry.artifact}-${entry.version}.jar`);
}

// Files arrive under their final name only after their checksum was seen, so the size tells a whole one.
async function isThere(file, entry, recheck) {
  if (!fs.existsSync(file) || fs.statSync(file).size !== entry.size) return false;
  return !recheck || (await hashOfFile(file)) === entry.sha256;
}

async function fetchJars({ missing, folder, cache, python, env, onBytes }) {
  const all = missing.reduce((sum, entry) => sum + entry.size, 0);
  requireSpace(folder, all, "jars");
  const wanted = path.join(folder, `wanted-${process.pid}.json`);
  fs.writeFileSync(wanted, JSON.stringify(missing));
  let failure;
  try {
    const { code, output } = await run(python, [FETCH, wanted, folder], {
      env,
      onLine: (line) => {
        const message = parse(line);
        if (message?.done !== undefined) onBytes?.(message.done, all);
        if (message?.error) failure = message.error;
      },
    });
    if (code !== 0) throw explain(failure?.file ?? "jars", failure?.message ?? output, cache);
  } finally {
    fs.rmSync(wanted, { force: true });
  }
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch (error) {
    // A library's own words on stdout are no message of ours.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function byUse(folder, lock) {
  const files = (use) => lock.filter((entry) => entry.sets.includes(use)).map((entry) => fileOf(folder, entry));
  const [ecj] = files("ecj");
  const [dx] = files("dx");
  const sdk = {};
  for (const entry of lock) {
    for (const use of entry.sets) if (use.startsWith("sdk-")) sdk[use.slice("sdk-".length)] = fileOf(folder, entry);
  }
  return { robolectric: files("robolectric"), convert: files("convert"), ecj, dx, sdk };
}
