import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import { openAgent, type AgentSession } from "./agent-session.ts";

/** The package that the test target is installed as. */
const APP = "io.appium.android.apis";
const OTHER = "com.other.app";
const rows = hookedRows(loadApiRows())
  .filter(({ types }) => types.some((type) => type.startsWith("app.")))
  .map(toHookRow);

describe("a question about apps", () => {
  let agent: AgentSession;
  beforeAll(async () => {
    agent = await openAgent(rows, { appPackage: APP });
    await agent.target.do("go x 490154203237518");
    await agent.target.do("otherApps");
  });
  afterAll(() => agent.close());

  const components = ["activities", "services", "receivers", "providers", "activity", "service"];

  it.each(components)("for %s that the app's own alone answer to is no access, and is answered", async (what) => {
    expect(await agent.seen(`ask ${what} OWN`)).toEqual({ answer: "1", accesses: [] });
  });

  it.each(components)("for %s that another app's answer to is one, with that app's name", async (what) => {
    const { answer, accesses } = await agent.seen(`ask ${what} OTHER`);
    expect(answer).toBe("1");
    expect(accesses).toMatchObject([{ types: ["app.list_probe"], outcome: "value", value: OTHER }]);
  });

  it.each(components.slice(0, 4))("for %s that both apps' answer to is one, with both names", async (what) => {
    const { answer, accesses } = await agent.seen(`ask ${what} BOTH`);
    expect(answer).toBe("2");
    expect(accesses).toMatchObject([{ outcome: "value" }]);
    expect(accesses[0]?.value?.split(",").sort()).toEqual([OTHER, APP]);
  });

  it.each(components)("for %s that nobody answers to is an attempt", async (what) => {
    expect((await agent.seen(`ask ${what} NOBODY`)).accesses).toMatchObject([
      { types: ["app.list_probe"], outcome: "empty" },
    ]);
  });

  it("for everything that can be started, which the app alone answers to, is an attempt", async () => {
    const { answer, accesses } = await agent.seen("ask activities LAUNCHERS");
    expect(Number(answer)).toBeGreaterThan(1);
    expect(accesses).toMatchObject([{ types: ["app.list"], outcome: "empty", value: APP }]);
  });

  it("for all running processes, of which the platform names the app's alone, is an attempt", async () => {
    const { answer, accesses } = await agent.seen("ask processes ALL");
    expect(accesses, answer).toMatchObject([{ types: ["app.running"], outcome: "empty" }]);
  });

  it("for all packages names them", async () => {
    const { accesses } = await agent.seen("ask packages ALL");
    expect(accesses).toMatchObject([{ types: ["app.list"], outcome: "value" }]);
    expect(accesses[0]?.value?.split(",")).toEqual(expect.arrayContaining([APP, OTHER]));
  });

  it.each(["launcher", "admin"])("by %s is an access unless it names the app itself", async (what) => {
    expect((await agent.seen(`ask ${what} OWN`)).accesses).toEqual([]);
    expect((await agent.seen(`ask ${what} OTHER`)).accesses).toHaveLength(1);
  });

  it("for the activities of all apps is one for everything", async () => {
    expect((await agent.seen("ask launcher ALL")).accesses).toMatchObject([{ types: ["app.list"] }]);
  });

  it("for home screens is told by the list that the app handed in", async () => {
    const { answer, accesses } = await agent.seen("ask homes ALL");
    expect(accesses).toMatchObject([{ types: ["app.list_probe"], outcome: answer === "0" ? "empty" : "value" }]);
  });

  it("leaves no error behind", async () => {
    expect(await agent.flush()).toMatchObject({ hookErrors: 0 });
    expect([agent.invalid, agent.faults]).toEqual([[], []]);
  });
});
