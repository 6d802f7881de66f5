import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { AppCodes, findMembers, versionFiles } from "../../controller/app-code.ts";
import type { AppInfo, Handset } from "../../controller/handset.ts";
import { readToolchain } from "../../controller/toolchain.ts";

/** Real class files of a library of two jars, in place of an app's. */
function classesByName(): Map<string, Uint8Array> {
  const jars = readToolchain().jars.robolectric.filter((jar) => /asm(-tree)?-[\d.]+\.jar$/.test(jar));
  return new Map(jars.flatMap((jar) => Object.entries(unzipSync(readFileSync(jar)))));
}

test("a member is there by its own class or by one it inherits from, and its class may be missing", async () => {
  const files = classesByName();
  const asked: string[][] = [];
  const ask = (names: string[]): Promise<Record<string, string | null>> => {
    asked.push(names);
    const entry = (name: string): string | null => {
      const bytes = files.get(`${name.replaceAll(".", "/")}.class`);
      return bytes === undefined ? null : Buffer.from(bytes).toString("base64");
    };
    return Promise.resolve(Object.fromEntries(names.map((name) => [name, entry(name)])));
  };
  const owner = "org.objectweb.asm.tree.ClassNode";
  const member = (id: string, name: string, of = owner) => ({ id, class: of, member: name, arg: null });
  const found = await findMembers(ask, [
    member("SW0001", "accept"),
    member("SW0002", "getDelegate"),
    member("SW0003", "setConsent"),
    // A field is no member to call.
    member("SW0004", "superName"),
    member("SW0005", "accept", "com.none.Sdk"),
    member("SW0006", "$init"),
    member("SW0007", "visit", "org.objectweb.asm.AnnotationVisitor"),
    // Declared without a body.
    member("SW0008", "accept", "org.objectweb.asm.tree.AbstractInsnNode"),
  ]);
  expect(found).toEqual({
    SW0001: "member",
    SW0002: "elsewhere",
    SW0003: "class",
    SW0004: "class",
    SW0005: "none",
    SW0006: "member",
    SW0007: "member",
    SW0008: "elsewhere",
  });
  expect(asked[0]).toContain("com.none.Sdk");
});

test("versions are read from the files that build tools leave in a package, and from no other", () => {
  const apk = zipSync({
    "META-INF/androidx.core_core.version": strToU8("1.9.0\n"),
    "META-INF/maven/com.squareup.okhttp3/okhttp/pom.properties": strToU8("groupId=a\nversion=4.12.0\n"),
    "firebase-analytics.properties": strToU8("version=21.5.0\nclient=firebase-analytics\n"),
    "META-INF/kotlin.version": strToU8("task ':a' property 'version'"),
    "assets/other.properties": strToU8("version=1.2.3"),
    "app.properties": strToU8("debug=true"),
    "large.properties": strToU8(`version=1.2.3\n${"#".repeat(5000)}`),
  });
  expect(versionFiles(apk)).toEqual([
    { kind: "file", name: "META-INF/androidx.core_core.version", value: "1.9.0" },
    { kind: "file", name: "META-INF/maven/com.squareup.okhttp3/okhttp/pom.properties", value: "4.12.0" },
    { kind: "file", name: "firebase-analytics.properties", value: "21.5.0" },
  ]);
});

test("what an app makes unreadable is not known, and stops nothing", async () => {
  const broken = Buffer.from("cafebabe0000003700ff", "hex").toString("base64");
  const member = { id: "SW0001", class: "a.B", member: "agree", arg: null };
  expect(await findMembers(() => Promise.resolve({ "a.B": broken }), [member])).toEqual({});
  const apk = zipSync({ "META-INF/a.b_c.version": strToU8("1.2.3") });
  expect(versionFiles(apk)).toHaveLength(1);
  expect(versionFiles(apk.subarray(0, apk.length - 30))).toEqual([]);
  const strange = Uint8Array.from(apk);
  // A compression method that nobody knows, in the central directory.
  strange[strange.findLastIndex((byte, i) => byte === 1 && strange[i + 1] === 2 && strange[i - 1] === 0x4b) + 8] = 99;
  expect(versionFiles(strange)).toEqual([]);
});

test("runs of one package read it once; another package, or one whose reading failed, is read", async () => {
  let asked = 0;
  let fails = true;
  const handset = {
    appClasses: (names: string[]) => {
      asked++;
      return fails
        ? Promise.reject(new Error("gone"))
        : Promise.resolve(Object.fromEntries(names.map((n) => [n, null])));
    },
  } as unknown as Handset;
  const info = (sha256: string): AppInfo => ({ sha256, limits: [], versionConstants: [] }) as unknown as AppInfo;
  const dir = mkdtempSync(join(tmpdir(), "app-code-"));
  const apk = join(dir, "app.apk");
  writeFileSync(apk, zipSync({}));
  try {
    const codes = new AppCodes([{ id: "SW0001", class: "com.none.Sdk", member: "setConsent", arg: null }]);
    await expect(codes.of(handset, info("aa"), apk)).rejects.toThrow("gone");
    fails = false;
    const first = await codes.of(handset, info("aa"), apk);
    expect(await codes.of(handset, info("aa"), apk)).toBe(first);
    expect([asked, first.switches]).toEqual([2, { SW0001: "none" }]);
    await codes.of(handset, info("bb"), apk);
    expect(asked).toBe(3);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
