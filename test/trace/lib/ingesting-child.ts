/** Ingests an endless mixed stream and says on stdout what was acknowledged; its parent kills it whenever it likes. */
import { writeSync } from "node:fs";
import type { AccessRecord, BatchMessage, MarkerRecord } from "../../../trace/frame.ts";
import { TraceWriter } from "../../../trace/trace-writer.ts";

const [dir = "", batchSizeText = "", sealAfterText = ""] = process.argv.slice(2);
const batchSize = Number(batchSizeText);
const sealAfter = Number(sealAfterText);
const SESSION = "child";

const writer = TraceWriter.create(dir, { runId: "kill" });
writer.session({ id: SESSION, pid: process.pid, runtime: "hotspot", started: 0, wallMs: 0 });
let seq = 0;
for (let sent = 0; sealAfter === 0 || sent < sealAfter; sent++) {
  const records = Array.from({ length: batchSize }, () => record(++seq));
  const counters = { emitted: seq, coalesced: 0, dropped: 0, hookErrors: 0, seq };
  const stacks =
    sent % 5
      ? []
      : [{ id: sent, frames: [["a.B", "c", "B.java", sent] as [string, string, string, number]], cut: false }];
  const message: BatchMessage = { kind: "batch", token: "t", session: SESSION, stacks, records, counters };
  const { ackedSeq } = writer.ingest(SESSION, message);
  writeSync(1, `ack ${ackedSeq}\n`);
  if (sent % 7 === 3) writer.phase({ axis: "app", state: "background", t: seq, uncertainty: 1, source: "child" });
  if (sent % 11 === 5) writer.screen({ t: seq, png: Buffer.from(`picture ${seq}`), source: "<a/>" });
}
writer.seal("complete", 0);
writeSync(1, "sealed\n");

function record(at: number): AccessRecord | MarkerRecord {
  if (at % 9 === 0) return { kind: "marker", seq: at, t: at, tid: 1, marker: "touch", data: { x: at } };
  return {
    kind: "access", seq: at, t: at, row: "AA0001", overload: "()V", types: ["clipboard"], tid: 1, thread: "main", stack: at % 5,
    args: { a: "b".repeat(at % 200) }, outcome: "value", value: `value ${at % 40}`, inner: [], count: 1,
  }; // prettier-ignore
}
