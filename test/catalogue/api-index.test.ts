import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { loadApiRows, readApiRows } from "../../catalogue/api-rows.ts";
import {
  ApiIndex,
  holdsAt,
  levelsOf,
  loadApiIndex,
  loadSources,
  rangesOf,
  type IndexedClass,
} from "../../catalogue/index/api-index.ts";
import { indexedNames, indexLines, provideSources, readTools, verifyJar } from "../../catalogue/index/build-index.ts";
import { checkRow, checkRows, describeWrong } from "../../catalogue/index/check.ts";
import { classesOfJar, mergeLevels } from "../../catalogue/index/extract.ts";
import { docState, loadDocChecks } from "../../catalogue/index/doc-checks.ts";
import { loadMapChecks, mapState } from "../../catalogue/index/map-checks.ts";
import { claimedNames, comparePermissions, permissionNames } from "../../catalogue/index/permissions.ts";
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
    expect(wrong.map((each) => describeWrong(each, whereOf))).toEqual([]);
  });

  it("are named by file and line where they are wrong", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rows-"));
    const file = path.join(folder, "bad.jsonl");
    const good = row("AA0002");
    const read = (...changed: Partial<ApiRow>[]) => {
      fs.writeFileSync(file, changed.map((each) => `${JSON.stringify({ ...good, ...each })}\n`).join(""));
      return readApiRows(file);
    };
    const { rows: bad, whereOf } = read(
      {},
      { id: "AA9998", member: "getImeis" },
      { id: "AA9999", class: "android.os.No" },
    );
    const wrong = checkRows(bad, [34], index).checks.filter((each) => each.state === "wrong");
    expect(wrong.map((each) => describeWrong(each, whereOf))).toEqual([
      `${file}:2: AA9998, API 34: the class has no such member`,
      `${file}:3: AA9999, API 34: the index has no class android.os.No; if it is new, run \`npm run index\``,
    ]);
    expect(() => read({}, { id: "AA9998", types: ["id.nothing"] })).toThrow(`${file}:2`);
    expect(() => read({}, {})).toThrow(`${file}:2: AA0002 is already at ${file}:1`);
    fs.rmSync(folder, { recursive: true });
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
    [
      "a member without a body",
      { class: "android.content.pm.PackageManager", member: "getPreferredPackages" },
      /abstract/,
    ],
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

  it("say how far the permission was checked, at each level by that level's annotations", () => {
    expect(checkRow(row("AA0002"), 34, index).permission).toBe("agrees");
    expect(checkRow(row("AA0002"), 28, index).permission).toBe("unchecked");
    expect(state({ permission: "CAMERA" }).permission).toBe("differs");
    expect(state({ permission: null }).permission).toBe("differs");
    expect(state({ permission: "READ_PRIVILEGED_PHONE_STATE or READ_PHONE_STATE" }).permission).toBe("partly");
    expect(state({ permission: null, class: "android.os.Build", member: "getRadioVersion" }).permission).toBe(
      "unchecked",
    );
  });

  it("never differ from the annotations in permission", () => {
    const { checks } = checkRows(rows, levels, index);
    expect(checks.filter((each) => each.permission === "differs")).toEqual([]);
  });
});

