import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import { openAgent, type AgentSession } from "./agent-session.ts";

const rows = hookedRows(loadApiRows()).filter((row) => row.types.includes("env.detect"));

describe("an app that looks for Frida, root or a debugger", () => {
  let agent: AgentSession;
  let ordinary: Server;
  beforeAll(async () => {
    agent = await openAgent(rows.map(toHookRow));
    await agent.target.do("go x 490154203237518");
    ordinary = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
    await new Promise((resolve) => ordinary.once("listening", resolve));
  });
  afterAll(async () => {
    ordinary.close();
    await agent.close();
  });

  const detected = async (command: string) => {
    await agent.flush();
    const from = agent.markers.length;
    const { answer, accesses } = await agent.seen(command);
    const markers = agent.markers.slice(from).filter((each) => each.marker === "instrumentation-detected");
    return { answer, types: accesses.map((each) => each.types), how: markers.map((each) => each.data["how"]) };
  };

  it.each([
    ["file exists /system/xbin/su", "/system/xbin/su", ["env.detect"]],
    ["file stream /proc/self/maps", "/proc/self/maps", ["env.detect"]],
    ["file read /proc/self/status", "/proc/self/status", ["env.detect"]],
    ["file exists /data/local/tmp/frida-server-17", "/data/local/tmp/frida-server-17", ["env.detect"]],
    ["start which su", "which su", ["env.detect"]],
    ["start pidof frida-server", "pidof frida-server", ["env.detect"]],
    ["start /system/xbin/su -c id", "/system/xbin/su -c id", ["env.detect"]],
    ["packageInfo com.topjohnwu.magisk", "com.topjohnwu.magisk", ["env.detect", "app.probe"]],
    ["connect 27042", "27042", ["env.detect", "net.connect"]],
  ])("is noted when it does `%s`", async (command, how, types) => {
    const seen = await detected(command);
    expect(seen.types).toEqual([types]);
    expect(seen.how).toEqual([expect.stringContaining(how)]);
  });

  it("gets what it would have got", async () => {
    expect((await detected("file exists /system/xbin/su")).answer).toBe("false");
    expect((await detected("packageInfo com.topjohnwu.magisk")).answer).toMatch(/^threw .*NameNotFoundException/);
    expect((await detected("connect 27042")).answer).toBe("java.net.ConnectException");
    expect((await detected("start /system/xbin/su -c id")).answer).toBe("java.io.IOException");
  });

  it.each([
    "file exists /system/xbin/sum",
    "file stream /etc/hostname",
    "start echo su",
    "packageInfo com.example.target",
    "keyed volume",
  ])("is not noted when it does `%s`", async (command) => {
    expect(await detected(command)).toMatchObject({ types: [], how: [] });
  });

  it("is not noted when it connects to something else", async () => {
    const { port } = ordinary.address() as AddressInfo;
    expect(await detected(`connect ${port}`)).toMatchObject({ answer: "connected", how: [] });
  });
});
