import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { remote } from "webdriverio";
import {
  createFakePhone,
  type FakePhone,
  processIsGone,
  type Server,
  startServer,
  until,
} from "./fixtures/fake-phone.ts";

const PACKAGE = "com.example.app";
const CAMERA = "android.permission.CAMERA";
const row = (at: number) => [0, at * 100, 720, at * 100 + 100];
const SCRIPT = {
  package: PACKAGE,
  permissions: [CAMERA],
  limits: [{ code: "webview", detail: "com.example.app.Help" }],
  screens: {
    first: [
      { class: "android.widget.ListView", scrollable: true, bounds: [0, 0, 720, 1280] },
      { id: "launches", text: "Launch {launches}", bounds: row(0) },
      { text: "Next", desc: "next", class: "android.widget.Button", goto: "second", bounds: row(1) },
      { id: "field", class: "android.widget.EditText", editable: true, bounds: row(2) },
      { id: "box", class: "android.widget.CheckBox", checkable: true, bounds: row(3) },
      { id: "off", class: "android.widget.Button", enabled: false, bounds: row(4) },
      { id: "die", text: "Die", act: "die", bounds: row(5) },
      { id: "crash", text: "Crash", act: "crash", bounds: row(6) },
      { id: "below", text: "Below the screen", bounds: [0, 1500, 720, 1600] },
    ],
    second: [{ text: "Second", bounds: row(0) }],
  },
  scrollLimit: 2000,
};

type Browser = Awaited<ReturnType<typeof remote>>;

let phone: FakePhone;
let server: Server;
let app: string;
let browser: Browser;

const connect = (capabilities: object = {}, port = server.port) =>
  remote({
    hostname: "127.0.0.1",
    port,
    logLevel: "silent",
    connectionRetryCount: 0,
    capabilities: Object.assign(
      { platformName: "Android", "appium:automationName": "Virtual", "appium:toolchain": phone.toolchain },
      capabilities,
    ),
  });
const source = (text: string) => browser.getPageSource().then((xml) => xml.includes(text));

beforeAll(async () => {
  phone = createFakePhone();
  app = phone.apk(SCRIPT);
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  phone.remove();
});

