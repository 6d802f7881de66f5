import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TRACE_FILE } from "../../trace/schema.ts";
import { verifyRun } from "../../trace/verify.ts";
import { scratchFolder } from "./lib/sample-run.ts";

const KILLS = process.env.SOAK ? 1000 : 200;
const AT_ONCE = 3;
const EARLY_KILLS = 5;
const START_DEADLINE_MS = 20_000;
const DEADLINE_MS = process.env.SOAK ? 1_200_000 : 240_000;
const folder = scratchFolder();
const CHILD = join(import.meta.dirname, "lib", "ingesting-child.ts");

interface Killed {
  acked: number;
  sealed: boolean;
  stderr: string;
}

/** Starts an ingesting child and kills it right after it said its `killAfter`th line. */
function killedIngest(dir: string, batchSize: number, sealAfter: number, killAfter: number): Promise<Killed> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, dir, String(batchSize), String(sealAfter)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    let stderr = "";
    let lines = 0;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      lines += text.split("\n").length - 1;
      if (lines >= killAfter) child.kill("SIGKILL");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", () => {
      const acks = [...said.matchAll(/^ack (\d+)$/gm)].map((match) => Number(match[1]));
      resolve({ acked: Math.max(0, ...acks), sealed: said.includes("sealed\n"), stderr });
    });
  });
}

function folderDigest(dir: string): string {
  const digest = createHash("sha256");
  for (const name of readdirSync(dir).sort()) {
    digest.update(`${name}\0`);
    if (name !== "screens") digest.update(readFileSync(join(dir, name)));
  }
  return digest.digest("hex");
}

/** What a killed run must show; returns how many records it holds. */
function checkKilledRun(dir: string, { acked, sealed, stderr }: Killed): number {
  expect(stderr).toBe("");
  const before = folderDigest(dir);
  const report = verifyRun(dir);
  if (sealed) expect(report).toMatchObject({ ok: true, sealed: true, problem: null });
  // A kill between the seal's commit and its word on the pipe leaves a closed run.
  else expect(report.problem?.code ?? "sealed").toMatch(/^(unsealed|sealed)$/);
  const reader = TraceReader.open(dir);
  try {
    const seqs = reader.db
      .prepare("SELECT seq FROM accesses UNION ALL SELECT seq FROM markers ORDER BY seq")
      .pluck()
      .all() as number[];
    // Each record once, none missing before the last: so every acknowledged one is there.
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
    expect(seqs.length).toBeGreaterThanOrEqual(acked);
    expect(reader.db.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(reader.lossAccount()).toMatchObject({ closes: false, tailKnown: false, openSessions: ["child"] });
    return seqs.length;
  } finally {
    reader.close();
    expect(folderDigest(dir)).toBe(before);
  }
}

describe("an ingesting process that is killed", () => {
  it(
    `keeps every acknowledged record exactly once, over ${KILLS} kills at random points`,
    { timeout: DEADLINE_MS },
    async () => {
      let killed = 0;
      let kept = 0;
      let unsealed = 0;
      const worker = async () => {
        while (killed < KILLS) {
          const dir = join(folder, `kill${killed++}`);
          const batchSize = 1 + Math.floor(Math.random() * 60);
          // One in four is killed around its seal.
          const sealAfter = killed % 4 === 0 ? 1 + Math.floor(Math.random() * 10) : 0;
          const killAfter = sealAfter > 0 ? sealAfter : 1 + Math.floor(Math.random() * 80);
          const outcome = await killedIngest(dir, batchSize, sealAfter, killAfter);
          expect(outcome.acked).toBeGreaterThan(0);
          kept += checkKilledRun(dir, outcome);
          if (!outcome.sealed) unsealed++;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      expect(unsealed).toBeGreaterThan(KILLS / 2);
      expect(kept).toBeGreaterThan(KILLS);
    },
  );

  it("leaves a typed answer when it was killed while it made the run", async () => {
    for (let i = 0; i < EARLY_KILLS; i++) {
      const dir = join(folder, `early${i}`);
      const child = spawn(process.execPath, [CHILD, dir, "1", "0"], { stdio: "ignore" });
      const closed = once(child, "close");
      const deadline = Date.now() + START_DEADLINE_MS;
      while (!existsSync(join(dir, TRACE_FILE)) && Date.now() < deadline) await setImmediate();
      child.kill("SIGKILL");
      await closed;
      expect(verifyRun(dir).problem?.code).toMatch(/^(unsealed|not-a-trace)$/);
    }
  });
});
