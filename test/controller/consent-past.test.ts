import { describe, expect, it } from "vitest";
import { wayPast } from "../../controller/consent/past.ts";
import { recogniseConsent } from "../../controller/consent/recogniser.ts";
import { parsePageSource } from "../../controller/page-source.ts";
import { button, screen, type Widget } from "./screens.ts";

const read = (...widgets: Widget[]) => recogniseConsent(parsePageSource(screen(...widgets)));
const taps = (...widgets: Widget[]): string | undefined => {
  const way = wayPast(read(...widgets));
  return way && "tap" in way ? way.tap.label : undefined;
};

describe("the way past a screen that is no notice", () => {
  it.each([
    ["upgrade", "以后再说", [{ text: "发现新版本 V3.2.0" }, button("立即更新"), button("以后再说")]],
    ["upgrade", "Later", [{ text: "Update available" }, button("Update now"), button("Later")]],
    ["rating", "残忍拒绝", [{ text: "喜欢我们的应用吗？给个五星好评吧" }, button("去评分"), button("残忍拒绝")]],
    ["rating", "Not really", [{ text: "Enjoying Foxglove?" }, button("Yes, I love it"), button("Not really")]],
    [
      "rationale",
      "暂不开启",
      [{ text: "开启通知权限" }, { text: "不错过重要消息" }, button("去开启"), button("暂不开启")],
    ],
    ["rationale", "Not now", [{ text: "Allow location access" }, button("Turn on location"), button("Not now")]],
    ["youth-mode", "我知道了", [{ text: "青少年模式" }, button("进入青少年模式"), button("我知道了")]],
    ["newsletter", "No thanks", [{ text: "Subscribe to our newsletter" }, button("Subscribe"), button("No thanks")]],
    ["ad", "跳过 3s", [{ text: "广告" }, { text: "限时特惠" }, button("立即抢购"), button("跳过 3s")]],
    ["age-gate", "我已满18周岁", [{ text: "请确认您的年龄" }, button("未满18周岁"), button("我已满18周岁")]],
  ] as [string, string, Widget[]][])("%s: %s", (kind, label, widgets) => {
    expect(read(...widgets).kind).toBe(kind);
    expect(taps(...widgets)).toBe(label);
  });

  it("goes back where nothing safe is offered, and not for ever", () => {
    const forced = read({ text: "发现新版本 V3.2.0" }, { text: "版本过低，请更新" }, button("立即更新"));
    expect(forced).toMatchObject({ kind: "upgrade", dismiss: null });
    expect(wayPast(forced)).toEqual({ back: true });
    expect(wayPast(forced, 2)).toBeNull();
  });

  it("touches neither the notice nor an ordinary page nor a login", () => {
    expect(wayPast(read({ text: "隐私政策" }, button("同意"), button("不同意")))).toBeNull();
    expect(wayPast(read({ text: "头条" }, button("刷新")))).toBeNull();
    expect(wayPast(read({ text: "登录" }, { class: "android.widget.EditText" }, button("获取验证码")))).toBeNull();
  });

  it("never takes what buys, deletes or agrees for the way past", () => {
    const labels = ["立即购买", "同意", "删除", "登录", "Buy now", "Subscribe", "Send", "Agree"];
    for (const label of labels) expect(taps({ text: "限时特惠" }, { text: "广告" }, button(label))).toBeUndefined();
  });
});
