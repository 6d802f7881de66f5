import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPORT_BYTES } from "../../reports/budget.ts";
import { writeHtmlReports } from "../../reports/html-report.ts";
import type { Result, SdkFact } from "../../rules/result-schema.ts";
import { browserFor, open } from "./chromium.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";
import { quietRun, sampleFinding, sampleResult, sampleRun } from "./sample-result.ts";

const CHINESE = /\p{Script=Han}/u;

let root: string;
const out = (name: string): string => {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};
/** Both reports as text. */
function reports(result: Result, name = "out"): { zh: string; en: string; files: { zh: string; en: string } } {
  const files = writeHtmlReports(result, { root, out: out(name) });
  return { zh: readFileSync(files.zh, "utf8"), en: readFileSync(files.en, "utf8"), files };
}

/** A PNG of one grey, `extra` bytes larger than it need be. */
function png(width: number, height: number, extra = 0): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc((width + 1) * height, 0x80))),
    chunk("teXt", Buffer.alloc(extra)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "reports-"));
  mkdirSync(join(root, "accept", "screens"), { recursive: true });
  writeFileSync(join(root, "accept", "screens", "0001.png"), png(72, 128));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Every string that is not one of a few fixed words, replaced by hostile ones in turn. */
function poisoned(result: Result): Result {
  const fixed = new Set([
    ...["schemaVersion", "tool", "profile", "verdict", "severity", "kind", "consent", "app", "evidenceLevel", "source"],
    ...["role", "status", "confidence", "fingerprint", "rule", "pack", "id", "findings", "series", "effectiveTo"],
  ]);
  let next = 0;
  const poison = (value: unknown, key: string, inside: string): unknown => {
    if (Array.isArray(value)) return value.map((inner) => poison(inner, key, inside));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poison(inner, name, key)]));
    if (typeof value !== "string") return value;
    const isOpen =
      (key === "kind" || key === "source" || key === "status") &&
      ["steps", "phases", "limits", "core"].includes(inside);
    return fixed.has(key) && !isOpen ? value : HOSTILE_TEXTS[next++ % HOSTILE_TEXTS.length];
  };
  const shifted = result.runs.map((run, index) => {
    next = index;
    return poison(run, "run", "") as Result["runs"][number];
  });
  return { ...result, runs: shifted, packs: poison(result.packs, "packs", "") as Result["packs"] };
}

