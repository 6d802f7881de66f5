import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startChildHost, type ChildCommand } from "../../controller/frida/child-host.ts";
import { type FridaHost, type FridaSession } from "../../controller/frida/frida-host.ts";
import { npmCommand, openFridaHost, pythonCommand } from "../../controller/frida/open-host.ts";
import { processesInside } from "../../controller/private-temp.ts";

const python = (
  JSON.parse(readFileSync(new URL("../../.tools/toolchain.json", import.meta.url), "utf8")) as { python: string }
).python;

const SCRIPT = `
rpc.exports = {
  add(a, b) { return a + b; },
  nothing() {},
  fail() { throw new Error("told to"); },
  hang() { return new Promise(() => {}); },
  burst(n, size) { for (let i = 0; i < n; i++) send({ i, pad: "x".repeat(size) }); return n; },
  text(s) { send(s); return s.length; },
};
recv("echo", function onEcho(message) { send({ echoed: message.value }); recv("echo", onEcho); });
`;

/** Waits for a condition; the deadline only bounds a failing run. */
async function until(what: string, condition: () => boolean, deadlineMs = 15_000): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const targets: ChildProcess[] = [];
/** A process that is past its start: the loader of a process that is still being linked cannot be injected into. */
async function target(): Promise<ChildProcess & { pid: number }> {
  const child = spawn("cat", { stdio: ["pipe", "pipe", "ignore"] });
  targets.push(child);
  child.stdin.write("up\n");
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return child as ChildProcess & { pid: number };
}
afterEach(() => {
  for (const child of targets.splice(0)) child.kill("SIGKILL");
});

const unavailable = new Map<string, string>();
for (const command of [npmCommand(), pythonCommand(python)]) {
  await startChildHost(command).then(
    (host) => host.close(),
    (error: Error) => void unavailable.set(command.kind, error.message),
  );
}