describe("a WebdriverIO session", () => {
  beforeEach(async () => {
    browser = await connect({ "appium:app": app });
  });
  afterEach(async () => {
    await browser.deleteSession();
  });

  it("finds, reads and clicks", async () => {
    expect(browser.isAndroid).toBe(true);
    expect(await browser.$("id=launches").getText()).toBe("Launch 1");
    await browser.$("~next").click();
    expect(await browser.$('android=new UiSelector().text("Second")').isDisplayed()).toBe(true);
    expect(await browser.$("id=launches").isExisting()).toBe(false);
    await browser.back();
    expect(await browser.$$("android.widget.Button").length).toBe(2);
    expect(await browser.$("id=off").isEnabled()).toBe(false);
    expect(await browser.$("id=launches").getAttribute("resourceId")).toBe(`${PACKAGE}:id/launches`);
    expect(await browser.$("id=field").getSize()).toMatchObject({ width: 720, height: 100 });
  });

  it("types, appends, clears and ticks", async () => {
    const field = browser.$("id=field");
    await field.setValue("早闻");
    await field.addValue(" news");
    expect(await field.getText()).toBe("早闻 news");
    await field.clearValue();
    expect(await field.getText()).toBe("");
    await browser.$("id=box").click();
    expect(await browser.$("id=box").getAttribute("checked")).toBe("true");
    expect(await browser.$("id=box").isSelected()).toBe(true);
    await expect(browser.$("id=launches").addValue("x")).rejects.toThrow(/does not take the focus/);
  });

  it("waits implicitly for an element and says which one never came", async () => {
    await browser.setTimeout({ implicit: 200 });
    const { error, message } = (await browser.findElement("xpath", "//*[@text='Never']")) as unknown as {
      error: string;
      message: string;
    };
    expect(error).toBe("no such element");
    expect(message).toContain("no element on the screen is found by xpath '//*[@text='Never']'");
  });

  it("is told that an element has gone stale", async () => {
    const reference = await browser.findElement("accessibility id", "next");
    const id = Object.values(reference)[0] as string;
    await browser.elementClick(id);
    await expect(browser.elementClick(id)).rejects.toThrow(/stale element reference|no longer on the screen/);
  });

  it("scrolls to what lies below, by UiScrollable and by gesture", async () => {
    await expect(browser.$("id=below").click()).rejects.toThrow(/no visible area/);
    const area = { left: 0, top: 100, width: 720, height: 1000, percent: 0.9, speed: 5000 };
    expect(await browser.execute("mobile: scrollGesture", { ...area, direction: "down" })).toBe(true);
    await browser.$("id=below").click();
    const list = "new UiScrollable(new UiSelector().scrollable(true))";
    expect(await browser.$(`android=${list}.scrollTextIntoView("Nowhere")`).isExisting()).toBe(false);
    // That search went to the end of the list: back to its start it is two pages.
    for (const moved of [true, true, true, false]) {
      expect(await browser.execute("mobile: scrollGesture", { ...area, direction: "up" })).toBe(moved);
    }
  });

  it("goes to the background and back, is ended and launched again", async () => {
    expect(await browser.queryAppState(PACKAGE)).toBe(4);
    await browser.background(-1);
    expect(await browser.queryAppState(PACKAGE)).toBe(3);
    await browser.activateApp(PACKAGE);
    expect(await browser.queryAppState(PACKAGE)).toBe(4);
    expect(await browser.terminateApp(PACKAGE)).toBe(true);
    expect(await browser.queryAppState(PACKAGE)).toBe(1);
    expect(await browser.queryAppState("com.other")).toBe(0);
    expect(await browser.$("id=launches").isExisting()).toBe(false);
    expect(await browser.getCurrentPackage()).toBe("com.android.launcher3");
    expect(await browser.takeScreenshot()).toMatch(/^iVBORw0KGgo/);
    expect(await browser.execute("mobile: launchSuspended", {})).toEqual({ pid: expect.any(Number) });
    expect(await browser.$("id=launches").isExisting()).toBe(false);
    await browser.execute("mobile: resumeLaunch", {});
    expect(await browser.$("id=launches").getText()).toBe("Launch 2");
  });

  it("reads app, device, log, events, permissions, clipboard and activity", async () => {
    expect(await browser.execute("mobile: appInfo", {})).toMatchObject({ package: PACKAGE, limits: SCRIPT.limits });
    expect(await browser.execute("mobile: deviceInfo", {})).toMatchObject({ handset: "virtual", apiVersion: "34" });
    await browser.execute("mobile: pressKey", { keycode: 66 });
    const messages = (await browser.getLogs("logcat")).map((entry) => (entry as { message: string }).message);
    expect(messages).toEqual(["started en-US unseeded", "key 66"]);
    expect(await browser.getLogs("logcat")).toEqual([]);
    expect(await browser.execute("mobile: processEvents", { since: 1 })).toMatchObject({
      next: 2,
      events: [{ event: "ready" }],
    });
    await browser.execute("mobile: changePermissions", { permissions: CAMERA, action: "grant" });
    expect(await browser.execute("mobile: getPermissions", {})).toEqual({ [CAMERA]: "granted" });
    expect(await browser.execute("mobile: getPermissions", { type: "denied" })).toEqual([]);
    await browser.setClipboard(Buffer.from("剪贴板").toString("base64"));
    expect(Buffer.from(await browser.getClipboard(), "base64").toString()).toBe("剪贴板");
    expect(await browser.getCurrentActivity()).toBe(".first");
    expect(await browser.getCurrentPackage()).toBe(PACKAGE);
    await browser.startActivity(PACKAGE, ".second");
    expect(await source("Second")).toBe(true);
    await expect(browser.startActivity(PACKAGE, ".third")).rejects.toThrow(/no-such-activity/);
  });

  it("loses its process when a permission is revoked, as on a phone", async () => {
    await browser.execute("mobile: changePermissions", { permissions: CAMERA, action: "revoke" });
    expect(await browser.queryAppState(PACKAGE)).toBe(1);
  });

  it("gets an unknown error when the handset process dies under a command", async () => {
    await expect(browser.$("id=die").click()).rejects.toThrow(/handset process ended by signal SIGKILL/);
    await expect(browser.getPageSource()).rejects.toThrow(/handset process ended/);
  });

  it("sees an empty screen after a crash, and the crash among the events", async () => {
    await browser.$("id=crash").click();
    expect(await browser.$("id=crash").isExisting()).toBe(false);
    expect(await browser.queryAppState(PACKAGE)).toBe(1);
    const { events } = (await browser.execute("mobile: processEvents", { since: 2 })) as { events: object[] };
    expect(events).toMatchObject([{ event: "crash", thread: "main" }]);
  });

  it("is told what it got wrong", async () => {
    await expect(browser.execute("mobile: clickGesture", { x: 1 })).rejects.toThrow(/give an elementId or x and y/);
    await expect(browser.execute("mobile: fly", {})).rejects.toThrow(/Unsupported execute method 'mobile: fly'/);
    await expect(browser.$("id=launches").getAttribute("colour")).rejects.toThrow(/no attribute 'colour'/);
    await expect(browser.execute("mobile: setGeolocation", { latitude: 91, longitude: 0 })).rejects.toThrow(/on earth/);
  });
});

