import { describe, expect, it } from "vitest";
import type { NotedFact } from "../../rules/result-schema.ts";
import { factSentence } from "../../reports/fact-sentence.ts";
import { FACTS } from "../../reports/texts/states.ts";

const fact = (name: string, detail: NotedFact["detail"]): NotedFact => ({ name, t: 0, detail });

describe("a fact noted beside reads", () => {
  it.each([
    [fact("asked-again", { asked: true, when: "relaunch", after: "refused" }), "showed a notice again", "再次弹出告知"],
    [fact("asked-again", { asked: false, when: "upgrade", after: "accepted" }), "after the upgrade", "升级之后"],
    [
      fact("permission-repeat", {
        permission: "p.CAMERA",
        requests: 2,
        when: "this-process",
        sinceDenialUs: 1_500_000,
      }),
      "asked for p.CAMERA again 1.5 s after",
      "1.5 秒后再次申请 p.CAMERA",
    ],
    [
      fact("dark-pattern", {
        pattern: "refusal-paler",
        layer: 1,
        accept: { label: "Yes", contrast: 9 },
        refuse: { label: "No", contrast: 2 },
      }),
      "layer 1 of the notice: the refusal is paler (accept “Yes”, 9:1; refuse “No”, 2:1)",
      "颜色更淡",
    ],
    [
      fact("dark-pattern", { pattern: "data-before-notice", layer: 1, reads: { "app.list": 2 } }),
      "personal data was read before the notice came (app.list ×2)",
      "出现之前已读取个人信息",
    ],
    [
      fact("function-lost", { function: "pay", permissions: ["p.CONTACTS"] }),
      "works with p.CONTACTS granted",
      "仅授予 p.CONTACTS 后可用",
    ],
    [fact("self-start", { started: true, watchedUs: 1 }), "came back by itself", "自行启动"],
    [
      fact("login-page", { edge: "before", boxes: [{ label: "a", checked: true }] }),
      "1 box(es), 1 ticked",
      "1 个已勾选",
    ],
  ])("reads as a sentence in both languages: %j", (noted, en, zh) => {
    expect(factSentence(noted)?.en).toContain(en);
    expect(factSentence(noted)?.zh).toContain(zh);
  });

  it("is no line where a function did what it should", () => {
    expect(factSentence(fact("function", { function: "pay", works: true }))).toBeNull();
    expect(factSentence(fact("function", { function: "pay", works: false, why: "gone" }))?.en).toContain("gone");
  });

  it("has words for every code of the documentation", () => {
    for (const name of Object.keys(FACTS)) expect(factSentence(fact(name, {}))?.zh ?? name).not.toBe("");
  });
});
