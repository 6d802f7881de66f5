/** Ingests until the system refuses to let its files grow, then says the error's code and what was acknowledged. */
import { TraceError } from "../../../trace/errors.ts";
import { TraceWriter } from "../../../trace/trace-writer.ts";
import { access, batch, openSession, SENDER } from "./sample-access.ts";

const RECORDS = 100_000;

process.on("SIGXFSZ", () => process.stderr.write("file size limit reached\n"));
let acked = 0;
try {
  const writer = TraceWriter.create(process.argv[2] ?? "", { runId: "grow" });
  openSession(writer);
  for (let seq = 1; seq <= RECORDS; seq += 10) {
    acked = writer.ingest(SENDER.session, batch(Array.from({ length: 10 }, (_, i) => access(seq + i)))).ackedSeq;
  }
  process.stdout.write(`unlimited ${acked}\n`);
} catch (error) {
  if (!(error instanceof TraceError)) throw error;
  process.stdout.write(`${error.code} ${acked}\n`);
}
