import { describe, expect, it } from "vitest";
import { controlsOf, type Candidate } from "../../controller/explorer/controls.ts";
import { dangerOf, warnsOf } from "../../controller/explorer/danger.ts";
import { ScreenGraph, type Screen } from "../../controller/explorer/screen-graph.ts";
import { signatureOf } from "../../controller/explorer/signature.ts";
import { parsePageSource } from "../../controller/page-source.ts";
import { parseScenario } from "../../controller/scenario/load-scenario.ts";
import { button, screen, type Widget } from "./screens.ts";

const read = (...widgets: Widget[]) => parsePageSource(screen(...widgets));
const candidates = (...widgets: Widget[]): Candidate[] => controlsOf(read(...widgets)).candidates;
const found = (list: Candidate[], label: string): Candidate => {
  const one = list.find((candidate) => candidate.label === label);
  if (!one) throw new Error(`no control "${label}" among ${list.map((each) => each.label).join(", ")}`);
  return one;
};

function row(text: string, id = "title"): Widget {
  const title = { class: "android.widget.TextView", text, id: `com.example.app:id/${id}` };
  return { class: "android.widget.LinearLayout", clickable: true, children: [title] };
}

function list(...texts: string[]): Widget {
  return {
    class: "androidx.recyclerview.widget.RecyclerView",
    id: "com.example.app:id/list",
    bounds: "[0,80][720,1280]",
    children: texts.map((text) => row(text)),
  };
}

describe("what the explorer must not tap", () => {
  it.each([
    ["删除", "delete"],
    ["删除历史记录", "delete"],
    ["清理缓存", "delete"],
    ["确认支付 ¥12.00", "pay"],
    ["￥99 立即购买", "buy"],
    ["支付宝支付", "pay"],
    ["提交订单", "buy"],
    ["发送", "send"],
    ["退出登录", "leave"],
    ["注销账号", "leave"],
    ["拨打电话", "call"],
    ["立即安装", "install"],
    ["分享给好友", "share"],
    ["转账", "transfer"],
    ["撤回同意", "consent"],
    ["同意并继续", "agree"],
    ["本机号码一键登录", "account"],
    ["Delete history", "delete"],
    ["Clear cache", "delete"],
    ["Pay", "pay"],
    ["Pay $4.99", "pay"],
    ["Place order", "buy"],
    ["Post", "send"],
    ["Log out", "leave"],
    ["Call", "call"],
    ["Uninstall", "install"],
    ["Subscribe now", "subscribe"],
    ["Share", "share"],
    ["Withdraw consent", "consent"],
    ["Agree and continue", "agree"],
    ["Konto löschen", "delete"],
    ["Jetzt kaufen", "buy"],
    ["Nachricht senden", "send"],
    ["Supprimer", "delete"],
    ["Envoyer le message", "send"],
    ["Se déconnecter", "leave"],
  ])("includes %s", (name, act) => {
    expect(dangerOf([name], "")).toBe(act);
  });

  it.each([
    "不删除", "最近删除", "已删除的照片", "支付宝登录", "支付密码", "支付设置", "我的订单", "待付款", "发布会直播", "分享记录", "注销须知",
    "下载记录", "安装包管理", "更新于今天", "会员中心", "评论", "警方删除违规信息后发布通报，涉事平台被约谈并要求限期整改到位",
    "Order history", "Orders", "Call history", "Share price", "Post office", "Downloads", "Payment methods", "Update history",
    "Clear sky", "Books", "Read the Privacy Policy", "Save", "Nicht löschen", "Bestellungen", "Ne pas supprimer", "Mes commandes",
  ])("leaves out %s", (name) => {
    expect(dangerOf([name], "")).toBeNull();
  }); // prettier-ignore

  it("is known by the content description and by the id of an icon without words", () => {
    expect(dangerOf(["Delete"], "")).toBe("delete");
    for (const id of ["btn_delete", "ivDelete", "log_out", "chat_send", "pay", "btnShare", "withdraw"]) {
      expect(dangerOf([], `com.example.app:id/${id}`), id).not.toBeNull();
    }
    for (const id of ["pay_history", "post_title", "order_list", "share_price", "tab_order", "display", "split"]) {
      expect(dangerOf([], `com.example.app:id/${id}`), id).toBeNull();
    }
  });

  it("may be tapped where the scenario says so by its whole label or its id", () => {
    const send = { ...button("发送"), id: "com.example.app:id/btn_send" };
    const shunned = (allow: string[]) => controlsOf(read(send), allow).candidates.map((one) => one.shunned);
    expect(shunned([])).toEqual(["send"]);
    expect(shunned(["发送验证码", "send"])).toEqual(["send"]);
    expect(shunned(["发送"])).toEqual([null]);
    expect(shunned(["btn_send"])).toEqual([null]);
  });

  it("includes every answer of a dialog that asks about such an act, whatever its buttons say", () => {
    expect(warnsOf("确定要清空全部记录吗？")).toBe(true);
    const dialog = parsePageSource(
      `<hierarchy>
        <android.widget.FrameLayout bounds="[0,0][720,1280]"><android.widget.Button text="Notes" clickable="true" bounds="[0,0][720,80]"/></android.widget.FrameLayout>
        <android.widget.FrameLayout bounds="[60,400][660,800]">
          <android.widget.TextView text="This will delete all your notes for good." bounds="[80,420][640,500]"/>
          <android.widget.Button text="OK" clickable="true" bounds="[400,700][640,780]"/>
          <android.widget.Button text="Carry it out" clickable="true" bounds="[80,700][320,780]"/>
        </android.widget.FrameLayout>
      </hierarchy>`,
    );
    expect(controlsOf(dialog).candidates.map(({ label, shunned }) => [label, shunned])).toEqual([
      ["OK", "asked-by-dialog"],
      ["Carry it out", "asked-by-dialog"],
    ]);
  });

  it("includes a bare yes on a page that asks about such an act, but not that page's other controls", () => {
    const page = candidates({ text: "注销后，账号无法恢复" }, button("确定"), button("常见问题"));
    expect(page.map(({ label, shunned }) => [label, shunned])).toEqual([
      ["确定", "asked-by-dialog"],
      ["常见问题", null],
    ]);
    expect(candidates({ text: "欢迎" }, button("确定"))[0]?.shunned).toBeNull();
  });
});

