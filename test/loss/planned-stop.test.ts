import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FridaHost } from "../../controller/frida/frida-host.ts";
import { openFridaHost } from "../../controller/frida/open-host.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { toolchain } from "../agent/target.ts";
import { hammerJar, killHard, startHammer } from "./hammer.ts";

const STOPS = process.env["SOAK"] ? 100 : 10;
const MOST_STORED_BEFORE = 3_000;
const DEADLINE_MS = 30_000;

describe("a planned stop of an app that reads without a pause", () => {
  let folder: string;
  let jar: string;
  let frida: FridaHost;
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "planned-stop-"));
    jar = await hammerJar(folder);
    frida = await openFridaHost({ python: toolchain().python });
  });
  afterAll(async () => {
    await frida.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it(`loses nothing at all, ${STOPS} times`, async () => {
    for (let i = 0; i < STOPS; i++) {
      const threads = 1 + (i % 4);
      const own = path.join(folder, `s${i}`);
      const hammering = await startHammer({ jar, folder: own, frida, threads, seed: i * 17, calls: 0 });
      const { session, writer, dir } = hammering;
      hammering.go();
      const enough = (MOST_STORED_BEFORE * i) / STOPS;
      await vi.waitFor(() => expect(writer.account(session.id).stored).toBeGreaterThanOrEqual(enough), {
        timeout: DEADLINE_MS,
        interval: 1,
      });
      await session.stop("killed-after-flush", "stop", () => killHard(hammering));
      expect(session.lost).toBeNull();
      await session.flush();
      writer.seal("completed", 0);
      const reader = TraceReader.open(dir);
      const account = reader.lossAccount();
      reader.close();
      const { done } = hammering.counted();
      expect(account, `stop ${i}`).toMatchObject({ closes: true, tailKnown: true, lost: 0, rejected: 0, dropped: 0 });
      // No call that the app saw the end of is missing, and none was held that is counted.
      expect(account.emitted).toBe(done);
      expect(account.stored + account.coalesced).toBe(done);
      fs.rmSync(own, { recursive: true, force: true });
    }
  });
});
