/** The ways to a datum past its own API, on the phone: programs, files, other apps, reflection. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DECLARED, probeApp, type ProbeRun, runProbe } from "./policy-process.ts";

const OAID = "2f6e1c9a-6f2b-4c55-9d0e-7b1b7c3d2a10";
const SEED = {
  oaid: OAID,
  androidId: "9f1c0d3ab2e45f67",
  serial: "2B181JEGR01234",
  wifiMac: "3c:28:6d:aa:bb:cc",
  ssid: "HomeNet",
  bssid: "00:11:22:33:44:55",
  location: { latitude: 39.90872, longitude: 116.39748 },
  contacts: [{ name: "Alice", number: "+861395550001" }],
  packages: [
    { name: "com.other.app", label: "Other" },
    { name: "com.seen.byname", label: "Seen" },
  ],
  photos: [{ name: "IMG_1.jpg" }],
  clipboard: "secret 123456",
};
const SEES_ALL = [...DECLARED, "android.permission.QUERY_ALL_PACKAGES"];

let app: Awaited<ReturnType<typeof probeApp>>;
/** Sees what its manifest queries: MSA by action, vivo's provider by authority, not Huawei. */
let usual: ProbeRun;
/** Sees all apps, on phones of three makes. */
let seeing: ProbeRun;
let meizu: ProbeRun;
let samsung: ProbeRun;

beforeAll(async () => {
  app = await probeApp();
  usual = await runProbe(app, { declared: DECLARED, granted: DECLARED, seed: SEED });
  seeing = await runProbe(app, { declared: SEES_ALL, granted: DECLARED, seed: SEED });
  meizu = await runProbe(app, { declared: SEES_ALL, granted: [], seed: { ...SEED, manufacturer: "Meizu" } });
  samsung = await runProbe(app, { declared: SEES_ALL, granted: [], seed: { ...SEED, manufacturer: "samsung" } });
}, 600_000);

afterAll(() => app.remove());

const given = (call: string): string => usual.outcome("screen", call);

