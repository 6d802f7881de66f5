import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { afterAll, describe, expect, it, type TestContext } from "vitest";
import { PROJECT_ROOT } from "../../controller/toolchain.ts";
import { parseTruth, TRUTH_PHASES } from "../../rules/truth-schema.ts";
import { behavioursClass, readSource, readTruth, sourceHash } from "../../scenarios/app-source.ts";
import {
  appDir,
  BRANCH_APPS,
  buildCommitted,
  buildVariant,
  committedApk,
  currentSourceHash,
  DEMO_APPS,
  missingBuildTools,
  packedSourceHash,
  SOURCE_HASH_ENTRY,
} from "../../scenarios/build-apps.ts";

const MAX_APK_BYTES = 100_000;

/** Finding kinds that these apps are there for. */
const KINDS = [
  "pre_consent",
  "post_refusal",
  "post_withdrawal",
  "out_of_scenario",
  "frequency",
  "background",
  "undeclared",
  "permission_repeat",
  "basic_function_refused",
];

/** Built again byte by byte; a build takes seconds, so of the apps for the branches only one, an overlay on another. */
const REBUILT = [...DEMO_APPS, "purse-v2"] as const;

interface Behaviour {
  id: string;
  data_type: string;
  phase: string;
  caller: string;
  branches: string[];
  count?: number;
  period_ms?: number;
  expected: string[];
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), "demo-apps-"));
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

/** A person's machine may lack the build tools; the machine that guards the project may not. */
function needsBuildTools(ctx: TestContext): void {
  const missing = missingBuildTools();
  if (missing.length > 0 && !process.env["CI"]) ctx.skip(`${missing.join(", ")} not installed`);
}

function dexOf(apk: string): string {
  const dex = unzipSync(fs.readFileSync(apk))["classes.dex"];
  if (dex === undefined) throw new Error(`${apk} has no classes.dex`);
  return Buffer.from(dex).toString("latin1");
}

function hashOf(folder: string): string {
  return sourceHash(readSource(folder), new Map(readTruth(folder).behaviours.map(({ id }) => [id, true])));
}

function dataTypes(): Set<string> {
  const table = fs.readFileSync(path.join(PROJECT_ROOT, "catalogue/data-types.tsv"), "utf8");
  return new Set(table.split("\n").map((line) => line.split("\t")[0] ?? ""));
}

describe.each([...DEMO_APPS, ...BRANCH_APPS])("demo app %s", (app) => {
  const truth = readTruth(appDir(app)) as unknown as { behaviours: Behaviour[]; app: { package: string } };

  it("is small, and was built from the sources beside it", () => {
    expect(fs.statSync(committedApk(app)).size).toBeLessThan(MAX_APK_BYTES);
    expect(packedSourceHash(committedApk(app))).toBe(currentSourceHash(app));
  });

  it("contains nothing of the labels", () => {
    expect(dexOf(committedApk(app))).not.toMatch(/Behaviours|robolectric|consentry/i);
  });

  it("labels each behaviour once, in known words", () => {
    expect(() => parseTruth(truth, app)).not.toThrow();
    const known = dataTypes();
    expect(new Set(truth.behaviours.map(({ id }) => id)).size).toBe(truth.behaviours.length);
    for (const behaviour of truth.behaviours) {
      expect(known, behaviour.id).toContain(behaviour.data_type);
      expect(TRUTH_PHASES as readonly string[], behaviour.id).toContain(behaviour.phase);
      expect(behaviour.expected.length, behaviour.id).toBeGreaterThan(0);
      for (const kind of behaviour.expected) expect(KINDS, behaviour.id).toContain(kind);
      expect(behaviour.count ?? behaviour.period_ms, behaviour.id).toBeGreaterThan(0);
    }
  });

  it("switches each labelled behaviour in its sources", () => {
    const java = [...readSource(appDir(app))].filter(([name]) => name.endsWith(".java")).map(([, bytes]) => `${bytes}`);
    const switches = behavioursClass(new Map(truth.behaviours.map(({ id }) => [id, true]))).match(/[A-Z]+(_[A-Z]+)+/g);
    expect(switches ?? []).toHaveLength(truth.behaviours.length);
    for (const name of switches ?? [])
      expect(
        java.some((text) => text.includes(`Behaviours.${name}`)),
        name,
      ).toBe(true);
  });
});

