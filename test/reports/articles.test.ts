import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeHtmlReports } from "../../reports/html-report.ts";
import type { ProvisionResult } from "../../rules/result-schema.ts";
import { sampleResult } from "./sample-result.ts";

let root = "";
beforeAll(() => (root = mkdtempSync(join(tmpdir(), "articles-"))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ROW: ProvisionResult = {
  id: "draft2021.6(6)",
  pack: "cn-draft-2021",
  document: { zh: "参照（征求意见稿，未施行）：暂行规定", en: "Reference (draft, not in force): provisions" },
  article: "6(6)",
  status: "draft",
  role: "reference",
  kind: "semi-automatic",
  subject: "developer-operator",
  title: { zh: "单独同意", en: "Separate consent" },
  fromMemory: true,
  defaults: [{ text: { zh: "30 秒", en: "30 seconds" }, source: "engineering-default" }],
  rules: ["cn-draft-2021.art6-6-sensitive"],
  verdict: "needs-person",
  questions: [{ zh: "是否单独告知？", en: "Was it told separately?" }],
  checks: [
    {
      check: "types-seen",
      title: { zh: "所见", en: "Seen" },
      state: "noted",
      text: { zh: "<b>类型</b>", en: "<b>types</b>" },
    },
  ],
  record: null,
};

function pages(provisions: ProvisionResult[]): { zh: string; en: string } {
  const files = writeHtmlReports({ ...sampleResult(), provisions }, { root, out: root });
  return { zh: readFileSync(files.zh, "utf8"), en: readFileSync(files.en, "utf8") };
}

test("a report lists every article with its verdict, question, what was seen, and the marks of text and number", () => {
  const { zh, en } = pages([ROW]);
  for (const words of ["6(6)", "Separate consent", "Was it told separately?", "not re-read against the official text"])
    expect(en).toContain(words);
  expect(en).toContain("30 seconds (engineering default, not a legal number)");
  expect(zh).toContain("30 秒 (工程默认值，并非法定数值)");
  expect(zh).toContain("参照（征求意见稿，未施行）：暂行规定");
  expect(zh).toMatch(/待人工 1/);
  // What was seen may be words of the app.
  expect(en).toContain("&lt;b&gt;types&lt;/b&gt;");
});

test("a report of a result without articles has no such part", () => {
  expect(pages([]).en).not.toContain('id="articles"');
});