describe("a report", () => {
  it("is the same bytes for the same result, and leaves no partial file", () => {
    const first = reports(sampleResult(), "a");
    const second = reports(sampleResult(), "b");
    expect(second.zh).toBe(first.zh);
    expect(second.en).toBe(first.en);
    expect(readdirSync(out("a")).sort()).toEqual(["report.en.html", "report.zh.html"]);
  });

  it("says what was found in one sentence, and never that an app is compliant", () => {
    const { zh, en } = reports(sampleResult());
    expect(zh).toContain("在已覆盖范围内，发现“早闻”有 4 项问题");
    expect(en).toContain("4 problems were found with “早闻”");
    expect(en).toContain("1 rule verdict is “unknown”, which must not be read as “not found”.");
    expect(zh).not.toContain("合规收集");
    expect(en.toLowerCase()).not.toContain("compliant");
  });

  it("shows what the explorer reached, the taps to the policy, and what it left alone", () => {
    const { zh, en } = reports(sampleResult());
    expect(en).toContain("7 taps, 2 screens reached, activities 2/3");
    expect(zh).toContain("7 次点击，到达 2 个界面，Activity 2/3");
    expect(en).toMatch(/Taps from the main page to the privacy policy<\/dt>\s*<dd><b>2<\/b>/);
    expect(en).toContain("com.zaowen.news.PayActivity");
    expect(en).toMatch(/清空历史\s*<\/td>\s*<td>deletes or clears/);
    const without = reports(sampleResult([sampleRun({ exploration: null })]));
    expect(without.en).not.toContain('id="exploration"');
    expect(without.en).not.toContain('href="#exploration"');
  });

  it("says that nothing was found only within what was covered", () => {
    const { zh, en } = reports(sampleResult([quietRun()]));
    expect(zh).toContain("在已覆盖范围内，未发现“早闻”有所检测的问题。");
    expect(en).toContain("Within what was covered, none of the problems tested for was found");
    expect(zh).toContain('class="answer pass"');
  });

  it("does not take an unknown rule or damaged evidence for nothing found", () => {
    const unknown = quietRun();
    unknown.verdicts[0]!.verdict = "unknown";
    unknown.verdicts[0]!.reason = { code: "accesses-lost", text: { zh: "丢失", en: "lost" } };
    const damaged = { ...quietRun(), integrity: { ok: false, head: "", rows: 1, problem: "n=1" } };
    for (const run of [unknown, damaged]) {
      const { en } = reports(sampleResult([run]));
      expect(en).toContain('class="answer unknown"');
      expect(en).not.toContain('class="answer pass"');
    }
  });

  it("tells what the app told each SDK, when and in which phase, and does not take “not known” for “not called”", () => {
    const { zh, en } = reports(sampleResult());
    const flat = (text: string): string => text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    expect(flat(zh)).toContain("SDK 与同意开关");
    expect(flat(zh)).toContain("+0:12.500 已同意 · 用户决定 同意 提交用户对隐私政策的授权结果");
    expect(flat(en)).toContain("+0:12.500 accepted · decision yes hands over the user&#39;s answer");
    expect(flat(en)).toContain("UMConfigure.submitPolicyGrantResult(true)");
    expect(flat(en)).toContain("not known the catalogue has no consent switch of this SDK");
    expect(flat(zh)).toContain("不详 目录中没有该 SDK 的同意开关");
    expect(flat(en)).toContain("9.7.9");
    expect(flat(en)).toContain("com.umeng.commonsdk.BuildConfig.VERSION_NAME");
    expect(flat(en)).toContain("1 of the 2 decision switches in the catalogue");
  });

  it("shows on a finding every party of the chain, and what its SDK had been told before", () => {
    const { zh, en } = reports(sampleResult());
    const flat = (text: string): string => text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    expect(flat(en)).toMatch(/Third-party SDK: PushLite .* the app itself: 早闻 .* called by the system: Android/);
    expect(flat(zh)).toContain("30 新闻资讯类");
    expect(flat(zh)).toContain("读取之前 SDK 被告知 未调用");
    const own = sampleRun({ findings: [sampleFinding("own", { passedConsent: null })] });
    expect(flat(reports(sampleResult([own]), "own").en)).not.toContain("SDK told before the read");
  });

  it("shows the version of the SDK that read, where its package states one", () => {
    const flat = (text: string): string => text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    const [known] = sampleRun().sdks;
    const run = sampleRun({
      sdks: [{ ...known, id: "pushlite", version: { text: "3.2.1", from: "a.B.VERSION" } } as SdkFact],
    });
    expect(flat(reports(sampleResult([run]), "version").en)).toMatch(
      /PushLite \(third-party SDK\) · version 3\.2\.1 ·/,
    );
    expect(flat(reports(sampleResult(), "version").en)).toMatch(/PushLite \(third-party SDK\) · Confidence/i);
  });

  it("prints a look at the environment among the limits, without a word of blame", () => {
    const { zh, en } = reports(sampleResult());
    expect(en).toContain("instrumentation-detected");
    expect(zh).toContain("仅供知悉，不是问题");
    expect(en).toContain("For information, no finding");
    expect(en).not.toMatch(/evad|evasi/i);
  });

  it("does not say of a type without a core door that its doors were not proven", () => {
    const { zh, en } = reports(sampleResult());
    const row = (page: string): string =>
      /<tr>\s*<th scope="row">[^<]*<code class="dim">sensor\.motion.*?<\/tr>/s.exec(page)?.[0] ?? "";
    expect(row(en)).toContain("no core door defined");
    expect(row(zh)).toContain("未定义核心入口");
    expect(row(en)).not.toContain("not proven");
    expect(en).toContain("every core door proven for 1 of 2 data types that have one");
  });

  it("prints errors inside hooks beside the coverage, and nothing about them where there are none", () => {
    const { zh, en } = reports(sampleResult());
    expect(en).toContain("3 errors inside hooks");
    expect(zh).toContain("采集代码出错 3 次");
    const quiet = sampleRun({ loss: { ...sampleRun().loss, hookErrors: 0 } });
    expect(reports(sampleResult([quiet])).en).not.toContain("errors inside hooks");
  });

  it("says by which doors a limit holds, where it does not hold for all", () => {
    const { zh, en } = reports(sampleResult());
    expect(en).toContain("(only by: file read, shell command)");
    expect(zh).toContain("（仅限入口：读取文件、命令行）");
  });

  it("lists no more SDKs than it has room for, and says how many it left out", () => {
    const [one] = sampleRun().sdks;
    const sdks = Array.from({ length: 500 }, (_, i) => ({ ...one!, id: `sdk-${i}` }));
    expect(reports(sampleResult([sampleRun({ sdks })]), "many").en).toContain("100 further SDKs are not listed");
    expect(reports(sampleResult([sampleRun({ sdks: [] })]), "few").en).toContain("No SDK of the catalogue was seen");
  });

  it("marks drafts as references that are not in force, and says where a threshold comes from", () => {
    const { zh, en } = reports(sampleResult());
    expect(zh).toContain("参照（征求意见稿，未施行）");
    expect(en).toContain("engineering default, not a legal number");
    expect(zh).toContain("工程默认值，不是法律规定的数字");
  });

  it("shows one problem once, however many runs it was seen in", () => {
    const again = { ...sampleRun(), run: "refuse", branch: "refuse" };
    const { en } = reports(sampleResult([sampleRun(), again]));
    expect(en.match(/<article\s+class="card /g)).toHaveLength(5);
  });

  it("embeds a screenshot once, and says so where one is missing or outside the folder", () => {
    copyFileSync(join(root, "accept", "screens", "0001.png"), join(root, "..", "outside-report.png"));
    const run = sampleRun({
      findings: [
        sampleFinding("here"),
        sampleFinding("here too"),
        sampleFinding("gone", { screen: "screens/9999.png" }),
        sampleFinding("outside", { screen: "../../outside-report.png" }),
      ],
    });
    const { en } = reports(sampleResult([run]));
    rmSync(join(root, "..", "outside-report.png"));
    expect(en.match(/data:image\/png;base64,/g)).toHaveLength(1);
    expect(en.match(/href="#screen-1"/g)!.length).toBeGreaterThan(1);
    expect(en.match(/screenshot missing or not readable/g)).toHaveLength(2);
    expect(en).toContain("2 screenshots missing or not readable");
  });

  it("stays within its size whatever the result holds, and says what it left out", () => {
    for (let i = 2; i <= 5; i++) writeFileSync(join(root, "accept", "screens", `000${i}.png`), png(72, 128, 500_000));
    const findings = Array.from({ length: 400 }, (_, i) =>
      sampleFinding(`fp-${i}`, {
        dataType: `t.${i}`,
        screen: `screens/000${2 + (i % 4)}.png`,
        evidence: Array.from({ length: 10 }, (_, n) => ({
          ...sampleFinding("x").evidence[0]!,
          n,
          stack: Array.from(
            { length: 40 },
            (_, frame) => `com.example.Class${i}.method${n}${frame}(Some.java:${frame})`,
          ),
        })),
      }),
    );
    const series = Array.from({ length: 100_000 }, (_, i): Result["runs"][number]["series"][number] => [
      `t.${i % 90}`,
      "pushlite",
      Math.floor(i / 90),
      9,
      i % 2,
    ]);
    const { zh, en } = reports(sampleResult([sampleRun({ findings, series, toUs: 1_200_000_000 })]));
    for (const text of [zh, en]) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(REPORT_BYTES);
    expect(en).toMatch(/\d+ findings listed in short/);
    expect(en).toMatch(/\d+ screenshots not embedded because of the size limit/);
    expect(en).toMatch(/\d+ further lanes are not drawn/);
    expect(en).toContain('id="finding-400"');
  });

  it("leads every link inside the page to something that is there", () => {
    const { en } = reports(sampleResult());
    const ids = new Set([...en.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
    const links = [...en.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(links.filter((link) => !ids.has(link))).toEqual([]);
    expect([...en.matchAll(/\sid="([^"]+)"/g)]).toHaveLength(ids.size);
  });

  it("shows characters that nobody sees", () => {
    const run = sampleRun();
    run.app.label = "a\u202eb\u0000c\u001b[2J";
    const { en } = reports(sampleResult([run]));
    expect(en).toContain("a\\u{202e}b\\u{0}c\\u{1b}[2J");
    expect(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/.test(en)).toBe(false);
  });
});

describe("a report in a browser", () => {
  it("asks for nothing, runs nothing and opens nothing, whatever the app calls itself", async (ctx) => {
    const browser = await browserFor(ctx);
    const many = HOSTILE_TEXTS.map((_, i) => ({ ...sampleRun(), run: `run${i}` }));
    const { files } = reports(poisoned(sampleResult(many.slice(0, 12))), "hostile");
    for (const file of [files.zh, files.en]) {
      const { page, trouble } = await open(browser, file);
      await page.mouse.move(300, 300);
      expect(trouble).toEqual([]);
      expect(await page.locator("iframe, object, embed, base, link, img, video, marquee, math").count()).toBe(0);
      expect(await page.locator("script").count()).toBe(1);
      expect(await page.locator("style").count()).toBe(1);
    }
  });

  it("puts every hostile string where text belongs, one after the other", async (ctx) => {
    const browser = await browserFor(ctx);
    const finding = (text: string, i: number): ReturnType<typeof sampleFinding> =>
      sampleFinding(`fp-${i}`, { title: { zh: text, en: text }, screen: null });
    const { files } = reports(sampleResult([sampleRun({ findings: HOSTILE_TEXTS.map(finding) })]), "each");
    const { page, trouble } = await open(browser, files.en);
    expect(trouble).toEqual([]);
    const titles = await page.locator("#findings ~ #cards h3, .short li").allTextContents();
    expect(titles).toHaveLength(HOSTILE_TEXTS.length);
    const plain = HOSTILE_TEXTS.filter((text) => /^[\x20-\x7e]{1,1000}$/.test(text));
    for (const text of plain) expect(titles.some((title) => title.includes(text))).toBe(true);
  });

  it("has no word of English among its own Chinese labels, nor of Chinese among its English ones", async (ctx) => {
    const browser = await browserFor(ctx);
    const { files } = reports(sampleResult());
    const labels = "h1, h2, dt, thead th, summary, figcaption, nav a, .tag, .legend li, label, .help, .note";
    const zh = await open(browser, files.zh);
    const chinese = await zh.page.locator(labels).allTextContents();
    expect(
      chinese.filter((text) => text.trim() !== "" && !CHINESE.test(text) && !/^\s*SHA-256\s*$/.test(text)),
    ).toEqual([]);
    const en = await open(browser, files.en);
    const english = await en.page.locator(labels).allTextContents();
    expect(english.filter((text) => CHINESE.test(text))).toEqual([]);
  });

  it("fits a phone and needs no script", async (ctx) => {
    const browser = await browserFor(ctx);
    const { files } = reports(sampleResult());
    const { page } = await open(browser, files.zh, 375, false);
    const sizes = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    expect(sizes).toEqual([375, 375]);
    expect(await page.locator("#cards > article:visible").count()).toBe(5);
    expect(await page.locator("#filter:visible").count()).toBe(0);
  });

  it("filters its findings", async (ctx) => {
    const browser = await browserFor(ctx);
    const { page } = await open(browser, reports(sampleResult()).files.en);
    await page.locator("select[name=severity]").selectOption("critical");
    expect(await page.locator("#cards > article:visible").count()).toBe(1);
    expect(await page.locator("#shown").textContent()).toBe("1");
    await page.locator("select[name=severity]").selectOption("");
    await page.locator("select[name=verdict]").selectOption("needs-person");
    expect(await page.locator("#cards > article:visible").count()).toBe(1);
  });

  it("is walked by the keyboard from top to bottom, first to what lets one skip to the findings", async (ctx) => {
    const browser = await browserFor(ctx);
    const { page } = await open(browser, reports(sampleResult()).files.en);
    const places: number[] = [];
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toBe("#findings");
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const top = await page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY");
      places.push(Number(top));
    }
    const back = places.filter((top, i) => i > 0 && top < places[i - 1]! - 40);
    expect(back).toEqual([]);
  });

  it("shows the images it embeds and names its parts for those who do not see", async (ctx) => {
    const browser = await browserFor(ctx);
    const { files } = reports(sampleResult());
    const { page } = await open(browser, files.en);
    expect(await page.locator("main").count()).toBe(1);
    expect(await page.locator("svg[role=img]:not([aria-label])").count()).toBe(0);
    expect(await page.locator("section:not([aria-labelledby])").count()).toBe(0);
    expect(await page.locator("figure.screen svg").count()).toBeGreaterThan(0);
    expect(existsSync(files.en)).toBe(true);
  });
});