describe("what the explorer sees on a screen", () => {
  it("names a row by the texts inside it and taps where no other control lies", () => {
    const more = { ...button("Delete"), bounds: "[300,100][420,180]" };
    const item: Widget = {
      class: "android.widget.LinearLayout",
      clickable: true,
      bounds: "[0,90][720,190]",
      children: [{ text: "Holiday", bounds: "[10,100][200,180]" }, more],
    };
    const [holiday, remove] = candidates(item);
    expect(holiday).toMatchObject({ label: "Holiday", shunned: null, point: { x: 105, y: 140 } });
    expect(remove).toMatchObject({ label: "Delete", shunned: "delete" });
  });

  it("leaves out fields, boxes and icons that nobody can name, and ways back", () => {
    const seen = candidates(
      { class: "android.widget.EditText", text: "Search", clickable: true },
      { class: "android.widget.Switch", text: "Personal ads", clickable: true, checkable: true },
      { class: "android.widget.ImageButton", clickable: true },
      { class: "android.widget.ImageButton", desc: "Navigate up", clickable: true },
      button("Profile"),
    );
    expect(seen.map(({ label, shunned }) => [label, shunned])).toEqual([
      ["Personal ads", "box"],
      ["", "nameless"],
      ["Profile", null],
    ]);
  });

  it("knows the bar of tabs, the rows of a list, and the way to the policy", () => {
    const tab = (text: string, x: number): Widget => ({ ...button(text), bounds: `[${x},1180][${x + 180},1270]` });
    const bar: Widget = {
      class: "android.widget.LinearLayout",
      bounds: "[0,1180][720,1280]",
      children: [tab("首页", 0), tab("发现", 180), tab("消息", 360), tab("我的", 540)],
    };
    const rows: Widget = { ...list("城市公园新增步道", "新隐私政策今日起在全国实施"), bounds: "[0,80][720,1000]" };
    const seen = candidates(rows, { ...button("《隐私政策》"), bounds: "[0,1010][300,1060]" }, bar);
    expect(found(seen, "城市公园新增步道")).toMatchObject({ place: "row", policy: false });
    expect(found(seen, "新隐私政策今日起在全国实施")).toMatchObject({ place: "row", policy: false });
    expect(found(seen, "发现")).toMatchObject({ place: "tab" });
    expect(found(seen, "我的")).toMatchObject({ toward: true });
    expect(found(seen, "《隐私政策》")).toMatchObject({ place: "plain", policy: true });
  });
});

