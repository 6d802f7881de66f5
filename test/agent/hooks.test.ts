import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS as WIRE, type HookRow, type RowFilter } from "../../trace/frame.ts";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import { LIMITS } from "../../agent/src/limits.ts";
import { APP, openAgent, row, type AgentSession } from "./agent-session.ts";

const KEYED: RowFilter = { kind: "key", arg: 0, map: { android_id: ["id.android_id"] } };
const SECURE: HookRow = {
  id: "AA0037",
  class: "android.provider.Settings$Secure",
  member: "getString",
  types: ["id.android_id"],
  filter: { kind: "key", arg: 1, map: { android_id: ["id.android_id"] } },
  outcome: "string",
};
const RECEIVER = -1;
const EXEC: Pick<HookRow, "types" | "outcome"> = { types: ["meta.shell"], outcome: "object" };
/** Types by the word after `echo`. */
const echo = (arg: number, words: Record<string, string[]>): RowFilter => ({
  kind: "command",
  arg,
  map: Object.fromEntries(Object.entries(words).map(([word, types]) => [`echo ${word}`.trim(), types])),
});
const SHELL = ["meta.shell"];
const ROWS: HookRow[] = [
  SECURE,
  { ...SECURE, id: "AA0043", class: "android.provider.Settings$NameValueCache", member: "getStringForUser" },
  { ...SECURE, id: "AA0038", member: "getStringForUser" },
  {
    ...SECURE,
    id: "AA0002",
    class: "android.telephony.TelephonyManager",
    member: "getImei",
    types: ["id.imei"],
    filter: null,
  },
  row("T01", "echo"),
  row("T02", "arrays", { outcome: "list" }),
  row("T03", "many"),
  row("T04", "longs", { outcome: "object" }),
  row("T05", "floats", { outcome: "object" }),
  row("T06", "flags", { outcome: "object" }),
  row("T07", "same", { outcome: "object" }),
  row("T08", "nothing", { outcome: "void" }),
  row("T09", "denied"),
  row("T10", "odd"),
  row("T11", "keyed", { filter: KEYED }),
  row("T12", "run", { filter: { kind: "command", arg: 0, map: { "pm list": ["app.list"], "both x": ["app.list"] } } }),
  row("T13", "keyed", { types: ["id.imei"], filter: { kind: "key", arg: 0, map: { imei: ["id.imei"] } } }),
  row("T30", "run", {
    types: ["env.detect"],
    filter: { kind: "command", arg: 0, map: { "which su": ["env.detect"], "both x": ["env.detect"] } },
  }),
  row("T14", "absent"),
  { ...row("T15", "token"), class: "com.example.target.Late" },
  { ...row("T16", "gone"), class: "android.no.such.Thing" },
  row("T17", "keyed", { filter: null }),
  row("T18", "around"),
  row("T21", "flags", { types: ["meta.raw_binder"], outcome: "object" }),
  row("T22", "flags", { types: ["id.mac"], outcome: "object" }),
  {
    ...EXEC,
    ...{ id: "AA0491", class: "java.lang.Runtime", member: "exec" },
    filter: echo(0, {
      hello: SHELL,
      vague: ["pii.any"],
      sharp: ["id.imei"],
      whole: ["app.list"],
      two: SHELL,
      way: ["app.list"],
    }),
  },
  {
    ...EXEC,
    ...{ id: "AA0492", class: "java.lang.ProcessBuilder", member: "start" },
    filter: echo(RECEIVER, {
      ...{ vague: ["pii.contacts"], sharp: ["id.any"], whole: ["app.list_probe"] },
      ...{ two: ["app.list", "id.mac", "loc.precise"], way: ["id.mac", "pii.contacts"], "": SHELL },
    }),
  },
  {
    ...EXEC,
    ...{ id: "AA0493", class: "java.lang.ProcessImpl", member: "start" },
    filter: echo(0, { own: SHELL, two: ["id.mac"] }),
  },
  ...hookedRows(loadApiRows())
    .filter((each) => ["AA0440", "AA0441", "AA0443"].includes(each.id))
    .map(toHookRow),
];

