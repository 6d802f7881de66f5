/**
 * What the agent promises about an app, on both machines: HotSpot is the real one, Android's is a double made from the
 * bridge's published types and sources. Below that, what only Android's side has to deal with.
 */
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { LIMITS as WIRE, type HookRow, type SessionCounters } from "../../trace/frame.ts";
import { openAgent, row } from "./agent-session.ts";
import type { OpenSide, Side } from "./runtime-side.ts";

// Checked with the agent's types, which know Frida and not Node: not imported by name here.
const MACHINE = "./art/machine.ts";
const DOUBLE = "./art/bridge.ts";
const BRIDGE = fileURLToPath(new URL("../../node_modules/frida-java-bridge", import.meta.url));
const OPEN = "./art/open.ts";
vi.mock("frida-java-bridge", async () => ({ default: ((await import(DOUBLE)) as { java: object }).java }));
vi.mock("frida-java-bridge/lib/android.js", async () => (await import(DOUBLE)) as object);
vi.mock("frida-java-bridge/lib/jvm.js", () => ({ makeMethodMangler: undefined }));

interface ArtSide extends Side {
  machine: { framesTaken: number; deoptimised: string[]; ran: Map<string, number>; replaced: Map<unknown, unknown> };
  counters(): SessionCounters;
  end(): void;
}
interface Setup {
  android?: string;
  bootImage?: string;
  method?: string;
  walks?: boolean;
  dex?: string;
  application?: boolean;
  refused?: string;
  stamp?: string;
}
async function openArt(rows: HookRow[], setup: Setup = {}): Promise<ArtSide> {
  const { openArt: open } = (await import(OPEN)) as { openArt(rows: HookRow[], setup: Setup): Promise<ArtSide> };
  return open(rows, setup);
}

const openHotSpot: OpenSide = async (rows) => {
  const agent = await openAgent(rows);
  await agent.target.do("go canary-1 490154203237518");
  return agent;
};

const ROWS: HookRow[] = [
  row("T01", "keyed"),
  row("T02", "around"),
  row("T03", "same", { outcome: "object" }),
  row("T04", "longs", { outcome: "object" }),
  row("T05", "floats", { outcome: "object" }),
  row("T06", "flags", { outcome: "object" }),
  row("T07", "denied"),
  row("T08", "odd"),
  row("T09", "absent"),
  { ...row("T10", "gone"), class: "android.no.such.Thing" },
  { ...row("T11", "gone"), class: "com.example.no.such.Thing" },
  { ...row("T12", "gone"), class: "[Ljava.lang.String;" },
];

describe.each([
  ["HotSpot", openHotSpot],
  ["ART's double", openArt as OpenSide],
] satisfies [string, OpenSide][])("an agent on %s", (_name, open) => {
  let side: Side;
  beforeAll(async () => {
    side = await open(ROWS);
  });
  afterAll(() => side.close());

  it("tells which rows it armed, which members are missing and which classes", () => {
    const states = side.coverage.filter((each) => each.row.startsWith("T")).map((each) => [each.row, each.status]);
    const armed = ["T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08"].map((id) => [id, "armed"]);
    const others = { T09: "not-present", T10: "not-present", T11: "waiting", T12: "not-present" };
    expect(states).toEqual([...armed, ...Object.entries(others)]);
    const reason = (id: string): string | undefined => side.coverage.find((each) => each.row === id)?.reason;
    expect(reason("T09")).toBe("not declared by this class");
    expect(reason("T10")).toBe("no such class");
    // The class of an array is found as any other.
    expect(reason("T12")).toBe("not declared by this class");
  });

  it("records a call with its value, its argument and the app's frames", async () => {
    const { answer, accesses } = await side.seen("keyed imei");
    expect(answer).toBe("value of imei");
    expect(accesses).toHaveLength(1);
    expect(accesses[0]).toMatchObject({
      row: "T01",
      overload: "(Ljava/lang/String;)Ljava/lang/String;",
      outcome: "value",
      value: "value of imei",
      args: { arg0: "imei" },
    });
    const frames = side.stacks.get(accesses[0]?.stack ?? -1)?.frames ?? [];
    expect(frames.slice(0, 2).map((frame) => frame.slice(0, 3))).toEqual([
      ["com.example.target.Doors", "keyed", "Doors.java"],
      ["com.example.target.Commands", "answer", "Commands.java"],
    ]);
  });

  it("numbers a stack once, and another one otherwise", async () => {
    const numbers = [];
    for (const command of ["keyed a", "keyed b", "around c"]) {
      numbers.push((await side.seen(command)).accesses.map((each) => each.stack));
    }
    expect(numbers[1]).toEqual(numbers[0]);
    expect(numbers[2]).not.toContain(numbers[0]?.[0]);
  });

  it("tells a call by hooked code of the app apart from what the platform does for one call", async () => {
    const { answer, accesses } = await side.seen("around imei");
    expect(answer).toBe("value of imei");
    expect(accesses.map((each) => each.row).sort()).toEqual(["T01", "T02"]);
  });

  it("hands on the very same objects, and numbers of every kind", async () => {
    expect((await side.seen("same")).answer).toBe("true null");
    expect((await side.seen("numbers")).answer).toBe("9223372036854775807 0.1 true false");
  });

  it("hands on the very same exception, and tells a denial from an error", async () => {
    const denied = await side.seen("denied");
    expect(denied.answer).toBe("not allowed denied");
    expect(denied.accesses).toMatchObject([{ outcome: "denied", error: "java.lang.SecurityException" }]);
    const odd = await side.seen("odd");
    expect(odd.answer).toBe("true");
    expect(odd.accesses).toMatchObject([{ outcome: "error", error: "java.lang.IllegalStateException" }]);
  });
});