describe("a build", () => {
  it.for(REBUILT)("of %s gives the same bytes again", async (app, ctx) => {
    needsBuildTools(ctx);
    const again = path.join(dir, `${app}.apk`);
    await buildCommitted(app, again);
    expect(fs.readFileSync(again).equals(fs.readFileSync(committedApk(app)))).toBe(true);
  });
});

describe("the check that sources and APK belong together", () => {
  it("notices a changed source file", () => {
    const hash = currentSourceHash("news");
    const copy = path.join(dir, "changed");
    fs.cpSync(appDir("news"), copy, { recursive: true });
    fs.appendFileSync(path.join(copy, "src/com/zaowen/news/Headlines.java"), "\n");
    expect(hashOf(copy)).not.toBe(hash);
  });

  it("notices an APK without a hash", () => {
    const apk = path.join(PROJECT_ROOT, "node_modules/android-apidemos/apks/ApiDemos-debug.apk");
    expect(() => packedSourceHash(apk)).toThrow(SOURCE_HASH_ENTRY);
  });
});

describe("variants", () => {
  it("take out one behaviour from app and truth, and leave the others", async (ctx) => {
    needsBuildTools(ctx);
    const contacts = "Landroid/provider/ContactsContract$Contacts;";
    const variant = await buildVariant("news", { remove: "contacts-on-article", outDir: path.join(dir, "ablated") });
    expect(dexOf(committedApk("news"))).toContain(contacts);
    expect(dexOf(variant.apk)).not.toContain(contacts);
    expect(dexOf(variant.apk)).toContain("getInstalledPackages");
    const ids = (file: string): string[] =>
      (JSON.parse(fs.readFileSync(file, "utf8")) as { behaviours: Behaviour[] }).behaviours.map(({ id }) => id);
    const all = ids(path.join(appDir("news"), "truth.json"));
    expect(ids(variant.truth)).toEqual(all.filter((id) => id !== "contacts-on-article"));
  });

  it("carry other names everywhere", async (ctx) => {
    needsBuildTools(ctx);
    const variant = await buildVariant("news", {
      rename: {
        package: "cn.qingbao.reader",
        sdks: { "com.pushlite.sdk": "net.tuisong.core" },
        texts: { 同意: "同意并继续", 不同意: "暂不同意" },
      },
      outDir: path.join(dir, "renamed"),
    });
    const dex = dexOf(variant.apk);
    expect(dex).not.toMatch(/com[./]zaowen|com[./]pushlite/);
    expect(dex).toContain("Lnet/tuisong/core/PushLiteProvider;");
    const truth = fs.readFileSync(variant.truth, "utf8");
    expect(truth).not.toMatch(/com\.zaowen|com\.pushlite/);
    expect(JSON.parse(truth)).toMatchObject({
      app: { package: "cn.qingbao.reader", launcher: "cn.qingbao.reader.MainActivity" },
      consent: {
        texts: { accept: "同意并继续", refuse: "暂不同意" },
        branches: { refuse: [{ tap: "暂不同意" }, { wait_ms: 12000 }] },
      },
    });
    const resources = unzipSync(fs.readFileSync(variant.apk))["resources.arsc"];
    expect(Buffer.from(resources ?? []).toString("utf8")).toContain("暂不同意");
  });

  it("refuse a behaviour or a text that the app does not have", async () => {
    await expect(buildVariant("news", { remove: "no-such", outDir: dir })).rejects.toThrow(/no behaviour "no-such"/);
    const rename = { texts: { 没有: "有" } };
    await expect(buildVariant("news", { rename, outDir: dir })).rejects.toMatchObject({ code: "no-such-text" });
  });
});
