import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HookRow } from "../../trace/frame.ts";
import { openAgent, row, type AgentSession } from "./agent-session.ts";

const rows: HookRow[] = [
  row("T01", "echo"),
  row("T02", "giveList", { outcome: "list" }),
  row("T03", "giveObject", { outcome: "object" }),
  row("T04", "giveCursor", { outcome: "cursor" }),
  row("T05", "giveBytes", { outcome: "bytes" }),
  row("T06", "fail"),
  row("T07", "transact", { outcome: "reply" }),
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

  const HASH = createHash("sha256")
    .update(Buffer.concat([Buffer.alloc(4095), Buffer.from([1])]))
    .digest("hex");
  it.each([
    ["list", "many", `${"x,".repeat(50)}\u2026[1000 elements]`],
    ["object", "many", `[${"x, ".repeat(50)}\u2026[1000 elements]]`],
    ["object", "deep", `${"[".repeat(6)}\u2026[depth]${"]".repeat(6)}`],
    ["object", "itself", `${"[".repeat(6)}\u2026[depth]${"]".repeat(6)}`],
    ["bytes", "kib", "01".repeat(1024)],
    ["bytes", "long-bytes", `${"00".repeat(1024)}\u2026[4096 bytes, sha256 ${HASH}]`],
    ["object", "long-bytes", `${"00".repeat(1024)}\u2026[4096 bytes, sha256 ${HASH}]`],
    ["object", "long-text", `${"x".repeat(4096 - 15)}\u2026[length 10000]`],
  ])("as %s of %s is bounded, and says what is left out", async (how, what, value) => {
    expect(await given(how, what)).toMatchObject({ answer: "true", outcome: "value", value });
  });

  it("is bounded to 100 keys of a map", async () => {
    const { value } = await given("object", "keys");
    expect(value?.startsWith("{000=0, 001=1, ")).toBe(true);
    expect(value?.endsWith(", 098=98, 099=99, \u2026[1000 keys]}")).toBe(true);
  });

  const OWN = "com.example.target.HostileValues$Own";
  it.each([
    ["object", "own-text", `${OWN}Text`],
    ["object", "own-list", `${OWN}List`],
    ["list", "own-list", `${OWN}List`],
    ["object", "own-wrapped", `${OWN}List`],
    ["list", "own-in-list", `a,${OWN}Text,${OWN}List`],
    ["object", "own-optional", `Optional[${OWN}Text]`],
    ["object", "own-clip", `${OWN}Text`],
    ["object", "object", "android.os.Binder"],
    ["list", "wrapped", "a,b"],
  ])("as %s of %s asks no class of the app's", async (how, what, value) => {
    expect(await given(how, what)).toMatchObject({ answer: "true", outcome: "value", value });
    expect(await agent.target.do("asked")).toBe("[]");
  });

  it("is empty where there are no usage events, and not where there are", async () => {
    expect(await given("object", "no-events")).toMatchObject({ answer: "true", outcome: "empty" });
    expect(await given("object", "events")).toMatchObject({ answer: "true", outcome: "value" });
  });

  it.each([
    ["eacces", "denied"],
    ["android-eacces", "denied"],
    ["eperm", "denied"],
    ["exec", "denied"],
    ["errno", "denied"],
    ["nio", "denied"],
    ["below", "denied"],
    ["absent", "error"],
    ["absent-errno", "error"],
    ["own", "error"],
  ])("as the exception %s is %s", async (what, outcome) => {
    const { answer, accesses } = await agent.seen(`fail ${what}`);
    expect(accesses).toMatchObject([{ row: "T06", outcome, error: answer }]);
    expect(await agent.target.do("asked")).toBe("[]");
  });

  it.each([
    [0, "none", { outcome: "none" }],
    [1, "7a1b-oaid", { outcome: "value", value: "7a1b-oaid" }],
    [2, "java.lang.SecurityException", { outcome: "denied" }],
    [3, "java.lang.IllegalStateException", { outcome: "error" }],
    [4, "null", { outcome: "empty" }],
    [5, "00000000-0000-0000-0000-000000000000", { outcome: "masked" }],
    [6, "7", { outcome: "value", value: "7" }],
    [7, "a", { outcome: "value" }],
    [8, "", { outcome: "empty" }],
  ])(
    "is read from the reply of transaction %i, which the app then reads from its beginning",
    async (code, read, seen) => {
      const { answer, accesses } = await agent.seen(`transact ${code}`);
      expect(accesses).toMatchObject([{ row: "T07", ...seen }]);
      if (code > 0 && code < 8) expect(answer).toMatch(new RegExp(`^0 of \\d+ ${read}$`));
    },
  );

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
