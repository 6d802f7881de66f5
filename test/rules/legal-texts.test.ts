import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { citationsOn } from "../../rules/citations.ts";
import { loadLegalTexts } from "../../rules/legal-texts.ts";
import { legalTexts, loadPacks } from "../../rules/packs.ts";
import { bindProvisions, checkProvisions, countKinds } from "../../rules/provisions.ts";
import { judgeResult, S } from "./micro-trace.ts";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "texts-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = `id: mine
pack: my-pack
title: { zh: 某规定, en: Some provisions }
version: { zh: 某日, en: some day }
status: guidance
role: identification
effectiveFrom: "2020-01-01"
provisions:
  - article: "1"
    kind: semi-automatic
    title: { zh: 要求, en: What it asks }
    question: { zh: 是否？, en: "Is it?" }
  - article: "2"
    kind: other-subject
    subject: distribution-platform
    title: { zh: 要求, en: What it asks }
    checklist: [{ zh: 是否？, en: "Is it?" }]
    checks: [package-identity]
`;

function errorOf(text: string, more?: string): string {
  writeFileSync(join(folder, "a.yaml"), text);
  if (more !== undefined) writeFileSync(join(folder, "b.yaml"), more);
  try {
    checkProvisions(loadLegalTexts(folder), loadPacks(["cn-core"]));
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "");
  }
  return "no error";
}

describe("a legal text", () => {
  test("that holds what its rows need is read", () => {
    expect(errorOf(TEXT)).toBe("no error");
  });
  test.each([
    ["a row without its question", TEXT.replace(/ {4}question: .*\n/, ""), /^a\.yaml:10: 1: .* needs question$/],
    [
      "a duty of others without a machine check",
      TEXT.replace("checks: [package-identity]", "checks: []"),
      /^a\.yaml:14: 2: .* needs checks$/,
    ],
    [
      "an unknown check",
      TEXT.replace("[package-identity]", "[crystal-ball]"),
      /^a\.yaml:18: unknown check "crystal-ball"/,
    ],
    ["a missing translation", TEXT.replace("{ zh: 某日, en: some day }", "{ zh: 某日 }"), /^a\.yaml:4: version\.en: /],
    ["an unknown kind", TEXT.replace("kind: semi-automatic", "kind: by-magic"), /^a\.yaml:10: provisions\.0\.kind: /],
    [
      "an automatic row that nothing judges",
      TEXT.replace(/kind: semi-automatic/, "kind: automatic").replace(/ {4}question: .*\n/, ""),
      /^a\.yaml:9: mine\.1: automatic, but no rule judges it$/,
    ],
    [
      "a rule that is not there",
      TEXT.replace("kind: semi-automatic", "kind: semi-automatic\n    rules: [cn-core.none]"),
      /^a\.yaml:9: mine\.1: no rule "cn-core\.none"$/,
    ],
    ["a row given twice", TEXT.replace('article: "2"', 'article: "1"'), /^a\.yaml:13: mine 1 is there twice$/],
    ["a text not in force as a basis", TEXT.replace("identification", "basis"), /^a\.yaml:6: only a text in force/],
  ])("with %s is refused by file and line", (_, text, message) => {
    expect(errorOf(text)).toMatch(message);
  });
  test("is gone on with in another file only where it begins in one", () => {
    const more = TEXT.slice(TEXT.indexOf("provisions:")).replaceAll(/article: "(\d)"/g, 'article: "1$1"');
    expect(errorOf(TEXT, `continues: mine\n${more}`)).toBe("no error");
    expect(errorOf(TEXT, `continues: yours\n${more}`)).toMatch(/^b\.yaml:1: unknown legal text "yours"$/);
  });
});

describe("the legal texts of the product", () => {
  test("name no rule that is not there, and no automatic row without a rule", () => {
    expect(() => checkProvisions()).not.toThrow();
  });

  test("hold every article of the draft of 2021, each with its kind", () => {
    const draft = legalTexts().get("draft2021")!;
    const articles = new Set(draft.provisions.map(({ article }) => Number(/^\d+/.exec(article)?.[0])));
    expect([...articles].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const clauses = draft.provisions.map(({ article }) => article);
    for (const article of [6, 7])
      for (let clause = 1; clause <= 6; clause++) expect(clauses).toContain(`${article}(${clause})`);
    expect(draft).toMatchObject({ status: "draft", role: "reference", effectiveFrom: null });
    const subjects = new Set(draft.provisions.filter((row) => row.kind === "other-subject").map((row) => row.subject));
    expect([...subjects].sort()).toEqual([
      "distribution-platform",
      "network-access-provider",
      "terminal-maker",
      "third-party-provider",
    ]);
  });

  test("have as many rows as the texts have items", () => {
    const rows = (id: string): number => legalTexts().get(id)!.provisions.length;
    expect({ cac191: rows("cac191"), miit337: rows("miit337"), miit26: rows("miit26") }).toEqual({
      cac191: 31,
      miit337: 8,
      miit26: 26,
    });
    const scenes = legalTexts()
      .get("miit164")!
      .provisions.filter((row) => row.row !== undefined);
    expect(scenes).toHaveLength(42);
    const types = legalTexts()
      .get("types39")!
      .provisions.filter((row) => row.appType !== null);
    expect(types.map((row) => row.article)).toEqual(Array.from({ length: 39 }, (_, i) => `5(${i + 1})`));
  });

  test("are a basis only where they are law, and speak both languages", () => {
    const bases = [...legalTexts().values()].filter((text) => text.role === "basis");
    expect(bases.map((text) => text.id).sort()).toEqual(["csl", "csl2017", "order24", "pipl", "telecom"]);
    for (const { provisions } of legalTexts().values())
      for (const { title } of provisions) {
        expect(title.zh).toMatch(/[\u4e00-\u9fff]/);
        expect(title.en).not.toMatch(/[\u4e00-\u9fff]/);
      }
  });

  test("say of each row what it is today and what it could be", () => {
    const { now, reach } = countKinds(legalTexts().get("cac191")!.provisions);
    const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);
    expect([sum(now), sum(reach)]).toEqual([31, 31]);
    expect(reach.automatic).toBeGreaterThan(now.automatic);
  });

  test("give their mark 'not re-read' to every citation of the row", () => {
    const rows = new Map(
      bindProvisions([]).map(({ text, provision }) => [`${text.id} ${provision.article}`, provision.fromMemory]),
    );
    for (const rule of loadPacks().flatMap((pack) => pack.rules))
      for (const [i, cited] of rule.cites.entries())
        if (rule.cites.length === rule.citations.length && rows.get(`${cited.document} ${cited.article}`) === true)
          expect([rule.id, cited.article, rule.citations[i]?.fromMemory]).toEqual([rule.id, cited.article, true]);
  });
});

describe("a result", () => {
  test("has a row for every article, with verdicts, questions and checks", () => {
    const { provisions, lock } = judgeResult({ accesses: [{ t: 5 * S }] });
    const row = (id: string) => provisions.find((p) => p.id === id)!;
    expect(row("cac191.3.1")).toMatchObject({
      kind: "automatic",
      verdict: "violation",
      rules: ["cn-core.pre-consent"],
    });
    expect(row("draft2021.6(3).a").verdict).toBe("violation");
    // A pass of a rule does not answer what a person is asked.
    expect(row("draft2021.6(1).b")).toMatchObject({
      verdict: "needs-person",
      questions: [{ zh: expect.any(String) as string }],
    });
    expect(row("draft2021.9.b").checks.map((c) => [c.check, c.state])).toEqual([
      ["permissions-asked", "nothing"],
      ["types-seen", "noted"],
    ]);
    expect(row("draft2021.16.c")).toMatchObject({
      verdict: "not-applicable",
      record: { en: expect.any(String) as string },
    });
    expect(provisions.filter((p) => p.id.startsWith("types39.5"))).toEqual([]);
    expect(lock?.packs.map((p) => p.id)).toEqual(loadPacks().map((p) => p.id));
  });

  test("has the row of the app's own type, and of no other", () => {
    const { provisions } = judgeResult({ category: 6, accesses: [{ t: 5 * S }] });
    expect(provisions.filter((p) => p.id.startsWith("types39.5")).map((p) => p.article)).toEqual(["5(6)"]);
  });

  test("cites a law as the basis only of what was done while it was in force", () => {
    const [finding] = judgeResult({ accesses: [{ t: 5 * S }] }).runs[0]!.findings;
    const roles = finding!.provisions[0]!.citations.map((c) => [c.effectiveTo, c.effectiveFrom, c.role]);
    // Micro runs are of November 2023.
    expect(roles).toContainEqual(["2025-12-31", "2017-06-01", "basis"]);
    expect(roles).toContainEqual([null, "2026-01-01", "reference"]);
    const basis = {
      ...finding!.provisions[0]!.citations[0]!,
      role: "basis" as const,
      effectiveFrom: "2026-01-01",
      effectiveTo: null,
    };
    const on = (day: string) => citationsOn([basis], Date.parse(day))[0]?.role;
    // The day begins in China.
    expect([on("2025-12-31T15:59:59Z"), on("2025-12-31T16:00:00Z")]).toEqual(["reference", "basis"]);
  });
});