describe("a hooked app", () => {
  let agent: AgentSession;
  beforeAll(async () => {
    agent = await openAgent(ROWS, {
      disarm: ["T17"],
      switches: [{ id: "SW9001", class: "com.example.target.Doors", member: "keyed", arg: 0 }],
    });
    await agent.target.do("go canary-1 490154203237518");
  });
  afterAll(() => agent.close());

  it("is told what is covered, row by row", () => {
    const status = Object.fromEntries(agent.coverage.map((each) => [each.row, each.status]));
    expect(status).toMatchObject({
      AA0037: "armed",
      T14: "not-present",
      T15: "armed",
      T16: "not-present",
      T17: "disarmed",
    });
    const unproven = agent.coverage
      .filter((each) => each.status === "armed" && !each.selfTested)
      .map((each) => each.row);
    expect(unproven).toEqual([]);
    expect(agent.coverage.find((each) => each.row === "@touch")).toMatchObject({ status: "armed", selfTested: true });
  });

  it("is recorded with value, stack and thread when it reads the Android ID", async () => {
    const { answer, accesses } = await agent.seen("setting android_id");
    expect(answer).toBe("canary-1");
    expect(accesses).toHaveLength(1);
    expect(accesses[0]).toMatchObject({
      row: "AA0037",
      overload: "(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;",
      types: ["id.android_id"],
      outcome: "value",
      value: "canary-1",
      args: { key: "android_id" },
    });
    const frames = agent.stacks.get(accesses[0]?.stack ?? -1)?.frames ?? [];
    expect(frames[0]?.slice(0, 2)).toEqual(["android.provider.Settings$Secure", "getString"]);
    expect(frames[1]?.slice(0, 3)).toEqual(["com.example.target.Commands", "answer", "Commands.java"]);
    expect(JSON.stringify(frames)).not.toMatch(/robo\$\$|org\.robolectric|InvokeDynamic/);
  });

  it("gets its value and no record when the filter does not match", async () => {
    expect(await agent.seen("setting volume")).toMatchObject({ answer: "null", accesses: [] });
    expect(await agent.seen("keyed volume")).toMatchObject({ answer: "value of volume", accesses: [] });
  });

  it("gets every kind of argument and result through unchanged", async () => {
    const many = "\u{1f600}\u0000x -9223372036854775808 1.5 -2.25 true \uffff -3 -4 [1, 2] null";
    expect((await agent.seen("many")).answer).toBe(many);
    expect((await agent.seen("numbers")).answer).toBe("9223372036854775807 0.1 true false");
    expect((await agent.seen("same")).answer).toBe("true null");
    expect((await agent.seen("nothing")).answer).toBe("done");
  });

  it("gets the very same arrays and strings, not copies", async () => {
    const { answer, accesses } = await agent.seen("arrays");
    expect(answer).toBe("true true");
    expect(accesses.map((each) => each.value)).toEqual(["x,null", "a,null,\u{1f600}"]);
    expect((await agent.seen("echo emoji 6")).answer).toBe("true");
    expect((await agent.seen("echo nul 3")).answer).toBe("true");
  });

  it("gets its own exception, and the attempt is recorded", async () => {
    const denied = await agent.seen("denied");
    expect(denied.answer).toBe("not allowed denied");
    expect(denied.accesses).toMatchObject([{ row: "T09", outcome: "denied", error: "java.lang.SecurityException" }]);
    const odd = await agent.seen("odd");
    expect(odd.answer).toBe("true");
    expect(odd.accesses).toMatchObject([{ row: "T10", outcome: "error", error: "java.lang.IllegalStateException" }]);
  });

  it("cannot flood or break the record with what it hands over", async () => {
    const huge = await agent.seen(`echo plain ${10 << 20}`);
    expect(huge.answer).toBe("true");
    expect(huge.accesses[0]?.value).toHaveLength(WIRE.text);
    expect(huge.accesses[0]?.args["arg0"]).toHaveLength(WIRE.argument);
    const lone = await agent.seen("echo lone 2");
    expect(lone).toMatchObject({ answer: "true", accesses: [{ value: "\ufffd\ufffd" }] });
    expect(agent.invalid).toEqual([]);
  });

  it("makes one access of one read, and names the members that it crossed", async () => {
    const { answer, accesses } = await agent.seen("exec hello");
    expect(answer).toBe("0");
    expect(accesses).toMatchObject([{ row: "AA0491", inner: ["AA0492"], args: { command: "echo hello" } }]);
  });

  it.each([
    [
      "vague",
      [
        ["AA0491", ["pii.any"], []],
        ["AA0492", ["pii.contacts"], []],
      ],
    ],
    ["sharp", [["AA0491", ["id.imei"], ["AA0492"]]]],
    ["whole", [["AA0491", ["app.list"], ["AA0492"]]]],
    [
      "two",
      [
        ["AA0491", ["meta.shell"], []],
        ["AA0492", ["app.list", "id.mac", "loc.precise"], ["AA0493"]],
      ],
    ],
    ["way", [["AA0491", ["app.list"], ["AA0492"]]]],
  ])("is told what it reads, and not what the platform asks on the way there: %s", async (word, expected) => {
    const { accesses } = await agent.seen(`exec ${word}`);
    const inOrder = [...accesses].sort((a, b) => a.t - b.t || (a.row < b.row ? -1 : 1));
    expect(inOrder.map((each) => [each.row, each.types, each.inner])).toEqual(expected);
  });

  it("has the most telling of the rows of one member told, in whatever order they came", async () => {
    const { accesses } = await agent.seen("numbers");
    const flags = accesses.filter((each) => each.overload === "(Z)Z");
    expect(flags).toHaveLength(2);
    expect(flags[0]).toMatchObject({ row: "T22", types: ["id.mac"], inner: ["T06", "T21"], args: { arg0: "true" } });
  });

  it("is seen to start a program whose words stand in a list of its own", async () => {
    const { answer, accesses } = await agent.seen("startOwn");
    expect(answer).toBe("0");
    expect(accesses).toMatchObject([{ row: "AA0493", args: { command: "echo own" } }]);
  });

  it("reads nothing of others when it asks about itself", async () => {
    expect((await agent.seen("uids own")).accesses).toEqual([]);
    const { accesses } = await agent.seen("uids other");
    expect(accesses.map((each) => [each.row, each.args])).toEqual(
      ["AA0440", "AA0441", "AA0443"].map((id) => [id, { package: "10999" }]),
    );
    expect((await agent.seen(`signatures ${APP} ${APP}`)).accesses).toEqual([]);
    for (const pair of [`com.other ${APP}`, `${APP} com.other`])
      expect((await agent.seen(`signatures ${pair}`)).accesses).toMatchObject([
        { row: "AA0443", args: { package: pair } },
      ]);
  });

  it("is told both data that two rows of one member find in one call", async () => {
    const { accesses } = await agent.seen("run both x");
    expect(accesses.map((each) => each.types).sort()).toEqual([["app.list"], ["env.detect"]]);
  });

  it("keeps two reads apart when the app's own code lies between them", async () => {
    const { accesses } = await agent.seen("around android_id");
    expect(accesses.map((each) => [each.row, each.inner])).toEqual([
      ["T11", []],
      ["T18", []],
    ]);
  });

  it("counts the inner member by itself when the outer one is not filtered in", async () => {
    const { accesses } = await agent.seen("exec inner-only");
    expect(accesses).toMatchObject([{ row: "AA0492", inner: [] }]);
  });

  it("is told apart by filter when two rows watch one member", async () => {
    expect((await agent.seen("keyed imei")).accesses).toMatchObject([{ row: "T13", types: ["id.imei"] }]);
    expect((await agent.seen("keyed android_id")).accesses).toMatchObject([{ row: "T11", types: ["id.android_id"] }]);
  });

  it("is read by the command it runs", async () => {
    expect((await agent.seen("run pm list")).accesses).toMatchObject([
      { row: "T12", types: ["app.list"], args: { command: "pm list" } },
    ]);
    expect((await agent.seen("run echo hi")).accesses).toEqual([]);
  });

  it("keeps its threads' names", async () => {
    expect((await agent.seen("thread worker-\u6c49")).accesses[0]?.thread).toBe("worker-\u6c49");
  });

  it("has deep stacks cut and equal ones told once", async () => {
    const deep = await agent.seen("deep 100");
    const stack = agent.stacks.get(deep.accesses[0]?.stack ?? -1);
    expect(stack?.frames).toHaveLength(40);
    expect(stack?.cut).toBe(true);
    expect((await agent.seen("deep 100")).accesses[0]?.stack).toBe(stack?.id);
  });

  it("starts its own classes itself; they are hooked before their first line", async () => {
    expect(await agent.target.do("lateStarted")).toBe("false");
    expect((await agent.seen("late")).accesses).toMatchObject([{ row: "T15", value: "late token" }]);
    expect(await agent.target.do("lateStarted")).toBe("true");
  });

  it("has its answer to an SDK's consent switch told, and looks for instrumentation noted", async () => {
    await agent.flush();
    const from = agent.markers.length;
    await agent.target.do("keyed volume");
    await agent.target.do("run which su");
    await agent.flush();
    const told = agent.markers.slice(from).map(({ marker, data }) => ({ marker, data }));
    expect(told).toEqual([
      { marker: "sdk-consent", data: { switch: "SW9001", value: "volume" } },
      { marker: "instrumentation-detected", data: { row: "T30", how: "which su" } },
    ]);
  });

  it("told the agent when the application was made", () => {
    const states = agent.markers.filter((each) => each.marker === "application").map((each) => each.data["state"]);
    expect(states).toContain("created");
  });

  it("is counted to the last call on four threads while the heap is collected", async () => {
    const before = await agent.flush();
    const from = agent.accesses.length;
    expect(await agent.target.do("storm 4 25000 400")).toBe("0 wrong");
    const after = await agent.flush();
    expect(after.emitted - before.emitted).toBe(100_000);
    expect(after.dropped).toBe(0);
    expect(after.hookErrors).toBe(0);
    const counted = agent.accesses.slice(from).reduce((sum, each) => sum + each.count, 0);
    expect(counted).toBe(100_000);
  });

  it("leaves sequence numbers without gaps and no message that the controller would refuse", () => {
    expect(agent.seqs.filter((seq, i) => seq !== i + 1)).toEqual([]);
    expect(agent.invalid).toEqual([]);
    expect(agent.faults).toEqual([]);
    const missing = agent.accesses.filter((each) => !agent.stacks.has(each.stack));
    expect(missing).toEqual([]);
  });

  it("says that it ended itself before it does", async () => {
    const end = agent.target.ended;
    agent.target.do("exit").catch(() => undefined);
    expect(await end).toBe(7);
    expect(agent.markers.at(-1)).toMatchObject({ marker: "exit", data: { reason: "exit 7" } });
  });
});

