/** A small run with rows in every table, for tests that read, check or damage one. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { TraceWriter } from "../../../trace/trace-writer.ts";
import { access, batch, IMEI, marker, openSession, SENDER, WALL_MS } from "./sample-access.ts";

export * from "./sample-access.ts";

/** A folder that is gone when the file's tests are done. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "consentry-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Fills every chained table. Two runs differ only in their key, so their keyed hashes differ. */
export function writeSampleRun(dir: string): TraceWriter {
  const writer = TraceWriter.create(dir, { runId: "run-1" });
  writer.meta("app", { package: "com.example.news", label: "新闻" });
  openSession(writer);
  writer.canary("device.imei", IMEI);
  writer.coverage(SENDER.session, [
    { row: "AA0002", status: "waiting", overloads: 0, reason: "class not loaded", selfTested: false },
    { row: "AA0002", status: "armed", overloads: 2, selfTested: true },
    { row: "AA0009", status: "not-present", overloads: 0, selfTested: false },
  ]);
  writer.phase({ axis: "consent", state: "pre-notice", t: 900, uncertainty: 0, source: "launch" });
  writer.phase({
    axis: "permission",
    scope: "perm.location",
    state: "denied",
    t: 950,
    uncertainty: 5,
    source: "dialog",
  });
  const step = writer.stepOpen("step", "open the news", 1000, { justifies: ["device.imei"] });
  const frames: [string, string, string, number][] = [["com.example.Push", "start", "Push.java", 12]];
  const denied = access(4, { outcome: "denied", error: "java.lang.SecurityException" });
  delete denied.value;
  const records = [access(1), marker(2), access(3, { value: "x", inner: ["AA0009"], count: 3 }), denied];
  const counters = { emitted: 5, coalesced: 2, dropped: 0, hookErrors: 1, seq: 4 };
  writer.ingest(SENDER.session, batch(records, { stacks: [{ id: 1, frames, cut: false }], counters }));
  writer.stepClose(step, 1100);
  writer.stepPoint("tap", "agree", 1105, { x: 3 });
  writer.screen({
    t: 1106,
    png: Buffer.from("not really a picture"),
    source: "<hierarchy/>",
    detail: { notice: true },
  });
  writer.limit({ kind: "handset-limit", code: "no-webview", types: ["contacts"], detail: { library: "libx.so" } });
  writer.clockSample(SENDER.session, { hostUs: 5000, handsetUs: 1200, errorUs: 40 });
  writer.rejected(SENDER.session, "schema", 300, 6000);
  writer.witness([{ kind: "access", t: 5000, name: "a.B.c", permission: "focus", outcome: "denied" }]);
  writer.sessionEnd({ session: SENDER.session, ended: 2000, how: "flushed", reason: "end of branch", counters });
  return writer;
}

export function sealedRun(dir: string): string {
  writeSampleRun(dir).seal("complete", WALL_MS + 5000);
  return dir;
}

export function copyRun(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  return to;
}
