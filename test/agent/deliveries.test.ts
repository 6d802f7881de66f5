import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import { openAgent, type AgentSession } from "./agent-session.ts";

const DELIVERY = "AA0260";
const rows = hookedRows(loadApiRows()).filter(({ id }) => id === DELIVERY || id === "AA0230");
const OWN = "com.example.target.Fixes$";

describe("a position that comes to a listener of the app's", () => {
  let agent: AgentSession;
  beforeAll(async () => {
    agent = await openAgent(rows.map(toHookRow));
    await agent.target.do("go x 490154203237518");
  });
  afterAll(() => agent.close());

  const fix = async (how: string) => {
    const { answer, accesses } = await agent.seen(`fix ${how}`);
    return { answer, deliveries: accesses.filter((each) => each.row === DELIVERY) };
  };

  it.each([
    ["class", `${OWN}Listener`],
    ["heir", `${OWN}Heir`],
    ["namesake", `${OWN}Namesake`],
    ["lambda", expect.stringContaining(`${OWN.slice(0, -1)}$$Lambda`) as string],
  ])("is a read of it, whatever class delivers it: %s", async (how, listener) => {
    for (const _ of ["first", "again"]) {
      const { answer, deliveries } = await fix(how);
      expect(answer).toBe("1");
      expect(deliveries).toMatchObject([
        { types: ["loc.precise"], outcome: "value", value: "1.5,-2.5", args: { listener }, inner: [] },
      ]);
    }
  });

  it("is none where the app hands it to its listener itself", async () => {
    expect(await fix("itself")).toEqual({ answer: "1", deliveries: [] });
  });

  it("is told with the stack that it came by", async () => {
    const { deliveries } = await fix("class");
    const frames = agent.stacks.get(deliveries[0]?.stack ?? -1)?.frames ?? [];
    expect(frames[0]?.slice(0, 2)).toEqual([`${OWN}Listener`, "onLocationChanged"]);
  });

  it("leaves no error, and listeners as they were when the agent goes", async () => {
    expect(await agent.flush()).toMatchObject({ hookErrors: 0 });
    expect([agent.invalid, agent.faults]).toEqual([[], []]);
    await agent.detach();
    for (const how of ["class", "lambda"]) expect(await agent.target.do(`fix ${how}`)).toBe("1");
  });
});
