import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Device } from "../../handset/driver/device.ts";
import { isRuntimePermission } from "../../handset/driver/runtime-permissions.ts";
import { createFakePhone, type FakePhone, processIsGone } from "./fixtures/fake-phone.ts";

const PACKAGE = "com.example.app";
const CAMERA = "android.permission.CAMERA";
const button = (act: string) => ({ text: act, act, bounds: [0, 0, 720, 100] });
const script = (more: object = {}) => ({
  package: PACKAGE,
  screens: { first: [{ text: "Launch {launches}", bounds: [0, 0, 720, 100] }] },
  ...more,
});
const withCode = (code: string) => expect.objectContaining({ code });

let phone: FakePhone;
let devices: Device[];

const open = (more: object = {}) => {
  const device = new Device({ toolchain: phone.toolchain, apiLevel: 34, locale: "en-US", seed: {}, ...more });
  devices.push(device);
  return device;
};
const launched = async (more: object) => {
  const device = open();
  await device.install(phone.apk(script(more)));
  await device.activate(PACKAGE);
  return device;
};
const tap = (device: Device, deadlineMs?: number) => device.call("tap", { x: 1, y: 1 }, deadlineMs);
const eventNames = (device: Device) => device.events().events.map(({ event }) => event);

beforeEach(() => {
  phone = createFakePhone();
  devices = [];
});
afterEach(async () => {
  for (const device of devices) await device.close();
  phone.remove();
});

describe("a launch", () => {
  it("stops at the gate before any line of the app, and goes on when told", async () => {
    const device = open({ seed: { androidId: "a1" }, locale: "zh-CN" });
    await device.install(phone.apk(script()));
    const pid = await device.startSuspended(PACKAGE);
    expect(device.running).toEqual({ package: PACKAGE, pid, gated: true });
    expect((await device.state())?.app).toBe("gated");
    expect((await device.folder.readLines(device.folder.logcat, 0)).lines).toEqual([]);
    await device.resume();
    expect((await device.state())?.app).toBe("foreground");
    expect((await device.folder.readLines(device.folder.logcat, 0)).lines).toEqual(["started zh-CN a1"]);
  });

  it("keeps data over kill and relaunch, and loses them when cleared", async () => {
    const device = await launched({});
    const first = device.pid;
    expect(await device.kill()).toBe(true);
    expect(await device.kill()).toBe(false);
    await device.activate(PACKAGE);
    expect(device.pid).not.toBe(first);
    expect(await device.call("source")).toContain("Launch 2");
    await device.clear(PACKAGE);
    await device.activate(PACKAGE);
    expect(await device.call("source")).toContain("Launch 1");
  });

  it("fails with what the process said when it dies before the gate", async () => {
    const device = open();
    await device.install(phone.apk(script({ beforeGate: "die" })));
    await expect(device.startSuspended(PACKAGE)).rejects.toThrowError(/ended by signal SIGKILL.*booting/s);
  });

  it("fails as a crash when the app dies of its start", async () => {
    const device = open();
    await device.install(phone.apk(script({ onGo: "crash" })));
    await expect(device.activate(PACKAGE)).rejects.toThrowError(withCode("app-crashed"));
    await expect(device.resume()).rejects.toThrowError(/the app crashed: java.lang.IllegalStateException: broken/);
    expect(device.running).toBeUndefined();
  });

  it("of what is not installed, not suspended or running already is refused", async () => {
    const device = open();
    await expect(device.activate(PACKAGE)).rejects.toThrowError(withCode("not-installed"));
    await device.install(phone.apk(script()));
    await expect(device.resume()).rejects.toThrowError(withCode("not-suspended"));
    await device.activate(PACKAGE);
    await expect(device.startSuspended(PACKAGE)).rejects.toThrowError(withCode("already-running"));
  });

  it("applies what was set while no app ran", async () => {
    const device = open();
    await device.install(phone.apk(script({ permissions: [CAMERA] })));
    await device.setPermission(PACKAGE, CAMERA, true);
    await expect(device.setPermission(PACKAGE, "android.permission.READ_SMS", true)).rejects.toThrowError(
      withCode("undeclared-permission"),
    );
    await device.setClipboard("copied");
    await device.setLocation({ latitude: 1, longitude: 2 });
    expect(await device.clipboard()).toBe("copied");
    await device.startSuspended(PACKAGE);
    await expect(device.setClipboard("late")).rejects.toThrowError(withCode("gated"));
    await device.resume();
    expect(await device.call("permissions")).toEqual({ [CAMERA]: "granted" });
    expect(await device.clipboard()).toBe("copied");
    const { lines } = await device.folder.readLines(device.folder.logcat, 0);
    expect(lines).toEqual(["started en-US unseeded at 1,2"]);
  });

  it("keeps clipboard but not permissions when the app's data are cleared", async () => {
    const device = open();
    await device.install(phone.apk(script({ permissions: [CAMERA, "android.permission.INTERNET"] })));
    await device.setPermission(PACKAGE, CAMERA, false);
    await device.setClipboard("copied");
    expect(await device.permissions(PACKAGE)).toEqual({ [CAMERA]: "denied" });
    await device.clear(PACKAGE);
    expect(await device.permissions(PACKAGE)).toEqual({ [CAMERA]: "never-asked" });
    expect(await device.clipboard()).toBe("copied");
    await device.reset();
    expect(await device.clipboard()).toBe("");
    expect(device.appInfo(PACKAGE).package).toBe(PACKAGE);
  });
});

