/** Every statement of a run fails once, with each of the errors that a disk or another program causes. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { TRACE_FILE } from "../../trace/schema.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { verifyRun } from "../../trace/verify.ts";
import { codeThrown } from "./lib/code-thrown.ts";
import { access, batch, openSession, scratchFolder, SENDER, writeSampleRun } from "./lib/sample-run.ts";

const folder = scratchFolder();
let runs = 0;
const FAULTS = [
  ["EIO", "SQLITE_IOERR_WRITE", "io"],
  ["ENOSPC", "SQLITE_FULL", "run-too-large|disk-full"],
  ["another program's lock", "SQLITE_BUSY", "busy"],
] as const;

const prototype = Object.getPrototypeOf(new Database(":memory:").prepare("SELECT 1")) as {
  run: (...args: unknown[]) => unknown;
};
const run = prototype.run;
afterEach(() => void (prototype.run = run));

/** The `nth` statement that is run from now on fails; answers how many were run. */
function failAt(nth: number, code: string): { ran: () => number } {
  let count = 0;
  prototype.run = function (this: unknown, ...args: unknown[]): unknown {
    if (++count === nth) throw new Database.SqliteError(`planted at ${nth}`, code);
    return run.apply(this, args);
  };
  return { ran: () => count };
}

/** A whole run with rows in every table, in several batches; what was acknowledged, in order. */
function wholeRun(dir: string, acked: number[]): void {
  const writer = TraceWriter.create(dir, { runId: "r" });
  try {
    openSession(writer);
    for (let seq = 1; seq <= 31; seq += 15) {
      const records = Array.from({ length: 15 }, (_, i) => access(seq + i));
      acked.push(writer.ingest(SENDER.session, batch(records)).ackedSeq);
    }
    writer.rejected(SENDER.session, "schema", 10, 5);
    writer.limit({ kind: "evidence", code: "x", types: [] });
    const counters = { emitted: 45, coalesced: 0, dropped: 0, hookErrors: 0, seq: 45 };
    writer.sessionEnd({ session: SENDER.session, ended: 2000, how: "flushed", reason: "", counters });
    writer.seal("complete");
  } catch (error) {
    // What failed takes no more: a gap must not be written over.
    expect(codeThrown(() => writer.limit({ kind: "evidence", code: "y", types: [] }))).toBe("broken");
    throw error;
  }
}

describe("a statement that fails", () => {
  it.each(FAULTS)(
    "by %s is a typed error, whichever it is, and what was acknowledged stays",
    (_what, code, expected) => {
      let failures = 0;
      for (let nth = 1; ; nth++) {
        const dir = join(folder, `run${runs++}`);
        const acked: number[] = [];
        const { ran } = failAt(nth, code);
        const thrown = codeThrown(() => wholeRun(dir, acked));
        prototype.run = run;
        if (ran() < nth) {
          expect(thrown).toBe("nothing was thrown");
          break;
        }
        failures++;
        expect(thrown, `statement ${nth}`).toMatch(new RegExp(`^(${expected})$`));
        const report = verifyRun(dir);
        expect(report.ok, `statement ${nth}`).toBe(false);
        expect(report.problem?.code).toMatch(/^(unsealed|not-a-trace|no-trace)$/);
        if (acked.length === 0 || !existsSync(join(dir, TRACE_FILE))) continue;
        const reader = TraceReader.open(dir);
        const stored = reader.db.prepare("SELECT count(*), max(seq) FROM accesses").raw().get();
        expect(stored).toEqual([acked.length * 15, acked.at(-1)]);
        reader.close();
      }
      expect(failures).toBeGreaterThan(15);
    },
  );

  it("is planted in a run that is whole without it", () => {
    const { ran } = failAt(0, "SQLITE_FULL");
    writeSampleRun(join(folder, "whole")).seal("complete");
    expect(ran()).toBeGreaterThan(15);
    expect(verifyRun(join(folder, "whole")).ok).toBe(true);
  });
});
