import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadDoors } from "../../rules/doors.ts";
import { builtInPacks, loadPacks } from "../../rules/packs.ts";
import { judgeRun, S } from "./micro-trace.ts";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "packs-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MINIMAL = `id: mine
version: 1.0.0
title: { zh: 规则, en: Rules }
documents:
  law: { zh: 某法, en: A law, status: in-force, effectiveFrom: "2021-11-01" }
rules:
  - id: before
    detector: pre-consent
    params:
      consent: [undecided]
    severity: high
    title: { zh: 标题, en: Title }
    explanation: { zh: 说明, en: Explanation }
    remedy: { zh: 办法, en: Remedy }
    notProven: { zh: 不证明, en: Not proven }
    citations:
      - { document: law, article: "1", role: basis, fromMemory: false }
    testMethod: { zh: 方法, en: Method }
`;
const file = (text: string): string => {
  const path = join(folder, "pack.yaml");
  writeFileSync(path, text);
  return path;
};
const errorOf = (text: string): string => {
  try {
    loadPacks([file(text)]);
  } catch (error) {
    return (error as Error).message.replace(`${folder}/`, "");
  }
  return "no error";
};

describe("a pack", () => {
  test("of one's own judges like a built-in one", () => {
    const run = judgeRun({ accesses: [{ t: 5 * S }] }, { packs: [file(MINIMAL)] });
    expect(run.findings.map((f) => f.rule)).toEqual(["mine.before"]);
  });
  test.each([
    [
      "an unknown detector",
      MINIMAL.replace("detector: pre-consent", "detector: pre-cognition"),
      /^pack\.yaml:8: unknown detector "pre-cognition"/,
    ],
    [
      "a parameter that the detector does not have",
      MINIMAL.replace("consent: [undecided]", "consent: [undecided]\n      limit: 3"),
      /^pack\.yaml:11: rules\.0\.params: /,
    ],
    [
      "a state that does not exist",
      MINIMAL.replace("[undecided]", "[undecided, perhaps]"),
      /^pack\.yaml:10: rules\.0\.params\.consent\.1: /,
    ],
    [
      "a missing language",
      MINIMAL.replace("remedy: { zh: 办法, en: Remedy }", "remedy: { zh: 办法 }"),
      /^pack\.yaml:14: rules\.0\.remedy\.en: /,
    ],
    [
      "an unknown document",
      MINIMAL.replace("document: law", "document: lore"),
      /^pack\.yaml:17: unknown document "lore"/,
    ],
    [
      "a draft as the basis of a decision",
      MINIMAL.replace("in-force", "draft"),
      /^pack\.yaml:17: only a text in force/,
    ],
    ["text that is no YAML", MINIMAL.replace("rules:", "rules: ["), /^pack\.yaml:\d+: /],
    ["a key given twice", MINIMAL.replace("version: 1.0.0", "version: 1.0.0\nversion: 1.0.1"), /^pack\.yaml:3: /],
  ])("with %s is refused by file and line", (_, text, message) => {
    expect(errorOf(text)).toMatch(message);
  });
  test("that does not exist is refused with the ones that do", () => {
    expect(() => loadPacks(["cn-cor"])).toThrow(/cn-core, cn-draft-2021, cn-notice, cn-scope/);
  });
  test("loaded twice is refused", () => {
    expect(() => loadPacks(["cn-core", "cn-core"])).toThrow(/twice/);
  });
});

describe("the built-in packs", () => {
  test("are in order of primacy and name every rule in both languages", () => {
    expect(builtInPacks()).toEqual(["cn-core", "cn-draft-2021", "cn-notice", "cn-scope"]);
    for (const rule of loadPacks().flatMap((p) => p.rules))
      for (const text of [rule.title, rule.remedy, rule.notProven]) expect(text.zh).toMatch(/[\u4e00-\u9fff]/);
  });
  test("have a name without open places, which a result carries for every rule", () => {
    const run = judgeRun({});
    expect(run.verdicts).toHaveLength(loadPacks().flatMap((p) => p.rules).length);
    for (const { title } of run.verdicts) expect(`${title?.zh} ${title?.en}`).not.toMatch(/[{}]|undefined/);
  });
  test("never say that anything is illegal", () => {
    const said = JSON.stringify(loadPacks().flatMap((p) => p.rules.map((r) => [r.title, r.explanation])));
    expect(said).not.toMatch(/违法|illegal|unlawful/i);
  });
  test("cite a draft as a reference only, and print it as one", () => {
    const draft = loadPacks(["cn-draft-2021"])[0];
    expect(
      draft?.rules.every(
        (r) => !r.decides && r.citations.every((c) => c.document.zh.startsWith("参照（征求意见稿，未施行）")),
      ),
    ).toBe(true);
  });
});

test("a draft alone carries no finding: it says that a person must look", () => {
  const run = judgeRun({ accesses: [{ t: 5 * S }] }, { packs: ["cn-draft-2021"] });
  expect(run.findings).toEqual([]);
  expect(run.verdicts.find((v) => v.rule === "cn-draft-2021.art6-3-before")).toMatchObject({
    verdict: "needs-person",
    findings: [],
  });
});

test("the product's own doors name core doors for what the rules are about", () => {
  const core = loadDoors()
    .all()
    .filter((door) => door.core)
    .flatMap((door) => door.types);
  for (const type of [
    "id.android_id",
    "id.imei",
    "app.list",
    "loc.precise",
    "pii.contacts",
    "pii.clipboard",
    "net.ssid",
    "perm.request",
  ])
    expect(core).toContain(type);
});

test("a catalogue that is not there is an error, not a pass", () => {
  expect(() => loadDoors(join(folder, "none.jsonl"))).toThrow(/ENOENT/);
});
