import { describe, expect, it } from "vitest";
import { recogniseConsent } from "../../controller/consent/recogniser.ts";
import { parsePageSource } from "../../controller/page-source.ts";
import { button, screen, type Widget } from "./screens.ts";

const read = (...widgets: Widget[]) => recogniseConsent(parsePageSource(screen(...widgets)));

describe("the consent recogniser", () => {
  it("reads a Chinese dialog and does not take 不同意 for 同意", () => {
    const reading = read({ text: "请阅读《隐私政策》，我们将收集您的设备信息" }, button("不同意"), button("同意"));
    expect(reading.kind).toBe("consent");
    expect(reading.accept?.label).toBe("同意");
    expect(reading.refuse?.label).toBe("不同意");
    expect(reading.reasons.join()).toContain("隐私政策");
  });

  it.each([
    ["同意并继续", "暂不同意"],
    ["同意并进入", "不同意并退出"],
    ["我同意(3s)", "残忍拒绝"],
    ["Accept & continue", "No thanks"],
    ["AGREE", "Decline"],
    ["Accept all", "Reject all"],
  ])("knows %s beside %s", (accept, refuse) => {
    const reading = read({ text: "隐私政策 Privacy Policy" }, button(accept), button(refuse));
    expect([reading.accept?.label, reading.refuse?.label]).toEqual([accept, refuse]);
  });

  it("reads a full screen with a box to tick and a plain Continue", () => {
    const reading = read(
      { text: "Welcome. We process personal data as our Privacy Policy says." },
      {
        class: "android.widget.CheckBox",
        text: "I have read and agree to the Privacy Policy",
        checkable: true,
        clickable: true,
      },
      button("Continue"),
      button("No thanks"),
    );
    expect(reading.kind).toBe("consent");
    expect(reading.boxes).toHaveLength(1);
    expect(reading.boxes[0]?.node.checked).toBe(false);
    expect(reading.accept?.label).toBe("Continue");
  });

  it("reads controls that only have a content description on a clickable parent", () => {
    const reading = read(
      { desc: "用户协议和隐私政策", class: "android.view.View" },
      { class: "android.view.View", clickable: true, children: [{ class: "android.view.View", desc: "同意" }] },
      { class: "android.view.View", clickable: true, children: [{ class: "android.view.View", desc: "拒绝" }] },
    );
    expect(reading.accept?.target.clickable).toBe(true);
    expect(reading.refuse?.label).toBe("拒绝");
  });

  it("says so when only an acknowledgement is offered", () => {
    const reading = read({ text: "隐私政策已更新" }, button("我知道了"));
    expect(reading).toMatchObject({ kind: "consent", noticeOnly: true, refuse: null });
  });

  it("is not fooled by a main screen that links the policy", () => {
    expect(read({ text: "头条" }, { text: "隐私政策", clickable: true }, button("刷新")).kind).toBe("none");
  });

  it("is not fooled by a question that is not about data", () => {
    const reading = read({ text: "发现新版本，是否升级？" }, button("同意"), button("取消"));
    expect([reading.kind, reading.dismiss?.label]).toEqual(["upgrade", "取消"]);
  });

  it("tells going on as a guest from a refusal", () => {
    const reading = read({ text: "隐私政策" }, button("同意"), button("不同意"), button("仅浏览"));
    expect([reading.refuse?.label, reading.guest?.label]).toEqual(["不同意", "仅浏览"]);
  });

  it("does not take running text for a button", () => {
    const long = "我已阅读并同意《隐私政策》以及其他许许多多的条款内容，并愿意接受其中全部约定的约束与说明和解释权";
    expect(read({ text: long, clickable: true }).kind).toBe("none");
  });

  it("tells the platform's permission dialog apart", () => {
    const reading = read(
      { package: "com.android.permissioncontroller", text: "允许访问位置吗？隐私政策" },
      button("允许"),
    );
    expect(reading.kind).toBe("permission");
  });

  it("reads nothing from a source that is no XML", () => {
    expect(recogniseConsent(parsePageSource("<<not xml")).kind).toBe("none");
    expect(parsePageSource("")).toEqual([]);
  });
});
