import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { scratch } from "./command.ts";
import { DoorRun } from "./labelled-doors.ts";

const DEADLINE_MS = 600_000;
/** Rows of querying a provider, by the resolver and by a client of it. */
const QUERY_ROWS = "AA0307,AA0330,AX5001,AX5002,AX5003";
/** Data that the app reaches by a query only; photos, accounts and the clipboard have other doors. */
const ONLY_BY_QUERY = ["pii.calendar", "pii.call_log", "pii.contacts", "pii.sms"];

const dir = scratch("doors-content");
const app = new DoorRun("content", dir);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("personal content by provider doors", { timeout: DEADLINE_MS }, () => {
  beforeAll(() => app.start(), DEADLINE_MS);

  app.itIsWhole();

  it("makes one finding of all doors to one datum by one reader in one phase, and names its APIs", () => {
    for (const { where, label, found } of app.labelled()) {
      expect(found.length, where).toBe(1);
      expect(
        found[0]?.apis.map(({ api }) => api),
        where,
      ).toContain(label.api);
      expect(found[0]?.doors, where).toContain(label.door);
    }
  });

  it("keeps watching and writing in the trace, though neither is a collection", () => {
    const trace = TraceReader.open(app.folder("refuse"));
    const types = trace.db.prepare("SELECT row, types, outcome FROM accesses").all() as Record<string, string>[];
    trace.close();
    const seen = types.map(({ row, types: type, outcome }) => `${row} ${type} ${outcome}`);
    expect(seen).toContain("AA0327 pii.observe none");
    expect(seen).toContain("AA0319 pii.write denied");
    expect(seen).toContain("AA0320 pii.write denied");
  });

  it("loses exactly what only queries read when no query is watched", async () => {
    const { before, after } = await app.withoutRows(QUERY_ROWS);
    const lost = before.filter((essence) => !after.includes(essence));
    expect(lost).toEqual(before.filter((essence) => ONLY_BY_QUERY.some((type) => essence.includes(` ${type} `))));
    expect(lost.length).toBeGreaterThanOrEqual(ONLY_BY_QUERY.length);
    expect(after.filter((essence) => !before.includes(essence))).toEqual([]);
  });
});
