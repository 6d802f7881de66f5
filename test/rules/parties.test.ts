import { describe, expect, test } from "vitest";
import { loadSdks } from "../../catalogue/sdks.ts";
import { Attributor } from "../../rules/attribution.ts";
import type { Finding } from "../../rules/result-schema.ts";
import type { StackFrame } from "../../trace/frame.ts";
import { judgeRun, type MicroAccess, type MicroRun, S } from "./micro-trace.ts";

const sdks = loadSdks();
const f = (owner: string, method = "m"): StackFrame => [owner, method, "F.java", 1];
const who = (frames: StackFrame[], app = "cn.news.reader", cut = false) =>
  new Attributor({ package: app, label: "News", ownPackages: [], hosted: true }, sdks).attribute(frames, cut);
/** Parties as `kind id`. */
const chain = (frames: StackFrame[], app?: string): string[] =>
  who(frames, app).parties.map(({ kind, id }) => `${kind} ${id}`.trim());

const LOOPER = [f("android.os.Handler", "dispatchMessage"), f("android.os.Looper", "loop")];

describe("the chain of parties", () => {
  test("keeps every SDK between the platform and the app, nearest first, and how it was started", () => {
    const stack = [
      f("android.provider.Settings$Secure", "getString"),
      f("com.umeng.a.Ids", "read"),
      f("com.umeng.Push", "init"),
      f("com.mob.MobSDK", "init"),
      f("io.reactivex.internal.A", "run"),
      f("cn.news.reader.App", "onCreate"),
      f("android.app.Instrumentation", "callApplicationOnCreate"),
      ...LOOPER,
    ];
    expect(who(stack).parties).toEqual([
      { kind: "sdk", id: "umeng", name: "Umeng", frame: "com.umeng.a.Ids.read" },
      { kind: "sdk", id: "mob", name: "MobTech", frame: "com.mob.MobSDK.init" },
      { kind: "library", id: "rxjava", name: "RxJava", frame: "io.reactivex.internal.A.run" },
      { kind: "app", id: "cn.news.reader", name: "News", frame: "cn.news.reader.App.onCreate" },
      { kind: "system", id: "", name: "Android", frame: "android.app.Instrumentation.callApplicationOnCreate" },
    ]);
    expect(who(stack).reader).toMatchObject({ id: "umeng", confidence: "certain" });
  });
  test("names one party twice where another stands between its frames", () => {
    expect(chain([f("android.X"), f("com.umeng.A"), f("cn.news.reader.B"), f("com.umeng.C")])).toEqual([
      "sdk umeng",
      "app cn.news.reader",
      "sdk umeng",
    ]);
  });
  test("says nothing of the system where the stack was cut or ends in the app", () => {
    const stack = [f("android.X"), f("cn.news.reader.B"), f("java.lang.Thread", "run")];
    expect(who(stack).parties.at(-1)?.kind).toBe("system");
    expect(who(stack, "cn.news.reader", true).parties.at(-1)?.kind).toBe("app");
    expect(chain(stack.slice(0, 2))).toEqual(["app cn.news.reader"]);
    expect(chain([f("android.X"), f("java.lang.Thread", "run")])).toEqual([]);
  });
  test.each([
    ["React Native", "com.facebook.react.bridge.JavaMethodWrapper", "react-native"],
    ["Flutter", "io.flutter.plugin.common.MethodChannel$IncomingMethodCallHandler", "flutter"],
    ["Cordova", "org.apache.cordova.PluginManager", "cordova"],
    ["Capacitor", "com.getcapacitor.Bridge", "capacitor"],
  ])("names the bridge %s that script came over, with the app's own module as reader", (_, owner, id) => {
    const stack = [
      f("android.X"),
      f("cn.news.reader.DeviceModule"),
      f("java.lang.reflect.Method"),
      f(owner),
      ...LOOPER,
    ];
    expect(chain(stack)).toEqual(["app cn.news.reader", `bridge ${id}`, "system"]);
    expect(who(stack).reader).toMatchObject({ kind: "app", confidence: "certain" });
  });
  test("takes the app's script for the reader only with a doubt, where nothing but bridges is in the stack", () => {
    const { reader, parties } = who([
      f("android.X"),
      f("com.learnium.RNDeviceInfo.RNDeviceModule", "getUniqueId"),
      f("java.lang.reflect.Method", "invoke"),
      f("com.facebook.react.bridge.JavaMethodWrapper", "invoke"),
      ...LOOPER,
    ]);
    expect(reader).toMatchObject({ kind: "app", id: "cn.news.reader", confidence: "needs-review" });
    expect(reader.reason).toContain("react-native-device-info");
    expect(parties.map((p) => p.id)).toEqual(["rn-device-info", "react-native", ""]);
    // A utility is no bridge: there the reader stays unknown.
    expect(who([f("android.X"), f("okhttp3.Call"), f("java.lang.Thread", "run")]).reader.kind).toBe("unknown");
  });
  test("names uni-app's engine as the reader, but not for certain: script asks through it", () => {
    const { reader } = who([
      f("android.X"),
      f("io.dcloud.feature.device.DeviceImpl"),
      f("io.dcloud.common.A"),
      ...LOOPER,
    ]);
    expect(reader).toMatchObject({ kind: "sdk", id: "dcloud", confidence: "likely" });
    expect(reader.reason).toContain("script");
  });
  test("names the WebView that a page's script came through, and not the one that the app asked", () => {
    const js = [
      f("android.X"),
      f("cn.news.reader.JsApi", "deviceId"),
      f("org.chromium.base.SystemMessageHandler"),
      ...LOOPER,
    ];
    expect(chain(js)).toEqual(["app cn.news.reader", "webview", "system"]);
    expect(who(js).trigger.kind).not.toBe("app-call");
    expect(chain([f("android.webkit.WebSettings"), f("cn.news.reader.A")])).toEqual(["app cn.news.reader"]);
    // Cronet is a network library of the same house, and may be anybody's.
    expect(chain([f("android.X"), f("org.chromium.net.A")])).toEqual(["unknown org.chromium.net"]);
  });
});

