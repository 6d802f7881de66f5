import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HookRow } from "../../trace/frame.ts";
import { openAgent, row, type AgentSession } from "./agent-session.ts";

const rows: HookRow[] = [
  row("T01", "echo"),
  row("T02", "giveList", { outcome: "list" }),
  row("T03", "giveObject", { outcome: "object" }),
  row("T04", "giveCursor", { outcome: "cursor" }),
  row("T05", "giveBytes", { outcome: "bytes" }),
  ...(["forName", "getSigners"] as const).map((member, i) => ({ ...row(`T1${i}`, member), class: "java.lang.Class" })),
  { ...row("T12", "invoke"), class: "java.lang.reflect.Method" },
  { ...row("T13", "registerUserCallback"), class: "android.app.usage.UsageStatsManager" },
  { ...row("T14", "getContentResolver"), class: "android.content.Context" },
];

describe("what came back", () => {
  let agent: AgentSession;
  beforeAll(async () => {
    agent = await openAgent(rows);
    await agent.target.do("go x 490154203237518");
  });
  afterAll(() => agent.close());

  const given = async (how: string, what: string) => {
    const { answer, accesses } = await agent.seen(`give ${how} ${what}`);
    expect(accesses).toHaveLength(1);
    return { answer, outcome: accesses[0]?.outcome, value: accesses[0]?.value };
  };

  it.each([
    ["list", "list", { outcome: "value", value: "a,b" }],
    ["list", "ints", { outcome: "value", value: "1,2" }],
    ["list", "no-list", { outcome: "empty" }],
    ["list", "no-ints", { outcome: "empty" }],
    ["list", "no-map", { outcome: "empty" }],
    ["list", "no-optional", { outcome: "empty" }],
    ["list", "null", { outcome: "empty" }],
    ["object", "map", { outcome: "value", value: "{k=v}" }],
    ["object", "optional", { outcome: "value", value: "Optional[there]" }],
    ["object", "no-optional", { outcome: "empty" }],
    ["object", "no-ints", { outcome: "empty" }],
    ["bytes", "bytes", { outcome: "value", value: "12ff" }],
    ["bytes", "no-bytes", { outcome: "empty" }],
    ["bytes", "zero-bytes", { outcome: "masked" }],
    ["bytes", "masked-bytes", { outcome: "masked" }],
  ])("as %s of %s is told, and handed on as the very same object", async (how, what, expected) => {
    expect(await given(how, what)).toMatchObject({ answer: "true", ...expected });
  });

  it("is read from a cursor, which stays where it was", async () => {
    const value = "rows=3\n0\tname 0\t\n1\tname 1\t\n2\tname 2\t";
    expect(await given("cursor", "cursor")).toMatchObject({ answer: "true at 1", outcome: "value", value });
    expect(await given("cursor", "no-cursor")).toMatchObject({ answer: "true at 0", outcome: "empty" });
  });

  it.each([
    ["02:00:00:00:00:00", "masked"],
    ["unknown", "masked"],
    ["000000000000000", "masked"],
    ["00000000-0000-0000-0000-000000000000", "masked"],
    ["02:00:00:00:00:01", "value"],
    ["unknown device", "value"],
    ["0", "value"],
    ["100000000000000", "value"],
  ])("as the text %s is %s", async (text, outcome) => {
    const { accesses } = await agent.seen(`say ${text}`);
    expect(accesses).toMatchObject([{ row: "T01", outcome, value: text }]);
  });

  it("is not looked for where a replacement would show, or where there is no body", () => {
    const of = (id: string) => agent.coverage.find((each) => each.row === id);
    expect(of("T10")).toMatchObject({ status: "failed", reason: expect.stringMatching(/^refused: it looks at/) });
    expect(of("T12")).toMatchObject({ status: "failed", reason: expect.stringMatching(/^refused: every reflected/) });
    expect(of("T11")).toMatchObject({ status: "armed" });
    expect(of("T13")).toMatchObject({ status: "not-present", reason: "not declared by this class" });
    expect(of("T14")).toMatchObject({ status: "not-present", reason: expect.stringMatching(/^abstract/) });
  });

  it("leaves no error behind", async () => {
    expect(await agent.flush()).toMatchObject({ hookErrors: 0 });
    expect(agent.invalid).toEqual([]);
    expect(agent.faults).toEqual([]);
  });
});
