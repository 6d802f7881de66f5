import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { API_DEMOS, type Node, Phone } from "./runtime-phone.ts";

let phone: Phone;

beforeAll(async () => {
  phone = await Phone.with(API_DEMOS);
});

afterAll(async () => {
  await phone?.close();
});

const component = (name: string) => ({ component: `io.appium.android.apis/.${name}` });
const field = (node: Node) => node.className === "android.widget.EditText";

/** A picture with more colours than this shows something. */
const DRAWN = 10;

describe("an ordinary APK on the handset", () => {
  it("waits at the gate before any line of the app, and takes no gesture there", async () => {
    const pid = await phone.device.startSuspended(phone.app);
    expect(await phone.state()).toMatchObject({ app: "gated", activities: [], pid });
    await expect(phone.call("tap", { x: 1, y: 1 })).rejects.toMatchObject({ code: "gated" });
  });

  it("goes on to the launcher activity", async () => {
    await phone.device.resume();
    expect(await phone.state()).toMatchObject({ app: "foreground", activity: "io.appium.android.apis.ApiDemos" });
    expect(await phone.texts()).toEqual(expect.arrayContaining(["API Demos", "Accessibility", "App", "Views"]));
    await expect(phone.call("go")).rejects.toMatchObject({ code: "already-started" });
  });

  it("opens the tapped list item, and goes back", async () => {
    await phone.tap((node) => node.text === "App");
    expect(await phone.texts()).toContain("Alert Dialogs");
    await phone.call("key", { keycode: 4 });
    expect(await phone.texts()).toContain("Accessibility");
  });

  it("types into the focused field and reports what stands there", async () => {
    await phone.call("startActivity", component("view.Controls1"));
    await expect(phone.tap(field)).resolves.toBeUndefined();
    await phone.call("text", { text: '号 "a" <b>&' });
    await phone.call("text", { text: "!" });
    expect(await phone.find(field)).toMatchObject({ text: '号 "a" <b>&!', focused: true });
    await phone.call("text", { text: "new", replace: true });
    expect((await phone.find(field))?.text).toBe("new");
  });

  it("checks a box when it is tapped", async () => {
    const box = (node: Node) => node.id.endsWith(":id/check1");
    expect((await phone.find(box))?.checked).toBe(false);
    await phone.tap(box);
    expect((await phone.find(box))?.checked).toBe(true);
  });

  it("shows a popup above the activity, and back closes only the popup", async () => {
    await phone.tap((node) => node.className === "android.widget.Spinner");
    expect(await phone.texts()).toContain("Neptune");
    await phone.call("key", { keycode: 4 });
    expect(await phone.texts()).not.toContain("Neptune");
    expect((await phone.state()).activity).toBe("io.appium.android.apis.view.Controls1");
  });

  it("centres a dialog, where its button can be tapped", async () => {
    await phone.call("startActivity", component("app.AlertDialogSamples"));
    await phone.tap((node) => node.id.endsWith(":id/two_buttons"));
    const ok = await phone.find((node) => node.text === "OK");
    expect(ok?.bounds[1]).toBeGreaterThan(400);
    await phone.tap((node) => node.text === "OK");
    expect(await phone.texts()).not.toContain("OK");
    expect((await phone.state()).activity).toBe("io.appium.android.apis.app.AlertDialogSamples");
  });

  it("scrolls a list by a swipe, and a tap right after it opens nothing by mistake", async () => {
    await phone.call("startActivity", component("view.List1"));
    expect(await phone.texts()).toContain("Abbaye de Belloc");
    await phone.call("swipe", { x1: 360, y1: 1000, x2: 360, y2: 200, durationMs: 300 });
    const after = await phone.texts();
    expect(after).not.toContain("Abbaye de Belloc");
    expect(await phone.texts()).toEqual(after);
  });

  it("draws what is on screen, and black when locked", async () => {
    expect(await colours()).toBeGreaterThan(DRAWN);
    await phone.call("lock");
    expect((await phone.state()).app).toBe("locked");
    expect(await colours()).toBe(1);
    await phone.call("unlock");
    // Not the very same number: the bar of a list that was scrolled may fade in between.
    expect(await colours()).toBeGreaterThan(DRAWN);
  });

  it("shows the home screen while the app is in background, and the app again after", async () => {
    await phone.call("background");
    expect((await phone.state()).app).toBe("background");
    expect((await phone.nodes()).map((node) => node.package)).not.toContain(phone.app);
    await phone.call("foreground");
    expect(await phone.state()).toMatchObject({ app: "foreground", activity: "io.appium.android.apis.view.List1" });
  });

  it("names an activity that does not exist, an unknown method and a wrong parameter", async () => {
    await expect(phone.call("startActivity", component("Nothing"))).rejects.toMatchObject({ code: "no-such-activity" });
    await expect(phone.call("dance")).rejects.toMatchObject({ code: "unknown-method" });
    await expect(phone.call("tap", { x: "left" })).rejects.toMatchObject({ code: "bad-parameter" });
    await expect(phone.call("grant", { permission: "android.permission.READ_SMS" })).rejects.toMatchObject({
      code: "undeclared-permission",
    });
  });

  it("keeps the clipboard when the process is killed", async () => {
    expect(await phone.call("clipboard", { text: "kept" })).toBe("kept");
    const { pid } = await phone.state();
    await phone.device.kill();
    expect(() => process.kill(pid, 0)).toThrow();
    await phone.launch();
    expect((await phone.state()).pid).not.toBe(pid);
    expect(await phone.call("clipboard")).toBe("kept");
  });
});

/** How many different pixel values the screenshot has in its first 600 rows (enough to tell blank from drawn). */
async function colours(): Promise<number> {
  const png = Buffer.from((await phone.call("screenshot")) as string, "base64");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([720, 1280]);
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const rows = inflateSync(Buffer.concat(parts));
  const width = rows.length / 1280;
  // Filtered bytes will do: a screen of one colour has rows that differ from the one above in nothing.
  const seen = new Set<string>();
  for (let row = 1; row < 600; row++) seen.add(rows.subarray(row * width + 1, (row + 1) * width).toString("latin1"));
  return seen.size;
}
