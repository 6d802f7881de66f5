/**
 * Temporary folders that name their owner, so that what a killed run left is swept by the next one.
 *
 * Frida leaves a helper process (its own session, parent 1) and about 10 MB of files below TMPDIR. Each host therefore gets
 * a folder of its own: whoever runs from inside it is Frida's, and can be ended without guessing.
 */
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Of a Frida host; of a virtual phone. */
export const TEMP_PREFIXES = { frida: "frida-host-", device: "virtual-device-" } as const;
export type TempKind = keyof typeof TEMP_PREFIXES;

/** Makes a private folder that names its owner, so that a later start can tell an abandoned one. */
export function makePrivateTemp(kind: TempKind, base = tmpdir()): string {
  return mkdtempSync(join(base, `${TEMP_PREFIXES[kind]}${process.pid}-`));
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
    const prefix = Object.values(TEMP_PREFIXES).find((one) => name.startsWith(one));
    const owner = prefix === undefined ? NaN : Number(name.slice(prefix.length).split("-")[0]);
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
