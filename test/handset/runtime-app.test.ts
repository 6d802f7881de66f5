import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, type Node, notes, Phone, PROBE } from "./runtime-phone.ts";

const CONTACTS = "android.permission.READ_CONTACTS";
const FINE = "android.permission.ACCESS_FINE_LOCATION";
const CONTROLLER = "com.android.permissioncontroller";

/** The best of so many readings was not held up, however busy the machine. */
const CLOCK_SAMPLES = 20;
/** A clock that runs ahead gains more than this during a few swipes. */
const CLOCK_SLACK_MS = 100;

let phone: Phone;

beforeAll(async () => {
  phone = await Phone.with(PROBE, "zh-CN");
  await phone.launch();
});

afterAll(async () => {
  await phone?.close();
});

const dialogButton = (name: string) => (node: Node) => node.id === `${CONTROLLER}:id/${name}`;

/** Clears the notes, presses the buttons one after the other, and reads what the app wrote. */
async function after(...labels: string[]): Promise<string[]> {
  await phone.press("clear");
  for (const label of labels) await phone.press(label);
  return notes(phone);
}

describe("an app on the handset", () => {
  it("starts in Android's order: Application attached, providers by init order, Application, activity", async () => {
    expect(await notes(phone)).toEqual([
      "launch 1 attach HighProvider LowProvider application",
      "start",
      "resume",
      "focus true",
    ]);
  });

  it("has the permissions that come with the install, and no others", async () => {
    expect(await after("self check")).toEqual([
      "INTERNET 0",
      "READ_CONTACTS -1",
      "READ_SMS -1",
      "READ_PRIVILEGED_PHONE_STATE -1",
      "rationale false",
      "interactive true",
    ]);
  });

  it("asks for a permission in the phone's language; after the second refusal never again", async () => {
    await after("contacts");
    const message = await phone.find(dialogButton("permission_message"));
    expect(message).toMatchObject({ text: "要允许“Probe”访问您的通讯录吗？", package: CONTROLLER });
    expect((await phone.find(dialogButton("permission_deny_button")))?.text).toBe("不允许");
    await phone.tap(dialogButton("permission_deny_button"));
    expect(await notes(phone)).toContain("result 1 [-1]");
    expect(await phone.call("permissions")).toMatchObject({ [CONTACTS]: "denied" });
    expect(await after("self check")).toContain("rationale true");

    await after("contacts");
    await phone.tap(dialogButton("permission_deny_button"));
    expect(await phone.call("permissions")).toMatchObject({ [CONTACTS]: "denied-forever" });
    expect(await after("contacts")).toContain("result 1 [-1]");
    expect(await phone.find((node) => node.package === CONTROLLER)).toBeUndefined();
  });

  it("asks once for a group, and refuses what the manifest does not declare", async () => {
    await after("location and sms");
    await phone.tap(dialogButton("permission_allow_foreground_only_button"));
    expect(await notes(phone)).toContain("result 2 [0, 0, -1]");
    expect(await phone.call("permissions")).toMatchObject({ [FINE]: "granted" });
  });

  it("gives and takes a permission from outside", async () => {
    await phone.call("grant", { permission: CONTACTS });
    expect(await after("self check")).toContain("READ_CONTACTS 0");
    await phone.call("revoke", { permission: CONTACTS });
    expect(await after("self check")).toContain("READ_CONTACTS -1");
  });

  it("delivers an activity's result between start and resume", async () => {
    await after("second");
    expect(await phone.texts()).toContain("SecondActivity renewed 0");
    await phone.call("key", { keycode: 4 });
    const seen = await notes(phone);
    expect(seen.slice(seen.indexOf("start"))).toEqual(["start", "activity result 7 -1 42", "resume", "focus true"]);
    expect(seen.indexOf("pause")).toBeLessThan(seen.indexOf("SecondActivity-create"));
    expect(seen.indexOf("SecondActivity-create")).toBeLessThan(seen.indexOf("stop"));
  });

  it("keeps to launch modes", async () => {
    const stack = async (activity: string) => {
      await phone.call("startActivity", { component: `.${activity}` });
      return (await phone.state()).activities.map((name) => name.split(".").pop());
    };
    expect(await stack("SingleTopActivity")).toEqual(["MainActivity", "SingleTopActivity"]);
    expect(await stack("SingleTopActivity")).toEqual(["MainActivity", "SingleTopActivity"]);
    expect(await phone.texts()).toContain("SingleTopActivity renewed 1");
    await stack("SingleTaskActivity");
    await stack("SecondActivity");
    expect(await stack("SecondActivity")).toHaveLength(5);
    expect(await stack("SingleTaskActivity")).toEqual(["MainActivity", "SingleTopActivity", "SingleTaskActivity"]);
    await phone.call("key", { keycode: 4 });
    await phone.call("key", { keycode: 4 });
    expect((await phone.state()).activities).toEqual(["org.example.probe.MainActivity"]);
  });

  it("starts, binds and ends services", async () => {
    expect(await after("service", "bind")).toEqual(["service-create", "service-start-1", "bound-to-service"]);
    await phone.press("stop service");
    expect((await phone.state()).services).toEqual(["org.example.probe.ProbeService"]);
    await phone.press("unbind");
    expect((await phone.state()).services).toEqual([]);
    expect(await notes(phone)).toContain("service-destroy");
  });

  it("stops the app in background and behind the lock screen, and wakes it again", async () => {
    await after();
    await phone.call("background");
    await phone.call("foreground");
    await phone.call("lock");
    await phone.call("unlock");
    const round = ["pause", "stop", "focus false", "start", "resume", "focus true"];
    expect(await notes(phone)).toEqual([...round, ...round]);
  });

  it("delivers broadcasts by action and by component", async () => {
    await after();
    await phone.call("broadcast", { action: "android.intent.action.BOOT_COMPLETED", extras: { word: "one" } });
    await phone.call("broadcast", { action: "org.example.NOBODY", extras: { word: "none" } });
    await phone.call("broadcast", { action: "org.example.X", component: ".ProbeReceiver", extras: { word: "two" } });
    expect(await notes(phone)).toEqual([
      "received android.intent.action.BOOT_COMPLETED one",
      "received org.example.X two",
    ]);
  });

  it("never ends a wait early by the clock that its API is defined by, and knows the date", async () => {
    await after("time");
    const seen = await eventually(async () => {
      const lines = await notes(phone);
      return lines.length >= 7 ? lines : undefined;
    });
    for (const [what, due] of [
      ["handler", 300],
      ["thread", 400],
      ["timer", 200],
      ["executor", 250],
      ["sleep", 500],
    ] as const) {
      const line = seen.find((note) => note.startsWith(`${what} took `));
      expect(Number(line?.split(" ").pop()), what).toBeGreaterThanOrEqual(due);
    }
    const wall = Number(seen.find((line) => line.startsWith("wall"))?.split(" ")[1]);
    expect(Math.abs(wall - Date.now())).toBeLessThan(600_000);
    expect(seen).toContain(`date ${new Date().getFullYear()}`);
  });

  it("has a clock that follows real time: never ahead of it, and caught up after it was held up", async () => {
    /** Bounds of real time minus the phone's, in ms; the constant between the two clocks is in all of them. */
    const behind = async () => {
      const before = performance.now();
      const { uptimeMs } = await phone.state();
      return { least: before - uptimeMs, most: performance.now() - uptimeMs };
    };
    let base = Infinity;
    for (let sample = 0; sample < CLOCK_SAMPLES; sample++) base = Math.min(base, (await behind()).most);
    for (const [y1, y2] of [
      [1150, 400],
      [400, 1150],
      [400, 1150],
    ]) {
      let [swiping, smallest] = [true, Infinity];
      const swipe = phone.call("swipe", { x1: 360, y1, x2: 360, y2, durationMs: 300 }).finally(() => (swiping = false));
      while (swiping) smallest = Math.min(smallest, (await behind()).most);
      await swipe;
      expect(smallest).toBeGreaterThan(base - CLOCK_SLACK_MS);
    }
    await eventually(async () => (await behind()).least < base + CLOCK_SLACK_MS);
  });

  it("looks like Android's runtime and not like the host's", async () => {
    const seen = await after("host");
    expect(seen).toEqual(
      expect.arrayContaining(["java.vm.name=Dalvik", "user.home=", "user.dir=/", "env null /system 5"]),
    );
    expect(readFileSync(phone.device.folder.logcat, "utf8")).toContain("printed by the app");
  });

  it("finds the library, ICU data and hyphenation where they lie unpacked once, and unpacks none of its own", () => {
    const names = readdirSync(phone.device.folder.tmp, { recursive: true, encoding: "utf8" });
    expect(names.filter((name) => /\.(so|dat|hyb)$/.test(name))).toEqual([]);
  });

  it("keeps the app away from the host's files, programs and network", async () => {
    rmSync("/tmp/probe-was-here", { force: true });
    await after("escape");
    await eventually(async () => (await notes(phone)).includes("escape done"));
    // A program is one of the phone's: what they say is in doors.test.ts.
    const found = (await notes(phone)).map((note) => note.replace(/^exec = Process\[.*/, "exec = Process"));
    expect(found).toEqual([
      "passwd ! FileNotFoundException",
      `cmdline = ${"org.example.probe".length + 1}`,
      "write ! FileNotFoundException",
      "exec = Process",
      "resolve ! UnknownHostException",
      "connect ! ConnectException",
      "guard ! SecurityException",
      "own file = 0",
      "loopback = connected",
      "addresses = 0", // no network is seeded
      "escape done",
    ]);
    expect(existsSync("/tmp/probe-was-here")).toBe(false);
  });

  it("masks a password in the page source", async () => {
    const password = (node: Node) => node.description === "password";
    await phone.tap(password);
    await phone.call("text", { text: "secret" });
    expect(await phone.find(password)).toMatchObject({ text: "••••••", password: true });
  });

  it("reports a wish for another app", async () => {
    await after("open url");
    expect(phone.event("external")).toMatchObject({ intent: expect.stringContaining("example.org") as string });
    expect((await phone.state()).app).toBe("foreground");
  });

  it("keeps data and permission answers over a kill", async () => {
    await phone.device.kill();
    await phone.launch();
    expect((await notes(phone))[0]).toMatch(/^launch 2 /);
    expect(await phone.call("permissions")).toMatchObject({ [FINE]: "granted", [CONTACTS]: "denied" });
  });

  it("ends when the app kills its own process", async () => {
    await expect(phone.press("kill")).rejects.toMatchObject({ code: "process-ended" });
    expect(await eventually(() => phone.event("exit"))).toMatchObject({ reason: "Process.killProcess" });
    expect(phone.device.running).toBeUndefined();
  });

  it("reports an uncaught exception once, with its stack", async () => {
    await phone.launch();
    await phone.press("crash thread");
    const crash = await eventually(() => phone.event("crash"));
    expect(crash).toMatchObject({ thread: "worker", exception: "java.lang.IllegalStateException: probe thread crash" });
    expect(crash.stack).toContain("org.example.probe.MainActivity");
  });
});