describe("permissions in a row's words", () => {
  it.each([
    ["READ_PHONE_STATE (<=28); READ_PRIVILEGED_PHONE_STATE (>=29)", 28, ["READ_PHONE_STATE"]],
    ["READ_PHONE_STATE (<=28); READ_PRIVILEGED_PHONE_STATE (>=29)", 29, ["READ_PRIVILEGED_PHONE_STATE"]],
    ["READ_PHONE_STATE (26-28)", 25, []],
    ["READ_PHONE_STATE (26-28)", 26, ["READ_PHONE_STATE"]],
    ["ACCESS_COARSE/FINE_LOCATION (+BACKGROUND)", 34, ["ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION"]],
    ["CAMERA and the user's OK", 34, ["CAMERA"]],
    [null, 34, []],
  ])("are read for one level: %s at %i", (text, level, names) => {
    expect(claimedNames(text, level)).toEqual(names);
  });

  it("are compared by exact names", () => {
    expect(permissionNames("A_B | A_B & C_D")).toEqual(["A_B", "C_D"]);
    expect(comparePermissions(["A_B", "C_D"], ["C_D | A_B"])).toBe("agrees");
    expect(comparePermissions(["A_B"], ["A_B", "A_B & C_D"])).toBe("partly");
    expect(comparePermissions([], ["A_B"])).toBe("differs");
    expect(comparePermissions(["A_B"], ["carrier privileges"])).toBe("unchecked");
  });

  it("count as unchecked by the map once the row has changed", () => {
    const checks = loadMapChecks();
    for (const id of checks.keys())
      expect(mapState(row(id), checks), `${id} changed: compare it again`).not.toBe("unchecked");
    expect(mapState({ ...row("AA0120"), permission: "CAMERA" }, checks)).toBe("unchecked");
    expect(mapState(row("AA0049"), checks)).toBe("unchecked");
  });

  it("count as unchecked by the platform's documentation once the row has changed", () => {
    const checks = loadDocChecks();
    for (const id of checks.keys())
      expect(docState(row(id), checks), `${id} changed: compare it again`).not.toBe("unchecked");
    expect(docState(row("AA0458"), checks)).toBe("agrees");
    expect(docState({ ...row("AA0458"), permission: "CAMERA" }, checks)).toBe("unchecked");
  });
});

describe("the index", () => {
  it("is the one that the handset's own jar of API 34 gives, and the JDK's", () => {
    const { jars, java } = readTools() as unknown as { jars: { sdk: Record<string, string> }; java: string };
    const names = indexedNames();
    const only34 = (parents: Record<string, string> = {}): string[] =>
      Object.keys(parents)
        .filter((name) => holdsAt(parents[name], 34))
        .sort();
    const shape = (classes: readonly IndexedClass[]): string[] =>
      classes.flatMap((each) => [
        JSON.stringify([each.class, only34(each.super), only34(each.interfaces), holdsAt(each.abstract, 34)]),
        ...Object.entries(each.members).flatMap(([member, overloads]) =>
          Object.entries(overloads).map(([descriptor, { permissions, field, ...kind }]) => {
            const flags = [holdsAt(kind.static, 34), holdsAt(kind.abstract, 34), field === true];
            return JSON.stringify([each.class, member, descriptor, only34(permissions), flags]);
          }),
        ),
      ]);
    const at34 = index.all().flatMap((each): IndexedClass[] => {
      if (!holdsAt(each.levels, 34)) return [];
      const members = Object.entries(each.members).map(([name, overloads]) => [
        name,
        Object.fromEntries(Object.entries(overloads).filter(([, { levels: at }]) => levelsOf(at).includes(34))),
      ]);
      return [{ ...each, members: Object.fromEntries(members) as IndexedClass["members"] }];
    });
    const derived = mergeLevels(new Map([[34, classesOfJar(jars.sdk["34"] as string, names)]]));
    const platform = derived.filter((each) => !/^(java|javax)\./.test(each.class));
    const committed = new Set(shape(at34));
    const rederived = new Set(shape(platform));
    expect([...committed].filter((each) => !rederived.has(each))).toEqual([]);
    // Robolectric adds a constructor without arguments where there is none.
    const added = [...rederived].filter((each) => !committed.has(each));
    expect(added.filter((each) => !each.includes('"<init>","()V"'))).toEqual([]);
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

  it("finds a member by way of a parent only at the levels of both", () => {
    const parent = {
      class: "a.P",
      levels: "28-35",
      super: {},
      interfaces: {},
      members: { m: { "()V": { levels: "28-35" } } },
    };
    const child = { class: "a.C", levels: "28-35", super: { "a.P": "29-35" }, interfaces: {}, members: {} };
    const small = new ApiIndex([parent, child]);
    expect(small.find("a.C", "m", 28)).toBeNull();
    expect(small.find("a.C", "m", 29)?.declaredBy).toBe("a.P");
  });

  it("joins neighbouring levels only", () => {
    expect(rangesOf([28, 29, 33], [28, 29, 31, 33, 34])).toBe("28-29,33");
    expect(levelsOf("28-29,33")).toEqual([28, 29, 33]);
    expect(rangesOf([31, 33], [28, 31, 33])).toBe("31-33");
  });
});
