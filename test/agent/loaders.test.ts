import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import { openAgent, type AgentSession } from "./agent-session.ts";

const QUERIES = ["AA0307", "AX5001", "AX5002", "AX5003"];
const CONTACTS = "content://com.android.contacts/contacts";
const rows = hookedRows(loadApiRows())
  .filter(({ id }) => QUERIES.includes(id))
  .map(toHookRow);

describe("a provider that the platform reads for the app, on a thread without code of the app", () => {
  let agent: AgentSession;
  beforeAll(async () => {
    agent = await openAgent(rows);
    await agent.target.do("go x 490154203237518");
  });
  afterAll(() => agent.close());

  it.each([
    ["made", "AX5001", "<init>"],
    ["given", "AX5002", "setUri"],
    ["handler", "AX5003", "startQuery"],
  ])("is on record where the app asks for it: %s, by row %s", async (way, id, member) => {
    const { answer, accesses } = await agent.seen(`load ${way} ${CONTACTS}`);
    expect(answer).toBe(way === "handler" ? "asked" : "loaded");
    expect(accesses).toMatchObject([{ row: id, types: ["pii.contacts"], outcome: "none", args: { uri: CONTACTS } }]);
    const frames = agent.stacks.get(accesses[0]?.stack ?? -1)?.frames ?? [];
    expect(frames[0]?.[1]).toBe(member);
    expect(frames[1]?.[0]).toBe("com.example.target.Loaders");
  });

  it.each(["made", "given", "handler"])("is nothing where it holds nothing personal: %s", async (way) => {
    expect(await agent.seen(`load ${way} content://com.example.other/contacts`)).toMatchObject({ accesses: [] });
  });

  it("is a read of its own, with its answer, where the app has the loader load in its own call", async () => {
    const { accesses } = await agent.seen(`load own ${CONTACTS}`);
    expect(accesses.map((each) => each.row)).toEqual(["AX5002", "AA0307"]);
    expect(accesses[1]).toMatchObject({ types: ["pii.contacts"] });
  });

  it("leaves no error behind", async () => {
    expect(await agent.flush()).toMatchObject({ hookErrors: 0 });
    expect([agent.invalid, agent.faults]).toEqual([[], []]);
  });
});