const SECURE: HookRow = { ...row("P01", "getString"), class: "android.provider.Settings$Secure" };
const LONGS: HookRow = { ...row("P02", "getLong", { outcome: "object" }), class: "android.provider.Settings$Secure" };
const OPEN_ROW: HookRow = { ...row("P03", "open", { outcome: "void" }), class: "android.provider.Settings$Secure" };

async function stateOf(given: HookRow, setup: Setup = {}): Promise<object> {
  const { coverage } = await openArt([given], setup);
  return coverage.find((each) => each.row === given.id) ?? {};
}

describe("the double", () => {
  const source = (file: string): string => fs.readFileSync(path.join(BRIDGE, file), "utf8");

  it("has what the installed bridge has", async () => {
    const { env } = (await import(MACHINE)) as { env: object };
    const { java } = (await import(DOUBLE)) as { java: object };
    const methods = Object.keys(env).filter((name) => name !== "handle");
    expect(methods.filter((name) => !source("lib/env.js").includes(`Env.prototype.${name} =`))).toEqual([]);
    const published = source("index.d.ts") + source("index.js");
    expect(Object.keys(java).filter((name) => !new RegExp(`\\b${name}\\b`).test(published))).toEqual([]);
  });

  it("mangles as the installed bridge does: what is put in place, put back, and called", () => {
    const android = source("lib/android.js");
    expect(android).toContain("export function makeMethodMangler (methodId)");
    const mangler = android.slice(
      android.indexOf("class ArtMethodMangler"),
      android.indexOf("function xposedIsSupported"),
    );
    for (const part of [
      "this.methodId = methodId",
      "this.originalMethod = null",
      "replace (impl, isInstanceMethod, argTypes, vm, api)",
      "revert (vm)",
      "resolveTarget (wrapper, isInstanceMethod, env, api) {\n    return this.hookedMethodId;",
    ]) {
      expect(mangler).toContain(part);
    }
    expect(source("lib/class-factory.js")).toContain("this._patchedMethods = new Set()");
  });
});

