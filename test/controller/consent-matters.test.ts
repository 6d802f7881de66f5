import { describe, expect, it } from "vitest";
import { recogniseConsent } from "../../controller/consent/recogniser.ts";
import { parsePageSource } from "../../controller/page-source.ts";
import { button, screen, type Widget } from "./screens.ts";

const read = (...widgets: Widget[]) => recogniseConsent(parsePageSource(screen(...widgets)));

describe("agreeing to another matter than the use of data", () => {
  it.each([
    ["同意并注销", "取消", "注销账号", "注销后个人信息将被删除，请阅读《账号注销须知》"],
    ["同意协议并支付", "取消", "会员服务", "开通前请阅读《自动续费协议》与隐私政策"],
    ["同意并加入", "拒绝", "群规", "禁止泄露他人隐私"],
    ["清除", "取消", "清除缓存", "不会影响您的个人信息"],
    ["同意", "不同意", "小区表决", "是否同意加装电梯？"],
    ["Agree and pay", "Cancel", "Checkout", "By paying you accept our terms and the privacy policy"],
    ["I accept the job", "Decline", "Contractor agreement", "You agree to deliver parcels"],
    ["Agree and join", "Decline", "Group rules", "Respect everyone's privacy"],
    ["Reset", "Cancel", "Reset advertising ID?", "Apps can no longer use your old advertising ID"],
    ["Zustimmen und unterschreiben", "Zurück", "Mietvertrag", "Der Mieter stimmt der Hausordnung zu"],
    ["J'accepte et je signe", "Retour", "Contrat de location", "Le locataire accepte le règlement"],
  ])("%s beside %s is no consent", (accept, refuse, title, text) => {
    const reading = read({ text: title }, { text }, button(accept), button(refuse));
    expect(reading.kind).not.toBe("consent");
    expect(reading.accept).toBeNull();
  });

  it("is told from consent by the block around the buttons, whatever the article above says", () => {
    const poll = {
      class: "android.widget.LinearLayout",
      bounds: "[40,900][680,1000]",
      children: [
        { text: "Do you agree with the new rules?", bounds: "[40,900][400,1000]" },
        { ...button("Agree"), bounds: "[400,900][540,1000]" },
        { ...button("Disagree"), bounds: "[540,900][680,1000]" },
      ],
    };
    const article = { text: "Apps must ask for consent before they collect personal data, parliament says." };
    expect(read({ text: "New privacy rules" }, article, poll).kind).toBe("none");
  });
});

describe("answers that say little", () => {
  it.each([
    ["加入", "暂不加入", "加入用户体验计划", "我们将收集崩溃日志与使用次数，帮助改进产品"],
    ["Send", "Don't send", "Help us improve", "Share anonymous usage statistics and crash reports with us"],
    ["Yes, personalise", "No, keep it generic", "Your data", "Let us use your listening history for ads?"],
    ["Senden", "Nicht senden", "Nutzungsdaten senden?", "Mit anonymen Nutzungsdaten hilfst du uns"],
    ["Envoyer", "Ne pas envoyer", "Rapports d'erreur", "Les rapports anonymes nous aident à corriger"],
  ])("%s and %s decide where the notice tells of data", (accept, refuse, title, text) => {
    const reading = read({ text: title }, { text }, button(accept), button(refuse));
    expect([reading.kind, reading.accept?.label, reading.refuse?.label]).toEqual(["consent", accept, refuse]);
  });

  it("never take Cancel for accepting, nor an optional box for one of agreeing", () => {
    const box = (text: string): Widget => ({
      class: "android.widget.CheckBox",
      text,
      checkable: true,
      clickable: true,
    });
    const reading = read(
      box("I agree to the Privacy Policy"),
      box("I agree to receive tips (optional)"),
      button("Cancel"),
      button("Start hiking"),
    );
    expect([reading.accept?.label, reading.refuse?.label]).toEqual(["Start hiking", "Cancel"]);
    expect(reading.boxes.map(({ label }) => label)).toEqual(["I agree to the Privacy Policy"]);
  });

  it("acknowledge a notice that tells of data, and nothing where privacy is only mentioned", () => {
    const bar = "We use cookies and your device ID. By using the app you accept our Cookie Policy.";
    expect(read({ text: bar }, button("Got it"))).toMatchObject({ kind: "consent", noticeOnly: true });
    expect(read({ text: "会话已过期" }, { text: "为保护隐私，请重新登录" }, button("知道了")).kind).toBe("none");
  });
});

describe("layers and links beside the answers", () => {
  it("finds a layer that only leads back or on as a guest", () => {
    const reading = read(
      { text: "不同意《隐私政策》将无法使用个性化服务" },
      button("再想想"),
      button("仅使用基本功能"),
    );
    expect([reading.kind, reading.guest?.label, reading.accept]).toEqual(["consent", "仅使用基本功能", null]);
  });

  it("takes paying for no refusal", () => {
    const reading = read(
      { text: "Wir verwenden Cookies für personalisierte Werbung. Datenschutzerklärung" },
      button("Zustimmen"),
      button("Jetzt PUR abonnieren"),
    );
    expect([reading.accept?.label, reading.refuse]).toEqual(["Zustimmen", null]);
  });

  it("takes learning more beside an acknowledgement for the policy, beside a choice for the second layer", () => {
    const more = { ...button("Learn more"), class: "android.widget.TextView" };
    const changed = read({ text: "Updated Privacy Policy" }, more, button("OK"));
    expect([changed.policy?.label, changed.secondLayer]).toEqual(["Learn more", null]);
    const asked = read({ text: "We value your privacy" }, more, button("Accept all"), button("Reject all"));
    expect(asked.secondLayer?.label).toBe("Learn more");
  });

  it("finds the cross of a card that lies over a page", () => {
    const cross = { class: "android.widget.ImageView", clickable: true, bounds: "[330,930][390,990]" };
    const card = {
      bounds: "[60,400][660,900]",
      children: [
        { text: "恭喜获得新人红包", bounds: "[80,420][640,500]" },
        { ...button("立即领取"), bounds: "[80,780][640,860]" },
      ],
    };
    const page = [
      { text: "首页推荐", bounds: "[40,500][600,540]" },
      { text: "今日热门", bounds: "[40,640][600,680]" },
    ];
    const whole = "[0,0][720,1280]";
    const reading = read(
      { class: "android.widget.FrameLayout", bounds: whole, children: page },
      { class: "android.widget.FrameLayout", bounds: whole, children: [card, cross] },
    );
    expect(reading.kind).toBe("ad");
    expect(reading.dismiss?.target.bounds.y1).toBe(930);
  });
});
