import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FridaHost } from "../../controller/frida/frida-host.ts";
import { openFridaHost } from "../../controller/frida/open-host.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { toolchain } from "../agent/target.ts";
import { hammerJar, startHammer } from "./hammer.ts";

const STORED_BEFORE = 500;
const DEADLINE_MS = 30_000;
const THREADS = 3;

describe("an app that ends itself while it reads", () => {
  let folder: string;
  let jar: string;
  let frida: FridaHost;
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "own-end-"));
    jar = await hammerJar(folder);
    frida = await openFridaHost({ python: toolchain().python });
  });
  afterAll(async () => {
    await frida.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ["exit", "exit 3"],
    ["halt", "halt 3"],
    ["killProcess", "killProcess"],
  ])("by %s says so last of all, and leaves an account that closes", async (how, reason) => {
    const hammering = await startHammer({
      jar,
      folder: path.join(folder, how),
      frida,
      threads: THREADS,
      seed: 7,
      calls: 0,
    });
    const { session, writer, dir, child } = hammering;
    hammering.go();
    await vi.waitFor(() => expect(writer.account(session.id).stored).toBeGreaterThanOrEqual(STORED_BEFORE), {
      timeout: DEADLINE_MS,
      interval: 1,
    });
    child.stdin.write(`${how}\n`);
    expect(await session.gone).toBe("process-terminated");
    await session.end("the process ended");
    writer.seal("process-lost", 0);
    expect(session.markers.filter((each) => each.marker === "exit").map((each) => each.data["reason"])).toEqual([
      reason,
    ]);
    const reader = TraceReader.open(dir);
    const account = reader.lossAccount();
    reader.close();
    const { begun, done } = hammering.counted();
    expect(account).toMatchObject({ closes: true, tailKnown: true, lost: 0, rejected: 0, dropped: 0 });
    // A process that exits lets its last words be read, which the threads' own counts leave out.
    const lastWords = how === "exit" ? 1 : 0;
    expect(account.emitted).toBeGreaterThanOrEqual(done + lastWords);
    expect(account.emitted).toBeLessThanOrEqual(begun + lastWords);
    expect(account.stored + account.coalesced).toBe(account.emitted);
  });
});
