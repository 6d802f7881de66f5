import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SecretFilter, WITHHELD } from "../../trace/secret-filter.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { verifyRun } from "../../trace/verify.ts";
import { access, batch, marker, openSession, scratchFolder, SENDER } from "./lib/sample-run.ts";

const SECRET = `pa"ss <w&rd>' 早\\安`;
const FORMS = [
  SECRET,
  JSON.stringify(SECRET).slice(1, -1),
  JSON.stringify(JSON.stringify(SECRET)).slice(3, -3),
  "pa&quot;ss &lt;w&amp;rd&gt;' 早\\安",
  encodeURIComponent(SECRET),
  encodeURIComponent(SECRET).replaceAll("%20", "+"),
  Buffer.from(SECRET).toString("base64"),
  Buffer.from(SECRET).toString("hex"),
];

describe("a value that is kept out", () => {
  it.each(FORMS)("is seen as %s, alone and within other text", (form) => {
    const filter = new SecretFilter();
    filter.add(SECRET);
    expect(filter.holds(`before ${form} after`)).toBe(true);
    expect(filter.clean(`before ${form} after`).replaceAll("=", "")).toBe(`before ${WITHHELD} after`);
  });

  it("leaves everything else as it is, and nothing given means nothing withheld", () => {
    const filter = new SecretFilter();
    filter.add("");
    expect(filter.holds("")).toBe(false);
    filter.add(SECRET);
    for (const text of ["", "pass word", SECRET.slice(1), WITHHELD]) {
      expect(filter.holds(text)).toBe(false);
      expect(filter.clean(text)).toBe(text);
    }
  });

  it("is in no file of a run: rows of every kind, values, page sources; the picture beside it is not taken", () => {
    const dir = join(scratchFolder(), "run");
    const writer = TraceWriter.create(dir, { runId: "r" });
    openSession(writer);
    writer.keepOut(SECRET);
    const value = `token=${encodeURIComponent(SECRET)}`;
    writer.ingest(
      SENDER.session,
      batch([
        { ...access(1), value, args: { url: SECRET, body: JSON.stringify({ deep: [SECRET] }) } },
        { ...access(2), error: `no ${SECRET}`, outcome: "error" },
        { ...access(3), value: "another value of some length" },
        { ...marker(4), data: { url: `https://example.test/?p=${encodeURIComponent(SECRET)}` } },
      ]),
    );
    const step = writer.stepOpen("tap", SECRET, 5, { text: SECRET });
    writer.stepClose(step, 6, { failed: `"${SECRET}" was not there` });
    writer.limit({ kind: "evidence", code: "x", types: [], detail: { why: JSON.stringify({ SECRET }) } });
    const png = Buffer.from("picture");
    const shown = writer.screen({ t: 7, png, source: `<node text="${FORMS[3]}"/>`, detail: { after: "tap" } });
    const plain = writer.screen({ t: 8, png, source: "<node/>" });
    writer.seal("completed");
    expect(verifyRun(dir).ok).toBe(true);
    expect([shown.png, plain.png]).toEqual([null, "screens/0002.png"]);
    expect(readFileSync(join(dir, shown.source ?? ""), "utf8")).toBe(`<node text="${WITHHELD}"/>`);
    for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
      if (!statSync(join(dir, name)).isFile()) continue;
      const bytes = readFileSync(join(dir, name));
      for (const form of FORMS) expect(bytes.includes(form), `${name}: ${form}`).toBe(false);
    }
    const reader = TraceReader.open(dir);
    const rows = reader.db.prepare("SELECT value_hmac, value_mask FROM accesses ORDER BY n").all();
    expect(rows[0]).toEqual({ value_hmac: null, value_mask: WITHHELD });
    expect(rows[2]).toMatchObject({ value_mask: "an***th [16-31]" });
    expect(reader.screens()[0]?.detail).toEqual({ after: "tap", omitted: ["png"], withheld: true });
    reader.close();
  });
});
