import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { CHAINED_COLUMNS, CHAINED_TABLES, TRACE_FILE } from "../../trace/schema.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { verifyRun } from "../../trace/verify.ts";
import { codeThrown } from "./lib/code-thrown.ts";
import { HOSTILE_TEXTS } from "./lib/hostile-texts.ts";
import { access, batch, IMEI, marker, openSession, scratchFolder, SENDER, sealedRun } from "./lib/sample-run.ts";

const folder = scratchFolder();
let runs = 0;
const newDir = () => join(folder, `run${runs++}`);

function newWriter(): TraceWriter {
  const writer = TraceWriter.create(newDir(), { runId: "r" });
  openSession(writer);
  return writer;
}

function rowsOf<T>(writer: TraceWriter, sql: string): T[] {
  const db = new Database(join(writer.dir, TRACE_FILE), { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}

describe("the run folder", () => {
  it("is one database file, its digest, a key only the owner reads, and the screens", () => {
    const dir = sealedRun(newDir());
    expect(readdirSync(dir).sort()).toEqual(["run.key", "screens", "trace.sqlite", "trace.sqlite.sha256"]);
    expect(statSync(join(dir, "run.key")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dir, "run.key")).length).toBe(32);
  });

  it("is never written over", () => {
    const dir = sealedRun(newDir());
    expect(codeThrown(() => TraceWriter.create(dir, { runId: "again" }))).toBe("run-exists");
    expect(verifyRun(dir).ok).toBe(true);
  });

  it("holds no personal value in any file, only keyed hash and mask", () => {
    const dir = sealedRun(newDir());
    for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
      if (statSync(join(dir, name)).isFile()) expect(readFileSync(join(dir, name)).includes(IMEI), name).toBe(false);
    }
    const key = readFileSync(join(dir, "run.key"));
    const reader = TraceReader.open(dir);
    const [row] = reader.db.prepare("SELECT value_hmac, value_mask FROM accesses ORDER BY n").all();
    expect(row).toEqual({
      value_hmac: createHmac("sha256", key).update(IMEI).digest("hex"),
      value_mask: "86***23 [8-15]",
    });
    expect(reader.hmac(IMEI)).toBe(reader.canaries()[0]?.valueHmac);
    reader.close();
  });

  it("has other keyed hashes in another run", () => {
    const [a, b] = [newWriter(), newWriter()];
    expect(a.hmac(IMEI)).not.toBe(b.hmac(IMEI));
  });

  it("keeps the chain's columns and the database's columns the same", () => {
    const writer = newWriter();
    for (const table of CHAINED_TABLES) {
      const columns = rowsOf<{ name: string }>(writer, `SELECT name FROM pragma_table_info('${table}') ORDER BY cid`);
      expect(columns.map((c) => c.name)).toEqual(["n", ...CHAINED_COLUMNS[table], "hash"]);
    }
  });
});