describe("the signature of a screen", () => {
  const page = (title: string, ...rows: string[]) =>
    signatureOf(".MainActivity", read({ text: title, bounds: "[0,0][720,60]" }, list(...rows)));

  it("stays when only numbers and the content of lists change", () => {
    const { rows: _, ...before } = page("Inbox (3)", "Rain on Monday", "Prices rise");
    expect(page("Inbox (14)", "Other news today")).toMatchObject(before);
  });

  it("differs by title, activity and structure", () => {
    const inbox = page("Inbox", "Rain on Monday");
    expect(page("Sent", "Rain on Monday").screen).not.toBe(inbox.screen);
    expect(page("Sent", "Rain on Monday").shape).toBe(inbox.shape);
    expect(signatureOf(".Other", read({ text: "Inbox", bounds: "[0,0][720,60]" }, list("a"))).shape).not.toBe(
      inbox.shape,
    );
    expect(signatureOf(".MainActivity", read(button("Inbox"), list("a"))).shape).not.toBe(inbox.shape);
  });
});

describe("which screen the explorer takes for which", () => {
  const news = (...rows: string[]) => signatureOf(".Main", read(list(...rows)));
  const come = (byTap: boolean) => ({ kind: "none", depth: 1, byTap, from: null });

  it("is the same when its news changed by themselves, and another menu when a tap changed the rows", () => {
    const graph = new ScreenGraph();
    const { screen: home } = graph.screenOf(news("Rain", "Sun"), come(false));
    expect(graph.screenOf(news("Wind", "Snow"), come(false))).toEqual({ screen: home, isNew: false });
    const { screen: menu, isNew } = graph.screenOf(news("Language", "Sounds"), come(true));
    expect([isNew, menu.number]).toEqual([true, 2]);
    expect(graph.screenOf(news("Rain", "Sun"), come(false)).screen).toBe(home);
    expect(graph.screenOf(news("Language", "Sounds"), come(false)).screen).toBe(menu);
  });

  it("is the one that was scrolled, whatever shows of it now", () => {
    const graph = new ScreenGraph();
    const { screen: home } = graph.screenOf(news("Rain", "Sun"), come(true));
    const { screen: menu } = graph.screenOf(news("Language", "Sounds"), come(true));
    graph.scrolled(news("Storage", "About"), menu);
    expect(graph.screenOf(news("Storage", "About"), come(false)).screen).toBe(menu);
    expect(home.number).toBe(1);
  });
});

