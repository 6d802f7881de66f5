import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import type { HookRow, MarkerRecord } from "../../trace/frame.ts";
import { eventually, notes, Phone, PROBE, type Node } from "../handset/runtime-phone.ts";
import { attachAgent, type Attached } from "./agent-session.ts";

const ANSWER_DEADLINE_MS = 120_000;
const CONTROLLER = "com.android.permissioncontroller";
const rows: HookRow[] = hookedRows(loadApiRows()).map(toHookRow);
const core = new Set(
  loadApiRows()
    .filter((row) => row.core)
    .map((row) => row.id),
);
const dialogButton = (name: string) => (node: Node) => node.id === `${CONTROLLER}:id/${name}`;

describe("the whole catalogue on the virtual handset", () => {
  let phone: Phone;
  let agent: Attached;

  beforeAll(async () => {
    phone = await Phone.with(PROBE, "zh-CN");
    const pid = await phone.device.startSuspended(phone.app);
    agent = await attachAgent(pid, rows, { appPackage: phone.app });
    await phone.device.resume();
  });
  afterAll(async () => {
    await agent?.detach();
    await phone?.close();
  });

  async function markersOf(act: () => Promise<unknown>): Promise<MarkerRecord[]> {
    await agent.flush();
    const from = agent.markers.length;
    await act();
    await agent.flush();
    return agent.markers.slice(from);
  }

  it("arms and proves every row that this handset has, and every core one", () => {
    const unproven = agent.coverage.filter((row) => row.status === "armed" && !row.selfTested).map((row) => row.row);
    expect(unproven).toEqual([]);
    expect(agent.coverage.filter((row) => row.status === "failed")).toEqual([]);
    const armed = new Set(agent.coverage.filter((row) => row.status === "armed").map((row) => row.row));
    expect([...core].filter((id) => !armed.has(id))).toEqual([]);
    expect(armed.size).toBeGreaterThan(150);
  });

  it("was in before the application and told when it came", () => {
    const told = agent.markers.filter((each) => String(each.data["name"]).startsWith("org.example."));
    expect(told.map((each) => each.data["state"])).toEqual(["attach", "created", "created", "started", "resumed"]);
    expect(told.at(-1)?.data["name"]).toBe("org.example.probe.MainActivity");
    expect(agent.markers.some((each) => each.marker === "window-shown" && each.data["kind"] === "activity")).toBe(true);
  });

  it("does not take the system's own calls, nor those of its self-test, for the app's", () => {
    expect(agent.accesses.map((each) => each.row)).toEqual([]);
  });

  it("sees a touch where and when it comes in, before what it sets off", async () => {
    const seen = await markersOf(() => phone.press("contacts"));
    const touches = seen.filter((each) => each.marker === "touch");
    expect(touches.map((each) => each.data["action"])).toEqual(["down", "up"]);
    expect(touches[1]?.data).toMatchObject({ package: "org.example.probe" });
    expect(Number(touches[1]?.data["x"])).toBeGreaterThan(0);
    const asked = seen.find((each) => each.marker === "permission-request");
    expect(asked?.data["names"]).toBe("android.permission.READ_CONTACTS");
    expect(asked?.t).toBeGreaterThanOrEqual(touches[1]?.t ?? Infinity);
    expect(agent.accesses.at(-1)).toMatchObject({ row: "AA0596", types: ["perm.contacts"] });
  });

  it("sees the answer to a permission dialog", async () => {
    const seen = await markersOf(() => phone.tap(dialogButton("permission_deny_button")));
    expect(seen.find((each) => each.marker === "permission-result")?.data).toMatchObject({
      names: "android.permission.READ_CONTACTS",
      results: "-1",
    });
  });

  it("sees the app go to the background and come back", async () => {
    const states = (await markersOf(() => phone.call("background"))).map((each) => each.data["state"]);
    expect(states).toEqual(["paused", "stopped"]);
    const back = (await markersOf(() => phone.call("foreground"))).filter((each) => each.marker === "activity");
    expect(back.map((each) => each.data["state"])).toEqual(["started", "resumed"]);
  });

  it("keeps the app running, and every message valid", async () => {
    expect((await phone.state()).app).toBe("foreground");
    expect(agent.invalid).toEqual([]);
    expect(agent.faults).toEqual([]);
    expect(await agent.flush()).toMatchObject({ hookErrors: 0, dropped: 0 });
  });

  it("leaves the app usable when the agent goes", async () => {
    await agent.detach();
    // The members are put back with the app stopped: on a loaded machine it answers when it comes to it.
    await vi.waitFor(() => phone.call("source"), { timeout: ANSWER_DEADLINE_MS, interval: 50 });
    await phone.press("self check");
    await eventually(async () => (await notes(phone)).some((line) => line.startsWith("interactive ")));
    expect((await phone.state()).app).toBe("foreground");
  });

  it("tells that the app ended its own process", async () => {
    await phone.device.kill();
    const pid = await phone.device.startSuspended(phone.app);
    agent = await attachAgent(pid, rows, { appPackage: phone.app });
    await phone.device.resume();
    await expect(phone.press("kill")).rejects.toMatchObject({ code: "process-ended" });
    expect(await eventually(() => phone.event("exit"))).toMatchObject({ reason: "Process.killProcess" });
    const exit = await eventually(() => agent.markers.find((each) => each.marker === "exit"));
    expect(exit.data).toEqual({ reason: "killProcess" });
    expect([agent.invalid, agent.faults]).toEqual([[], []]);
  });
});