describe.each([npmCommand(), pythonCommand(python)])("Frida over $kind", (command: ChildCommand) => {
  let host: FridaHost;
  const missing = unavailable.get(command.kind);
  // The npm package is optional and may be absent; the Python one is part of every installation.
  const test = it.skipIf(missing !== undefined && command.kind === "npm");

  beforeAll(async () => {
    if (missing === undefined || command.kind === "python") host = await startChildHost(command);
  });
  afterAll(async () => {
    if (missing === undefined) await host.close();
  });

  async function loaded(): Promise<FridaSession> {
    const session = await host.attach((await target()).pid);
    await session.load(SCRIPT);
    return session;
  }

  test("calls exported functions and hands back their values", async () => {
    const session = await loaded();
    expect(await session.call("add", [2, 3], 5000)).toBe(5);
    expect(await session.call("nothing", [], 5000)).toBeNull();
    await session.detach();
  });

  test("turns an exception of the script into call-failed", async () => {
    const session = await loaded();
    await expect(session.call("fail", [], 5000)).rejects.toMatchObject({
      code: "call-failed",
      message: expect.stringContaining("told to"),
    });
    await session.detach();
  });

  test("gives up at the deadline and goes on working", async () => {
    const session = await loaded();
    await expect(session.call("hang", [], 200)).rejects.toMatchObject({ code: "call-timeout" });
    expect(await session.call("add", [1, 1], 5000)).toBe(2);
    await session.detach();
  });

  test("refuses a script that does not compile", async () => {
    const session = await host.attach((await target()).pid);
    await expect(session.load("this is no script")).rejects.toMatchObject({ code: "load-failed" });
    await session.detach();
  });

  test("refuses to attach to a process that does not exist", async () => {
    await expect(host.attach(0x3ffffff)).rejects.toMatchObject({ code: "attach-failed" });
  });

  test("delivers 5,000 messages in order and before the answer of the call that sent them", async () => {
    const session = await loaded();
    const seen: number[] = [];
    session.onMessage((message) => void seen.push((message as { i: number }).i));
    await session.call("burst", [5000, 300], 20_000);
    expect(seen).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    await session.detach();
  });

  test("carries any text unchanged", async () => {
    const session = await loaded();
    const hostile = ['"]["frida:rpc"', "\u0000\u001b[2J\u202e", "汉字 😀", "x".repeat(1 << 20)];
    const seen: unknown[] = [];
    session.onMessage((message) => void seen.push(message));
    for (const text of hostile) expect(await session.call("text", [text], 10_000)).toBe(text.length);
    expect(seen).toEqual(hostile);
    await session.detach();
  });

  test("drops a message that is too large to be honest, and says so", async () => {
    const session = await loaded();
    const faults: string[] = [];
    session.onFault((fault) => void faults.push(fault.kind));
    await session.call("burst", [1, 17 << 20], 30_000);
    expect(faults).toEqual(["oversize"]);
    await session.detach();
  });

  test("posts to the script", async () => {
    const session = await loaded();
    const seen: unknown[] = [];
    session.onMessage((message) => void seen.push(message));
    session.post({ type: "echo", value: 1 });
    session.post({ type: "echo", value: 2 });
    await until("both echoes", () => seen.length === 2);
    expect(seen).toEqual([{ echoed: 1 }, { echoed: 2 }]);
    await session.detach();
  });

  test("tells when the target dies, and fails what was waiting", async () => {
    const process_ = await target();
    const session = await host.attach(process_.pid);
    await session.load(SCRIPT);
    const reasons: string[] = [];
    session.onDetached((reason) => void reasons.push(reason));
    const waiting = session.call("hang", [], 20_000);
    process_.kill("SIGKILL");
    await expect(waiting).rejects.toMatchObject({ code: "session-detached" });
    expect(reasons).toHaveLength(1);
    await expect(session.call("add", [1, 1], 1000)).rejects.toMatchObject({ code: "session-detached" });
  });

  test("keeps the target alive after detach", async () => {
    const process_ = await target();
    const session = await host.attach(process_.pid);
    await session.load(SCRIPT);
    await session.detach();
    expect(process_.exitCode).toBeNull();
    expect(process_.signalCode).toBeNull();
  });

  test("leaves no helper process and no folder after close", async () => {
    const own = await startChildHost(command);
    const session = await own.attach((await target()).pid);
    await session.load(SCRIPT);
    expect(processesInside(own.tempFolder).length).toBeGreaterThan(0);
    await own.close();
    expect(processesInside(own.tempFolder)).toEqual([]);
    expect(existsSync(own.tempFolder)).toBe(false);
    await expect(own.attach(1)).rejects.toMatchObject({ code: "host-closed" });
  });

  test("leaves nothing behind when the controlling process is killed", async () => {
    const process_ = await target();
    const program = `
      import { startChildHost } from ${JSON.stringify(fileURLToPath(new URL("../../controller/frida/child-host.ts", import.meta.url)))};
      const host = await startChildHost(${JSON.stringify(command)});
      const session = await host.attach(${process_.pid});
      await session.load(${JSON.stringify(SCRIPT)});
      console.log(host.tempFolder);
      setInterval(() => {}, 1000);`;
    const controller = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let folder = "";
    controller.stdout.on("data", (chunk: Buffer) => (folder += chunk.toString()));
    await until("the controller has attached", () => folder.includes("\n"), 30_000);
    folder = folder.trim();
    expect(processesInside(folder).length).toBeGreaterThan(0);
    controller.kill("SIGKILL");
    await until("the folder is gone", () => !existsSync(folder));
    expect(processesInside(folder)).toEqual([]);
    expect(process_.exitCode).toBeNull();
  });
});

describe("choosing a Frida", () => {
  it("says why the first choice was passed over", async () => {
    const host = await openFridaHost({ python });
    if (unavailable.has("npm")) {
      expect(host.kind).toBe("python");
      expect(host.notes.join()).toContain("npm");
    } else {
      expect(host.kind).toBe("npm");
    }
    expect(host.fridaVersion).toMatch(/^\d+\.\d+/);
    await host.close();
  });

  it("is a typed error when there is none", async () => {
    await expect(openFridaHost({ python: "/nowhere/python", only: "python" })).rejects.toMatchObject({
      code: "frida-unavailable",
    });
  });

  it("fails the sessions of a Frida process that is killed, and removes its folder", async () => {
    const host = await startChildHost(pythonCommand(python));
    const session = await host.attach((await target()).pid);
    await session.load(SCRIPT);
    const reasons: string[] = [];
    session.onDetached((reason) => void reasons.push(reason));
    const child = readFileSync("/proc/self/task/" + process.pid + "/children", "utf8")
      .trim()
      .split(" ")
      .map(Number);
    const own = child.find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("python-host.py"));
    process.kill(own as number, "SIGKILL");
    await until("the session ended", () => reasons.length > 0);
    expect(reasons).toEqual(["host-died"]);
    await until("the folder is gone", () => !existsSync(host.tempFolder));
    await expect(host.attach((await target()).pid)).rejects.toMatchObject({ code: "host-died" });
    await host.close();
  });
});
