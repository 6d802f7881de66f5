import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CASES, type RunName } from "./policy-cases.ts";
import { DECLARED, POLICY_FILE, probeApp, type ProbeOptions, type ProbeRun, runProbe } from "./policy-process.ts";

const API_LEVEL = 34;
const P = "android.permission.";
const SEED = {
  androidId: "9f1c0d3ab2e45f67",
  imei: "358240051111110",
  meid: "A0000000000001",
  imsi: "460001234567890",
  iccid: "8986001234567890123",
  phoneNumber: "+8613800138000",
  serial: "2B181JEGR01234",
  wifiMac: "3c:28:6d:aa:bb:cc",
  ssid: "HomeNet",
  bssid: "00:11:22:33:44:55",
  bluetoothMac: "AA:BB:CC:11:22:33",
  operator: "China Mobile",
  location: { latitude: 39.90872, longitude: 116.39748 },
  contacts: [
    { name: "Alice", number: "+861395550001" },
    { name: "Bob", number: "+861395550002" },
  ],
  sms: [{ address: "10086", body: "code 123456" }],
  mms: [{ address: "10086", subject: "hello" }],
  callLog: [{ number: "+861395550001" }],
  calendar: [{ title: "Dentist" }],
  accounts: [{ name: "alice@example.com", type: "com.google" }],
  clipboard: "secret 123456",
  packages: [
    { name: "com.other.app", label: "Other" },
    { name: "com.seen.byname", label: "Seen" },
  ],
  photos: [{ name: "IMG_1.jpg" }],
  videos: [{ name: "VID_1.mp4" }],
  music: [{ name: "SONG_1.mp3" }],
  model: "Pixel 7",
  manufacturer: "Google",
};
const OLD_APP = [...DECLARED, `${P}READ_EXTERNAL_STORAGE`, `${P}BLUETOOTH`, `${P}BLUETOOTH_ADMIN`];

/** `old` runs declare no Bluetooth permission: those came with the install. */
const RUNS: Record<RunName, Omit<ProbeOptions, "seed"> & { seed?: object }> = {
  bare: { declared: [], granted: [] },
  installed: { declared: DECLARED, granted: [], background: true },
  granted: { declared: DECLARED, granted: DECLARED, background: true },
  coarse: { declared: DECLARED, granted: [`${P}ACCESS_COARSE_LOCATION`, `${P}READ_PHONE_STATE`] },
  off: { declared: [...DECLARED, `${P}QUERY_ALL_PACKAGES`], granted: DECLARED, seed: { locationOn: false } },
  old: { declared: DECLARED, granted: [], targetSdk: 25 },
  oldGranted: { declared: OLD_APP, granted: OLD_APP, targetSdk: 25 },
};

interface PolicyLine {
  id: string;
  enforced?: boolean;
  minApi?: number;
  maxApi?: number;
  types: string[];
  source?: string;
  reason?: string;
}

const lines = (JSON.parse(readFileSync(POLICY_FILE, "utf8")) as { rules: PolicyLine[] }).rules;
const enforcedHere = lines.filter(
  (line) => line.enforced !== false && (line.minApi ?? 0) <= API_LEVEL && (line.maxApi ?? API_LEVEL) >= API_LEVEL,
);

const runs = new Map<RunName, ProbeRun>();
let app: Awaited<ReturnType<typeof probeApp>>;

beforeAll(async () => {
  app = await probeApp();
  for (const [name, options] of Object.entries(RUNS)) {
    const seed = { ...SEED, ...options.seed };
    runs.set(name as RunName, await runProbe(app, { ...options, seed }));
  }
}, 900_000);

afterAll(() => app.remove());

function run(name: RunName): ProbeRun {
  const found = runs.get(name);
  if (!found) throw new Error(`no run ${name}`);
  return found;
}

function outcome([where, call]: readonly [string, string, string]): string {
  const [name, background] = where.split(".") as [RunName, string?];
  return run(name).outcome(background ? "background" : "screen", call);
}

describe("the platform policy, a case a line", () => {
  it("has a case for every enforced line of this API level and no case without a line", () => {
    expect([...new Set(CASES.map(({ rule }) => rule))].sort()).toEqual(enforcedHere.map(({ id }) => id).sort());
  });

  it("names a source for every enforced line and a reason for every line that is not", () => {
    const bare = lines.filter((line) => !(line.enforced === false ? line.reason : line.source));
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  for (const { rule, denied, allowed } of CASES) {
    it(`${rule}: ${denied[1]} is held back`, () => {
      expect(outcome(denied).slice(0, Math.max(denied[2].length, 1))).toBe(denied[2]);
      // "=" alone stands for an empty answer.
      if (denied[2] === "=") expect(outcome(denied)).toBe("=");
    });
    if (allowed) {
      it(`${rule}: ${allowed[1]} is given where the needs are met`, () => {
        expect(outcome(allowed).slice(0, allowed[2].length)).toBe(allowed[2]);
      });
    }
  }
});

describe("what the app gets besides", () => {
  it("receives location fixes for as long as it is registered, coarse ones with a coarse permission", () => {
    expect(Number(run("granted").outcome("screen", "later.fixes").slice(1))).toBeGreaterThan(1);
    expect(run("granted").outcome("screen", "later.current")).toBe("=1");
    expect(run("coarse").outcome("screen", "later.lastFix")).toMatch(/^=39\.91\d*,116\.39\d*,2000\.0$/);
    expect(run("off").outcome("screen", "later.fixes")).toBe("=0");
  });

  it("receives sensor readings on screen", () => {
    expect(Number(run("installed").outcome("screen", "later.readings").slice(1))).toBeGreaterThan(0);
  });

  it("keeps its own rows in the media store without a permission", () => {
    expect(run("bare").outcome("screen", "photos.own")).toBe("=1/1");
  });

  it("finds no class of the phone at the top of an exception", () => {
    const tops = [...run("installed").outcomes.values()].map((each) => each.split(" @")[1] ?? "");
    expect(tops.filter((top) => top.includes("virtualhandset"))).toEqual([]);
  });
});

describe("the phone's access log", () => {
  it("notes protected calls with what came of them", () => {
    const imei = run("granted").accessLog.filter(({ api }) => api === "android.telephony.TelephonyManager.getImei");
    expect(imei.length).toBe(4);
    expect(imei.every(({ permission, allowed }) => permission === "privileged" && !allowed)).toBe(true);
    const contacts = run("granted").accessLog.filter(
      ({ api }) => api === "ContentProvider.query(com.android.contacts)",
    );
    expect(contacts.length).toBe(14);
    expect(contacts.every(({ permission, allowed }) => permission === `${P}READ_CONTACTS` && allowed)).toBe(true);
  });

  it("runs on the process clock without going back", () => {
    const times = run("granted").accessLog.map(({ t }) => t);
    expect(times.every((t, i) => i === 0 || t >= (times[i - 1] as number))).toBe(true);
  });
});
