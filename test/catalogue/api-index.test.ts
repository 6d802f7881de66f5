import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { loadApiRows, readApiRows } from "../../catalogue/api-rows.ts";
import { levelsOf, loadApiIndex, loadSources, rangesOf, type IndexedClass } from "../../catalogue/index/api-index.ts";
import { indexedNames, indexLines, provideSources, readTools, verifyJar } from "../../catalogue/index/build-index.ts";
import { checkRow, checkRows } from "../../catalogue/index/check.ts";
import { classesOfJar, mergeLevels } from "../../catalogue/index/extract.ts";
import type { ApiRow } from "../../catalogue/row-schema.ts";

const index = loadApiIndex();
const levels = loadSources().map((source) => source.level);
const rows = loadApiRows();
const row = (id: string): ApiRow => rows.find((each) => each.id === id) as ApiRow;
const state = (changed: Partial<ApiRow>, level = 34) => checkRow({ ...row("AA0002"), ...changed }, level, index);

describe("the rows against the platform's classes", () => {
  it("name no class and no member that is not there, at any level", () => {
    const { whereOf } = readApiRows();
    const { checks } = checkRows(rows, levels, index);
    const wrong = checks.filter((each) => each.state === "wrong");
    expect(wrong.map((each) => `${whereOf.get(each.id)} API ${each.level}: ${each.problem}`)).toEqual([]);
  });

  it("are vendors' only outside android. and java.", () => {
    const { checks } = checkRows(rows, [34], index);
    const vendors = rows.filter((_, i) => checks[i]?.state === "vendor").map((each) => each.class);
    expect(vendors.filter((name) => /^(android|java|javax|dalvik|libcore)\./.test(name))).toEqual([
      "android.support.v4.app.ActivityCompat",
    ]);
  });

  it("hold at five levels and more", () => {
    expect(levels.length).toBeGreaterThanOrEqual(5);
    const { summaries } = checkRows(rows, levels, index);
    for (const { counts } of summaries) expect(counts.resolved).toBeGreaterThan(500);
  });

  it.each([
    ["a class that is not there", { class: "android.telephony.TelephoneManager" }, /no class android\.telephony/],
    ["a member that is not there", { member: "getImeis" }, /no such member/],
    [
      "a member of another level",
      { class: "android.os.BatteryManager", member: "getStringProperty" },
      /35|no such member/,
    ],
    [
      "a member that only a parent declares",
      { class: "android.app.Activity", member: "getSystemServiceName" },
      /declared by android\.content/,
    ],
    ["a member without a body", { class: "android.content.pm.PackageManager", member: "getPreferredPackages" }, /abstract/],
    [
      "a level before the member came",
      { apiLevels: { min: 1, max: null }, class: "android.telephony.UiccCardInfo", member: "getEid" },
      null,
    ],
  ])("fail with a remedy: %s", (_what, changed, problem) => {
    const checked = state(changed, problem === null ? 28 : 34);
    expect(checked.state).toBe("wrong");
    if (problem !== null) expect(checked.problem).toMatch(problem);
  });

  it("may leave out levels, name constructors, creators and fields", () => {
    expect(
      state({ class: "android.telephony.UiccCardInfo", member: "getEid", apiLevels: { min: 29, max: null } }, 28).state,
    ).toBe("outside");
    expect(state({ class: "android.media.AudioRecord", member: "$init" })).toMatchObject({ state: "resolved" });
    expect(state({ class: "android.content.ClipData", member: "CREATOR.createFromParcel" }).state).toBe("resolved");
    expect(checkRow(row("AA0049"), 34, index).state).toBe("not-hooked");
    expect(state({ class: "com.vendor.sdk.Id" }).state).toBe("vendor");
  });

  it("say how far the permission was checked", () => {
    expect(checkRow(row("AA0002"), 34, index).permission).toBe("agrees");
    expect(state({ permission: "CAMERA" }).permission).toBe("differs");
    expect(state({ permission: null, class: "android.os.Build", member: "getRadioVersion" }).permission).toBe(
      "unchecked",
    );
  });
});

describe("the index", () => {
  it("is the one that the handset's own jar of API 34 gives, and the JDK's", () => {
    const { jars, java } = readTools() as unknown as { jars: { sdk: Record<string, string> }; java: string };
    const names = indexedNames();
    const shape = (classes: readonly IndexedClass[]): string[] =>
      classes.flatMap((each) =>
        Object.entries(each.members).flatMap(([member, overloads]) =>
          Object.entries(overloads)
            // Robolectric adds a constructor without arguments to every class.
            .filter(([descriptor]) => !(member === "<init>" && descriptor === "()V"))
            .map(([descriptor]) => `${each.class} ${member} ${descriptor}`),
        ),
      );
    const at34 = index.all().flatMap((each): IndexedClass[] => {
      if (!levelsOf(each.levels).includes(34)) return [];
      const members = Object.entries(each.members).map(([name, overloads]) => [
        name,
        Object.fromEntries(Object.entries(overloads).filter(([, { levels: at }]) => levelsOf(at).includes(34))),
      ]);
      return [{ ...each, members: Object.fromEntries(members) as IndexedClass["members"] }];
    });
    const derived = mergeLevels(new Map([[34, classesOfJar(jars.sdk["34"] as string, names)]]));
    const platform = derived.filter((each) => !/^(java|javax)\./.test(each.class));
    expect(shape(platform).sort()).toEqual(shape(at34).sort());
    const jdk = indexLines(new Map(), java)
      .split("\n")
      .filter((line) => line !== "");
    for (const line of jdk) {
      const derivedClass = JSON.parse(line) as IndexedClass;
      expect(index.get(derivedClass.class)?.members).toEqual(derivedClass.members);
    }
  }, 120_000);

  it.runIf(process.env["SOAK"])(
    "is the one that all published jars give",
    () => {
      const tools = readTools();
      const lines = indexLines(provideSources(loadSources(), tools), tools.java);
      expect(lines).toBe(fs.readFileSync(new URL("../../catalogue/index/classes.jsonl", import.meta.url), "utf8"));
    },
    1_200_000,
  );

  it("refuses a jar that is not the published one", () => {
    const file = path.join(os.tmpdir(), `not-android-${process.pid}.jar`);
    fs.writeFileSync(file, "no jar");
    const [source] = loadSources();
    expect(() => verifyJar(file, source as never)).toThrow(/SHA-256/);
    fs.rmSync(file);
  });

  it("joins neighbouring levels only", () => {
    expect(rangesOf([28, 29, 33], [28, 29, 31, 33, 34])).toBe("28-29,33");
    expect(levelsOf("28-29,33")).toEqual([28, 29, 33]);
    expect(rangesOf([31, 33], [28, 31, 33])).toBe("31-33");
  });
});