describe("ingest", () => {
  it("ignores and counts records that come twice, within a batch and later", () => {
    const writer = newWriter();
    expect(writer.ingest(SENDER.session, batch([access(1), access(1), marker(2)]))).toEqual({
      ackedSeq: 2,
      stored: 2,
      duplicates: 1,
      missing: 0,
    });
    expect(writer.ingest(SENDER.session, batch([marker(2), access(3)]))).toMatchObject({
      ackedSeq: 3,
      stored: 1,
      duplicates: 1,
    });
    expect(writer.duplicates).toBe(2);
    expect(rowsOf(writer, "SELECT seq FROM accesses UNION ALL SELECT seq FROM markers ORDER BY seq")).toEqual([
      { seq: 1 },
      { seq: 2 },
      { seq: 3 },
    ]);
  });

  it("counts gaps, and takes a late record that fills one", () => {
    const writer = newWriter();
    expect(writer.ingest(SENDER.session, batch([access(2), access(6)])).missing).toBe(4);
    expect(writer.ingest(SENDER.session, batch([access(4)]))).toMatchObject({ stored: 1, missing: 3, ackedSeq: 6 });
    expect(writer.ingest(SENDER.session, batch([access(4)]))).toMatchObject({ stored: 0, duplicates: 1 });
  });

  it("is durable when it returns: another connection sees it", () => {
    const writer = newWriter();
    writer.ingest(SENDER.session, batch([access(1)]));
    expect(rowsOf(writer, "SELECT seq FROM accesses")).toEqual([{ seq: 1 }]);
  });

  it("keeps each stack of a session once", () => {
    const writer = newWriter();
    const stacks = [{ id: 1, frames: [["a", "b", "c", 1] as [string, string, string, number]], cut: true }];
    writer.ingest(SENDER.session, batch([access(1)], { stacks }));
    writer.ingest(SENDER.session, batch([access(2)], { stacks }));
    expect(rowsOf(writer, "SELECT id, frames, cut FROM stacks")).toEqual([
      { id: 1, frames: '[["a","b","c",1]]', cut: 1 },
    ]);
  });

  it("points an access to the planted values that came back, alone or inside a longer text", () => {
    const writer = newWriter();
    writer.canary("contacts.name", "Canary Wang 7731");
    writer.canary("short", "77");
    const values = ["Canary Wang 7731", "name=Canary Wang 7731;phone=1", "Canary Wang", "77", "7700"];
    writer.ingest(SENDER.session, batch(values.map((value, i) => access(i + 1, { value }))));
    const [first, second] = rowsOf<{ n: number }>(writer, "SELECT n FROM canaries ORDER BY n").map((row) => row.n);
    const expected = [[first], [first], null, [second], null].map((n) => ({ canaries: n && JSON.stringify(n) }));
    expect(rowsOf(writer, "SELECT canaries FROM accesses ORDER BY n")).toEqual(expected);
  });

  it("refuses a session that was not opened, without harm to the run", () => {
    const writer = newWriter();
    expect(codeThrown(() => writer.ingest("other", batch([access(1)])))).toBe("misuse");
    expect(codeThrown(() => writer.meta("runId", "again"))).toBe("misuse");
    expect(writer.ingest(SENDER.session, batch([access(1)])).stored).toBe(1);
  });

  it("gives hostile texts back as they were, but for NUL and lone surrogates", () => {
    const writer = newWriter();
    const records = HOSTILE_TEXTS.map((text, i) =>
      access(i + 1, {
        thread: text.slice(0, 128),
        args: { [text.slice(0, 64)]: text.slice(0, 512) },
        value: text,
        error: text,
      }),
    );
    const texts = HOSTILE_TEXTS.map((text, i) =>
      marker(records.length + i + 1, { data: { window: text.slice(0, 512) } }),
    );
    writer.ingest(SENDER.session, batch([...records, ...texts]));
    for (const [i, text] of HOSTILE_TEXTS.entries()) {
      writer.meta(`key ${i} ${text}`, { [text]: text });
      writer.stepPoint("note", text, i, { text });
      writer.screen({ t: i, source: text });
      writer.rejected(text, text, i, i);
    }
    writer.seal(HOSTILE_TEXTS.join(""));
    expect(verifyRun(writer.dir)).toMatchObject({ ok: true });
    const clean = (text: string) => text.toWellFormed().replaceAll("\0", "\ufffd");
    const reader = TraceReader.open(writer.dir);
    const stored = reader.db.prepare("SELECT thread, args, error FROM accesses ORDER BY n").all() as Record<
      string,
      string
    >[];
    expect(stored.map((row) => row.error)).toEqual(HOSTILE_TEXTS.map(clean));
    expect(stored.map((row) => Object.entries(JSON.parse(row.args!) as object)[0])).toEqual(
      HOSTILE_TEXTS.map((text) => [clean(text.slice(0, 64)), clean(text.slice(0, 512))]),
    );
    expect(reader.steps().map((step) => step.name)).toEqual(HOSTILE_TEXTS.map(clean));
    expect(reader.meta().size).toBe(HOSTILE_TEXTS.length + 1);
    reader.close();
  });

  it("names screen files by number whatever the app shows, and leaves out what is too large", () => {
    const writer = newWriter();
    expect(writer.screen({ t: 1, source: "x".repeat(16 * 1024 ** 2 + 1), png: Buffer.from("p") })).toEqual({
      png: "screens/0001.png",
      source: null,
    });
    expect(rowsOf(writer, "SELECT source, detail FROM screens")).toEqual([
      { source: null, detail: '{"omitted":["source"]}' },
    ]);
  });
});