describe("what the explorer taps next", () => {
  const graph = (): { graph: ScreenGraph; at: (name: string, depth?: number) => Screen } => {
    const all = new ScreenGraph();
    const at = (name: string, depth = 0): Screen =>
      all.screenOf(
        { activity: name, shape: name, screen: name, rows: [] },
        { kind: "none", depth, byTap: true, from: null },
      ).screen;
    return { graph: all, at };
  };
  const tap = (from: Screen, to: Screen, candidate: Candidate) => {
    from.controls.set(candidate.key, "tried");
    const { key, label, rowKind, policy } = candidate;
    return { from: from.number, to: to.number, by: "tap" as const, key, label, rowKind, policy };
  };

  it("is the policy, then settings, then what is left; never what must not be tapped", () => {
    const { graph: g, at } = graph();
    const home = at("home");
    const seen = candidates(button("Delete"), button("Weather"), button("Settings"), button("Privacy Policy"));
    g.note(home, seen);
    const order: string[] = [];
    for (let next = g.choose(home, seen); next; next = g.choose(home, seen)) {
      order.push(next.label);
      home.controls.set(next.key, "tried");
    }
    expect(order).toEqual(["Privacy Policy", "Settings", "Weather"]);
    expect([...home.shunned.values()]).toEqual([{ label: "Delete", why: "delete" }]);
  });

  it("is one row after another of a menu, but not every row that leads to the same page", () => {
    const { graph: g, at } = graph();
    const home = at("home");
    const seen = candidates(list("Rain", "Sun", "Wind", "Snow"));
    g.note(home, seen);
    g.connect(tap(home, at("article", 1), found(seen, "Rain")));
    expect(g.choose(home, seen)?.label).toBe("Sun");
    g.connect(tap(home, at("article", 1), found(seen, "Sun")));
    expect(g.choose(home, seen)).toBeNull();

    const menu = at("menu");
    const items = candidates(list("Language", "Sounds", "Storage"));
    g.note(menu, items);
    g.connect(tap(menu, at("language", 1), found(items, "Language")));
    g.connect(tap(menu, at("sounds", 1), found(items, "Sounds")));
    expect(g.choose(menu, items)?.label).toBe("Storage");
  });

  it("goes to the nearest screen with anything left, no deeper than allowed, and around a way that is gone", () => {
    const { graph: g, at } = graph();
    const [home, settings, about] = [at("home"), at("settings", 1), at("about", 2)];
    const [toSettings, toAbout] = [button("Settings"), button("About")].map((each) => candidates(each)[0]!);
    g.note(about, candidates(button("Licences")));
    g.exhausted(home);
    g.exhausted(settings);
    g.connect(tap(home, settings, toSettings!));
    g.connect(tap(settings, about, toAbout!));
    const way = g.path(home, (one) => g.isOpen(one, 5));
    expect(way?.map(({ label }) => label)).toEqual(["Settings", "About"]);
    expect(g.isOpen(about, 2)).toBe(false);
    g.breakOff(way![1]!);
    expect(g.path(home, (one) => g.isOpen(one, 5))).toBeNull();
  });

  it("tells the taps from the main page to the policy by the shortest way, and whether it opened", () => {
    const { graph: g, at } = graph();
    const [home, me, legal] = [at("home"), at("me", 1), at("legal", 2)];
    expect(g.wayToPolicy(home)).toBeNull();
    g.connect(tap(home, me, candidates(button("Me"))[0]!));
    g.connect(tap(me, legal, candidates(button("Legal"))[0]!));
    const [link] = candidates(button("Privacy Policy"));
    g.note(legal, [link!]);
    expect(g.wayToPolicy(home)).toEqual({ taps: 3, opened: false });
    g.connect(tap(home, legal, candidates(button("Legal notice"))[0]!));
    expect(legal.depth).toBe(1);
    const { screen: policy } = g.screenOf(
      { activity: "p", shape: "p", screen: "p", rows: [] },
      { kind: "policy", depth: 2, byTap: true, from: null },
    );
    g.connect(tap(legal, policy, link!));
    expect(g.wayToPolicy(home)).toEqual({ taps: 2, opened: true });
  });
});

describe("the part `explore` of a scenario", () => {
  const APP = "name: sample\napp: sample.apk\n";

  it("is off unless asked for, and has a budget of its own", () => {
    expect(parseScenario(APP, "s.yaml").explore).toBeUndefined();
    expect(parseScenario(`${APP}explore: {}\n`, "s.yaml").explore).toEqual({
      taps: 40, duration: 120_000, depth: 5, allow: [], after: ["accept"],
    }); // prettier-ignore
    const own = parseScenario(`${APP}explore: { taps: 9, duration: 30s, allow: [发送], after: [guest] }\n`, "s.yaml");
    expect(own.explore).toMatchObject({ taps: 9, duration: 30_000, allow: ["发送"], after: ["guest"] });
  });

  it("names a misspelt key with its place", () => {
    expect(() => parseScenario(`${APP}explore:\n  tap: 9\n`, "s.yaml")).toThrow(/s\.yaml:4:3.*taps/s);
  });
});
