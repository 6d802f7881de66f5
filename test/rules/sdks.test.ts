import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadSdkSwitches, type SdkSwitch, toSwitchRow } from "../../catalogue/sdk-switches.ts";
import { loadSdks, SDK_CATEGORIES } from "../../catalogue/sdks.ts";

const folder = mkdtempSync(join(tmpdir(), "sdks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the table of SDKs", () => {
  const sdks = loadSdks().all();
  test("names at least 250 prefixes, of every kind of SDK the field asks about", () => {
    expect(sdks.length).toBeGreaterThanOrEqual(250);
    const by = (category: string): number => sdks.filter((sdk) => sdk.category === category).length;
    for (const category of ["push", "ads", "analytics", "map", "login", "payment", "im", "crash", "security", "bridge"])
      expect(by(category), category).toBeGreaterThan(9);
    expect([...new Set(sdks.map((sdk) => sdk.category))].sort()).toEqual([...SDK_CATEGORIES]);
  });
  test("says of every prefix where it was found, or that it is from memory", () => {
    for (const { prefix, source } of sdks)
      expect(source, prefix).toMatch(/^(android-libraries |LibChecker-Rules |from memory$|demo scenarios$)/);
    expect(sdks.filter((sdk) => sdk.source === "from memory").length).toBeLessThan(sdks.length / 2);
  });
  test("has one vendor for one SDK, whatever its prefixes", () => {
    const vendors = new Map<string, Set<string>>();
    for (const { id, vendor } of sdks) vendors.set(id, (vendors.get(id) ?? new Set()).add(vendor));
    for (const [id, names] of vendors) expect([...names], id).toHaveLength(1);
  });
  test("holds no prefix so short that it swallows a tree of unrelated owners", () => {
    for (const shared of ["com", "cn", "io", "org", "net", "com.google", "com.android", "com.tencent", "com.baidu"])
      expect(sdks.map((sdk) => sdk.prefix)).not.toContain(shared);
  });
});

describe("the consent switches of SDKs", () => {
  const switches = loadSdkSwitches();
  test("are at least 40, each of an SDK whose own code holds the member", () => {
    const sdks = loadSdks();
    expect(switches.filter((s) => s.kind === "answer").length).toBeGreaterThanOrEqual(40);
    for (const s of switches) expect(sdks.find(s.class), s.id).not.toBeNull();
  });
  test("know the answer that the text of an argument means", () => {
    const of = (member: string): SdkSwitch | undefined => switches.find((s) => s.member === member);
    expect(of("submitPolicyGrantResult")).toMatchObject({ sdk: "umeng", arg: 1, yes: ["true"], no: ["false"] });
    expect(of("disableTracking")).toMatchObject({ sdk: "branch", yes: ["false"], no: ["true"] });
    expect(of("preInit")).toMatchObject({ kind: "prepare", yes: [], no: [] });
  });
  test("reach the agent with no more than it needs", () => {
    expect(toSwitchRow(switches.find((s) => s.member === "setAuth") as SdkSwitch)).toEqual({
      id: expect.stringMatching(/^SW\d{4}$/),
      class: "cn.jiguang.api.utils.JCollectionAuth",
      member: "setAuth",
      arg: 1,
    });
  });
  test("belong to the product whose class they are of: products of one vendor are asked one by one", () => {
    const table = loadSdks();
    const own = loadSdkSwitches().filter(({ sdk }) => sdk !== "facebook");
    for (const { id, class: owner, sdk } of own) expect(table.find(owner)?.id, id).toBe(sdk);
    const answered = (prefix: string): string[] =>
      own.filter((s) => s.kind === "answer" && s.class.startsWith(prefix)).map((s) => s.sdk);
    expect(answered("com.amap.api.").sort()).toEqual(["amap", "amap-location", "amap-navi", "amap-search"]);
    expect(answered("com.tencent.").sort()).toEqual(["tencent-location", "tencent-map", "tencent-qq"]);
    // Facebook's core class holds the switch of its App Events.
    expect(table.find("com.facebook.FacebookSdk")?.id).toBe("facebook-core");
  });
  const good = {
    id: "SW0001", sdk: "umeng", also: [], class: "com.umeng.A", member: "agree", arg: 0, kind: "answer", yes: ["true"], no: ["false"],
    zh: "同意", en: "agrees", source: "from memory", date: "2026-01-01",
  }; // prettier-ignore
  const lines = (...rows: object[]): string => {
    const file = join(folder, "s.jsonl");
    writeFileSync(file, rows.map((row) => JSON.stringify(row)).join("\n"));
    return file;
  };
  test.each([
    ["an SDK that the table lacks", [{ ...good, sdk: "nobody" }], /s\.jsonl:1: no SDK "nobody"/],
    ["a further SDK that it lacks", [{ ...good, also: ["nobody"] }], /s\.jsonl:1: no SDK "nobody"/],
    ["an id twice", [good, { ...good, member: "other" }], /s\.jsonl:2: SW0001 is already on line 1/],
    ["a member twice", [good, { ...good, id: "SW0002" }], /s\.jsonl:2: com\.umeng\.A\.agree is already on line 1/],
    ["an answer that means nothing", [{ ...good, yes: [], no: [] }], /s\.jsonl:1: .*needs a text/],
    ["a text for both answers", [{ ...good, no: ["true"] }], /s\.jsonl:1: .*both yes and no/],
    ["an unknown kind", [{ ...good, kind: "maybe" }], /s\.jsonl:1: kind/],
    ["no source", [{ ...good, source: "" }], /s\.jsonl:1: source/],
  ])("with %s are refused by file and line", (_, rows, message) => {
    expect(() => loadSdkSwitches(lines(...rows))).toThrow(message);
  });
  test("that are no JSON are refused by file and line", () => {
    const file = join(folder, "s.jsonl");
    writeFileSync(file, `${JSON.stringify(good)}\n{"id":`);
    expect(() => loadSdkSwitches(file)).toThrow(/s\.jsonl:2: /);
    expect(loadSdkSwitches(lines(good))).toHaveLength(1);
  });
});
