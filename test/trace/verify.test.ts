import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, describe, expect, it } from "vitest";
import { SEAL_DIGEST_FILE } from "../../trace/run-folder.ts";
import { CHAINED_COLUMNS, CHAINED_TABLES, TRACE_FILE } from "../../trace/schema.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { verifyRun, type VerifyReport } from "../../trace/verify.ts";
import { copyRun, scratchFolder, sealedRun, writeSampleRun } from "./lib/sample-run.ts";

const folder = scratchFolder();
const original = join(folder, "original");
let copies = 0;
let whole: VerifyReport;

beforeAll(() => {
  sealedRun(original);
  whole = verifyRun(original);
});

const copy = () => copyRun(original, join(folder, `copy${copies++}`));

/** A copy changed by SQL, as somebody with the usual tools would, with the file's digest made to fit again. */
function changedBySql(change: (db: Database.Database) => void): VerifyReport {
  const dir = copy();
  const db = new Database(join(dir, TRACE_FILE));
  db.pragma("foreign_keys = OFF");
  change(db);
  db.close();
  rmSync(join(dir, SEAL_DIGEST_FILE));
  return verifyRun(dir);
}

function everyRow(dir: string): string {
  const db = new Database(join(dir, TRACE_FILE), { readonly: true });
  try {
    return JSON.stringify(
      [...CHAINED_TABLES, "seal"].map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()),
    );
  } finally {
    db.close();
  }
}

