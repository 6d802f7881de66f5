import { describe, expect, it } from "vitest";
import { INTENT_PART, makeFilter } from "../../agent/src/filters.ts";

const APP = "com.example.app";
const intent = (target: string, action = "", categories = ""): string =>
  [target, "", action, categories, ""].join(INTENT_PART);

describe("the filter of a row", () => {
  it("takes a key for what its map says, and no inherited name for a key", () => {
    const filter = makeFilter({ kind: "key", arg: 0, map: { android_id: ["id.android_id"] } }, APP);
    expect(filter("android_id", [])).toEqual({ types: ["id.android_id"], name: "key" });
    for (const other of ["android_idx", "volume", "constructor", "__proto__", "", null])
      expect(filter(other, [])).toBeNull();
  });

  it("takes the longest part of a uri that it knows, at whole path segments", () => {
    const map = {
      "settings/secure/android_id": ["id.android_id"],
      sms: ["pii.sms"],
      "media/external/images": ["pii.photos"],
    };
    const filter = makeFilter({ kind: "uri", arg: 0, map }, APP);
    expect(filter("content://sms", [])?.types).toEqual(["pii.sms"]);
    expect(filter("content://sms/inbox?limit=1", [])?.types).toEqual(["pii.sms"]);
    expect(filter("content://10@sms/inbox", [])?.types).toEqual(["pii.sms"]);
    expect(filter("content://media/external/images/media/7", [])?.types).toEqual(["pii.photos"]);
    for (const other of [
      "content://smsx/inbox",
      "content://media/external/audio",
      "content://settings/secure",
      "file:///sms",
      null,
    ])
      expect(filter(other, [])).toBeNull();
  });

  it("does not count a package's look at itself", () => {
    const filter = makeFilter({ kind: "other-package", arg: 0 }, APP);
    expect(filter(APP, ["app.probe"])).toBeNull();
    expect(filter(`VersionedPackage[${APP}/1]`, ["app.probe"])).toBeNull();
    expect(filter("com.example.app.other", ["app.probe"])?.types).toEqual(["app.probe"]);
  });

  it("counts an intent only when it names another package", () => {
    const filter = makeFilter({ kind: "other-app-intent", arg: 0 }, APP);
    expect(filter(intent("com.other"), ["act.assoc_start"])?.types).toEqual(["act.assoc_start"]);
    expect(filter(intent(APP), ["act.assoc_start"])).toBeNull();
    expect(filter(intent("", "android.intent.action.VIEW"), ["act.assoc_start"])).toBeNull();
  });

  it("takes a query for all launchers for the app list, another one for a probe, one of itself for nothing", () => {
    const filter = makeFilter({ kind: "query-intent", arg: 0 }, APP);
    const launchers = "android.intent.category.LAUNCHER";
    expect(filter(intent("", "android.intent.action.MAIN", launchers), ["app.list"])?.types).toEqual(["app.list"]);
    expect(filter(intent("", "android.intent.action.MAIN"), ["app.list"])?.types).toEqual(["app.list_probe"]);
    expect(filter(intent("com.other", "android.intent.action.MAIN", launchers), ["app.list"])?.types).toEqual([
      "app.list_probe",
    ]);
    expect(filter(intent(APP, "android.intent.action.MAIN", launchers), ["app.list"])).toBeNull();
  });

  it("takes permissions by the platform's groups", () => {
    const filter = makeFilter({ kind: "permissions", arg: 0 }, APP);
    const names =
      "android.permission.CAMERA,android.permission.ACCESS_FINE_LOCATION,android.permission.ACCESS_COARSE_LOCATION";
    expect(filter(names, ["perm.request"])?.types).toEqual(["perm.camera", "perm.location"]);
    expect(filter("com.example.OWN", ["perm.request"])?.types).toEqual(["perm.request"]);
  });

  it("takes a command by the first pattern in it", () => {
    const filter = makeFilter(
      { kind: "command", arg: 0, map: { "getprop ro.serialno": ["id.serial"], getprop: ["fp.build"] } },
      APP,
    );
    expect(filter("sh -c getprop ro.serialno", [])?.types).toEqual(["id.serial"]);
    expect(filter("getprop", [])?.types).toEqual(["fp.build"]);
    expect(filter("ls", [])).toBeNull();
  });
});
