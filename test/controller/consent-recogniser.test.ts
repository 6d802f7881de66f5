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

  it("reads only the dialog when one lies over the page", () => {
    const page = [
      { text: "隐私政策已更新", bounds: "[0,100][720,200]" },
      { ...button("同意"), bounds: "[0,900][720,1000]" },
    ];
    const dialog = {
      bounds: "[60,400][660,800]",
      children: [
        { text: "网络连接失败，请检查网络设置后重试", bounds: "[80,420][640,600]" },
        { ...button("取消"), bounds: "[80,700][640,780]" },
      ],
    };
    const reading = read(
      { class: "android.widget.FrameLayout", bounds: "[0,0][720,1280]", children: page },
      { class: "android.widget.FrameLayout", bounds: "[0,0][720,1280]", children: [dialog] },
    );
    expect(reading.kind).toBe("none");
    expect(reading.dismiss?.label).toBe("取消");
  });

  it("finds refuse and accept on a second layer, and gives the way back no role", () => {
    const reading = read(
      { text: "确定不同意吗？不同意《隐私政策》将无法使用完整功能" },
      button("再想想"),
      button("退出应用"),
      button("仅浏览"),
    );
    expect(reading.accept).toBeNull();
    expect([reading.refuse?.label, reading.guest?.label]).toEqual(["退出应用", "仅浏览"]);
  });

  it("takes the button beside a refusal or a box for accepting, whatever it says", () => {
    const box = {
      class: "android.widget.CheckBox",
      checkable: true,
      clickable: true,
      text: "我已阅读并同意《隐私政策》",
    };
    expect(read(box, button("开启绿色出行"), button("退出程序")).accept?.label).toBe("开启绿色出行");
  });

  it("counts down, and finds the region that must be scrolled first", () => {
    const disabled = { ...button("同意（5s）"), enabled: false };
    expect(read({ text: "隐私政策" }, disabled, button("不同意"))).toMatchObject({ countdown: 5, scroll: null });
    const list = { class: "android.widget.ScrollView", scrollable: true, text: "请滑动至底部阅读全文《隐私政策》" };
    const reading = read(list, { ...button("同意"), enabled: false }, button("不同意"));
    expect(reading.scroll?.node.class).toContain("ScrollView");
  });

  it("taps a link inside running text where it stands", () => {
    const text = "欢迎使用。请阅读《用户协议》和《隐私政策》，了解我们如何处理您的信息。";
    const reading = read({ text, clickable: true, bounds: "[40,100][680,180]" }, button("同意"), button("不同意"));
    expect(reading.policy?.label).toBe("《隐私政策》");
    const { x1, x2, y1 } = reading.policy?.target.bounds ?? expect.fail("no link");
    expect(x2 - x1).toBeLessThan(300);
    expect([x1 >= 40, y1 >= 100]).toEqual([true, true]);
  });

  it.each([
    ["Alle akzeptieren", "Nur notwendige", "Einstellungen", "Wir verwenden Cookies. Datenschutzerklärung"],
    ["Tout accepter", "Continuer sans accepter", "Personnaliser", "Respect de votre vie privée"],
    ["接受所有 Cookie", "全部拒絕", "Cookie 設定", "我們重視閣下的私隱"],
  ])("knows the words of other languages and scripts: %s", (accept, refuse, second, notice) => {
    const reading = read({ text: notice }, button(accept), button(refuse), button(second));
    expect([reading.accept, reading.refuse, reading.secondLayer].map((one) => one?.node.text)).toEqual([
      accept,
      refuse,
      second,
    ]);
  });

  it("is not fooled by a request in a chat that talks of a policy, nor by a contract to sign", () => {
    const chat = [
      { children: [{ text: "阿强 请求添加你为朋友" }, button("拒绝"), button("同意")], bounds: "[0,40][720,200]" },
      { text: "隐私政策你们看了吗？", bounds: "[0,300][720,340]" },
    ];
    expect(read(...chat).kind).toBe("none");
    expect(
      read({ text: "房屋租赁合同" }, { text: "第三条 双方应对个人信息保密" }, button("拒绝签署"), button("同意并签署"))
        .kind,
    ).toBe("none");
  });
});
