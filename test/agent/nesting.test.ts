import { describe, expect, it } from "vitest";
import { compareRows, PARTS, resolved, UNRESOLVED, untold } from "../../agent/src/nesting.ts";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";

const { byId } = loadDataTypes();

describe("a further row of one member", () => {
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

describe("a call that the platform makes inside a call of the app", () => {
  it("says nothing where the app's call says what is read, whatever the platform asks on its way there", () => {
    expect(resolved(["app.list_probe"], ["id.oaid"])).toEqual([]);
    expect(resolved(["app.probe", "id.sim"], ["loc.precise"])).toEqual([]);
    expect(resolved(["app.list"], ["app.list_probe"])).toEqual([]);
    expect(resolved(["id.imei"], ["meta.raw_binder", "pii.contacts"])).toEqual([]);
  });

  it("says what is read where the app's call tells by which door alone", () => {
    expect(resolved(["id.imei", "app.probe"], ["meta.reflection"])).toEqual(["id.imei", "app.probe"]);
    expect(resolved(["meta.shell"], ["meta.reflection"])).toEqual([]);
  });

  it("says which of its kind it is where the app's call tells the kind, and nothing else", () => {
    expect(resolved(["id.imei", "app.probe"], ["id.any"])).toEqual(["id.imei"]);
    expect(resolved(["pii.contacts", "id.sim"], ["pii.any", "meta.raw_binder"])).toEqual(["pii.contacts"]);
    expect(resolved(["id.imsi"], ["id.any", "id.imei"])).toEqual(["id.imsi"]);
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
