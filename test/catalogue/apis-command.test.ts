import fs from "node:fs";
import { describe, expect, it } from "vitest";
import { loadApiRows } from "../../catalogue/api-rows.ts";
import { apisPage } from "../../cli/apis-page.ts";
import { consentry } from "../campaign/command.ts";

describe("the command apis", () => {
  it("lists every row of the field's list with what becomes of it", async () => {
    const { stdout, code } = await consentry("apis", "--json");
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as { id: string; status: { kind: string }; permissionState: string }[];
    expect(rows.filter((row) => !row.id.startsWith("AX"))).toHaveLength(839);
    expect(rows.filter((row) => row.status.kind === "")).toEqual([]);
    expect(new Set(rows.map((row) => row.permissionState))).toEqual(new Set(["agrees", "partly", "unchecked"]));
  });

  it("finds nothing wrong with the rows, level by level", async () => {
    const { stdout, code } = await consentry("apis", "--check", "--json");
    expect(code).toBe(0);
    const { summaries, map, docs, wrong } = JSON.parse(stdout) as {
      summaries: { level: number }[];
      map: { counts: Record<string, number> };
      docs: { counts: Record<string, number> };
      wrong: unknown[];
    };
    expect(map.counts["agrees"]).toBeGreaterThan(0);
    expect(docs.counts["agrees"]).toBeGreaterThan(0);
    expect(docs.counts["unchecked"]).toBeGreaterThan(0);
    expect(summaries.length).toBeGreaterThanOrEqual(5);
    expect(wrong).toEqual([]);
  });

  it("refuses a status or a data type that is none", async () => {
    const status = await consentry("apis", "--status", "hoked");
    expect([status.code, status.stderr]).toEqual([2, expect.stringContaining("covered-by")]);
    const type = await consentry("apis", "--type", "id.nothing");
    expect([type.code, type.stderr]).toEqual([2, expect.stringContaining("data-types.tsv")]);
    const some = await consentry("apis", "--json", "--status", "dropped", "--type", "mic.record");
    expect((JSON.parse(some.stdout) as { id: string }[]).map((row) => row.id)).toEqual(["AA0514", "AA0522"]);
  });

  it("makes the docs page as it is in the repository", () => {
    expect(fs.readFileSync(new URL("../../docs/apis.md", import.meta.url), "utf8")).toBe(apisPage(loadApiRows()));
  });
});
