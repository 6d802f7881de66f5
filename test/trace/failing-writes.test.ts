import { spawnSync } from "node:child_process";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { TRACE_FILE } from "../../trace/schema.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { verifyRun } from "../../trace/verify.ts";
import { codeThrown } from "./lib/code-thrown.ts";
import { access, batch, openSession, scratchFolder, SENDER, sealedRun, writeSampleRun } from "./lib/sample-run.ts";

const folder = scratchFolder();
let runs = 0;
const newDir = () => join(folder, `run${runs++}`);

function newWriter(options: { maxBytes?: number; busyTimeoutMs?: number } = {}): TraceWriter {
  const writer = TraceWriter.create(newDir(), { runId: "r", ...options });
  openSession(writer);
  return writer;
}

describe("when a write fails", () => {
  it(
    "at whatever page the room ends, the error is typed and every acknowledged record is there",
    { timeout: 120_000 },
    () => {
      let finished = false;
      let failures = 0;
      for (let pages = 1; !finished; pages += pages < 40 ? 1 : 7) {
        const dir = newDir();
        const acked: number[] = [];
        const code = codeThrown(() => {
          const writer = TraceWriter.create(dir, { runId: "full", maxBytes: pages * 4096 });
          openSession(writer);
          try {
            for (let seq = 1; seq <= 300; seq += 10) {
              const records = Array.from({ length: 10 }, (_, i) => access(seq + i, { args: { a: "x".repeat(300) } }));
              acked.push(writer.ingest(SENDER.session, batch(records)).ackedSeq);
            }
          } catch (error) {
            expect(codeThrown(() => writer.ingest(SENDER.session, batch([access(900)])))).toBe("broken");
            expect(codeThrown(() => writer.seal("complete"))).toBe("broken");
            throw error;
          }
          writer.seal("complete");
          finished = true;
        });
        if (finished) break;
        failures++;
        expect(code).toBe("run-too-large");
        const report = verifyRun(dir);
        expect(report.problem?.code).toMatch(/^(unsealed|not-a-trace)$/);
        if (acked.length === 0) continue;
        const reader = TraceReader.open(dir);
        expect(reader.db.prepare("SELECT count(*), max(seq) FROM accesses").raw().get()).toEqual([
          acked.length * 10,
          acked.at(-1),
        ]);
        reader.close();
      }
      expect(failures).toBeGreaterThan(40);
    },
  );

  it(
    "because files may not grow, at any size, the error is typed and every acknowledged record is there",
    { timeout: 120_000 },
    () => {
      const child = join(import.meta.dirname, "lib", "growing-child.ts");
      for (let kib = 8; kib <= 1024; kib = Math.ceil(kib * 1.6)) {
        const dir = newDir();
        const said = spawnSync("bash", ["-c", `ulimit -f ${kib}; exec "$@"`, "-", process.execPath, child, dir], {
          encoding: "utf8",
        });
        const [, code, acked] = /^(\S+) (\d+)$/m.exec(said.stdout) ?? [];
        expect(code, said.stderr).toMatch(/^(disk-full|io)$/);
        expect(verifyRun(dir).problem?.code).toMatch(/^(unsealed|not-a-trace)$/);
        if (acked === "0") continue;
        const reader = TraceReader.open(dir);
        const [count, last] = reader.db.prepare("SELECT count(*), max(seq) FROM accesses").raw().get() as number[];
        expect(count).toBe(last);
        expect(last).toBeGreaterThanOrEqual(Number(acked));
        reader.close();
      }
    },
  );

  it("because another program holds the lock, it is busy, and the run takes no more", () => {
    const writer = newWriter({ busyTimeoutMs: 20 });
    const other = new Database(join(writer.dir, TRACE_FILE));
    other.exec("BEGIN IMMEDIATE");
    expect(codeThrown(() => writer.ingest(SENDER.session, batch([access(1)])))).toBe("busy");
    other.exec("ROLLBACK");
    other.close();
    expect(codeThrown(() => writer.limit({ kind: "evidence", code: "x", types: [] }))).toBe("broken");
    expect(verifyRun(writer.dir).problem?.code).toBe("unsealed");
  });

  it("a program that only reads does not keep the run from being closed", () => {
    const writer = newWriter({ busyTimeoutMs: 20 });
    const other = new Database(join(writer.dir, TRACE_FILE), { readonly: true });
    const rows = other.prepare("SELECT * FROM meta").iterate();
    rows.next();
    expect(writer.seal("complete")).toMatchObject({ oneFile: false });
    expect(verifyRun(writer.dir)).toMatchObject({ ok: true, sealed: true, fileDigestMatches: null });
    rows.return?.();
    other.close();
  });

  it("a folder that cannot be made is the environment's fault", () => {
    const blocked = join(sealedRun(newDir()), TRACE_FILE, "below");
    expect(codeThrown(() => TraceWriter.create(blocked, { runId: "r" }))).toBe("not-writable");
  });

  it("after sealing nothing is taken", () => {
    const writer = writeSampleRun(newDir());
    writer.seal("complete");
    expect(codeThrown(() => writer.meta("late", 1))).toBe("closed");
    expect(codeThrown(() => writer.seal("again"))).toBe("closed");
    writer.close();
    expect(verifyRun(writer.dir).ok).toBe(true);
  });

  it("numbers that the trace cannot keep are a bug of the caller, named before anything is written", () => {
    const writer = newWriter();
    for (const t of [0.5, Number.NaN, 2 ** 53]) {
      expect(codeThrown(() => writer.phase({ axis: "app", state: "x", t, uncertainty: 0, source: "s" }))).toBe(
        "misuse",
      );
    }
    writer.seal("complete");
    expect(verifyRun(writer.dir).ok).toBe(true);
  });
});