describe("a whole run", () => {
  it("verifies, with its row count and the head that sealing gave", () => {
    const dir = join(folder, "whole");
    const sealed = writeSampleRun(dir).seal("complete");
    expect(verifyRun(dir)).toEqual({
      ok: true,
      rows: sealed.rows,
      head: sealed.head,
      sealed: true,
      outcome: "complete",
      screens: { files: 2, unlisted: [] },
      fileDigestMatches: true,
      problem: null,
    });
  });

  it("has rows in every chained table, so that the tests below touch each", () => {
    const db = new Database(join(original, TRACE_FILE), { readonly: true });
    const empty = CHAINED_TABLES.filter((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() === 0);
    db.close();
    expect(empty).toEqual([]);
  });

  it("verifies as far as it goes when it was not closed, and says so", () => {
    const writer = writeSampleRun(join(folder, "open"));
    const { rows, head } = writer;
    writer.close();
    const report = verifyRun(writer.dir);
    expect(report).toMatchObject({ ok: false, sealed: false, rows, head, problem: { code: "unsealed" } });
  });

  it("lists screen files that no row names without calling the run damaged", () => {
    const dir = copy();
    writeFileSync(join(dir, "screens", "9999.png"), "stray");
    expect(verifyRun(dir)).toMatchObject({ ok: true, screens: { unlisted: ["screens/9999.png"] } });
  });
});

describe("the quick way", () => {
  it("says the same of a whole run", () => {
    expect(verifyRun(original, { quick: true })).toEqual(whole);
  });

  it("still sees changed files and screens, and reads the rows where the digest does not fit or is not there", () => {
    const flipped = copy();
    const bytes = readFileSync(join(flipped, TRACE_FILE));
    bytes[bytes.indexOf("com.example.Push")]! ^= 1;
    writeFileSync(join(flipped, TRACE_FILE), bytes);
    expect(verifyRun(flipped, { quick: true }).problem).toMatchObject({ code: "row-changed", table: "stacks" });
    rmSync(join(flipped, SEAL_DIGEST_FILE));
    expect(verifyRun(flipped, { quick: true }).problem).toMatchObject({ code: "row-changed", table: "stacks" });
    const unseen = copy();
    rmSync(join(unseen, "screens", "0001.png"));
    expect(verifyRun(unseen, { quick: true }).problem?.code).toBe("screen-missing");
    const writer = writeSampleRun(join(folder, "quick-open"));
    writer.close();
    expect(verifyRun(writer.dir, { quick: true }).problem?.code).toBe("unsealed");
  });
});

describe("changed rows", () => {
  const columns = CHAINED_TABLES.flatMap((table) => CHAINED_COLUMNS[table].map((column) => [table, column] as const));

  it.each(columns)("%s.%s is covered: its change is named by table and row", (table, column) => {
    let n = 0;
    const report = changedBySql((db) => {
      db.exec("PRAGMA ignore_check_constraints = ON");
      n = db.prepare(`SELECT max(n) FROM ${table}`).pluck().get() as number;
      const value = db.prepare(`SELECT ${column} FROM ${table} WHERE n = ?`).pluck().get(n);
      db.prepare(`UPDATE ${table} SET ${column} = ? WHERE n = ?`).run(
        typeof value === "number" ? value + 1 : `${String(value)}x`,
        n,
      );
    });
    expect(report).toMatchObject({ ok: false, rows: n - 1, problem: { code: "row-changed", table, n } });
  });

  it.each(CHAINED_TABLES)("a deleted row of %s is missed", (table) => {
    let n = 0;
    const report = changedBySql((db) => {
      n = db.prepare(`SELECT min(n) FROM ${table}`).pluck().get() as number;
      db.prepare(`DELETE FROM ${table} WHERE n = ?`).run(n);
    });
    expect(report).toMatchObject({ ok: false, rows: n - 1, problem: { code: "row-missing", n } });
  });

  it("a null that became an empty text is named", () => {
    const report = changedBySql((db) =>
      db.exec("UPDATE accesses SET error = '' WHERE n = (SELECT min(n) FROM accesses)"),
    );
    expect(report.problem?.code).toBe("row-changed");
  });

  it("deleting a row and closing up the numbers is named", () => {
    const report = changedBySql((db) => {
      const n = db.prepare("SELECT min(n) FROM accesses").pluck().get() as number;
      db.prepare("DELETE FROM accesses WHERE n = ?").run(n);
      for (const table of CHAINED_TABLES) {
        const later = db.prepare(`SELECT n FROM ${table} WHERE n > ? ORDER BY n`).pluck().all(n);
        for (const old of later) db.prepare(`UPDATE ${table} SET n = n - 1 WHERE n = ?`).run(old);
      }
      db.exec("UPDATE seal SET rows = rows - 1");
    });
    expect(report.problem?.code).toBe("row-changed");
  });

  it("two rows that changed places are named", () => {
    const report = changedBySql((db) => {
      const [a, b] = db.prepare("SELECT n FROM accesses ORDER BY n LIMIT 2").pluck().all();
      const move = db.prepare("UPDATE accesses SET n = ? WHERE n = ?");
      for (const [to, from] of [[-1, a], [a, b], [b, -1]]) move.run(to, from);
    }); // prettier-ignore
    expect(report.problem).toMatchObject({ code: "row-changed", table: "accesses" });
  });

  it("a row put in at a taken position, or before the first, is named", () => {
    const insert = (n: string) => (db: Database.Database) =>
      db.exec(`INSERT INTO limits SELECT ${n}, kind, code, types, detail, hash FROM limits LIMIT 1`);
    expect(changedBySql(insert("1")).problem).toMatchObject({ code: "row-twice", n: 1 });
    expect(changedBySql(insert("0")).problem).toMatchObject({ code: "row-twice", n: 0 });
  });

  it("a row added after the seal, with a right hash, is named", () => {
    const dir = join(folder, "longer");
    const writer = writeSampleRun(dir);
    writer.limit({ kind: "budget", code: "late", types: [] });
    writer.close();
    const seal = new Database(join(original, TRACE_FILE), { readonly: true }).prepare("SELECT * FROM seal").raw().get();
    const db = new Database(join(dir, TRACE_FILE));
    db.prepare("INSERT INTO seal VALUES (?, ?, ?, ?, ?, ?)").run(seal);
    db.close();
    expect(verifyRun(dir).problem).toMatchObject({ code: "seal-mismatch" });
  });

  it("a cut tail is missed although the rest of the chain is right", () => {
    const report = changedBySql((db) => {
      for (const table of CHAINED_TABLES) db.prepare(`DELETE FROM ${table} WHERE n > ?`).run(whole.rows - 3);
    });
    expect(report).toMatchObject({
      ok: false,
      rows: whole.rows - 3,
      problem: { code: "row-missing", n: whole.rows - 2 },
    });
  });

  it("a cut tail with its seal removed is at best a run that was not closed", () => {
    const report = changedBySql((db) => db.exec(`DELETE FROM session_ends WHERE n = ${whole.rows}; DELETE FROM seal`));
    expect(report).toMatchObject({ ok: false, problem: { code: "unsealed" } });
  });

  it.each([
    "rows = rows + 1",
    "rows = rows - 1",
    "outcome = 'x'",
    "closed_wall_ms = 1",
    "head = zeroblob(32)",
    "hash = zeroblob(32)",
  ])("a seal with %s is named", (change) => {
    expect(changedBySql((db) => db.exec(`UPDATE seal SET ${change}`)).ok).toBe(false);
  });

  it("a hash that is null-length, or of another row, is named", () => {
    expect(changedBySql((db) => db.exec("UPDATE markers SET hash = x''")).problem?.code).toBe("row-changed");
    expect(changedBySql((db) => db.exec("UPDATE markers SET hash = (SELECT hash FROM steps)")).problem?.code).toBe(
      "row-changed",
    );
  });
});

describe("changed files", () => {
  it("any flipped byte is detected", { timeout: 240_000 }, () => {
    const dir = copy();
    const path = join(dir, TRACE_FILE);
    const bytes = readFileSync(path);
    const every = process.env.SOAK ? 1 : 89;
    for (let at = 0; at < bytes.length; at += every) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path, flipped);
      expect(verifyRun(dir).ok, `byte ${at}`).toBe(false);
    }
  });

  it("without the digest beside it, a flipped byte is detected or lies where no row is", { timeout: 240_000 }, () => {
    const dir = copy();
    rmSync(join(dir, SEAL_DIGEST_FILE));
    const path = join(dir, TRACE_FILE);
    const bytes = readFileSync(path);
    const rows = everyRow(dir);
    const every = process.env.SOAK ? 1 : 83;
    let detected = 0;
    for (let at = 0; at < bytes.length; at += every) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1 << (at % 8);
      writeFileSync(path, flipped);
      if (!verifyRun(dir).ok) detected++;
      else expect(everyRow(dir), `byte ${at}`).toBe(rows);
    }
    expect(detected).toBeGreaterThan(20);
  });

  it("a file cut at any page is detected", () => {
    const size = readFileSync(join(original, TRACE_FILE)).length;
    for (let length = 0; length < size; length += 4096) {
      const dir = copy();
      truncateSync(join(dir, TRACE_FILE), length);
      expect(verifyRun(dir).ok, `cut at ${length}`).toBe(false);
      rmSync(dir, { recursive: true });
    }
  });

  it("bytes appended behind the database are detected", () => {
    const dir = copy();
    appendFileSync(join(dir, TRACE_FILE), "more");
    expect(verifyRun(dir).problem?.code).toBe("file-changed");
  });

  it("what is no trace is told from what is damaged", () => {
    const dir = join(folder, "none");
    mkdirSync(dir);
    expect(verifyRun(dir).problem?.code).toBe("no-trace");
    writeFileSync(join(dir, TRACE_FILE), "PK\u0003\u0004 an archive, say".repeat(50));
    expect(verifyRun(dir).problem?.code).toBe("not-a-trace");
    rmSync(join(dir, TRACE_FILE));
    new Database(join(dir, TRACE_FILE)).exec("CREATE TABLE accesses (n)").close();
    expect(verifyRun(dir).problem?.code).toBe("not-a-trace");
  });

  it("a newer schema is refused with the remedy", () => {
    const report = changedBySql((db) => db.pragma("user_version = 99"));
    expect(report.problem?.code).toBe("newer-schema");
    expect(report.problem?.what).toMatch(/newer version/);
  });

  it.each([
    "CREATE TRIGGER t AFTER INSERT ON meta BEGIN SELECT 1; END",
    "CREATE VIEW v AS SELECT 1",
    "DROP INDEX accesses_t",
    "DROP TABLE seal",
    "ALTER TABLE meta ADD COLUMN more TEXT",
  ])("a schema changed by %s is refused before a row is read", (sql) => {
    expect(changedBySql((db) => db.exec(sql))).toMatchObject({
      ok: false,
      rows: 0,
      problem: { code: "foreign-schema" },
    });
  });

  it("an index that disagrees with its table is detected, since queries of the rules go through it", () => {
    const report = changedBySql((db) => {
      db.unsafeMode(true);
      db.pragma("writable_schema = ON");
      db.exec(
        "UPDATE sqlite_schema SET sql = replace(sql, 'accesses (t)', 'accesses (tid)') WHERE name = 'accesses_t'",
      );
      db.pragma("writable_schema = RESET");
      db.exec("REINDEX accesses_t");
      db.pragma("writable_schema = ON");
      db.exec(
        "UPDATE sqlite_schema SET sql = replace(sql, 'accesses (tid)', 'accesses (t)') WHERE name = 'accesses_t'",
      );
    });
    expect(report.problem?.code).toBe("file-inconsistent");
  });
});

describe("screens", () => {
  it("a missing file is named by its row", () => {
    const dir = copy();
    rmSync(join(dir, "screens", "0001.png"));
    expect(verifyRun(dir).problem).toMatchObject({ code: "screen-missing", table: "screens" });
  });

  it("a changed file is named by its row", () => {
    const dir = copy();
    appendFileSync(join(dir, "screens", "0001.xml"), " ");
    expect(verifyRun(dir).problem).toMatchObject({ code: "screen-changed", table: "screens" });
  });

  it("a run that was not closed has its screens checked all the same", () => {
    const writer = writeSampleRun(join(folder, "open-screens"));
    writer.close();
    rmSync(join(writer.dir, "screens", "0001.png"));
    expect(verifyRun(writer.dir).problem?.code).toBe("screen-missing");
  });
});

it("an empty run that was sealed verifies", () => {
  const dir = join(folder, "empty");
  const writer = TraceWriter.create(dir, { runId: "empty" });
  const { head } = writer.seal("interrupted", 1);
  expect(verifyRun(dir)).toMatchObject({ ok: true, rows: 1, head });
});
