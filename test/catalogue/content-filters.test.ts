/** What the rows of content and apps take for an access, by the filters that the catalogue really holds. */
import { describe, expect, it } from "vitest";
import { makeFilter, PART } from "../../agent/src/filters.ts";
import { hookedRows, loadApiRows } from "../../catalogue/api-rows.ts";
import { loadDataTypes } from "../../catalogue/data-types.ts";

const APP = "com.example.app";
const SHARED = "/storage/emulated/0";
const rows = new Map(hookedRows(loadApiRows()).map((row) => [row.id, row]));

/** Types that a call with this argument is taken for; null for no access. */
function typesOf(id: string, text: string | null): string[] | null {
  const row = rows.get(id);
  if (row === undefined || row.filter === null) throw new Error(`${id} has no filter`);
  return makeFilter(row.filter, APP)(text, row.types)?.types ?? null;
}

const FILE_EXISTS = "AA0393";
const LIST_FILES = "AA0392";
const OPEN = "AA0396";

describe("files of shared storage", () => {
  it("are personal data by what they are", () => {
    expect(typesOf(FILE_EXISTS, `${SHARED}/DCIM/Camera/1.jpg`)).toEqual(["pii.photos"]);
    expect(typesOf(OPEN, `${SHARED}/Tencent/.uuid`)).toEqual(["file.shared"]);
    expect(typesOf(LIST_FILES, "/sdcard/DCIM")).toEqual(["pii.photos"]);
    expect(typesOf(LIST_FILES, "/sdcard")).toEqual(["file.shared"]);
    expect(typesOf(LIST_FILES, SHARED)).toEqual(["file.shared"]);
  });

  it("are none where the platform gives apps folders of their own, nor is the root that one only asks for", () => {
    const own = `${SHARED}/Android/data/${APP}/cache/image`;
    for (const id of [FILE_EXISTS, LIST_FILES, OPEN]) expect(typesOf(id, own)).toBeNull();
    for (const root of [SHARED, "/sdcard", "/storage/emulated"])
      expect(typesOf(FILE_EXISTS, root)).toEqual(["file.shared_root"]);
    expect(loadDataTypes().byId.get("file.shared_root")?.kind).toBe("environment");
    expect(typesOf(FILE_EXISTS, `${SHARED}/AndroidBackup/Android/data`)).toEqual(["file.shared"]);
  });

  it("are not what an app keeps inside", () => {
    for (const id of [FILE_EXISTS, LIST_FILES, OPEN]) expect(typesOf(id, `/data/user/0/${APP}/files/a`)).toBeNull();
  });
});

describe("providers", () => {
  it("are one access by either client", () => {
    for (const id of ["AA0307", "AA0330"]) {
      expect(typesOf(id, "content://user_dictionary/words")).toEqual(["pii.any"]);
      expect(typesOf(id, "content://com.vivo.vms.IdProvider/IdentifierId/OAID")).toEqual(["id.oaid"]);
      expect(typesOf(id, "content://user_dictionary_of_mine/words")).toBeNull();
    }
    const secure = ["settings", "GET_secure", "android_id"].join(PART);
    for (const id of ["AA0045", "AA0331"]) expect(typesOf(id, secure)).toEqual(["id.android_id"]);
  });

  it("may be asked for a version or another setting", () => {
    expect(typesOf("AA0331", ["media", "get_version", "external"].join(PART))).toBeNull();
    for (const id of ["AA0045", "AA0331"])
      expect(typesOf(id, ["settings", "GET_secure", "accessibility_enabled"].join(PART))).toBeNull();
  });
});

describe("questions about apps", () => {
  it("count when they are about another one", () => {
    for (const id of ["AA0434", "AA0447", "AA0448", "AA0457"]) {
      expect(typesOf(id, "com.other")).not.toBeNull();
      expect(typesOf(id, APP)).toBeNull();
      expect(typesOf(id, null)).toBeNull();
    }
    expect(typesOf("AA0448", "com.other")).toEqual(["app.probe"]);
  });

  it("about the app's own tasks, events and notifications are no row that is armed", () => {
    for (const id of ["AA0454", "AA0461", "AA0476"]) expect(rows.has(id)).toBe(false);
  });
});