describe("the agent on ART's double", () => {
  it("runs the original once a call", async () => {
    const side = await openArt(ROWS);
    await side.seen("keyed imei");
    expect(side.machine.ran.get("keyed")).toBe(1);
    await side.seen("denied");
    expect(side.machine.ran.get("denied")).toBe(1);
    expect(side.counters()).toMatchObject({ emitted: 2, hookErrors: 0 });
  });

  it("takes the frames of a stack apart once, however often it is met", async () => {
    const side = await openArt(ROWS);
    for (let i = 0; i < 20; i++) await side.seen(`keyed ${i}`);
    expect(side.machine.framesTaken).toBe(1);
  });

  it("folds no call into another on stacks too deep to be walked to their end", async () => {
    const side = await openArt(ROWS);
    const { accesses } = await side.seen("deep 600");
    expect(accesses.map((each) => each.row).sort()).toEqual(["T01", "T02"]);
    for (const { stack } of accesses) {
      const told = side.stacks.get(stack);
      expect(told).toMatchObject({ cut: true });
      expect(told?.frames).toHaveLength(WIRE.stackFrames);
    }
  });

  it("makes do with the helper's throwable where stacks cannot be walked", async () => {
    const side = await openArt(ROWS, { walks: false });
    expect((await side.seen("keyed imei")).accesses).toMatchObject([{ row: "T01", stack: 1 }]);
    expect(side.machine.framesTaken).toBe(0);
  });

  it("arms every overload with a body, and none that the compiler wrote", async () => {
    expect(await stateOf(SECURE)).toMatchObject({ status: "armed", overloads: 1 });
    expect(await stateOf(LONGS)).toMatchObject({ status: "armed", overloads: 2 });
    expect(await stateOf(OPEN_ROW)).toMatchObject({
      status: "not-present",
      reason: expect.stringContaining("abstract"),
    });
  });

  it("arms the creator of a class of the platform, which has no name of its own", async () => {
    const creator = { ...row("P05", "CREATOR.createFromParcel", { outcome: "object" }), class: "android.net.Uri" };
    expect(await stateOf(creator)).toMatchObject({ status: "armed", selfTested: true });
    expect(await stateOf({ ...creator, class: "android.provider.Settings$Secure" })).toMatchObject({
      status: "not-present",
      reason: expect.stringContaining("no field CREATOR"),
    });
  });

  it("proves members of the platform by a call, and starts no class of the app for that", async () => {
    expect(await stateOf(SECURE)).toMatchObject({ selfTested: true });
    expect(await stateOf(LONGS)).toMatchObject({ selfTested: true });
    const side = await openArt(ROWS);
    expect(side.coverage.filter((each) => each.selfTested)).toEqual([]);
    expect(side.machine.ran.size).toBe(0);
  });

  it("gives single members back to the interpreter where the boot image is refused, natives apart and none twice", async () => {
    const again = { ...LONGS, id: "P04" };
    const side = await openArt([SECURE, LONGS, again], { bootImage: "only on Android 8" });
    expect(side.coverage.filter((each) => each.row.startsWith("P")).map((each) => each.status)).toEqual(
      Array(3).fill("armed"),
    );
    expect(side.machine.deoptimised).toEqual(["getString", "getLong"]);
    expect((await openArt([SECURE])).machine.deoptimised).toEqual([]);
  });

  it("counts a member as failed, with the machine's words, where calls may pass it by", async () => {
    expect(await stateOf(SECURE, { bootImage: "no symbol", method: "no debugger" })).toMatchObject({
      status: "failed",
      reason: "not-deoptimized: boot image: no symbol; this member: no debugger",
    });
    expect(await stateOf(row("T01", "keyed"), { bootImage: "no", method: "no" })).toMatchObject({ status: "armed" });
  });

  it("counts a member as failed that the machine does not let go, and leaves it as it was", async () => {
    const side = await openArt([row("T01", "keyed"), row("T02", "around")], { refused: "keyed" });
    expect(side.coverage.filter((each) => each.row.startsWith("T"))).toMatchObject([
      { status: "failed", reason: "not replaced: (Ljava/lang/String;)Ljava/lang/String; (no room for a jump)" },
      { status: "armed" },
    ]);
    expect(side.machine.replaced.size).toBe(1);
    expect((await side.seen("keyed imei")).accesses).toEqual([]);
  });

  it("counts rows of a class as failed that names classes the app left out", async () => {
    const partial = { ...row("T01", "any"), class: "com.example.target.Partial" };
    expect(await stateOf(partial)).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("members-unreadable"),
    });
  });

  it.each([
    ["helper-missing", { dex: "missing" }],
    ["helper-not-loaded", { dex: "refused" }],
    ["android-too-old", { android: "7.1.2" }],
  ])("does not begin: %s", async (code, setup) => {
    await expect(openArt(ROWS, setup)).rejects.toMatchObject({ name: "ArtError", code });
  });

  it("does not begin with a helper of other sources", async () => {
    const stale = openArt(ROWS, { stamp: "6".repeat(64) });
    await expect(stale).rejects.toMatchObject({ name: "HelperError", code: "helper-stale" });
  });

  it("is chosen by what the process runs on", async () => {
    const { java } = (await import(DOUBLE)) as { java: { api: { flavor: string } } };
    java.api.flavor = "dalvik";
    try {
      await expect(openArt(ROWS)).rejects.toThrow("not supported: dalvik");
    } finally {
      java.api.flavor = "art";
    }
  });

  it("uses the loader of the application, and before there is one that of the installed package", async () => {
    const bridge = (await import(DOUBLE)) as { usedLoader: string };
    await openArt(ROWS);
    expect(bridge.usedLoader).toBe("the application's");
    await openArt(ROWS, { application: false });
    expect(bridge.usedLoader).toContain("/data/app/");
  });

  it("leaves the app as it was when the script ends", async () => {
    const side = await openArt(ROWS);
    expect(side.machine.replaced.size).toBe(8);
    side.end();
    expect(side.machine.replaced.size).toBe(0);
    expect(await side.seen("keyed imei")).toMatchObject({ answer: "value of imei", accesses: [] });
  });
});