describe("a process", () => {
  it("that dies in the middle of a command ends it with a typed error, and every later one", async () => {
    const device = await launched({ screens: { first: [button("die")] } });
    await expect(tap(device)).rejects.toThrowError(withCode("process-ended"));
    await expect(device.state()).rejects.toThrowError(/handset process ended by signal SIGKILL/);
    expect(eventNames(device)).toEqual(["gate", "ready", "process-ended"]);
    await device.activate(PACKAGE);
    expect((await device.state())?.app).toBe("foreground");
  });

  it("that does not answer runs into the deadline of the command, and stays", async () => {
    const device = await launched({ screens: { first: [button("hang")] } });
    await expect(tap(device, 50)).rejects.toThrowError(withCode("deadline-expired"));
    expect((await device.state())?.app).toBe("foreground");
  });

  it("that does not keep the protocol is ended", async () => {
    const device = await launched({ screens: { first: [button("garbage")] } });
    const pid = device.pid ?? -1;
    await expect(tap(device)).rejects.toThrowError(withCode("protocol-error"));
    expect(processIsGone(pid)).toBe(true);
  });

  it("whose app crashes of a tap has taken the tap, and counts as gone", async () => {
    const device = await launched({ screens: { first: [button("crash")] } });
    await tap(device);
    expect(device.running).toBeUndefined();
    expect(await device.state()).toBeUndefined();
    const crash = device.events().events.at(-1);
    expect(crash).toMatchObject({ event: "crash", thread: "main", exception: expect.stringContaining("IllegalState") });
    await device.activate(PACKAGE);
    expect((await device.state())?.app).toBe("foreground");
  });

  it("whose app ends itself is no surprise", async () => {
    const device = await launched({ screens: { first: [button("exit")] } });
    await expect(tap(device)).rejects.toThrowError(withCode("process-ended"));
    expect(await device.state()).toBeUndefined();
    expect(eventNames(device)).toEqual(["gate", "ready", "exit"]);
  });

  it("hands out events by index over all processes", async () => {
    const device = await launched({ screens: { first: [button("external")] } });
    await tap(device);
    const { next } = device.events();
    expect(next).toBe(3);
    await device.kill();
    await device.activate(PACKAGE);
    expect(device.events(next).events.map(({ event }) => event)).toEqual(["gate", "ready"]);
  });
});

