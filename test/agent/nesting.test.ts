import { describe, expect, it } from "vitest";
import { compareRows, PARTS, UNRESOLVED, untold } from "../../agent/src/nesting.ts";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";

const { byId } = loadDataTypes();

describe("a read on the way of another one", () => {
  it("says nothing new where the outer one says as much, or more", () => {
    expect(untold(["id.imei"], ["id.imei"])).toEqual([]);
    expect(untold(["id.any", "meta.raw_binder"], ["id.imei"])).toEqual([]);
    expect(untold(["id.imei_meid"], ["id.imei"])).toEqual([]);
    expect(untold(["app.list_probe"], ["app.list"])).toEqual([]);
    expect(untold(["loc.any"], ["loc.cell"])).toEqual([]);
  });

  it("says something where the outer one does not say it, or only that it is one of a kind", () => {
    expect(untold(["pii.contacts"], ["pii.any"])).toEqual(["pii.contacts"]);
    expect(untold(["id.imei", "id.mac"], ["id.imei"])).toEqual(["id.mac"]);
    expect(untold(["app.list"], ["app.list_probe"])).toEqual(["app.list"]);
    expect(untold(["id.any"], ["pii.contacts"])).toEqual(["id.any"]);
    expect(untold(["constructor"], ["toString"])).toEqual(["constructor"]);
  });

  it("knows every type that the tree of data types has below another, and no other type", () => {
    for (const [id, { parent }] of byId) {
      if (parent === null || parent === undefined || parent === "") continue;
      const isPart = PARTS.get(parent)?.includes(id) === true;
      const mayBe =
        UNRESOLVED.get(parent)?.some((each) => (each.endsWith(".") ? id.startsWith(each) : id === each)) === true;
      expect([isPart, mayBe].filter(Boolean), `${id} below ${parent}`).toHaveLength(1);
    }
    const named = [...UNRESOLVED.keys(), ...PARTS.keys(), ...[...PARTS.values()].flat()];
    expect(named.filter((id) => !byId.has(id))).toEqual([]);
  });
});

describe("the rows of one member", () => {
  it("are asked in the same order whatever order they come in", () => {
    const rows = hookedRows(loadApiRows()).map(toHookRow);
    const shuffled = [...rows].sort((a, b) => (a.id.at(-1)! + a.id < b.id.at(-1)! + b.id ? -1 : 1));
    const ids = (list: typeof rows): string[] => [...list].sort(compareRows).map((row) => row.id);
    expect(ids(shuffled)).toEqual(ids(rows));
    const [known, raw] = ["AX1001", "AA0108"].map((id) => rows.find((row) => row.id === id)!);
    expect(ids([raw!, known!])).toEqual(["AX1001", "AA0108"]);
  });
});
