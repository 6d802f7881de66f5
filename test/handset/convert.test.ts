import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  alterApk,
  API_DEMOS,
  compileDex,
  convert,
  FITNESS,
  fixDexChecksum,
  NEWS,
  patchManifestNumber,
  readInfo,
  scratch,
} from "./convert-fixtures.ts";

const { dir, remove } = scratch();
afterAll(remove);

const codes = (outDir: string): string[] => readInfo(outDir).limits.map((limit) => limit.code);

function converted(apk: string, name: string): string {
  const outDir = path.join(dir, name);
  const result = convert(apk, outDir);
  expect(result, result.stderr).toMatchObject({ exitCode: 0, error: undefined });
  return outDir;
}

describe("a large app of a stranger", () => {
  let outDir = "";
  beforeAll(() => {
    outDir = converted(API_DEMOS, "api-demos");
  });

  it("is described as its manifest and signature say", () => {
    const info = readInfo(outDir);
    expect(info).toMatchObject({
      package: "io.appium.android.apis",
      label: "API Demos",
      targetSdk: 33,
      launcher: "io.appium.android.apis.ApiDemos",
      application: "io.appium.android.apis.ApiDemosApplication",
      signature: "verified",
      sha256: createHash("sha256").update(fs.readFileSync(API_DEMOS)).digest("hex"),
    });
    expect(info.signers).toHaveLength(1);
    expect(info.signers[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(info.permissions).toContain("android.permission.READ_CONTACTS");
    expect(info.activities).toContain("io.appium.android.apis.app.DialogActivity");
  });

  it("has every class translated and accepted by the JVM's verifier", () => {
    const info = readInfo(outDir);
    expect(info.classes).toBeGreaterThan(5000);
    expect(Object.keys(unzipSync(fs.readFileSync(path.join(outDir, "app.jar"))))).toHaveLength(info.classes);
    expect(codes(outDir)).not.toContain("class-not-loadable");
    expect(codes(outDir)).not.toContain("dex-method-failed");
  });

  it("says that its web views will not work, and claims nothing else", () => {
    expect(codes(outDir)).toEqual(["webview"]);
  });

  it("gives its receivers and their filters to the framework as text", () => {
    const manifest = fs.readFileSync(path.join(outDir, "manifest.xml"), "utf8");
    expect(manifest).toContain('android:targetSdkVersion="33"');
    expect(manifest).toContain('<receiver android:name="io.appium.android.apis.app.AppUpdateReceiver"');
    expect(manifest).toContain('<action android:name="android.intent.action.MY_PACKAGE_REPLACED"/>');
    expect(manifest).toContain('android:appComponentFactory="androidx.core.app.CoreComponentFactory"');
  });
});

describe("an app of dex 038 as stores have them", () => {
  it("loads whole: frames are computed and interface calls marked", () => {
    const info = readInfo(converted(NEWS, "news"));
    expect(info).toMatchObject({ label: "早闻", minSdk: 26, targetSdk: 34, classes: 23, limits: [] });
  });

  it("names its content providers with authority and order, because they start before the app", () => {
    const provider = readInfo(converted(FITNESS, "fitness")).components.find(({ kind }) => kind === "provider");
    expect(provider).toMatchObject({
      name: "io.adnest.sdk.AdNestProvider",
      authorities: ["com.stridelog.app.adnest"],
      initOrder: 50,
      exported: false,
    });
  });

  it("gives the same bytes every time, also over an earlier conversion", () => {
    const first = converted(NEWS, "same-1");
    const second = converted(NEWS, "same-2");
    const before = fs.readFileSync(path.join(second, "app.jar"));
    converted(NEWS, "same-2");
    for (const file of ["app.jar", "manifest.xml", "app-info.json"]) {
      expect(fs.readFileSync(path.join(second, file)).equals(fs.readFileSync(path.join(first, file)))).toBe(true);
    }
    expect(before.equals(fs.readFileSync(path.join(second, "app.jar")))).toBe(true);
  });
});

describe("what will not work is said beforehand", () => {
  const file = (text: string): Uint8Array => Buffer.from(text, "utf8");

  it("native libraries, one line a library", () => {
    const apk = alterApk(NEWS, path.join(dir, "native.apk"), {
      "lib/arm64-v8a/libimage.so": file("x"),
      "lib/armeabi-v7a/libimage.so": file("x"),
    });
    expect(readInfo(converted(apk, "native")).limits).toEqual([
      { code: "native-libraries", detail: "lib/arm64-v8a/libimage.so" },
    ]);
  });

  it("a packer by its library, but not a library whose name only begins alike", () => {
    const packed = alterApk(NEWS, path.join(dir, "packed.apk"), { "assets/libjiagu_x86.so": file("x") });
    expect(readInfo(converted(packed, "packed")).limits).toEqual([
      { code: "packed", detail: "360 packer: assets/libjiagu_x86.so" },
    ]);
    const alike = alterApk(NEWS, path.join(dir, "alike.apk"), { "assets/libshellcheck.so": file("x") });
    expect(codes(converted(alike, "alike"))).toEqual([]);
  });

  it("a packer by its loader class, and Google's services by their use", () => {
    const dex = compileDex(path.join(dir, "loader"), [
      {
        "com/stub/StubApp.java": "package com.stub; public class StubApp {}",
        "com/google/android/gms/ads/Ads.java": "package com.google.android.gms.ads; public class Ads {}",
        "a/User.java": "package a; public class User { Object o = new com.google.android.gms.ads.Ads(); }",
      },
    ]);
    const apk = alterApk(NEWS, path.join(dir, "loader.apk"), { "classes.dex": dex });
    expect(readInfo(converted(apk, "loader-out")).limits).toEqual([
      { code: "packed", detail: "360 packer: com.stub.StubApp" },
      { code: "google-services", detail: "com.google.android.gms is used by 1 classes: a.User" },
    ]);
  });

  it("what libraries say of their version, and no other text", () => {
    const dex = compileDex(path.join(dir, "versions"), [
      {
        "lib/BuildConfig.java": `package lib; public final class BuildConfig {
          public static final String VERSION_NAME = "3.2.1"; public static final String FLAVOR = "cn";
          public static final int VERSION_CODE = 321; static final String LONG_VERSION = "${"9".repeat(65)}"; }`,
        "a/User.java": `package a; public class User { private static final String sdkVersion = "1.0";
          public static String version = "" + System.nanoTime(); }`,
      },
    ]);
    const apk = alterApk(NEWS, path.join(dir, "versions.apk"), { "classes.dex": dex });
    expect(readInfo(converted(apk, "versions-out")).versionConstants).toEqual([
      { class: "a.User", field: "sdkVersion", value: "1.0" },
      { class: "lib.BuildConfig", field: "VERSION_NAME", value: "3.2.1" },
    ]);
  });

  it("a class that the JVM refuses, also below a framework class, while the others stay", () => {
    const activity = "package android.app; public class Activity {}";
    const dex = compileDex(
      path.join(dir, "refused"),
      [
        { "android/app/Activity.java": activity },
        { "a/Base.java": "package a; public class Base extends android.app.Activity {}" },
        { "a/Child.java": "package a; public class Child extends Base {}" },
        { "a/Base.java": "package a; public final class Base extends android.app.Activity {}" },
      ],
      ["android"],
    );
    const apk = alterApk(NEWS, path.join(dir, "refused.apk"), { "classes.dex": dex });
    const info = readInfo(converted(apk, "refused-out"));
    expect(info.classes).toBe(2);
    expect(info.limits).toHaveLength(1);
    expect(info.limits[0]?.code).toBe("class-not-loadable");
    expect(info.limits[0]?.detail).toMatch(/^a\.Child: /);
  });

  it("a class whose parent is nowhere is not blamed on the phone", () => {
    const steps = [
      { "a/Base.java": "package a; public class Base {}" },
      { "b/Child.java": "package b; public class Child extends a.Base {}" },
    ];
    const dex = compileDex(path.join(dir, "orphan"), steps, ["a"]);
    const apk = alterApk(NEWS, path.join(dir, "orphan.apk"), { "classes.dex": dex });
    expect(readInfo(converted(apk, "orphan-out"))).toMatchObject({ classes: 1, limits: [] });
  });

  it("an app for a newer Android than the phone has", () => {
    const apk = alterApk(NEWS, path.join(dir, "newer.apk"), {
      "AndroidManifest.xml": (manifest) => patchManifestNumber(manifest, 26, 35),
    });
    expect(codes(converted(apk, "newer"))).toEqual(["min-sdk-too-new"]);
  });

  it("a broken signature shows, because a phone would not install the file", () => {
    const apk = alterApk(NEWS, path.join(dir, "unsigned.apk"), {});
    const info = readInfo(converted(apk, "unsigned"));
    expect(info.signers).toEqual([]);
    expect(info.signature).not.toBe("verified");
  });
});

describe("bad input ends with exit code 2, one line of JSON, and nothing left behind", () => {
  const cases: [string, string, (target: string) => string][] = [
    ["a file that is not there", "not-an-apk", (target) => target],
    [
      "a text file",
      "not-an-apk",
      (target) => {
        fs.writeFileSync(target, "no archive");
        return target;
      },
    ],
    ["an archive without manifest", "no-manifest", (target) => alterApk(NEWS, target, { "AndroidManifest.xml": null })],
    [
      "a manifest in plain text",
      "no-manifest",
      (target) => alterApk(NEWS, target, { "AndroidManifest.xml": Buffer.from("<manifest package='a.b'/>") }),
    ],
    [
      "a manifest cut in the middle",
      "no-manifest",
      (target) => alterApk(NEWS, target, { "AndroidManifest.xml": (old) => old.subarray(0, old.length >> 1) }),
    ],
    [
      "a manifest that unpacks to 32 MB",
      "too-large",
      (target) => alterApk(NEWS, target, { "AndroidManifest.xml": new Uint8Array(32 << 20) }),
    ],
    [
      "a dex file with flipped bits",
      "corrupt-dex",
      (target) => alterApk(NEWS, target, { "classes.dex": (old) => old.fill(0xff, 2000, 2010) }),
    ],
    [
      "a dex file that is cut off",
      "corrupt-dex",
      (target) => alterApk(NEWS, target, { "classes.dex": (old) => old.subarray(0, old.length - 100) }),
    ],
    [
      "a dex file that is none",
      "corrupt-dex",
      (target) => alterApk(NEWS, target, { "classes.dex": Buffer.from("dex?".repeat(100)) }),
    ],
    [
      "a dex file whose tables point outside",
      "corrupt-dex",
      (target) =>
        alterApk(NEWS, target, {
          "classes.dex": (old) => fixDexChecksum(old.fill(0x7f, 0x3c, 0x40)),
        }),
    ],
  ];

  it.each(cases)("%s", (name, code, make) => {
    const folder = path.join(dir, name.replaceAll(" ", "-"));
    fs.mkdirSync(folder);
    const result = convert(make(path.join(dir, `${path.basename(folder)}.apk`)), path.join(folder, "out"));
    expect(result.exitCode, result.stderr).toBe(2);
    expect(result.error).toMatchObject({ code });
    expect(result.error?.message.length).toBeGreaterThan(10);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("a folder that cannot be made is the machine's fault: exit code 3", () => {
    const blocker = path.join(dir, "blocker");
    fs.writeFileSync(blocker, "");
    expect(convert(NEWS, path.join(blocker, "out"))).toMatchObject({ exitCode: 3, error: { code: "cannot-write" } });
  });
});
