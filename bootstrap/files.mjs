import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { diskFull } from "./problem.mjs";

const LOCK_HEARTBEAT_MS = 2_000;
const LOCK_STALE_MS = 30_000;
const LOCK_POLL_MS = 250;

/** SHA-256 of strings and buffers, hex; parts are length-prefixed so that two lists never collide. */
export function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(`${Buffer.byteLength(part)}:`);
    hash.update(part);
  }
  return hash.digest("hex");
}

/** SHA-256 of a file, hex. */
export async function hashOfFile(file) {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}

/** All files below a folder whose name ends with one of the endings, sorted; an absent folder has none. */
export function filesBelow(folder, endings) {
  if (!fs.existsSync(folder)) return [];
  const found = [];
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...filesBelow(full, endings));
    else if (endings.some((ending) => entry.name.endsWith(ending))) found.push(full);
  }
  return found.sort();
}

/** Content hash of files, with their names relative to a root: the same in every clone. */
export function hashOfFiles(root, files) {
  return hashOf(...files.flatMap((file) => [path.relative(root, file), fs.readFileSync(file)]));
}

/** The shared cache folder: `$CONSENTRY_CACHE`, else `~/.cache/consentry` (`$XDG_CACHE_HOME` is honoured). */
export function cacheFolder(env = process.env) {
  if (env.CONSENTRY_CACHE) return path.resolve(env.CONSENTRY_CACHE);
  return path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "consentry");
}

/**
 * Fills a folder or file once, whatever else runs: `fill` works on a private sibling which is renamed into place when
 * complete, so that a reader never sees half of it and an interrupted try leaves nothing behind under the final name.
 */
export async function fillOnce(target, fill) {
  if (fs.existsSync(target)) return target;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const partial = `${target}.part-${process.pid}-${Date.now().toString(36)}`;
  try {
    await fill(partial);
    try {
      fs.renameSync(partial, target);
    } catch (error) {
      // Another clone was faster: its copy has the same content by construction.
      if (!fs.existsSync(target)) throw error;
    }
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

/**
 * Refuses to begin what the disk cannot hold: tools that run out of space half way give strange answers, or none.
 * @param {string} folder an existing folder on that disk
 * @param {number} bytes what the step writes
 * @param {string} what the thing being installed
 */
export function requireSpace(folder, bytes, what) {
  // Node before 18.15 cannot tell; the tools' own words have to do there.
  if (typeof fs.statfsSync !== "function") return;
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = bavail * bsize;
  if (free < bytes) throw diskFull(what, folder, bytes, free);
}

const LEFTOVER = /^(\.part-|wanted-)|\.part-\d+-/;

/** Removes what killed installations left in the cache. Only for the holder of the lock: nobody else is writing then. */
export function sweepLeftovers(cache) {
  for (const folder of ["node", "python", "jars", "built"]) {
    const full = path.join(cache, folder);
    if (!fs.existsSync(full)) continue;
    for (const name of fs.readdirSync(full)) {
      if (LEFTOVER.test(name)) fs.rmSync(path.join(full, name), { recursive: true, force: true });
    }
  }
}

/** Writes a small file so that readers see the old or the new content, never a mixture. */
export function writeAtomically(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.part-${process.pid}`;
  fs.writeFileSync(partial, text);
  fs.renameSync(partial, file);
}

/**
 * Runs `work` while holding a lock in the cache folder, so that clones installing at the same time fetch things once.
 * A holder touches its lock; one that died stops touching it and the lock is taken over.
 */
export async function withLock(cache, onWait, work) {
  fs.mkdirSync(cache, { recursive: true });
  const lock = path.join(cache, "install.lock");
  let told = false;
  while (!takeLock(lock)) {
    if (!told) onWait();
    told = true;
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
  const heartbeat = setInterval(() => fs.utimes(lock, new Date(), new Date(), () => undefined), LOCK_HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    fs.rmSync(lock, { force: true });
  }
}

function takeLock(lock) {
  try {
    fs.writeFileSync(lock, JSON.stringify({ host: os.hostname(), pid: process.pid }), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (isStale(lock)) {
    const aside = `${lock}.stale-${process.pid}`;
    try {
      fs.renameSync(lock, aside);
      fs.rmSync(aside, { force: true });
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  return false;
}

function isStale(lock) {
  try {
    if (Date.now() - fs.statSync(lock).mtimeMs > LOCK_STALE_MS) return true;
    const holder = JSON.parse(fs.readFileSync(lock, "utf8"));
    return holder.host === os.hostname() && !isAlive(holder.pid);
  } catch (error) {
    // Gone meanwhile, or just created and not yet written: the next look will tell.
    if (error.code === "ENOENT" || error instanceof SyntaxError) return false;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
