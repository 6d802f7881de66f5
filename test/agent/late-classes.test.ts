import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CoverageRow, HookRow } from "../../trace/frame.ts";
import { openAgent, row, type AgentSession } from "./agent-session.ts";
import { pluginJar } from "./target.ts";

const PLUGIN: Pick<HookRow, "class" | "member"> = { class: "com.example.plugin.Token", member: "token" };
const rows: HookRow[] = [
  { ...row("T01", "token"), ...PLUGIN },
  { ...row("T02", "gone"), class: PLUGIN.class },
  { ...row("T03", "token"), class: "com.example.plugin.Tok" },
];

describe("a class that a loader of the app's own brings", () => {
  let agent: AgentSession;
  let jar: string;
  beforeAll(async () => {
    jar = await pluginJar();
    agent = await openAgent(rows, { switches: [{ id: "SW9001", ...PLUGIN, arg: null }] });
    await agent.target.do("go x 490154203237518");
  });
  afterAll(() => agent.close());
  const coverage = async (): Promise<CoverageRow[]> => (await agent.call("coverage")) as CoverageRow[];

  it("is waited for", () => {
    expect(agent.coverage.filter((each) => !each.row.startsWith("@")).map((each) => each.status)).toEqual([
      ...["waiting", "waiting", "waiting"],
    ]);
  });

  it("is hooked before its first call, and its loader is told", async () => {
    const { answer, accesses } = await agent.seen(`plugin ${jar}`);
    expect(answer).toBe("token of a plugin");
    expect(accesses).toMatchObject([{ row: "T01", value: "token of a plugin" }]);
    expect(agent.markers.at(-1)).toMatchObject({ marker: "sdk-consent", data: { switch: "SW9001", value: "" } });
    expect((await coverage()).slice(0, 3)).toMatchObject([
      { status: "armed", overloads: 1, selfTested: true, reason: "brought by a java.net.URLClassLoader" },
      { status: "not-present" },
      { status: "waiting" },
    ]);
  });

  it("is hooked again when another loader brings it once more", async () => {
    expect((await agent.seen(`plugin ${jar}`)).accesses).toMatchObject([{ row: "T01", count: 1 }]);
    expect((await coverage())[0]).toMatchObject({ status: "armed", overloads: 2, selfTested: true });
    expect(agent.faults).toEqual([]);
    expect(agent.invalid).toEqual([]);
  });

  it("is found by an agent that comes after it, and is as it was when the agent goes", async () => {
    await agent.close();
    agent = await openAgent(rows, { before: ["go x 490154203237518", `plugin ${jar}`] });
    expect(agent.coverage[0]).toMatchObject({ row: "T01", status: "armed", selfTested: true });
    await agent.detach();
    expect(await agent.target.do(`plugin ${jar}`)).toBe("token of a plugin");
  });
});
