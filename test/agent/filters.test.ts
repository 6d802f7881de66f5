import { describe, expect, it } from "vitest";
import { PART, makeFilter } from "../../agent/src/filters.ts";

const APP = "com.example.app";
const intent = (target: string, action = "", categories = ""): string =>
  [target, "", action, categories, ""].join(PART);

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

  it("takes a whole table and one key of it, but no other key", () => {
    const map = { "settings/secure$": ["id.android_id"], "settings/secure/android_id": ["id.android_id"] };
    const filter = makeFilter({ kind: "uri", arg: 0, map }, APP);
    for (const hit of [
      "content://settings/secure",
      "content://settings/secure?x=1",
      "content://settings/secure/android_id",
    ])
      expect(filter(hit, [])?.types).toEqual(["id.android_id"]);
    for (const other of ["content://settings/secure/adb_enabled", "content://settings/secured"])
      expect(filter(other, [])).toBeNull();
  });

  it("leaves an app its own folders on the shared storage", () => {
    const filter = makeFilter({ kind: "path", arg: 0, map: { "/sdcard/**": ["file.shared"] } }, APP);
    expect(filter(`/sdcard/Android/data/${APP}/files/a`, [])).toBeNull();
    expect(filter("/sdcard/Android/data/com.other/files/a", [])?.types).toEqual(["file.shared"]);
    expect(filter(`/sdcard/${APP}/a`, [])?.types).toEqual(["file.shared"]);
  });

  it("does not count a package's look at itself", () => {
    const filter = makeFilter({ kind: "other-package", arg: 0 }, APP);
    expect(filter(APP, ["app.probe"])).toBeNull();
    expect(filter(`VersionedPackage[${APP}/1]`, ["app.probe"])).toBeNull();
    expect(filter(`ComponentInfo{${APP}/${APP}.Admin}`, ["app.probe"])).toBeNull();
    expect(filter(`ComponentInfo{com.other/${APP}.Admin}`, ["app.probe"])?.types).toEqual(["app.probe"]);
    expect(filter("com.example.app.other", ["app.probe"])?.types).toEqual(["app.probe"]);
  });

  it("counts no package as one's own, unless it asks for all of them", () => {
    expect(makeFilter({ kind: "other-package", arg: 0 }, APP)(null, ["app.list"])).toBeNull();
    const all = makeFilter({ kind: "other-package", arg: 0, nullIsAll: true }, APP);
    expect(all(null, ["app.list"])?.types).toEqual(["app.list"]);
    expect(all(APP, ["app.list"])).toBeNull();
  });

  it("counts a question about packages or user ids only when another than the app is among them", () => {
    const filter = makeFilter({ kind: "other-app", args: [0, 1] }, APP);
    const of = (...parts: string[]) => filter(parts.join(PART), ["app.probe"]);
    expect(of("com.other", APP)?.types).toEqual(["app.probe"]);
    expect(of(APP, "10999")?.types).toEqual(["app.probe"]);
    for (const own of [[APP, APP], ["", ""], [APP, ""], [""]]) expect(of(...own)).toBeNull();
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

  it("takes a library's look for the system's emoji font for no question about other apps", () => {
    const filter = makeFilter({ kind: "query-intent", arg: 0 }, APP);
    expect(filter(intent("", "androidx.content.action.LOAD_EMOJI_FONT"), ["app.list"])).toBeNull();
    expect(filter(intent("", "androidx.content.action.OTHER"), ["app.list"])?.types).toEqual(["app.list_probe"]);
  });

  it("takes permissions by the platform's groups", () => {
    const filter = makeFilter({ kind: "permissions", arg: 0 }, APP);
    const names =
      "android.permission.CAMERA,android.permission.ACCESS_FINE_LOCATION,android.permission.ACCESS_COARSE_LOCATION";
    expect(filter(names, ["perm.request"])?.types).toEqual(["perm.camera", "perm.location"]);
    expect(filter("com.example.OWN", ["perm.request"])?.types).toEqual(["perm.request"]);
  });

  it("takes a command by the words of one simple command", () => {
    const map = {
      "getprop ro.serialno": ["id.serial"],
      getprop: ["fp.build"],
      "pm list package*": ["app.list"],
      "/sys/class/net/": ["id.mac"],
    };
    const filter = makeFilter({ kind: "command", arg: 0, map }, APP);
    expect(filter("sh -c getprop ro.serialno", [])?.types).toEqual(["id.serial"]);
    expect(filter("sh -c 'cd /; /system/bin/getprop ro.serialno | head'", [])?.types).toEqual(["id.serial"]);
    expect(filter("getprop", [])?.types).toEqual(["fp.build"]);
    expect(filter("su -c pm  list packages -3", [])?.types).toEqual(["app.list"]);
    expect(filter("sh -c 'getprop ro.serialno; pm list packages; getprop ro.serialno'", [])?.types).toEqual([
      ...["id.serial", "app.list"],
    ]);
    expect(filter("LANG=C toybox cat /sys/class/net/wlan0/address", [])?.types).toEqual(["id.mac"]);
    for (const other of ["ls", "echo getprop", "mygetprop", "pm path list", "pm; list packages", "", "sh", null])
      expect(filter(other, [])).toBeNull();
  });

  it("takes running as root for a look at the environment, besides what is run", () => {
    const map = { su: ["env.detect"], "getprop ro.serialno": ["id.serial"] };
    const filter = makeFilter({ kind: "command", arg: 0, map }, APP);
    expect(filter("/system/xbin/su -c 'getprop ro.serialno'", [])?.types).toEqual(["env.detect", "id.serial"]);
    expect(filter("su", [])?.types).toEqual(["env.detect"]);
    for (const other of ["sum /x", "echo su", "ls su"]) expect(filter(other, [])).toBeNull();
  });

  it("takes a path by its segments, whatever dots are in it", () => {
    const map = {
      "/sys/class/net/*/address": ["id.mac"],
      "/sdcard/DCIM/**": ["pii.photos"],
      "/proc/cpuinfo": ["fp.hardware"],
    };
    const filter = makeFilter({ kind: "path", arg: 0, map }, APP);
    expect(filter("/sys/class/net/wlan0/address", [])?.types).toEqual(["id.mac"]);
    expect(filter("/sys/./class//net/../net/eth0/address", [])?.types).toEqual(["id.mac"]);
    expect(filter("/sdcard/DCIM/Camera/1.jpg", [])?.types).toEqual(["pii.photos"]);
    for (const other of [
      "/sys/class/net/wlan0/mtu",
      "/sys/class/net/a/b/address",
      "/sdcard/DCIM",
      "/proc/cpuinfo2",
      "proc/cpuinfo",
      null,
    ])
      expect(filter(other, [])).toBeNull();
  });

  it("takes what is asked of a provider by authority, method and argument", () => {
    const map = { "settings/GET_secure/android_id": ["id.android_id"], "cn.vendor.id/getOAID": ["id.oaid"] };
    const filter = makeFilter({ kind: "provider-call", map }, APP);
    const call = (...parts: string[]): string => parts.join(PART);
    for (const target of ["settings", "content://settings", "content://settings/secure", "content://0@settings/x?y"])
      expect(filter(call(target, "GET_secure", "android_id"), [])?.types, target).toEqual(["id.android_id"]);
    expect(filter(call("content://cn.vendor.id/identity", "getOAID", ""), [])?.types).toEqual(["id.oaid"]);
    for (const other of [
      call("settings", "GET_secure", "android_id2"),
      call("settings", "PUT_secure", "android_id"),
      call("content://own.settings/settings", "GET_secure", "android_id"),
      "settings",
    ])
      expect(filter(other, [])).toBeNull();
  });

  it("takes every bit of a mask", () => {
    const filter = makeFilter({ kind: "mask", arg: 1, map: { 16: ["loc.cell"], 32: ["pii.call_state"] } }, APP);
    expect(filter("48", [])?.types).toEqual(["loc.cell", "pii.call_state"]);
    expect(filter("16", [])?.types).toEqual(["loc.cell"]);
    expect(filter("-1", [])?.types).toEqual(["loc.cell", "pii.call_state"]);
    for (const other of ["0", "64", "x", "", null]) expect(filter(other, [])).toBeNull();
  });

  it("takes an intent or a broadcast filter by action or target", () => {
    const map = { "com.vendor.id": ["id.oaid"], "vendor.OPEN_ID": ["id.oaid"] };
    const filter = makeFilter({ kind: "action", map }, APP);
    expect(filter(intent("com.vendor.id"), [])?.types).toEqual(["id.oaid"]);
    expect(filter(intent("", "vendor.OPEN_ID"), [])?.types).toEqual(["id.oaid"]);
    expect(filter(intent("", "other,vendor.OPEN_ID"), [])?.types).toEqual(["id.oaid"]);
    expect(filter(intent("com.vendor", "vendor.OPEN"), [])).toBeNull();
  });

  it("takes a transaction by descriptor, or by descriptor and code where those differ", () => {
    const map = { "com.a.IId": ["id.any"], "com.a.IId#3": ["id.oaid"], "com.b.I#1": ["id.gaid"] };
    const filter = makeFilter({ kind: "binder", map }, APP);
    expect(filter(`com.a.IId${PART}3`, [])?.types).toEqual(["id.oaid"]);
    expect(filter(`com.a.IId${PART}4`, [])?.types).toEqual(["id.any"]);
    expect(filter(`com.b.I${PART}2`, [])).toBeNull();
    expect(filter(`com.a.IIdx${PART}3`, [])).toBeNull();
  });

  it("takes a reflected member by its class, and a class by its name alone", () => {
    const map = {
      "android.telephony.TelephonyManager#getImei": ["meta.reflection"],
      "com.vendor.Id": ["meta.reflection"],
    };
    const filter = makeFilter({ kind: "member", map }, APP);
    expect(filter(`android.telephony.TelephonyManager${PART}getImei`, [])?.types).toEqual(["meta.reflection"]);
    expect(filter("com.vendor.Id", [])?.types).toEqual(["meta.reflection"]);
    expect(filter(`com.example.app.TelephonyManager${PART}getImei`, [])).toBeNull();
    expect(filter(`android.telephony.TelephonyManager${PART}toString`, [])).toBeNull();
  });
});
