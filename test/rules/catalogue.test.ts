import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadAppTypes } from "../../catalogue/app-types.ts";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { loadSdks, SDK_CATEGORIES } from "../../catalogue/sdks.ts";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "tables-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (text: string): string => {
  const path = join(folder, "t.tsv");
  writeFileSync(path, text);
  return path;
};

test("data types have names in both languages, a known parent, and aliases of one owner each", () => {
  const types = loadDataTypes();
  expect(types.byId.size).toBe(130);
  expect(types.canonical("剪贴板")).toBe("pii.clipboard");
  expect(types.canonical("ssaid")).toBe("id.android_id");
  expect(types.canonical("nothing.like_it")).toBeNull();
  expect(types.ancestry("id.imei")).toEqual(["id.imei", "id.imei_meid", "id.device", "id.any"]);
  expect(types.matches(["id.device"], "id.imei")).toBe(true);
  expect(types.matches(["id.imei"], "id.device")).toBe(false);
  expect(types.matches(["loc.*"], "loc.cell")).toBe(true);
});

const TYPE_HEAD = "id\tparent\tkind\tsensitive\tzh\ten\taliases\tsource\n";
test.each([
  ["a field too few", `${TYPE_HEAD}a.b\t\tpersonal-data\n`, /t\.tsv:2: 3 fields, expected 8/],
  ["an unknown kind", `${TYPE_HEAD}a.b\t\tstuff\tno\t甲\tA\t\ts\n`, /t\.tsv:2: unknown kind "stuff"/],
  ["an unknown parent", `${TYPE_HEAD}a.b\ta.c\tenvironment\tno\t甲\tA\t\ts\n`, /t\.tsv:2: unknown parent a\.c/],
  [
    "an alias twice",
    `${TYPE_HEAD}a.b\t\tenvironment\tno\t甲\tA\tx\ts\na.c\t\tenvironment\tno\t乙\tB\tX\ts\n`,
    /t\.tsv:3: alias "X" belongs to a\.b already/,
  ],
  ["a missing column", "id\tparent\n", /t\.tsv:1: missing column kind/],
])("a data type table with %s is refused by file and line", (_, text, message) => {
  expect(() => loadDataTypes(file(text))).toThrow(message);
});

const SDK_HEAD = "prefix\tid\tvendor\tzh\ten\tcategory\trole\tsource\tdate\n";
test.each([
  [
    "a prefix twice",
    `${SDK_HEAD}a.b\tx\tV\t甲\tA\tpush\tsdk\ts\t2026-01-01\na.b\ty\tV\t乙\tB\tpush\tsdk\ts\t2026-01-01\n`,
    /t\.tsv:3: prefix a\.b is listed twice/,
  ],
  ["an unknown role", `${SDK_HEAD}a.b\tx\tV\t甲\tA\tpush\tspy\ts\t2026-01-01\n`, /t\.tsv:2: role/],
  ["an unknown category", `${SDK_HEAD}a.b\tx\tV\t甲\tA\tspying\tsdk\ts\t2026-01-01\n`, /t\.tsv:2: no such category/],
  ["no source", `${SDK_HEAD}a.b\tx\tV\t甲\tA\tpush\tsdk\t\t2026-01-01\n`, /t\.tsv:2: .*source must be filled in/],
  ["no date", `${SDK_HEAD}a.b\tx\tV\t甲\tA\tpush\tsdk\ts\tlately\n`, /t\.tsv:2: date/],
])("an SDK table with %s is refused by file and line", (_, text, message) => {
  expect(() => loadSdks(file(text))).toThrow(message);
});

test("the longest prefix names the SDK, on package boundaries", () => {
  const sdks = loadSdks();
  expect(sdks.find("com.tencent.mm.opensdk.a.B")?.id).toBe("wechat-opensdk");
  expect(sdks.find("com.tencent.other.B")).toBeNull();
  expect(sdks.find("okhttp3.Call")?.role).toBe("wrapper");
  expect(sdks.find("com.umeng.a.B")?.id).toBe("umeng");
  expect(sdks.find("com.umengfake.a.B")).toBeNull();
});

test("the SDK table has the Chinese and the global SDKs by category, each row with a source", () => {
  const sdks = loadSdks();
  expect(sdks.all().length).toBeGreaterThanOrEqual(250);
  expect(new Set(sdks.all().map((sdk) => sdk.id)).size).toBeGreaterThanOrEqual(250);
  for (const category of SDK_CATEGORIES)
    expect(
      sdks.all().some((sdk) => sdk.category === category),
      category,
    ).toBe(true);
  for (const [className, category] of [
    ["cn.jpush.android.api.JPushInterface", "push"],
    ["com.igexin.sdk.PushManager", "push"],
    ["com.bytedance.sdk.openadsdk.TTAdSdk", "ads"],
    ["com.qq.e.comm.managers.GDTAdSdk", "ads"],
    ["com.umeng.analytics.MobclickAgent", "analytics"],
    ["com.amap.api.location.AMapLocationClient", "map"],
    ["com.baidu.mapapi.SDKInitializer", "map"],
    ["com.tencent.tauth.Tencent", "login"],
    ["com.mobile.auth.gatewayauth.PhoneNumberAuthHelper", "login"],
    ["com.alipay.sdk.app.PayTask", "payment"],
    ["com.appsflyer.AppsFlyerLib", "analytics"],
    ["com.google.android.gms.ads.MobileAds", "ads"],
    ["com.google.firebase.messaging.FirebaseMessaging", "push"],
    ["com.facebook.react.bridge.JavaModuleWrapper", "bridge"],
    ["com.facebook.appevents.AppEventsLogger", "analytics"],
  ] as const)
    expect(sdks.find(className)?.category, className).toBe(category);
});

test("entries of one SDK agree on vendor; no prefix reaches over more than one vendor's name", () => {
  const vendors = new Map<string, string>();
  for (const { id, vendor, prefix } of loadSdks().all()) {
    expect(vendors.get(id) ?? vendor, id).toBe(vendor);
    vendors.set(id, vendor);
    // A bare top-level name would be everybody's.
    expect(prefix, prefix).not.toMatch(/^(com|cn|org|net|io|android|androidx|java|kotlin)$/);
  }
  for (const shared of [
    "com.tencent",
    "com.alibaba",
    "com.baidu",
    "com.google",
    "com.xiaomi",
    "com.huawei",
    "com.github",
    "com.microsoft",
    "com.amazon",
  ])
    expect(
      loadSdks()
        .all()
        .find((sdk) => sdk.prefix === shared),
      shared,
    ).toBeUndefined();
});

test("the 39 app types are all there, and thirteen need nothing", () => {
  const types = loadAppTypes();
  expect([...types.keys()]).toEqual(Array.from({ length: 39 }, (_, i) => i + 1));
  expect([...types.values()].filter((t) => t.necessary.length === 0)).toHaveLength(13);
  expect(types.get(1)?.justifies).toEqual(["loc.any"]);
});
