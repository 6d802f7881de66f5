/** What an app does to the stream of its agent's messages is counted, never believed, and never stops the controller. */
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAgentMessage } from "../../trace/decode.ts";
import { LIMITS } from "../../trace/frame.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { access, batch, openSession, scratchFolder, SENDER } from "./lib/sample-run.ts";

const folder = scratchFolder();
let runs = 0;
const PER_BATCH = 4;
const DEADLINE_MS = 120_000;

interface Sent {
  text: string;
  bytes: number;
}
const sent = (message: unknown): Sent => {
  const text = JSON.stringify(message);
  return { text, bytes: Buffer.byteLength(text) };
};

/** One thing done to one message; answers what arrives in its place. */
const tampering = fc.oneof(
  fc.constant((message: Sent) => [message]),
  fc.constant(() => []),
  fc.constant((message: Sent) => [message, message]),
  fc.nat(400).map((cut) => (message: Sent) => [{ ...message, text: message.text.slice(0, -1 - cut) }]),
  fc.constant((message: Sent) => [{ ...message, bytes: LIMITS.messageBytes + 1 }]),
  fc.constant((message: Sent) => [message, { ...message, text: message.text.replace("token-one", "token-two") }]),
  fc.constant((message: Sent) => [{ ...message, text: message.text.replaceAll("session-one", "session-two") }]),
  fc.constant((message: Sent) => [{ ...message, text: message.text.replace('"seq":', '"__proto__":{"x":1},"seq":') }]),
  fc.constant((message: Sent) => [{ ...message, text: message.text.replace('"main"', '"\\ud800\\u0000\\u202e"') }]),
  fc.constant((message: Sent) => [message, sent({ kind: "verdict", ...SENDER, verdict: "pass" })]),
);

describe("a hostile stream of messages", () => {
  it(
    "is counted to the last record, whatever was cut, repeated, forged or put in another order",
    { timeout: DEADLINE_MS },
    () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(tampering, fc.nat()), { minLength: 1, maxLength: 12 }), (plan) => {
          const dir = join(folder, `run${runs++}`);
          const writer = TraceWriter.create(dir, { runId: "r" });
          openSession(writer);
          const arriving = plan
            .flatMap(([tamper, order], i) => {
              const records = Array.from({ length: PER_BATCH }, (_, k) => access(1 + i * PER_BATCH + k));
              const emitted = (i + 1) * PER_BATCH;
              const counters = { emitted, coalesced: 0, dropped: 0, hookErrors: 0, seq: emitted };
              return tamper(sent(batch(records, { counters }))).map((message) => ({
                message,
                at: i * 10 + (order % 30),
              }));
            })
            .sort((a, b) => a.at - b.at);
          let refused = 0;
          const taken = new Set<number>();
          for (const { message } of arriving) {
            const decoded = decodeAgentMessage(message.text, message.bytes, SENDER);
            if (!decoded.ok) {
              refused++;
              writer.rejected(SENDER.session, decoded.rejection.code, message.bytes, 1);
            } else if (decoded.message.kind === "batch") {
              writer.ingest(SENDER.session, decoded.message);
              for (const record of decoded.message.records) taken.add(record.seq);
            }
          }
          const emitted = plan.length * PER_BATCH;
          const counters = { emitted, coalesced: 0, dropped: 0, hookErrors: 0, seq: emitted };
          const account = writer.sessionEnd({
            session: SENDER.session,
            ended: 9,
            how: "flushed",
            reason: "",
            counters,
          });
          writer.seal("complete");
          const reader = TraceReader.open(dir);
          const rows = reader.db.prepare("SELECT count(*) FROM accesses").pluck().get();
          const rejected = reader.db.prepare("SELECT count(*) FROM rejected").pluck().get();
          reader.close();
          expect(account).toMatchObject({ closes: true, emitted, stored: taken.size });
          expect(account.lost + account.rejected).toBe(emitted - taken.size);
          if (refused === 0) expect(account.rejected).toBe(0);
          expect({ rows, rejected }).toEqual({ rows: taken.size, rejected: refused });
        }),
        { numRuns: process.env["SOAK"] ? 5_000 : 150 },
      );
    },
  );
});