describe("a session that cannot be", () => {
  it.each([
    [{ "appium:app": "/nowhere/app.apk" }, /there is no APK at .nowhere.app\.apk \[no-such-file\]/],
    [{ "appium:app": "https://example.com/app.apk" }, /is an address/],
    [{ "appium:app": fileURLToPath(import.meta.url) }, /not a zip file \[not-an-apk\]/],
    [{ "appium:apiLevel": 21 }, /API level 21 is not installed/],
    [{ "appium:toolchain": "/nowhere/toolchain.json" }, /toolchain file not found/],
    [{ "appium:seed": { imai: "1" } }, /appium:seed has no 'imai'; it has: androidId/],
    [{ "appium:seed": { contacts: "x" } }, /appium:seed.contacts must be a list/],
    [{ "appium:language": "Chinese" }, /'Chinese' is no language/],
    [{ "appium:apiLevel": "new" }, /apiLevel/],
  ])("with %j says why", async (capabilities, message) => {
    await expect(connect(capabilities)).rejects.toThrow(message);
  });

  it("leaves no folder behind", async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("virtual-handset-"));
    const broken = phone.apk({ ...SCRIPT, onGo: "crash" });
    await expect(connect({ "appium:app": broken })).rejects.toThrow(/the app crashed: java.lang.IllegalStateException/);
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith("virtual-handset-"));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe("a session with capabilities", () => {
  it("starts fresh by default, keeps all with noReset, and waits with autoLaunch off", async () => {
    const deviceDir = join(phone.folder, "device");
    const launches = async (more: object) => {
      const session = await connect({ "appium:app": app, "appium:deviceDir": deviceDir, ...more });
      if (more && "appium:autoLaunch" in more) {
        expect(await session.queryAppState(PACKAGE)).toBe(1);
        await session.activateApp(PACKAGE);
      }
      const text = await session.$("id=launches").getText();
      await session.deleteSession();
      return text;
    };
    expect(await launches({})).toBe("Launch 1");
    expect(await launches({ "appium:noReset": true })).toBe("Launch 2");
    expect(await launches({ "appium:noReset": true, "appium:autoLaunch": false })).toBe("Launch 3");
    expect(await launches({})).toBe("Launch 1");
    expect(existsSync(deviceDir)).toBe(true);
  });

  it("grants what the app declares and speaks the language asked for", async () => {
    const session = await connect({
      "appium:app": app,
      "appium:autoGrantPermissions": true,
      "appium:language": "zh",
      "appium:locale": "CN",
      "appium:seed": { androidId: "5eed" },
    });
    expect(await session.execute("mobile: getPermissions", { type: "granted" })).toEqual([CAMERA]);
    expect(await session.getLogs("logcat")).toMatchObject([{ message: "started zh-CN 5eed" }]);
    await session.deleteSession();
  });
});

describe("the server", () => {
  const pidOf = async (session: Browser) => ((await session.execute("mobile: deviceInfo", {})) as { pid: number }).pid;

  it("ends with its standard input and leaves no process and no folder", async () => {
    const other = await startServer();
    const pid = await pidOf(await connect({ "appium:app": app }, other.port));
    expect(processIsGone(pid)).toBe(false);
    await other.stop();
    await until(() => processIsGone(pid));
  });

  it("takes its handsets along when it is killed", async () => {
    const other = await startServer();
    const pid = await pidOf(await connect({ "appium:app": app }, other.port));
    await other.kill("SIGKILL");
    await until(() => processIsGone(pid));
  });

  it("says so and ends with 3 when the port is taken, and with 2 when the option is wrong", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    expect(await run("--port", String(port))).toEqual([
      3,
      expect.stringContaining(`cannot listen on 127.0.0.1:${port}`),
    ]);
    taken.close();
    expect(await run("--port", "many")).toEqual([2, expect.stringContaining("--port must be 0 to 65535, not 'many'")]);
  });

  async function run(...options: string[]): Promise<[number | null, string]> {
    const serve = fileURLToPath(new URL("../../handset/driver/serve.ts", import.meta.url));
    const child = spawn(process.execPath, [serve, ...options], { stdio: ["pipe", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    return await new Promise((resolve) => child.once("close", (code) => resolve([code, said])));
  }
});