describe("a name that does not say whose it is", () => {
  test("is unknown where it is obfuscated, also between the platform and a known SDK", () => {
    const { reader, parties } = who([f("android.X"), f("a.b.c"), f("com.umeng.A"), f("cn.news.reader.B")]);
    expect(reader).toMatchObject({ kind: "unknown", id: "a.b", confidence: "needs-review" });
    expect(reader.reason).toContain("obfuscated");
    expect(parties.map((p) => p.kind)).toEqual(["unknown", "sdk", "app"]);
  });
  test("is not called obfuscated for being short in part", () => {
    expect(who([f("android.X"), f("net.strange.a.b")]).reader.reason).not.toContain("obfuscated");
    expect(who([f("android.X"), f("cn.news.reader.a.b")]).reader.confidence).toBe("certain");
  });
  test("is never an SDK for certain where a library was moved into another tree", () => {
    const own = who([f("android.X"), f("cn.news.reader.shaded.com.umeng.commonsdk.Ids")]).reader;
    expect(own).toMatchObject({ kind: "app", confidence: "needs-review" });
    expect(own.reason).toContain("com.umeng (Umeng)");
    const other = who([f("android.X"), f("net.strange.repack.cn.jpush.android.A")]).reader;
    expect(other).toMatchObject({ kind: "unknown", confidence: "needs-review" });
    expect(other.reason).toContain("cn.jpush (JPush)");
  });
  test("is no moved library for sharing a word, or for being a company of China", () => {
    for (const owner of ["cn.news.reader.umeng.A", "cn.news.reader.com.umengfake.A", "cn.news.reader.com.A"])
      expect(who([f("android.X"), f(owner)]).reader.confidence, owner).toBe("certain");
    expect(who([f("android.X"), f("cn.com.mob.A")]).reader.reason).not.toContain("MobTech");
  });
  test("is the app's where a vendor's SDK table reaches over the app's own package", () => {
    const mine = who([f("android.X"), f("com.mob.demo.ui.A")], "com.mob.demo").reader;
    expect(mine).toMatchObject({ kind: "app", confidence: "certain" });
    expect(who([f("android.X"), f("com.mob.MobSDK")], "com.mob.demo").reader.id).toBe("mob");
  });
  test("is read no further than the nearest frame: an SDK further out is not the reader", () => {
    expect(who([f("android.X"), f("cn.news.reader.A"), f("com.umeng.B")]).reader.kind).toBe("app");
  });
});

describe("a delivery by the platform alone", () => {
  const deliver = (args: Record<string, string>, more: Partial<MicroAccess> = {}): MicroRun => ({
    accesses: [{ t: 5 * S, type: "loc.precise", stack: "untold", args, ...more }],
  });
  const finding = (run: MicroRun): Finding | undefined => judgeRun(run).findings[0];

  test("is the listener's, a step less sure than by a frame", () => {
    const sdk = finding(deliver({ listener: "com.pushlite.sdk.Locator$1" }));
    expect(sdk?.caller).toMatchObject({
      reader: { kind: "sdk", id: "pushlite", confidence: "likely" },
      trigger: { kind: "system-callback", frame: "com.pushlite.sdk.Locator$1" },
      parties: [{ kind: "sdk", id: "pushlite" }, { kind: "system" }],
    });
    expect(sdk?.caller.reader.reason).toContain("listener that the system delivered to com.pushlite.sdk.Locator$1");
    expect(finding(deliver({ listener: "cn.news.reader.Map" }))?.caller.reader).toMatchObject({
      kind: "app",
      confidence: "likely",
    });
    // What is only likely by a frame needs a look here.
    expect(finding(deliver({ listener: "cn.news.readers.Map" }))?.caller.reader.confidence).toBe("needs-review");
  });
  test("to two listeners is two findings", () => {
    const run = deliver({ listener: "com.pushlite.sdk.Locator" });
    run.accesses?.push({ t: 6 * S, type: "loc.precise", stack: "untold", args: { listener: "com.umeng.a.B" } });
    expect(judgeRun(run).findings.map((f) => f.caller.reader.id)).toEqual(["pushlite", "umeng"]);
  });
  test("is nobody's known without a listener, or with one of the platform's", () => {
    for (const args of [
      {},
      { listener: "android.location.LocationManager" },
      { arg0: '"listener":"cn.news.reader.A"' },
    ])
      expect(finding(deliver(args))?.caller.reader).toMatchObject({ kind: "unknown", confidence: "needs-review" });
  });
  test("stays the frame's where there is a stack", () => {
    const run = deliver({ listener: "com.pushlite.sdk.Locator" }, { stack: "app" });
    expect(finding(run)?.caller.reader).toMatchObject({ kind: "app", confidence: "certain" });
  });
});
