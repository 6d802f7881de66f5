import { describe, expect, test } from "vitest";
import { loadSdks } from "../../catalogue/sdks.ts";
import { Attributor } from "../../rules/attribution.ts";
import type { AppIdentity } from "../../rules/owner.ts";
import type { StackFrame } from "../../trace/frame.ts";
import { STACKS } from "./micro-trace.ts";

const sdks = loadSdks();
const app = (name = "cn.news.reader", ownPackages: string[] = []): AppIdentity => ({
  package: name,
  label: "News",
  ownPackages,
  hosted: true,
});
const f = (owner: string, method = "m"): StackFrame => [owner, method, "F.java", 1];
const who = (frames: StackFrame[], identity = app(), cut = false) =>
  new Attributor(identity, sdks).attribute(frames, cut);

describe("the reader", () => {
  test("is the nearest frame outside the platform", () => {
    expect(who(STACKS.app).reader).toMatchObject({ kind: "app", id: "cn.news.reader", confidence: "certain" });
    expect(who(STACKS.sdk).reader).toMatchObject({ kind: "sdk", id: "pushlite", confidence: "certain" });
  });
  test("is the SDK also when another SDK called it: the nearest wins, not the last", () => {
    const { reader } = who([f("android.X"), f("com.umeng.a.B"), f("com.pushlite.sdk.P"), f("cn.news.reader.A")]);
    expect(reader.id).toBe("umeng");
  });
  test("is looked for behind libraries that only pass calls on, and they are noted", () => {
    const { reader } = who([
      f("android.X"),
      f("com.blankj.utilcode.util.DeviceUtils"),
      f("kotlin.a.B"),
      f("com.pushlite.sdk.P"),
    ]);
    expect(reader).toMatchObject({ kind: "sdk", id: "pushlite", confidence: "likely" });
    expect(reader.reason).toContain("AndroidUtilCode");
  });
  test("is found on package boundaries: a longer name is another package", () => {
    expect(who([f("com.pushlite.sdkfake.A")]).reader.kind).toBe("unknown");
    expect(who([f("cn.news.readers.A")]).reader).toMatchObject({ kind: "app", confidence: "likely" });
  });
  test("is the app where the vendor of an SDK ships an app of its own", () => {
    expect(who([f("com.umeng.demo.Main")], app("com.umeng.demo")).reader.kind).toBe("app");
    expect(who([f("com.pushlite.sdk.A")], app("com.pushlite")).reader.kind).toBe("sdk");
  });
  test("is the app where its code lives in another package than its id", () => {
    expect(who([f("org.reader.ui.Main")], app("cn.store.build42", ["org.reader.ui"])).reader).toMatchObject({
      kind: "app",
      id: "cn.store.build42",
    });
  });
  test("is not the app for an SDK of the same house", () => {
    expect(who([f("cn.news.push.Client")]).reader.kind).toBe("unknown");
  });
  test("is the platform only when nothing else is there", () => {
    expect(who(STACKS.platform).reader).toMatchObject({ kind: "platform", confidence: "certain" });
    expect(who([f("android.X")], app(), true).reader.kind).toBe("unknown");
    expect(who([f("android.X"), f("androidx.core.Y"), f("java.lang.Thread", "run")]).reader).toMatchObject({
      kind: "unknown",
      confidence: "needs-review",
    });
  });
  test("is not the platform for libraries that apps bundle under its name", () => {
    const volley = f("com.android.volley.toolbox.BasicNetwork");
    expect(who([f("android.X"), volley, f("java.lang.Thread", "run")]).reader.kind).toBe("unknown");
    expect(who([f("android.X"), volley, f("com.pushlite.sdk.P")]).reader.id).toBe("pushlite");
    expect(who([f("android.X"), f("com.android.billingclient.api.A")]).reader.id).toBe("play-billing");
    expect(who([f("android.X"), f("com.android.internal.os.ZygoteInit")]).reader.kind).toBe("platform");
  });
  test("is not the pool that a handset on a host runs the app's main thread in", () => {
    const host = [
      f("com.google.common.base.Suppliers$NonSerializableMemoizingSupplier", "get"),
      f("java.util.concurrent.FutureTask", "run"),
      f("java.lang.Thread", "run"),
    ];
    expect(who([f("android.content.ClipboardManager"), ...host]).reader.kind).toBe("platform");
    const provider = [
      f("android.X"),
      f("com.pushlite.sdk.P", "onCreate"),
      f("android.content.ContentProvider", "attachInfo"),
    ];
    expect(who([...provider, ...host]).trigger.kind).toBe("own-component");
    const phone = { ...app(), hosted: false };
    expect(who([f("android.content.ClipboardManager"), ...host], phone).reader.kind).toBe("unknown");
    // The same library, bundled by the app and called by it, is passed through.
    expect(
      who([f("android.X"), host[0] as StackFrame, f("cn.news.reader.A"), f("java.lang.Thread", "run")]).reader.kind,
    ).toBe("app");
  });
  test("keeps names chosen by the app harmless", () => {
    expect(who([f("net.x\u202e.y.Z\u0000")]).reader.name).toBe("net.x\ufffd.y");
  });
});

describe("the trigger", () => {
  test.each([
    ["a click", STACKS.appClick, "user-input"],
    ["the SDK's own provider", STACKS.sdkProvider, "own-component"],
    ["the app calling the SDK", STACKS.sdk, "app-call"],
    ["a pool thread", STACKS.sdkTimer, "thread"],
    ["a posted message", STACKS.appOther, "thread"],
    ["the platform calling the app", STACKS.app, "system-callback"],
    [
      "a dialog's button",
      [
        f("android.X"),
        f("cn.news.reader.D$1", "onClick"),
        f("com.android.internal.app.AlertController$ButtonHandler", "handleMessage"),
      ],
      "user-input",
    ],
  ])("of %s is named so", (_, frames, kind) => {
    expect(who(frames as StackFrame[]).trigger.kind).toBe(kind);
  });
});
