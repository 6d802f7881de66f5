import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FridaHost } from "../../controller/frida/frida-host.ts";
import { openFridaHost } from "../../controller/frida/open-host.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { toolchain } from "../agent/target.ts";
import { hammerJar, killHard, startHammer } from "./hammer.ts";

const THREADS = 4;
/** Three of four calls are accesses: a million and a little in all. */
const CALLS_EACH = 333_336;
/** What the app's process may grow by while a million accesses run through it: the queue, its batches, and the machine's heap. */
const MOST_GROWTH_KIB = 300 * 1024;

const residentKib = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);

describe("a flood of a million accesses", () => {
  let folder: string;
  let frida: FridaHost;
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "flood-"));
    frida = await openFridaHost({ python: toolchain().python });
  });
  afterAll(async () => {
    await frida.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("leaves the app alive, every access counted, and memory bounded", async () => {
    const jar = await hammerJar(folder);
    const hammering = await startHammer({
      ...{ jar, frida, seed: 1, threads: THREADS, calls: CALLS_EACH },
      folder: path.join(folder, "flood"),
    });
    const { session, writer, dir } = hammering;
    const before = residentKib(session.pid);
    hammering.go();
    expect(await hammering.line()).toBe("done");
    const after = residentKib(session.pid);
    hammering.child.stdin.write("hello\n");
    expect(await hammering.line()).toBe("alive hello");
    await session.stop("killed-after-flush", "done", () => killHard(hammering));
    writer.seal("completed", 0);
    const reader = TraceReader.open(dir);
    const account = reader.lossAccount();
    const calls = reader.db.prepare("SELECT sum(count) AS calls FROM accesses").get() as { calls: number };
    reader.close();
    const { begun, done } = hammering.counted();
    process.stdout.write(`${JSON.stringify({ ...account, growthKib: after - before })}\n`);
    expect(done).toBe(begun);
    expect(account.emitted).toBe(begun);
    expect(account.emitted).toBeGreaterThanOrEqual(1_000_000);
    expect(account).toMatchObject({ closes: true, tailKnown: true, lost: 0, rejected: 0, hookErrors: 0 });
    expect(calls.calls).toBe(account.stored + account.coalesced);
    expect(account.stored + account.coalesced + account.dropped).toBe(begun);
    expect(after - before).toBeLessThan(MOST_GROWTH_KIB);
  });
});
