/** What comes up in the midst of steps, on a phone made of data. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { FakeApp, FakePhone, Part } from "./fake-phone.ts";
import { APP, walk, withScreens } from "./fake-walk.ts";

const LOGIN: Part[] = [
  { text: "账号", field: "open" },
  { text: "密码", field: "password" },
  { text: "登录", to: "main" },
];
const ASKING: Part[] = [
  { text: "允许访问通讯录？", id: "com.android.permissioncontroller:id/permission_message" },
  { text: "允许", id: "com.android.permissioncontroller:id/permission_allow_button", to: "login" },
];
const LOG_IN = 'steps: [{ tapOn: 设置 }, { login: { user: visitor, password: "${env:LOGIN_PASSWORD}" } }]';

beforeAll(() => void vi.stubEnv("LOGIN_PASSWORD", "open-sesame"));
afterAll(() => void vi.unstubAllEnvs());

describe("a permission dialog in the midst of logging in", () => {
  const asksAt = (label: string): FakeApp => {
    let asked = false;
    return {
      ...withScreens({ settings: LOGIN, login: LOGIN, asking: ASKING }),
      onTap: (part, phone) => {
        if (part.text !== label || asked) return;
        asked = true;
        if (part.to !== undefined) part.to = "asking";
        else phone.show("asking");
      },
    };
  };

  it.each(["账号", "密码"])("is answered, and the field taken again: %s", async (field) => {
    const run = await walk(asksAt(field), "accept", LOG_IN);
    expect([run.outcome, run.why, run.phone.typed]).toEqual([
      "completed",
      "",
      { 账号: "visitor", 密码: "open-sesame" },
    ]);
    expect(run.phone.taps).toEqual(expect.arrayContaining(["允许", "登录"]));
  });

  it("is answered where it comes with logging in", async () => {
    const asking = ASKING.map((part) => (part.to ? { ...part, to: "main" } : part));
    const app = { ...asksAt("登录"), screens: { ...asksAt("登录").screens, asking: [...LOGIN, ...asking] } };
    const run = await walk(app, "accept", LOG_IN);
    expect([run.outcome, run.why, run.phone.taps.at(-1)]).toEqual(["completed", "", "允许"]);
  });

  it("does not make a field of another that has the focus", async () => {
    const app: FakeApp = {
      ...withScreens({ settings: LOGIN }),
      onTap: (part, phone) => {
        if (part.field === "password") phone.show("settings");
      },
    };
    const run = await walk(app, "accept", LOG_IN);
    expect([run.outcome, run.phone.typed]).toEqual(["step-failed", { 账号: "visitor" }]);
    expect(run.why).toContain("does not take the focus");
  });
});

describe("the back key on an app's first screen", () => {
  const toHome = (phone: FakePhone): void => void (phone.state = "background");

  it("fails the step that pressed it, with what a person would see", async () => {
    const run = await walk({ ...APP, onBack: toHome }, "accept", "steps: [back, { tapOn: 设置 }]");
    expect(run.outcome).toBe("step-failed");
    expect(run.why).toMatch(/yaml:\d+:\d+: back: .*the back key left the app/);
  });

  it("is no failure on a further screen", async () => {
    const app = {
      ...withScreens({ settings: [{ text: "设置页" }] }),
      onBack: (phone: FakePhone) => phone.show("main"),
    };
    const run = await walk(app, "accept", "steps: [{ tapOn: 设置 }, back, { assertVisible: 首页 }]");
    expect([run.outcome, run.why]).toEqual(["completed", ""]);
  });

  it("is not pressed again before the notice, and the app is brought back", async () => {
    let backs = 0;
    const update = [{ text: "发现新版本" }, { text: "请更新到最新版本后使用" }, { text: "立即更新", to: "shop" }];
    const app: FakeApp = {
      ...withScreens({ update }, () => "update"),
      onBack: (phone) => {
        backs++;
        toHome(phone);
      },
    };
    const run = await walk(app, "ignore");
    expect([run.outcome, backs, run.phone.taps]).toEqual(["no-notice", 1, []]);
    expect(run.apps).toEqual(["foreground-active", "background", "foreground-active", "foreground-silent"]);
  });
});

describe("a business function within other steps", () => {
  const steps = (within: string): string => `steps: [${within}]`;
  const look = "{ step: look, do: [{ tapOn: 设置 }] }";
  const miss = "{ step: miss, do: [{ extendedWaitUntil: { visible: 没有, timeout: 200ms } }] }";
  const app = withScreens({ settings: [{ text: "设置", to: "settings" }] });

  it.each([
    ["a flow", `{ runFlow: { commands: [${look}] } }`, 1],
    ["a loop", `{ repeat: { times: 2, commands: [${look}] } }`, 2],
  ])("is noted, each time: %s", async (_, within, times) => {
    const run = await walk(app, "accept", steps(within));
    const fact = { function: "look", works: true, permissions: "grant", why: "" };
    expect([run.outcome, run.facts("function")]).toEqual(["completed", Array.from({ length: times }, () => fact)]);
  });

  it("is noted where it fails, by its own name, and lost to the denial where granting mends it", async () => {
    const contacts = "android.permission.READ_CONTACTS";
    const mends: FakeApp = {
      ...withScreens({ main: [{ text: "首页" }, { text: "导出", to: "main" }] }, (launch) =>
        launch === 1 ? "notice" : "main",
      ),
      onTap: (part, phone) => {
        if (part.text !== "导出") return;
        if (phone.granted.includes(contacts)) part.to = "exported";
        else phone.denied.push(contacts);
      },
    };
    const exporting =
      "{ step: export, do: [{ tapOn: 导出 }, { extendedWaitUntil: { visible: 完成, timeout: 200ms } }] }";
    const run = await walk(mends, "accept+deny", steps(`{ runFlow: { commands: [${exporting}] } }`));
    expect([run.outcome, run.why]).toEqual(["completed", ""]);
    expect(run.facts("function")).toMatchObject([
      { function: "export", works: false, permissions: "deny" },
      { function: "export", works: true, permissions: "grant" },
    ]);
    expect(run.facts("function-lost")).toMatchObject([{ function: "export" }]);
  });

  it("is not said not to work where the step itself is the failure", async () => {
    const run = await walk(app, "accept", steps(`${look}, { runFlow: { commands: [${miss}] } }`));
    expect(run.facts("function").map((fact) => (fact as { function: string }).function)).toEqual(["look", "miss"]);
    expect(run.outcome).toBe("step-failed");
  });
});
