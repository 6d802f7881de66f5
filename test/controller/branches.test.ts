/** Every branch and every way to end, on a phone made of data: what the walk does, and what it writes down. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CRASH, EXIT, type FakeApp, GONE, type Part } from "./fake-phone.ts";
import { APP, dir, NOTICE, walk, withScreens } from "./fake-walk.ts";

describe("the branches", () => {
  it("ignore touches nothing", async () => {
    const run = await walk(APP, "ignore");
    expect([run.outcome, run.consents, run.phone.taps]).toEqual(["completed", ["pre-notice", "undecided"], []]);
  });

  it("refuse notes that the app does not ask again at once", async () => {
    const run = await walk(APP, "refuse");
    expect([run.outcome, run.consents.at(-1)]).toEqual(["completed", "refused"]);
    expect(run.facts("asked-again")).toMatchObject([{ asked: false, when: "this-process" }]);
  });

  it("refuse takes the second layer for no decision, and its exit for one", async () => {
    const app = withScreens({
      notice: [...NOTICE.slice(0, 3), { text: "不同意", to: "second" }],
      second: [
        { text: "温馨提示" },
        { text: "您需要同意《隐私政策》才能使用我们的服务，我们会保护您的个人信息。" },
        { text: "再想想", to: "notice" },
        { text: "不同意并退出", to: EXIT },
      ],
    });
    const run = await walk(app, "refuse");
    expect([run.outcome, run.phone.taps]).toEqual(["app-left", ["不同意", "不同意并退出"]]);
    expect([run.layers, run.consents]).toEqual([["2"], ["pre-notice", "undecided", "refused"]]);
    const again = await walk(app, "refuse-relaunch");
    expect([again.outcome, again.phone.launches]).toEqual(["completed", 2]);
    expect(again.facts("asked-again")).toMatchObject([{ asked: true, when: "relaunch", after: "refused" }]);
    expect(again.consents.at(-1)).toBe("refused");
  });

  it("guest goes through the refusal to the layer that offers it", async () => {
    const app = withScreens({
      notice: [...NOTICE.slice(0, 3), { text: "不同意", to: "second" }],
      second: [
        { text: "温馨提示" },
        { text: "您需要同意《隐私政策》才能使用完整功能，也可以仅浏览。" },
        { text: "同意并继续", to: "main" },
        { text: "仅浏览", to: "main" },
      ],
    });
    const run = await walk(app, "guest");
    expect([run.outcome, run.consents.at(-1), run.layers]).toEqual(["completed", "guest", ["2"]]);
    expect(await walk(APP, "guest")).toMatchObject({ outcome: "no-control" });
  });

  it("accept ticks the box and waits for the countdown first", async () => {
    const app = withScreens({
      notice: [
        ...NOTICE.slice(0, 2),
        { text: "我已阅读并同意《隐私政策》", box: true },
        { text: "同意并继续", to: "main", enabledAfter: 6 },
      ],
    });
    const run = await walk(app, "accept");
    expect([run.outcome, run.phone.taps]).toEqual(["completed", ["我已阅读并同意《隐私政策》", "同意并继续"]]);
  });

  it("gets past what is no notice, and notes what the notice pushes towards", async () => {
    const app = withScreens(
      {
        rating: [
          { text: "给我们评分" },
          { text: "喜欢这个应用吗？给个五星好评吧" },
          { text: "去评分", to: "shop" },
          { text: "以后再说", to: "notice" },
        ],
        notice: [
          ...NOTICE.slice(0, 2),
          { text: "我已阅读并同意《隐私政策》", box: true, ticked: true },
          { text: "同意并继续", to: "main" },
        ],
      },
      () => "rating",
    );
    const run = await walk(app, "accept");
    expect([run.outcome, run.phone.taps]).toEqual(["completed", ["以后再说", "同意并继续"]]);
    expect(run.facts("walked-past")).toMatchObject([{ kind: "rating", by: "tap" }]);
    const patterns = run.facts("dark-pattern").map((fact) => (fact as { pattern: string }).pattern);
    expect(patterns).toEqual(expect.arrayContaining(["pre-ticked-box", "no-refusal"]));
  });

  it("accept-withdraw takes the answer to the question for the instant, and watches on after a relaunch", async () => {
    const app = withScreens(
      {
        settings: [{ text: "隐私设置" }, { text: "撤回同意", to: "sure" }],
        sure: [
          { text: "撤回后将无法使用部分功能" },
          { text: "取消", to: "settings" },
          { text: "确认撤回", to: "main" },
        ],
      },
      (launch) => (launch === 1 ? "notice" : "main"),
    );
    const yaml = "withdraw: [{ tapOn: 设置 }, { consent: withdraw }]";
    const run = await walk(app, "accept-withdraw", yaml);
    expect([run.outcome, run.consents]).toEqual(["completed", ["pre-notice", "undecided", "accepted", "withdrawn"]]);
    expect(run.phases.find((p) => p.state === "withdrawn")?.detail).toMatchObject({ label: "确认撤回" });
    expect(run.phone.launches).toBe(2);
    const missing = await walk(app, "accept-withdraw");
    expect([missing.outcome, missing.consents.at(-1)]).toEqual(["no-control", "accepted"]);
  });

  it("accept-withdraw claims nothing where the screen stays as it was", async () => {
    const app = withScreens({ settings: [{ text: "隐私设置" }, { text: "撤回同意", to: "settings" }] });
    const run = await walk(app, "accept-withdraw", "withdraw: [{ tapOn: 设置 }, { consent: withdraw }]");
    expect([run.outcome, run.consents.at(-1)]).toEqual(["step-failed", "accepted"]);
  }, 20_000);

  it("accept-withdraw takes a switch that went off for a sign, also where the last tap of the section is the withdrawal", async () => {
    const settings = [{ text: "隐私设置" }, { text: "个性化推荐", box: true, ticked: true }];
    const run = await walk(
      withScreens({ settings }),
      "accept-withdraw",
      "withdraw: [{ tapOn: 设置 }, { tapOn: 个性化推荐 }]",
    );
    expect([run.outcome, run.consents.at(-1)]).toEqual(["completed", "withdrawn"]);
    expect(run.phases.at(-1)?.axis === "app" && run.phases.find((p) => p.state === "withdrawn")?.detail).toMatchObject({
      sign: "switched",
    });
  });

  it.each([
    ["a page that explains", [{ text: "如何撤回" }, { text: "请致信本公司撤回同意。" }]],
    ["a switch that springs back", null],
  ])(
    "accept-withdraw is never sure by %s",
    async (_, page) => {
      const box: Part = { text: "撤回同意", box: true, ticked: true };
      const app: FakeApp = {
        ...withScreens({
          settings: [{ text: "隐私设置" }, page ? { text: "撤回同意", to: "page" } : box],
          page: page ?? [],
        }),
        onTap: (part, phone) => {
          if (part.box) setTimeout(() => (phone.parts("settings")[1]!.ticked = true), 300);
        },
      };
      const run = await walk(app, "accept-withdraw", "withdraw: [{ tapOn: 设置 }, { tapOn: 撤回同意 }]");
      expect([run.outcome, run.consents.at(-1)]).toEqual(["no-effect", "accepted"]);
    },
    30_000,
  );

  it.each([
    [EXIT, "completed", "withdrawn"],
    [CRASH, "app-crashed", "accepted"],
  ])("accept-withdraw by a tap on which the app ends by %s", async (to, outcome, consent) => {
    const app = withScreens({ settings: [{ text: "隐私设置" }, { text: "撤回同意", to }] }, (launch) =>
      launch === 1 ? "notice" : "main",
    );
    const run = await walk(app, "accept-withdraw", "withdraw: [{ tapOn: 设置 }, { consent: withdraw }]");
    expect([run.outcome, run.consents.at(-1)]).toEqual([outcome, consent]);
  });

  it("upgrade puts the older version in first, and asks whether the new one asks again", async () => {
    writeFileSync(join(dir, "old.apk"), "old");
    const app = withScreens({}, (launch) => (launch === 1 ? "notice" : "main"));
    const run = await walk(app, "upgrade", "upgradeFrom: old.apk");
    expect(run.outcome).toBe("completed");
    expect(run.phone.installed.map((apk) => apk.replace(dir, ""))).toEqual(["/old.apk fresh", "/app.apk"]);
    expect(run.facts("asked-again")).toMatchObject([{ asked: false, when: "upgrade", after: "accepted" }]);
    await expect(walk(app, "upgrade")).rejects.toMatchObject({ code: "no-older-app", exit: 2 });
  });

  it("login-consent notes the box before and after it is ticked, and ticking decides where nothing else was asked", async () => {
    const login: Part[] = [
      { text: "手机号登录" },
      { text: "请输入手机号" },
      { text: "获取验证码", to: "login" },
      { text: "我已阅读并同意《用户协议》和《隐私政策》", box: true },
      { text: "登录", to: "main" },
    ];
    const run = await walk(
      withScreens({ login }, () => "login"),
      "login-consent",
    );
    expect([run.outcome, run.why, run.phone.taps]).toEqual(["completed", "", [login[3]?.text]]);
    expect(run.consents).toEqual(["pre-notice", "undecided", "accepted"]);
    expect(run.facts("login-page")).toMatchObject([
      { edge: "before", boxes: [{ checked: false }] },
      { edge: "ticked", boxes: [{ checked: true }] },
    ]);
    const after = await walk(
      withScreens({ main: [{ text: "登录", to: "login" }], login }),
      "login-consent",
      "login: [{ tapOn: 登录 }]",
    );
    expect([after.outcome, after.phone.taps.slice(-2)]).toEqual(["completed", ["登录", login[3]?.text]]);
  });

  it.each([
    ["silent", "foreground-silent"],
    ["background", "background"],
    ["locked", "screen-locked"],
    ["killed", "stopped"],
  ])("the state %s is reached after the branch", async (state, reached) => {
    const run = await walk(APP, `accept+${state}`);
    expect([run.outcome, run.apps.includes(reached)]).toEqual(["completed", true]);
    expect(run.facts("self-start")).toHaveLength(state === "killed" ? 1 : 0);
  });
});

describe("how a run ends", () => {
  it("without a notice", async () => {
    expect(
      await walk(
        withScreens({}, () => "main"),
        "accept",
      ),
    ).toMatchObject({ outcome: "no-notice" });
  });

  it("without a way to refuse", async () => {
    const app = withScreens({ notice: NOTICE.slice(0, 3) });
    expect(await walk(app, "refuse")).toMatchObject({ outcome: "no-control", consents: ["pre-notice", "undecided"] });
  });

  it("with a crash, also one that nobody waited for", async () => {
    const steps = "steps: [{ step: export, do: [{ tapOn: 导出 }, { idle: 100ms }] }]";
    const run = await walk(withScreens({ main: [{ text: "导出", to: CRASH }] }), "accept", steps);
    expect(run.outcome).toBe("app-crashed");
    expect(run.why).toContain("java.lang.Boom");
  });

  it("with a driver that no longer answers", async () => {
    const steps = "steps: [{ tapOn: 导出 }, { idle: 100ms }]";
    const app = withScreens({ main: [{ text: "导出", to: GONE }] });
    expect(await walk(app, "accept", steps)).toMatchObject({ outcome: "session-lost" });
  });

  it("behind the platform's own dialog", async () => {
    const hung = { text: "Wait", to: "main", id: "android:id/aerr_wait", package: "android" };
    const app = withScreens({ main: [{ text: "导出", to: "hung" }], hung: [hung] });
    const steps = "steps: [{ tapOn: 导出 }, { extendedWaitUntil: { visible: 完成, timeout: 300ms } }]";
    expect(await walk(app, "accept", steps)).toMatchObject({ outcome: "app-hung" });
  });

  it("behind a permission dialog that the failing step does not answer", async () => {
    const asking = { text: "允许定位？", id: "com.android.permissioncontroller:id/permission_message" };
    const app = withScreens({ main: [{ text: "导出", to: "asking" }], asking: [{ text: "首页" }, asking] });
    const steps = "steps: [{ tapOn: 导出 }, { scrollUntilVisible: { element: { text: 完成 }, timeout: 300ms } }]";
    expect(await walk(app, "accept", steps)).toMatchObject({ outcome: "system-dialog" });
  });

  it("at its budget, long before the wait that it was in", async () => {
    const yaml = `durations: { ignore: 10m, notice: 2s, budget: 1s }`;
    expect(await walk(APP, "ignore", yaml)).toMatchObject({ outcome: "budget" });
  });

  it("with the screen on again, whenever it was called off", async () => {
    const yaml = `durations: { locked: 10m, notice: 2s, budget: 2s }`;
    const run = await walk(APP, "accept+locked", yaml);
    expect([run.outcome, run.apps.at(-1), run.phone.state]).toEqual(["budget", "screen-locked", "foreground"]);
  });

  it("at once when the operator interrupts", async () => {
    const yaml = `durations: { ignore: 10m, notice: 2s, budget: 20m }`;
    const run = await walk(APP, "ignore", yaml, (stop) => setTimeout(() => stop.abort(), 500));
    expect(run.outcome).toBe("interrupted");
  });
});

describe("permissions denied", () => {
  const dialog: Part[] = [
    { text: "允许访问通讯录？", id: "com.android.permissioncontroller:id/permission_message" },
    { text: "拒绝", id: "com.android.permissioncontroller:id/permission_deny_button", to: "main" },
    { text: "允许", id: "com.android.permissioncontroller:id/permission_allow_button", to: "exported" },
  ];
  const app = withScreens({ main: [{ text: "导出", to: "asking" }], asking: dialog });
  const steps = "steps: [{ step: export, do: [{ tapOn: 导出 }, { permission: grant }] }]";

  it("answers every dialog as the combination says, against the scenario's own answer", async () => {
    expect((await walk(app, "accept+deny", steps)).phone.taps.at(-1)).toBe("拒绝");
    expect((await walk(app, "accept+grant", steps)).phone.taps.at(-1)).toBe("允许");
  });

  it("tells the function that a denial costs from one that works neither way, by granting and nothing else", async () => {
    const contacts = "android.permission.READ_CONTACTS";
    const screens: Record<string, Part[]> = {
      main: [{ text: "首页" }, { text: "导出", to: "asking" }, { text: "报表", to: "blank" }],
      asking: dialog,
      blank: [{ text: "首页" }, { text: "尚未开放" }, { text: "请稍候" }],
    };
    const app: FakeApp = {
      ...withScreens(screens, (launch) => (launch === 1 ? "notice" : "main")),
      onTap: (part, phone) => {
        if (part.text === "拒绝") phone.denied.push(contacts);
        if (part.text === "导出" && phone.granted.includes(contacts)) part.to = "exported";
      },
    };
    const yaml = `steps:
  - { step: export, do: [{ tapOn: 导出 }, { extendedWaitUntil: { visible: 完成, timeout: 300ms } }] }
  - { step: report, do: [{ tapOn: 报表 }, { extendedWaitUntil: { visible: 完成, timeout: 300ms } }] }`;
    const run = await walk(app, "accept+deny", yaml);
    expect([run.outcome, run.why, run.phone.granted]).toEqual(["completed", "", [contacts]]);
    expect(run.facts("function")).toMatchObject([
      { function: "export", works: false, permissions: "deny" },
      { function: "report", works: false, permissions: "deny" },
      { function: "export", works: true, permissions: "grant" },
      { function: "report", works: false, permissions: "grant" },
    ]);
    expect(run.facts("function-lost")).toMatchObject([{ function: "export", permissions: [contacts] }]);
    expect(run.facts("function-broken")).toMatchObject([{ function: "report" }]);
  });

  it("answers the same dialog again where the app asks again at once", async () => {
    const again: Part[] = dialog.map((part, i) => (i === 1 ? { ...part, to: "asking2" } : part));
    const run = await walk(
      withScreens({ main: [{ text: "导出", to: "asking" }], asking: again, asking2: dialog }),
      "accept+deny",
      steps,
    );
    expect([run.outcome, run.phone.taps.slice(-2)]).toEqual(["completed", ["拒绝", "拒绝"]]);
  });

  it("stops answering an app that asks on and on", async () => {
    const endless: Part[] = dialog.map((part, i) => (i === 1 ? { ...part, to: "other" } : part));
    const other: Part[] = dialog.map((part, i) =>
      i === 0 ? { ...part, text: "允许定位？" } : { ...part, to: "asking" },
    );
    const run = await walk(
      withScreens({ main: [{ text: "导出", to: "asking" }], asking: endless, other }),
      "accept+deny",
      steps,
    );
    expect(run.facts("permission-loop")).toMatchObject([{ dialogs: 10, answer: "deny" }]);
  });
});
