import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DECLARED, probeApp, type ProbeRun, runProbe } from "./policy-process.ts";

const ALL = [...DECLARED, "android.permission.QUERY_ALL_PACKAGES"];

let app: Awaited<ReturnType<typeof probeApp>>;
let unseeded: ProbeRun;
let seeded: ProbeRun;

beforeAll(async () => {
  app = await probeApp();
  const options = { declared: ALL, granted: DECLARED };
  unseeded = await runProbe(app, { ...options, seed: {} });
  seeded = await runProbe(app, {
    ...options,
    seed: {
      androidId: "0123456789abcdef",
      manufacturer: "Xiaomi",
      model: "Mi 14",
      bluetoothName: "Wang's phone",
      contacts: [{ name: "王芳", number: "138-1234 5550001" }],
      packages: [{ name: "com.seen.byname", label: "看得见" }],
      photos: [{ name: "../../outside.jpg" }],
      clipboard: "验证码 246810",
      imsi: "460110123456789",
      operator: "China Telecom",
    },
  });
}, 400_000);

afterAll(() => app.remove());

describe("a phone without seeded data", () => {
  it("answers empty where a phone with no such data does, and never with a missing provider", () => {
    const expected = {
      contacts: "=[]",
      "contacts.phones": "=[]",
      sms: "=[]",
      mms: "=[]",
      calls: "=[]",
      calendar: "=[]",
      photos: "=[]",
      accounts: "=0",
      "wifi.scan": "=0",
      "wifi.ssid": "=<unknown ssid>",
      "loc.last": "=null",
      getAllCellInfo: "=0",
      getLine1Number: "=null",
      getActiveSubscriptionInfoCount: "=0",
      "clip.text": "=null",
      "pm.packages": "=",
    };
    const found = Object.keys(expected).map((call) => [call, unseeded.outcome("screen", call)]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it("has an Android ID all the same", () => {
    expect(unseeded.outcome("screen", "androidId")).toMatch(/^=[0-9a-f]{16}$/);
  });

  it("fails no call inside the framework", () => {
    const inside = [...unseeded.outcomes].filter(([, outcome]) =>
      /^!java\.lang\.(NullPointerException|IndexOutOfBounds\w*|IllegalState\w*|ClassCast\w*).* @(android|org\.robolectric)\./.test(
        outcome,
      ),
    );
    expect(inside).toEqual([]);
  });
});

describe("a phone with seeded data", () => {
  it("reads the Android ID back by every door", () => {
    expect(seeded.outcome("screen", "androidId")).toBe("=0123456789abcdef");
    expect(seeded.outcome("screen", "androidId.call")).toBe("=0123456789abcdef");
    expect(seeded.outcome("screen", "androidId.query")).toBe("=[0123456789abcdef]");
  });

  it("is of the seeded make and operator", () => {
    expect(seeded.outcome("screen", "build")).toBe("=Xiaomi/Mi 14");
    expect(seeded.outcome("screen", "bt.name")).toBe("=Wang's phone");
    expect(seeded.outcome("screen", "getNetworkOperatorName")).toBe("=China Telecom");
    expect(seeded.outcome("screen", "getSimOperator")).toBe("=46011");
  });

  it("finds a contact by its number however it was written", () => {
    expect(seeded.outcome("screen", "contacts.phones")).toBe("=[王芳,138-1234 5550001]");
    expect(seeded.outcome("screen", "contacts.lookup")).toBe("=[王芳]");
  });

  it("labels other apps and keeps a photo's name inside the camera folder", () => {
    expect(seeded.outcome("screen", "pm.label.queried")).toBe("=看得见");
    expect(seeded.outcome("screen", "photos")).toBe("=[outside.jpg]");
    expect(seeded.outcome("screen", "photos.open")).toBe("=jpeg");
  });

  it("has the seeded text on the clipboard", () => {
    expect(seeded.outcome("screen", "clip.text")).toBe("=验证码 246810");
  });
});
