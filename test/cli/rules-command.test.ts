import { afterEach, expect, test, vi } from "vitest";
import { rules, type RulesOptions } from "../../cli/commands/rules.ts";

afterEach(() => vi.restoreAllMocks());

async function said(wanted: string | undefined, options: RulesOptions): Promise<string> {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  expect(await rules(wanted, options)).toBe(0);
  vi.restoreAllMocks();
  return written.join("");
}

interface Listed {
  rules: { id: string }[];
  texts: {
    id: string;
    status: string;
    rows: number;
    counts: { now: Record<string, number>; reach: Record<string, number> };
    provisions: { id: string; article: string; kind: string; rules: string[] }[];
  }[];
}
const listed = async (wanted: string | undefined, options: RulesOptions): Promise<Listed> =>
  JSON.parse(await said(wanted, { ...options, json: true })) as Listed;

test("for machines there is every article of the draft with its kind, and counts that add up for every text", async () => {
  const { texts } = await listed(undefined, {});
  const draft = texts.find((text) => text.id === "draft2021")!;
  const kinds = new Map(draft.provisions.map(({ article, kind }) => [Number(/^\d+/.exec(article)?.[0]), kind]));
  expect([...kinds.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  for (const { rows, counts, provisions } of texts) {
    expect(provisions).toHaveLength(rows);
    for (const tally of [counts.now, counts.reach]) expect(Object.values(tally).reduce((a, b) => a + b)).toBe(rows);
  }
});

test("by status there is only what rests on texts of it", async () => {
  const { rules: found, texts } = await listed(undefined, { status: "draft" });
  expect(texts.map((text) => text.id)).toEqual(["draft2021"]);
  expect(found.length).toBeGreaterThan(0);
  expect(found.every((rule) => rule.id.startsWith("cn-draft-2021."))).toBe(true);
});

test("an article is shown with its rows, a row alone, a rule with its citations and their marks", async () => {
  expect((await listed("draft2021.6(3)", {})).texts[0]?.provisions.map((row) => row.id)).toEqual([
    "draft2021.6(3).a",
    "draft2021.6(3).b",
    "draft2021.6(3).c",
  ]);
  const row = await said("draft2021.7(2)", { lang: "zh" });
  expect(row).toMatch(/参照（征求意见稿，未施行）/);
  expect(row).toMatch(/工程默认值，并非法定数值/);
  expect(row).toMatch(/条文未与官方文本重新核对/);
  expect(await said("cn-core.pre-consent", { lang: "en" })).toMatch(
    /Cybersecurity Law .*\[basis, in force, amended 2025, 2026-01-01 \.\. , not re-read/,
  );
});

test("in both languages the list ends with the counts of every text", async () => {
  expect(await said(undefined, { lang: "zh" })).toMatch(/cn-core\s+cac191\s+认定方法\s+31\s/);
  expect(await said(undefined, { lang: "en", articles: true })).toMatch(/cn-core\s+miit26\s+identification\s+26\s/);
});

test("what is there in no pack and no text is refused with what to do", async () => {
  await expect(rules("draft2021.21", {})).rejects.toThrow(
    /no loaded pack has this rule, and no legal text this article/,
  );
});