describe("the mask", () => {
  const writer = newWriter();
  it.each([
    ["", "*** [0]"],
    ["abc", "*** [1-3]"],
    ["123456789", "*** [8-15]"],
    ["1234567890", "12***90 [8-15]"],
    [IMEI, "86***23 [8-15]"],
    ["张三丰的手机号码是一二", "张三***一二 [8-15]"],
    ["\u202eab\u0000cdefgh\u001b[", "\ufffda***\ufffd[ [8-15]"],
    ["😀".repeat(12), "😀😀***😀😀 [8-15]"],
    ["\ud83d".repeat(20), "\ufffd\ufffd***\ufffd\ufffd [16-31]"],
    ["x".repeat(4096), "xx***xx [1024+]"],
  ])("of %j is %j", (value, mask) => {
    expect(writer.mask(value)).toBe(mask);
  });
});

describe("the loss account", () => {
  const counters = (emitted: number, seq: number, more = {}) => ({
    emitted,
    coalesced: 0,
    dropped: 0,
    hookErrors: 0,
    seq,
    ...more,
  });
  const end = (writer: TraceWriter, more: object) =>
    writer.sessionEnd({ session: SENDER.session, ended: 9, how: "flushed", reason: "end", ...more });

  it("closes with nothing lost after a flush", () => {
    const writer = newWriter();
    writer.ingest(
      SENDER.session,
      batch([access(1, { count: 3 }), marker(2)], { counters: counters(3, 2, { coalesced: 2 }) }),
    );
    const account = end(writer, { counters: counters(3, 2, { coalesced: 2 }) });
    expect(account).toEqual({
      emitted: 3, stored: 1, coalesced: 2, dropped: 0, lost: 0, rejected: 0, hookErrors: 0, missing: 0, tailKnown: true, closes: true,
    }); // prettier-ignore
  });

  it("counts a lost tail that only the last counters know of", () => {
    const writer = newWriter();
    writer.ingest(SENDER.session, batch([access(1)], { counters: counters(1, 1) }));
    expect(end(writer, { counters: counters(5, 6) })).toMatchObject({
      emitted: 5,
      stored: 1,
      lost: 4,
      missing: 5,
      closes: true,
    });
  });

  it("says that the tail is not known when the session was lost", () => {
    const writer = newWriter();
    writer.ingest(SENDER.session, batch([access(1)]));
    expect(end(writer, { how: "lost" })).toMatchObject({ lost: 0, tailKnown: false });
  });

  it("puts accesses of refused messages under rejected, and a lost marker under missing", () => {
    const writer = newWriter();
    writer.ingest(SENDER.session, batch([access(1)], { counters: counters(1, 1) }));
    writer.rejected(SENDER.session, "schema", 100, 5);
    writer.ingest(SENDER.session, batch([access(5)], { counters: counters(3, 5) }));
    const account = end(writer, { counters: counters(3, 5) });
    expect(account).toMatchObject({ emitted: 3, stored: 2, rejected: 1, lost: 0, missing: 3, closes: true });
  });

  it("does not close when the counters claim less than what arrived", () => {
    const writer = newWriter();
    writer.ingest(SENDER.session, batch([access(1), access(2)], { counters: counters(1, 2) }));
    expect(end(writer, { counters: counters(0, 0) })).toMatchObject({ emitted: 1, stored: 2, closes: false });
  });

  it("keeps counting what was dropped and coalesced", () => {
    const writer = newWriter();
    writer.ingest(
      SENDER.session,
      batch([access(1, { count: 2 })], { counters: counters(10, 1, { coalesced: 1, dropped: 8 }) }),
    );
    expect(writer.account(SENDER.session)).toMatchObject({
      emitted: 10,
      stored: 1,
      coalesced: 1,
      dropped: 8,
      lost: 0,
      closes: true,
    });
  });
});