/** Output lines end in `/`, `|` ends output and errors, the exit code is last. */
describe("programs that the app starts", () => {
  it("are the phone's, with its values", () => {
    expect(given("exec.getprop ro.product.model")).toBe("=Pixel 7/||0");
    expect(given("exec.id")).toMatch(/^=uid=10057\(u0_a57\) .*context=u:r:untrusted_app:.*\/\|\|0$/);
    expect(given("exec.uname -m")).toBe("=aarch64/||0");
    expect(given("exec.ps")).toMatch(/^=USER .*\/u0_a57 .* org\.example\.probe\/u0_a57 .* ps\/\|\|0$/);
    expect(given("exec.ls /sdcard/DCIM/Camera")).toBe("=IMG_1.jpg/||0");
    expect(given("exec.cat /proc/self/status")).toMatch(/^=Name:\tg\.example\.probe\/.*TracerPid:\t0\/Uid:\t10057/);
  });

  it("tell no serial number and no root", () => {
    expect(given("exec.getprop ro.serialno")).toBe("=/||0");
    expect(given("exec.which su")).toBe("=||1");
    expect(given("exec.su")).toMatch(/^!java\.io\.IOException: Cannot run program "su": error=2, No such file or dir/);
  });

  it("list the apps that the app may see, and only those", () => {
    const all = [
      "org.example.probe",
      "com.other.app",
      "com.seen.byname",
      "com.mdid.msa",
      "com.huawei.hwid",
      "com.vivo.vms",
    ];
    const listed = (names: string[]): string => `=${names.map((name) => `package:${name}/`).join("")}||0`;
    const queried = all.filter((name) => name !== "com.other.app" && name !== "com.huawei.hwid");
    expect(given("exec.pm list packages")).toBe(listed(queried));
    expect(seeing.outcome("screen", "exec.pm list packages")).toBe(listed(all));
    expect(seeing.outcome("screen", "exec.cmd package list packages -3")).toBe(listed(all.slice(0, 3)));
    expect(given("exec.pm path com.other.app")).toBe("=||1");
    expect(seeing.outcome("screen", "exec.pm path com.other.app")).toBe(
      "=package:/data/app/com.other.app/base.apk/||0",
    );
  });

  it("are refused what the app is refused", () => {
    expect(given("exec.cat /sys/class/net/wlan0/address")).toBe(
      "=|cat: /sys/class/net/wlan0/address: Permission denied/|1",
    );
    expect(given("exec.cat /proc/net/arp")).toBe("=|cat: /proc/net/arp: Permission denied/|1");
    expect(given("exec.ls /sys/class/net")).toBe("=|ls: /sys/class/net: Permission denied/|1");
    expect(given("exec.service call iphonesubinfo 1")).toMatch(/^=Result: Parcel\(\/ {2}0x00000000: ffffffff .*\|\|0$/);
  });

  it("are never the machine's, by whichever name", () => {
    for (const program of ["curl http://localhost", "/usr/bin/id", "/bin/sh -c id"]) {
      expect(given(`exec.${program}`)).toMatch(/^!java\.io\.IOException: Cannot run program .*error=2/);
    }
    expect(given("exec.cat /etc/passwd")).toBe("=|cat: /etc/passwd: No such file or directory/|1");
    expect(given("exec./system/bin/id -u")).toBe("=10057/||0");
    expect(given("processes")).toMatch(/^!java\.lang\.SecurityException/);
  });

  it("understand the shell's line and what is written to the shell", () => {
    expect(given("exec.sh")).toBe("=34/24/|sh: nothing: inaccessible or not found/|127");
    expect(given("exec.pipe")).toBe("=8/||0");
    expect(given("exec.written")).toBe("=four four $A/||7");
  });

  it("behave as a java.lang.Process", () => {
    expect(given("exec.merged")).toBe("=ls: /nowhere: No such file or directory/||1");
    expect(given("exec.killed")).toBe("=true 143 false");
  });
});

describe("files that the app reads", () => {
  it("are the phone's by every class that reads", () => {
    expect(given("file./proc/self/cmdline")).toBe("=org.example.probe\0");
    expect(given("file./proc/self/maps")).toContain("/system/bin/app_process64");
    expect(given("file./proc/meminfo")).toMatch(/^=MemTotal: +\d+ kB$/);
    expect(given("file.reader")).toBe("=processor\t: 0");
    expect(given("file.random")).toBe("=processor\t: 0");
    expect(given("file.nio")).toBe("=g.example.probe");
  });

  it("of the machine are not there", () => {
    for (const file of ["/etc/passwd", "/etc/hostname", "/proc/1/cmdline"]) {
      expect(given(`file.${file}`)).toContain(`!java.io.FileNotFoundException: ${file}: open failed: ENOENT`);
    }
    expect(given("file.nio.hidden")).toContain("!java.nio.file.NoSuchFileException: /etc/passwd");
    // cpuinfo, sh | su, passwd, env, bin | shared storage, own folder; each by java.io and java.nio.
    expect(given("file.exists")).toBe("=11 11 00 00 00 00 11 11");
    expect(given("file.list.root")).toBe("=[false, true]");
  });

  it("that Android closes are denied, not missing", () => {
    expect(given("file.nio.denied")).toContain("!java.nio.file.AccessDeniedException: /sys/class/net/wlan0/address");
    expect(given("file.write.system")).toContain("EACCES");
    expect(given("file.write.proc")).toContain("EACCES");
  });

  it("of its own and of shared storage go by Android's names", () => {
    expect(given("file.shared")).toBe("=kept true");
    expect(given("file.own")).toBe("=1 true");
  });
});

describe("network interfaces", () => {
  it("are the phone's, with its address and no hardware address", () => {
    const interfaces = [
      "lo up loopback 1500 null 127.0.0.1/8",
      "wlan0 up 1500 null 192.168.1.23/24",
      "rmnet0 up 1500 null",
    ];
    expect(given("net.list")).toBe(`=${interfaces.join(";")};`);
    expect(given("net.named")).toBe("=2 null lo");
    expect(given("net.holding")).toBe("=lo");
  });
});

describe("identifiers by other apps and by hidden classes", () => {
  it("are given by the alliance's service through a binder proxy, to an app that queries it", () => {
    expect(given("bind.msa")).toBe("=true");
    expect(given("later.bind.msa")).toBe(`=android.os.BinderProxy null true ${OAID}`);
  });

  it("are not given by a service that the app does not see", () => {
    expect(given("bind.huawei")).toBe("=false");
    expect(given("later.bind.huawei")).toContain("no such call");
    expect(seeing.outcome("screen", "bind.huawei")).toBe("=true");
    expect(seeing.outcome("screen", "later.bind.huawei")).toBe(`=android.os.BinderProxy null true ${OAID}`);
  });

  it("are given by the make's own service or provider", () => {
    expect(given("oaid.vivo")).toBe(`=[${OAID}]`);
    expect(given("bind.samsung")).toBe("=false");
    expect(samsung.outcome("screen", "later.bind.samsung")).toBe(`=android.os.BinderProxy null true ${OAID}`);
    expect(samsung.outcome("screen", "bind.huawei")).toBe("=false");
    expect(meizu.outcome("screen", "oaid.meizu")).toBe(`=[${OAID}]`);
    expect(meizu.outcome("screen", "oaid.vivo")).toBe("=no provider");
  });

  it("are the same as system properties as in Build, and empty where they name the device", () => {
    expect(given("prop.model")).toBe("=Pixel 7");
    expect(given("prop.fields")).toBe("=true");
    expect(given("prop.serial")).toBe("=<>");
  });

  it("are refused by a system service that the app calls past its manager", () => {
    expect(given("hidden.serviceManager")).toMatch(
      /^=android\.os\.BinderProxy com\.android\.internal\.telephony\.IPhoneSubInfo denied getDeviceId: The user 10057/,
    );
  });
});

describe("providers by their further doors", () => {
  it("give the seeded rows", () => {
    expect(given("client.contacts")).toBe("=[Alice]");
    expect(given("loader.contacts")).toBe("=[Alice]");
    expect(given("client.androidId")).toBe("=9f1c0d3ab2e45f67");
    expect(given("secure.one")).toBe("=[9f1c0d3ab2e45f67]");
  });

  it("give a photo as a stream, a descriptor, a typed asset and a thumbnail", () => {
    expect(given("photo.stream")).toBe("=true");
    expect(given("photo.descriptor")).toBe("=true");
    expect(given("photo.typed")).toBe("=true");
    expect(given("photo.thumbnail")).toBe("=32");
  });

  it("hold a setting back by whichever door", () => {
    expect(given("secure.bluetooth")).toContain("!java.lang.SecurityException: Settings key: <bluetooth_address>");
  });

  it("tell observers and listeners of changes", () => {
    expect(given("later.observer")).toBe("=changed");
    expect(given("later.clip")).toContain("ShadowClipboardManager.setPrimaryClip");
    expect(given("later.location")).toMatch(
      /^=org\.robolectric\.shadows\.ShadowLocationManager\$LocationListenerTransport/,
    );
  });
});
