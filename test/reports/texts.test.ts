import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { html, joined, visible } from "../../reports/html.ts";
import { amount, axisTime, clockTime, plusMinus, utc } from "../../reports/format.ts";
import { wordFor } from "../../reports/texts/language.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "reports", "texts");

/** Every pair of texts in a value; functions are called with numbers, which suit every text. */
function pairs(value: unknown, path: string): { path: string; zh: string; en: string }[] {
  if (typeof value === "function") {
    if (["wordFor", "reasonText"].includes(value.name)) return [];
    return pairs((value as (...given: number[]) => unknown)(2, 3, 4, 5), `${path}()`);
  }
  if (typeof value !== "object" || value === null) return [];
  if ("zh" in value && "en" in value && typeof value.zh === "string")
    return [{ path, zh: value.zh, en: String(value.en) }];
  return Object.entries(value).flatMap(([key, inner]) => pairs(inner, `${path}.${key}`));
}

describe("the texts of the report", () => {
  it("are there in Chinese and in English, each in its own language", async () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));
    const modules = await Promise.all(files.map((name) => import(join(FOLDER, name))));
    const all = modules.flatMap((module, i) => pairs({ ...module }, files[i] ?? ""));
    expect(all.length).toBeGreaterThan(200);
    const punctuation = /^[\p{P}\s]*$/u;
    expect(all.filter(({ zh, en }) => zh.trim() === "" || en.trim() === "")).toEqual([]);
    expect(all.filter(({ zh }) => !/\p{Script=Han}/u.test(zh) && !punctuation.test(zh))).toEqual([]);
    expect(all.filter(({ en }) => /\p{Script=Han}/u.test(en))).toEqual([]);
  });

  it("show a code that has no word as it is, even one that objects are born with", () => {
    expect(wordFor({}, "constructor")).toEqual({ zh: "constructor", en: "constructor" });
  });
});

describe("the template", () => {
  it("escapes strings wherever they stand, and nothing twice", () => {
    const inner = html`<b>${"<&>"}</b>`;
    expect(html`<p title="${`"'\``}">${inner}${[inner, "x"]}${null}${false}${0}</p>`.text).toBe(
      '<p title="&quot;&#39;&#96;"><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b>x0</p>',
    );
    expect(joined(["<", html`<i></i>`], "&").text).toBe("&lt;&amp;<i></i>");
  });

  it("shows what cannot be seen and cuts what is too long", () => {
    expect(visible("a\u202eb\n\ud800")).toBe("a\\u{202e}b\\u{a}\\u{d800}");
    expect(visible("x".repeat(9), 4)).toBe("xxxx… (9)");
  });
});

describe("numbers and times", () => {
  it("read alike in both languages", () => {
    expect([clockTime(0), clockTime(62_345_600), clockTime(3_602_000_000), clockTime(-1_500_000)]).toEqual([
      "+0:00.000",
      "+1:02.346",
      "+1:00:02.000",
      "−0:01.500",
    ]);
    expect(clockTime(59_999_999)).toBe("+1:00.000");
    expect([axisTime(5), axisTime(75)]).toEqual(["0:05", "1:15"]);
    expect([amount(1234567.891), amount(999), amount(0.5)]).toEqual(["1,234,567.89", "999", "0.5"]);
    expect(plusMinus(1500)).toBe("±1.5 ms");
    expect([utc(0), utc(Number.NaN)]).toEqual(["1970-01-01 00:00:00", "NaN"]);
  });
});