describe("a controller that does not keep up", () => {
  it("learns of every access that was given up", async () => {
    const agent = await openAgent([row("T11", "keyed", { filter: KEYED })], { simulateDropsAfter: 3 });
    try {
      for (let i = 0; i < 5; i++) await agent.target.do("keyed android_id");
      const counters = await agent.flush();
      expect(counters).toMatchObject({ emitted: 5, dropped: 2, coalesced: 0 });
      expect(agent.accesses).toHaveLength(3);
    } finally {
      await agent.close();
    }
  });
});

it("leaves the app running, unhooked, when the agent goes", async () => {
  const agent = await openAgent([SECURE, row("T11", "keyed", { filter: KEYED }), row("T09", "denied")]);
  try {
    await agent.target.do("go canary-2 490154203237518");
    expect(await agent.target.do("setting android_id")).toBe("canary-2");
    await agent.detach();
    expect(await agent.target.do("setting android_id")).toBe("canary-2");
    expect(await agent.target.do("denied")).toBe("not allowed denied");
    expect(await agent.target.do("storm 2 20000 5")).toBe("0 wrong");
  } finally {
    await agent.close();
  }
});

it("keeps the agent's limits equal to the wire's", () => {
  for (const [name, value] of Object.entries(LIMITS)) expect(WIRE[name as keyof typeof WIRE]).toBe(value);
});
