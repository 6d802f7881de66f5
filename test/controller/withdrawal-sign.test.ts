/** What counts as a sign that consent was taken back, and what looks like one. */
import { describe, expect, it } from "vitest";
import { recogniseConsent } from "../../controller/consent/recogniser.ts";
import { questionAfter, signOf } from "../../controller/consent/withdrawal-sign.ts";
import { centre, label, parsePageSource, type UiNode } from "../../controller/page-source.ts";

const ROW = 90;

/** Rows from the top: text; `*` takes taps; `[x]` and `[ ]` a switch, which takes taps. */
function screen(...rows: string[]): UiNode[] {
  const nodes = rows.map((row, at) => {
    const box = /^\[([x ])\] /.exec(row);
    const text = row.replace(/^(\[[x ]\] |\*)/, "");
    const kind = box ? "Switch" : row.startsWith("*") ? "Button" : "TextView";
    const flags = `clickable="${kind !== "TextView"}" checkable="${box !== null}" checked="${box?.[1] === "x"}"`;
    return `<node class="android.widget.${kind}" package="a" text="${text}" resource-id="${box ? `a:id/s${at}` : ""}" ${flags} bounds="[40,${100 + at * ROW}][680,${180 + at * ROW}]"/>`;
  });
  return parsePageSource(
    `<hierarchy><node class="android.widget.FrameLayout" package="a" bounds="[0,0][720,1280]">${nodes.join("")}</node></hierarchy>`,
  );
}

function sign(before: string[], tapped: string, after: string[]) {
  const from = screen(...before);
  const target = from.find((node) => label(node) === tapped);
  if (!target) throw new Error(`no ${tapped}`);
  const now = screen(...after);
  return signOf(from, centre(target.bounds), now, recogniseConsent(now));
}

const PAGE = ["隐私设置", "隐私政策", "*撤回同意", "*返回"];
const QUESTION = ["撤回后将无法使用部分功能，确定吗？", "*取消", "*确认撤回"];
const NOTICE = ["个人信息保护提示", "请阅读并同意《隐私政策》，我们会收集您的个人信息。", "*同意", "*不同意"];
const HOW =
  "您可以通过以下方式撤回同意：将书面申请寄至本公司个人信息保护部门，写明您的账号、联系方式和希望撤回的授权范围，我们将在十五个工作日内核实您的身份并予以答复。在此之前您的授权继续有效，我们仍会按照本政策处理您的个人信息，如有疑问请联系客服热线或发送邮件。";

describe("a withdrawal took where", () => {
  it.each([
    ["the switch stands otherwise", ["设置", "[x] 同意收集信息"], "同意收集信息", ["设置", "[ ] 同意收集信息"], "switched"],
    ["the question was answered", QUESTION, "确认撤回", ["隐私设置", "*返回"], "answered"],
    ["the notice is up again", PAGE, "撤回同意", NOTICE, "asked-again"],
    ["the app says so", PAGE, "撤回同意", [...PAGE, "您已撤回同意"], "told"],
    ["the app says so in English", ["Privacy", "*Withdraw"], "Withdraw", ["Privacy", "*Withdraw", "Consent withdrawn"], "told"],
    ["the control is no longer offered", PAGE, "撤回同意", ["隐私设置", "隐私政策", "*返回"], "control-gone"],
    ["the app went back to its first page", PAGE, "撤回同意", ["首页", "*刷新", "*设置"], "control-gone"],
  ])("%s", (_, before, tapped, after, expected) => {
    expect(sign(before, tapped, after)).toBe(expected);
  }); // prettier-ignore
});

describe("a withdrawal is not shown by", () => {
  it.each([
    ["a page that tells how to ask for it", PAGE, "撤回同意", ["如何撤回", HOW, "*返回"]],
    ["an explanation under the control", PAGE, "撤回同意", [...PAGE, HOW]],
    ["what would follow", PAGE, "撤回同意", [...PAGE, "同意已撤回后无法恢复"]],
    ["a refusal to do it", ["Privacy", "*Withdraw"], "Withdraw", ["Privacy", "*Withdraw", "Consent cannot be withdrawn"]],
    ["a question that waits for its answer", PAGE, "撤回同意", [...PAGE, ...QUESTION]],
    ["an advertisement that changed meanwhile", [...PAGE, "广告一"], "撤回同意", [...PAGE, "广告二"]],
    ["another switch that moved", ["设置", "[x] 同意收集信息", "[x] 推送"], "同意收集信息", ["设置", "[x] 同意收集信息", "[ ] 推送"]],
    ["the answer leading to an explanation", QUESTION, "确认撤回", ["撤回说明", HOW]],
    ["a tap beside every control", ["设置", "说明"], "设置", ["设置", "说明", "新消息"]],
  ])("%s", (_, before, tapped, after) => {
    expect(sign(before, tapped, after)).toBeNull();
  }); // prettier-ignore
});

describe("the question after a withdrawal", () => {
  it("is answered by the control that came with it, not by one below it", () => {
    const before = screen("Privacy", "*Withdraw consent");
    const answer = questionAfter(before, screen("Privacy", "*Withdraw consent", "Sure?", "*Keep it", "*Yes, withdraw"));
    expect(answer && label(answer)).toBe("Yes, withdraw");
  });

  it("is none without a way back, and none where a label only begins alike", () => {
    const before = screen("Privacy", "*Withdraw consent");
    expect(questionAfter(before, screen("Privacy", "Sure?", "*Yes, withdraw"))).toBeNull();
    expect(questionAfter(before, screen("Notes", "*Continue"))).toBeNull();
  });
});