describe("an installation", () => {
  it("refuses what is no APK, naming it", async () => {
    const file = join(phone.folder, "notes.txt");
    writeFileSync(file, "hello");
    await expect(open().install(file)).rejects.toThrowError(withCode("not-an-apk"));
    await expect(open().install(file)).rejects.toThrowError(/notes\.txt: not a zip file/);
    await expect(open().install(join(phone.folder, "absent.apk"))).rejects.toThrowError(withCode("no-such-file"));
  });

  it("refuses a package name that is no name", async () => {
    const apk = phone.apk(script({ package: "../../etc" }));
    await expect(open().install(apk)).rejects.toThrowError(withCode("bad-package-name"));
  });

  it("converts an APK once for each version of the converter", async () => {
    const apk = phone.apk(script());
    await open().install(apk);
    writeFileSync(join(phone.folder, "java"), "#!/bin/sh\nexit 9\n");
    expect((await open().install(apk)).package).toBe(PACKAGE);
    phone.rebuild({ "virtualhandset/Main.class": "changed" });
    expect((await open().install(apk)).package).toBe(PACKAGE);
    phone.rebuild({ "virtualhandset/convert/Convert.class": "changed" });
    await expect(open().install(apk)).rejects.toThrowError(withCode("convert-failed"));
  });
});

describe("a device folder", () => {
  it("keeps installed apps and their data for the next session", async () => {
    const deviceDir = join(phone.folder, "device");
    const first = open({ deviceDir });
    await first.install(phone.apk(script()));
    await first.activate(PACKAGE);
    await first.close();
    const second = open({ deviceDir });
    await second.activate(PACKAGE);
    expect(await second.call("source")).toContain("Launch 2");
    expect(await second.remove(PACKAGE)).toBe(true);
    expect(existsSync(second.folder.dataDir(PACKAGE))).toBe(false);
  });

  it("serves one session at a time, and is free again after a driver that died", () => {
    const deviceDir = join(phone.folder, "device");
    open({ deviceDir });
    expect(() => open({ deviceDir })).toThrowError(withCode("device-in-use"));
    const abandoned = join(phone.folder, "abandoned");
    mkdirSync(abandoned);
    writeFileSync(join(abandoned, "in-use"), "999999999");
    expect(open({ deviceDir: abandoned }).folder.path).toBe(abandoned);
  });

  it("is removed after the session when nobody gave it", async () => {
    const device = await launched({});
    const { path } = device.folder;
    const pid = device.pid ?? -1;
    await device.close();
    expect(existsSync(path)).toBe(false);
    expect(processIsGone(pid)).toBe(true);
  });
});

describe("the driver's list of runtime permissions", () => {
  it("is the one of the handset's permission dialog", () => {
    const java = readFileSync(
      new URL("../../handset/src/virtualhandset/PermissionGroup.java", import.meta.url),
      "utf8",
    );
    const named = [...java.matchAll(/"((?:[a-z]+\.)*[A-Z][A-Z_]+)"/g)].map(([, name]) => name ?? "");
    const full = named.map((name) => (name.includes(".") ? name : `android.permission.${name}`));
    expect(full.length).toBeGreaterThan(30);
    expect(full.filter((name) => !isRuntimePermission(name))).toEqual([]);
    expect(isRuntimePermission("android.permission.INTERNET")).toBe(false);
  });
});

describe("a toolchain", () => {
  it("that is absent or damaged is named with the key", () => {
    expect(() => open({ toolchain: join(phone.folder, "none.json") })).toThrowError(withCode("no-toolchain"));
    const damaged = join(phone.folder, "damaged.json");
    writeFileSync(damaged, JSON.stringify({ java: "java" }));
    expect(() => open({ toolchain: damaged })).toThrowError(/damaged\.json: "jars.sdk" must be an object/);
    expect(() => open({ apiLevel: 21 })).toThrowError(/API level 21 is not installed; there is: 34/);
  });
});
