/** `consent:`, `permission:` and `awaitPerson:` as steps, on a phone made of data. */
import { afterEach, describe, expect, it } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { FakePhone, type Part } from "./fake-phone.ts";
import { StepBench } from "./step-bench.ts";

const PERMISSION = "com.android.permissioncontroller";
const NOTICE: Part[] = [
  { text: "隐私政策提示" },
  { text: "请您阅读并同意《隐私政策》，我们将按照政策收集和使用您的个人信息。" },
  { text: "《隐私政策》", to: "policy" },
  { text: "同意", to: "main" },
  { text: "不同意", to: "second" },
];

let bench: StepBench | undefined;
let phone: FakePhone;

async function open(first: string, screens: Record<string, Part[]> = {}): Promise<StepBench> {
  phone = new FakePhone({
    start: () => first,
    screens: {
      notice: NOTICE,
      second: [
        { text: "温馨提示" },
        { text: "您需要同意《隐私政策》才能使用全部功能，也可以仅浏览。" },
        { text: "同意并继续", to: "main" },
        { text: "仅浏览", to: "guest" },
        { text: "仍不同意", to: "refused" },
      ],
      policy: [{ text: "隐私政策全文" }, { text: "返回", to: "notice" }],
      main: [{ text: "首页" }, { text: "设置", to: "settings" }],
      guest: [{ text: "访客首页" }],
      refused: [{ text: "功能受限" }],
      settings: [{ text: "设置" }, { text: "撤回同意", to: "withdrawn" }, { text: "关于" }],
      withdrawn: [{ text: "已撤回" }],
      ...screens,
    },
  });
  bench = await StepBench.on(phone);
  return bench;
}

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

function consents(folder: string): string[] {
  const reader = TraceReader.open(folder);
  const states = reader.phases("consent").map((phase) => phase.state);
  reader.close();
  return states;
}

async function failure(steps: string): Promise<Error & { code?: string }> {
  try {
    await bench?.run(steps);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("the steps did not fail");
}

describe("consent as a step", () => {
  it("opens the policy, comes back and refuses through the second layer", async () => {
    const { run } = bindings(await open("notice"));
    await run(
      "- consent: open-policy\n- assertVisible: 隐私政策全文\n- tapOn: 返回\n- consent: refuse\n- assertVisible: 功能受限",
    );
    expect(phone.taps).toEqual(["《隐私政策》", "返回", "不同意", "仍不同意"]);
    expect(consents(bench!.seal())).toEqual(["pre-notice", "undecided", "refused"]);
  });

  it("goes on as a guest where a layer offers it", async () => {
    const { run } = bindings(await open("notice"));
    await run("- consent: guest\n- assertVisible: 访客首页");
    expect(consents(bench!.seal()).at(-1)).toBe("guest");
  });

  it("accepts, and takes it back by the control's usual name or by the one that is named", async () => {
    const { run } = bindings(await open("notice"));
    await run("- consent: accept\n- tapOn: 设置\n- consent: withdraw\n- assertVisible: 已撤回");
    expect(consents(bench!.seal())).toEqual(["pre-notice", "undecided", "accepted", "withdrawn"]);
    await bench!.close();
    const other = bindings(
      await open("settings", { settings: [{ text: "设置" }, { text: "停用个性服务", to: "withdrawn" }] }),
    );
    await other.run("- consent: { withdraw: 停用个性服务 }");
    expect(consents(bench!.seal()).at(-1)).toBe("withdrawn");
  });

  it("says what is missing", async () => {
    await open("notice", { notice: NOTICE.filter(({ text }) => text !== "《隐私政策》") });
    expect(await failure("- consent: open-policy")).toMatchObject({ code: "consent-no-control" });
    expect((await failure("- consent: open-policy")).message).toMatch(
      /bench\.yaml:4:5: consent: .*no way to the policy/,
    );
  });
});

describe("a permission dialog", () => {
  const dialog: Record<string, Part[]> = {
    main: [{ text: "首页" }, { text: "附近", to: "asked" }],
    asked: [
      { text: "允许访问位置信息？", package: PERMISSION, id: `${PERMISSION}:id/permission_message` },
      { text: "允许", to: "near", package: PERMISSION, id: `${PERMISSION}:id/permission_allow_button` },
      { text: "拒绝", to: "far", package: PERMISSION, id: `${PERMISSION}:id/permission_deny_button` },
    ],
    near: [{ text: "附近的人" }, { text: "完成", to: "main" }],
    far: [{ text: "无法定位" }],
  };

  it("is answered by a step, or as the scenario says where a step means what lies behind it", async () => {
    const { run } = bindings(await open("main", dialog));
    await run("- tapOn: 附近\n- permission: deny\n- assertVisible: 无法定位");
    await bench!.close();
    const other = bindings(await open("main", dialog));
    await other.run("- tapOn: 附近\n- tapOn: 完成\n- assertVisible: 首页");
    expect(phone.taps).toEqual(["附近", "允许", "完成"]);
  });

  it("is tapped itself when the step names its control", async () => {
    const { run } = bindings(await open("main", dialog));
    await run("- tapOn: 附近\n- tapOn: 拒绝\n- assertVisible: 无法定位");
  });
});

describe("a person", () => {
  it("who presses Enter lets the handset go on that asked first, and only that", async () => {
    const first = await open("main");
    const second = await StepBench.on(new FakePhone({ start: () => "main", screens: { main: [{ text: "首页" }] } }));
    const terminal = Object.getOwnPropertyDescriptor(process.stdin, "isTTY");
    Object.defineProperty(process.stdin, "isTTY", { value: true, configurable: true });
    try {
      const asked = first.run("- awaitPerson: { reason: 刷脸, deadline: 20s }");
      await waitFor(() => process.stdin.listenerCount("data") === 1);
      const late = second.run("- awaitPerson: { reason: 短信, deadline: 1s }");
      process.stdin.emit("data", "\n");
      await asked;
      expect(first.context.absent).toBeUndefined();
      await late;
      expect(second.context.absent).toBe("短信");
      expect(process.stdin.listenerCount("data")).toBe(0);
    } finally {
      await second.close();
      if (terminal) Object.defineProperty(process.stdin, "isTTY", terminal);
      else Reflect.deleteProperty(process.stdin, "isTTY");
    }
  });
});

/** Waits for a condition, with a deadline. */
async function waitFor(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > end) throw new Error("the condition did not come true");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function bindings(opened: StepBench): { run: (steps: string) => Promise<void> } {
  return { run: (steps) => opened.run(steps) };
}
