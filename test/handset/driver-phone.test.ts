import { copyFileSync, mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remote } from "webdriverio";
import { processIsGone, type Server, startServer, until } from "./fixtures/fake-phone.ts";

/** The same driver, on the real handset process and an app that asks for consent and for a permission. */
const NEWS = fileURLToPath(new URL("../../scenarios/demo/news-clean/news-clean.apk", import.meta.url));
const PACKAGE = "com.zaowen.news";
const LOCATION = "android.permission.ACCESS_FINE_LOCATION";
const CONTROLLER = "com.android.permissioncontroller";

type Browser = Awaited<ReturnType<typeof remote>>;

let folder: string;
let server: Server;

const connect = (capabilities: object, port = server.port) =>
  remote({
    hostname: "127.0.0.1",
    port,
    logLevel: "silent",
    connectionRetryCount: 0,
    connectionRetryTimeout: 200_000,
    capabilities: Object.assign(
      { platformName: "Android", "appium:automationName": "Virtual", "appium:language": "zh", "appium:locale": "CN" },
      capabilities,
    ),
  });
const button = (browser: Browser, text: string) =>
  browser.$(`android=new UiSelector().text("${text}").clickable(true)`);
const eventNames = async (browser: Browser) => {
  const { events } = (await browser.execute("mobile: processEvents", {})) as { events: { event: string }[] };
  return events.map(({ event }) => event);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "driver-phone-"));
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a phone", () => {
  it("holds an app at its gate, walks its consent and permission screens, and remembers the answers", async () => {
    const deviceDir = join(folder, "device");
    const first = await connect({ "appium:app": NEWS, "appium:deviceDir": deviceDir, "appium:autoLaunch": false });
    expect(await first.execute("mobile: appInfo", {})).toMatchObject({ package: PACKAGE, limits: [] });
    const activity = `${PACKAGE}.MainActivity`;
    const classes = await first.execute("mobile: appClasses", { names: [activity, `${PACKAGE}.None`] });
    expect(classes).toEqual({ [activity]: expect.stringMatching(/^yv66vg/), [`${PACKAGE}.None`]: null });
    await expect(first.execute("mobile: appClasses", { names: activity })).rejects.toThrow(/bad-parameter/);
    const { pid } = (await first.execute("mobile: launchSuspended", {})) as { pid: number };
    expect(await eventNames(first)).toEqual(["gate"]);
    expect(processIsGone(pid)).toBe(false);
    expect(await first.getCurrentPackage()).toBe("com.android.launcher3");
    await first.execute("mobile: resumeLaunch", {});
    expect(await eventNames(first)).toEqual(["gate", "ready"]);
    expect(await first.getCurrentPackage()).toBe(PACKAGE);

    await button(first, "同意").click();
    await button(first, "同意").waitForExist({ reverse: true });
    await button(first, "本地新闻").click();
    const deny = first.$(`id=${CONTROLLER}:id/permission_deny_button`);
    await deny.waitForDisplayed();
    expect(await first.getCurrentPackage()).toBe(CONTROLLER);
    await deny.click();
    await deny.waitForExist({ reverse: true });
    expect(await first.execute("mobile: getPermissions", {})).toMatchObject({ [LOCATION]: "denied" });
    await first.deleteSession();
    expect(processIsGone(pid)).toBe(true);

    // The next session has the same phone: consent and refusal are remembered, unless it starts fresh.
    const second = await connect({ "appium:app": NEWS, "appium:deviceDir": deviceDir, "appium:noReset": true });
    expect(await button(second, "本地新闻").isExisting()).toBe(true);
    expect(await button(second, "同意").isExisting()).toBe(false);
    expect(await second.execute("mobile: getPermissions", {})).toMatchObject({ [LOCATION]: "denied" });
    await second.execute("mobile: clearApp", { appId: PACKAGE });
    expect(await second.queryAppState(PACKAGE)).toBe(1);
    expect(await second.execute("mobile: getPermissions", {})).toMatchObject({ [LOCATION]: "never-asked" });
    await second.activateApp(PACKAGE);
    expect(await button(second, "同意").isExisting()).toBe(true);
    await second.deleteSession();
  });

  it("says that its process ended when that is killed, and starts it again", async () => {
    const browser = await connect({ "appium:app": NEWS });
    const { pid } = (await browser.execute("mobile: deviceInfo", {})) as { pid: number };
    process.kill(pid, "SIGKILL");
    await until(() => processIsGone(pid));
    await expect(browser.getPageSource()).rejects.toThrow(/handset process ended by signal SIGKILL/);
    expect(await eventNames(browser)).toEqual(["gate", "ready", "process-ended"]);
    await browser.activateApp(PACKAGE);
    expect(await browser.queryAppState(PACKAGE)).toBe(4);
    await browser.deleteSession();
  });

  it("goes with its server, even when that is killed", async () => {
    const other = await startServer();
    const browser = await connect({ "appium:app": NEWS }, other.port);
    const { pid } = (await browser.execute("mobile: deviceInfo", {})) as { pid: number };
    await other.kill("SIGKILL");
    await until(() => processIsGone(pid));
  });

  it("refuses a damaged APK with its name", async () => {
    const damaged = join(folder, "damaged.apk");
    copyFileSync(NEWS, damaged);
    truncateSync(damaged, 2000);
    await expect(connect({ "appium:app": damaged })).rejects.toThrow(/cannot install .*damaged\.apk: .*\[not-an-apk\]/);
  });
});
