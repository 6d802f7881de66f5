/** What runs on this machine because of one run, seen from outside. */
import { readdirSync, readFileSync } from "node:fs";

/** Frida's helper, JVM and Appium must be gone by then. */
const GONE_DEADLINE_MS = 60_000;
const LOOK_INTERVAL_MS = 200;
/** Characters of a command line in a message. */
const SHOWN = 200;

export interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** Looks again and again until `look` gives something. */
export async function until<T>(
  what: string,
  deadlineMs: number,
  look: () => T | null,
  intervalMs = LOOK_INTERVAL_MS,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = look();
    if (found !== null) return found;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}

function processes(): Process[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state === "Z") return [];
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      return [{ pid: Number(name), parent: Number(parent), command }];
    } catch {
      return []; // it ended while we looked
    }
  });
}

export function descendants(pid: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((p) => p.parent === parent).flatMap((p) => [p, ...below(p.pid)]);
  return below(pid);
}

/** Of `tree`, and Frida's helper, which leaves the tree: its private folder carries the pid of the process that made it. */
function living(tree: readonly Process[], owner: number): Process[] {
  return processes().filter(
    (p) =>
      tree.some((old) => old.pid === p.pid && old.command === p.command) || p.command.includes(`frida-host-${owner}-`),
  );
}

/** Resolves when nothing of a run is left. @throws Error naming what is */
export async function nothingLeft(tree: readonly Process[], owner: number): Promise<void> {
  try {
    await until("every process to be gone", GONE_DEADLINE_MS, () => (living(tree, owner).length > 0 ? null : true));
  } catch (late) {
    const left = living(tree, owner).map((p) => `${p.pid} ${p.command.slice(0, SHOWN)}`);
    throw new Error(left.join("\n"), { cause: late });
  }
}
