/**
 * Frida leaves a helper process (its own session, parent 1) and about 10 MB of files below TMPDIR. Each host therefore gets
 * a folder of its own: whoever runs from inside it is Frida's, and can be ended without guessing.
 */
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "frida-host-";

/** Makes a private folder that names its owner, so that a later start can tell an abandoned one. */
export function makePrivateTemp(base = tmpdir()): string {
  return mkdtempSync(join(base, `${PREFIX}${process.pid}-`));
}

/** Pids whose executable or first argument lies inside `folder`; empty where there is no /proc. */
export function processesInside(folder: string): number[] {
  const inside: number[] = [];
  let entries: string[];
  try {
    entries = readdirSync("/proc");
  } catch {
    return inside; // not Linux: Frida's helper ends by itself there
  }
  for (const entry of entries) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (readlinkSync(`/proc/${entry}/exe`).startsWith(`${folder}/`)) inside.push(Number(entry));
    } catch {
      continue; // gone meanwhile, a kernel thread, or not ours to look at
    }
  }
  return inside;
}

/** Ends what runs inside `folder` and removes it. */
export function removePrivateTemp(folder: string): void {
  for (const pid of processesInside(folder)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
}

/** Removes folders whose owner and child were both killed before they could clean up. */
export function removeAbandonedTemps(base = tmpdir()): void {
  for (const name of readdirSync(base)) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split("-")[0]) : NaN;
    if (!Number.isInteger(owner) || owner <= 0 || isAlive(owner)) continue;
    // The child of a killed owner cleans up by itself; a folder something still runs from is being ended right now.
    if (processesInside(join(base, name)).length === 0) rmSync(join(base, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
