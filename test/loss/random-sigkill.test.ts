import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openFridaHost } from "../../controller/frida/open-host.ts";
import type { FridaHost } from "../../controller/frida/frida-host.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { toolchain } from "../agent/target.ts";

import { hammerJar, killHard, startHammer } from "./hammer.ts";

const KILLS = process.env["SOAK"] ? 500 : 50;
const MOST_STORED_BEFORE = 6_000;
const DEADLINE_MS = 30_000;
const KILL_DEADLINE_MS = 12_000;

describe("an app that is killed while it reads", () => {
  let folder: string;
  let jar: string;
  let frida: FridaHost;
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "sigkill-"));
    jar = await hammerJar(folder);
    frida = await openFridaHost({ python: toolchain().python });
  });
  afterAll(async () => {
    await frida.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it(
    `loses nothing uncounted, ${KILLS} times`,
    async () => {
      let lostSomewhere = 0;
      for (let i = 0; i < KILLS; i++) {
        const threads = 1 + (i % 4);
        const hammering = await startHammer({
          jar,
          folder: path.join(folder, `k${i}`),
          frida,
          threads,
          seed: i * 31,
          calls: 0,
        });
        const { session, writer, dir } = hammering;
        const enough = Math.floor((MOST_STORED_BEFORE * ((i * 7919) % 100)) / 100);
        hammering.go();
        await vi.waitFor(() => expect(writer.account(session.id).stored).toBeGreaterThanOrEqual(enough), {
          timeout: DEADLINE_MS,
          interval: 1,
        });
        await killHard(hammering);
        await session.gone;
        await session.end("killed");
        writer.seal("process-lost", 0);
        const reader = TraceReader.open(dir);
        const account = reader.lossAccount();
        const rows = reader.db
          .prepare("SELECT count(*) AS n, coalesce(sum(count), 0) AS calls FROM accesses")
          .get() as {
          n: number;
          calls: number;
        };
        reader.close();
        const { emitted, stored, coalesced, dropped, lost, rejected } = account;
        const { begun, done } = hammering.counted();
        expect(account, `kill ${i}`).toMatchObject({ closes: true, tailKnown: true, rejected: 0 });
        expect(emitted).toBe(stored + coalesced + dropped + lost + rejected);
        expect({ stored, calls: stored + coalesced }).toEqual({ stored: rows.n, calls: rows.calls });
        // A call may be under way in each thread: begun, or done and not yet noted by the app.
        expect(emitted).toBeGreaterThanOrEqual(done - threads);
        expect(emitted).toBeLessThanOrEqual(begun);
        expect(emitted).toBeGreaterThanOrEqual(done);
        if (lost > 0) lostSomewhere++;
        fs.rmSync(path.join(folder, `k${i}`), { recursive: true, force: true });
      }
      process.stdout.write(`killed ${KILLS} times; a tail was lost, and counted, ${lostSomewhere} times\n`);
      expect(lostSomewhere).toBeGreaterThan(KILLS / 5);
    },
    KILLS * KILL_DEADLINE_MS,
  );
});
