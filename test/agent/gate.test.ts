import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFaultyAgent } from "../../agent/build.ts";
import { ENDS_PREFIX, ENDS_WHOLE, planGate, textTree, type GateText } from "../../agent/src/gate.ts";
import type { HookRow, RowFilter } from "../../trace/frame.ts";
import { openAgent, row, type AgentSession } from "./agent-session.ts";

const STRING = "Ljava/lang/String;";
const MAP = { "/proc/self/maps": ["env.detect"], "/tmp/gate-*/x": ["file.shared"], "/etc/**": ["file.shared"] };
const path = (arg: number): RowFilter => ({ kind: "path", arg, map: MAP });

describe("a gate", () => {
  it("is there for members whose rows all look at one plain text", () => {
    const key: RowFilter = { kind: "key", arg: 0, map: { a: ["id.serial"] } };
    expect(planGate([key, key], "x.Y", [STRING], true)?.texts).toHaveLength(2);
    expect(planGate([path(0)], "x.Y", ["Ljava/io/File;"], true)).toMatchObject({ form: "file", isPath: true });
    expect(planGate([path(-1)], "java.io.File", [], false)).toMatchObject({ form: "file", argument: -1 });
    expect(planGate([path(0)], "x.Y", ["Ljava/io/FileDescriptor;"], true)).toMatchObject({ form: "none" });
    for (const [filters, parameters] of [
      [[key, null], [STRING]],
      [[null], [STRING]],
      [[], [STRING]],
      [[key, path(0)], [STRING]],
      [[key], ["I"]],
      [[path(0)], ["Ljava/lang/Object;"]],
      [[path(-1)], [STRING]],
      [[{ kind: "contains", arg: 0, map: { a: ["id.serial"] } }], [STRING]],
    ] as [RowFilter[], string[]][])
      expect(planGate(filters, "x.Y", parameters, false)).toBeNull();
  });

  it("knows a text by its characters, whole or by how it begins", () => {
    const tree = textTree([
      { text: "ab", isWhole: true },
      { text: "abc/", isWhole: false },
      { text: "b", isWhole: true },
    ]);
    expect(walk(tree, "ab")).toBe(ENDS_WHOLE);
    expect(walk(tree, "abc/")).toBe(ENDS_PREFIX);
    expect(walk(tree, "b")).toBe(ENDS_WHOLE);
    for (const other of ["a", "abc", "c", ""]) expect(walk(tree, other) ?? 0).toBe(0);
    const many = Array.from({ length: 300 }, (_, i): GateText => ({ text: `k${i}`, isWhole: true }));
    for (const { text } of many) expect(walk(textTree(many), text)).toBe(ENDS_WHOLE);
  });
});

/** What ends at a text; undefined where the tree has no such path. */
function walk(tree: Int32Array, text: string): number | undefined {
  let at = 0;
  for (const unit of text) {
    let to = tree[at * 4 + 1] ?? 0;
    while (to !== 0 && tree[to * 4] !== unit.charCodeAt(0)) to = tree[to * 4 + 2] ?? 0;
    if (to === 0) return undefined;
    at = to;
  }
  return tree[at * 4 + 3];
}

const file = (id: string, owner: string, member: string, arg: number): HookRow => ({
  ...row(id, member, { types: ["env.detect", "file.shared"], filter: path(arg), outcome: "object" }),
  class: owner,
});
const rows: HookRow[] = [
  file("T01", "java.io.FileInputStream", "$init", 0),
  file("T02", "java.io.File", "exists", -1),
  file("T03", "java.nio.file.Files", "readAllBytes", 0),
  row("T04", "keyed", { filter: { kind: "key", arg: 0, map: { android_id: ["id.android_id"] } } }),
];
/** The script counts the calls that come to it, whether they match or not, as errors. */
const counting = (text: string): string =>
  text.replace(
    "thread.own++;\n      started = begin",
    "queue.hookError();\n      thread.own++;\n      started = begin",
  );

describe("files that an app opens", () => {
  let agent: AgentSession;
  beforeAll(async () => {
    agent = await openAgent(rows, { agentSource: (await buildFaultyAgent("hook.ts", counting)).source });
    await agent.target.do("go x 490154203237518");
  });
  afterAll(() => agent.close());
  const entered = async (): Promise<number> => (await agent.flush()).hookErrors;

  it.each(["stream", "file-stream", "exists", "read"])("are read by %s under every spelling", async (how) => {
    for (const name of ["/proc/self/maps", "/proc/self/./maps", "/proc//self/maps", "/etc/../proc/self/maps"]) {
      const { accesses } = await agent.seen(`file ${how} ${name}`);
      expect([name, accesses.map((each) => each.types)]).toEqual([name, [["env.detect"]]]);
    }
    const { answer, accesses } = await agent.seen(`file ${how} /etc/hostname`);
    expect([answer, accesses.map((each) => each.types)]).toEqual(["true", [["file.shared"]]]);
  });

  it.each(["stream", "file-stream", "exists", "read"])(
    "and nobody watches never reach the script by %s",
    async (how) => {
      const before = await entered();
      for (const name of ["/proc/self/stat", "/proc/self/map", "/proc/self/mapsx", "/usr/lib/os-release", "relative"])
        await agent.target.do(`file ${how} ${name}`);
      expect(await entered()).toBe(before);
      await agent.target.do(`file ${how} /tmp/gate-none/y`);
      expect(await entered()).toBeGreaterThan(before);
    },
  );

  it("and other members with a gate answer as ever", async () => {
    const before = await entered();
    expect((await agent.seen("keyed volume")).answer).toBe("value of volume");
    expect((await agent.seen(`keyed ${"android_id".repeat(100)}`)).accesses).toEqual([]);
    expect(await entered()).toBe(before);
    expect((await agent.seen("keyed android_id")).accesses).toMatchObject([
      { row: "T04", value: "value of android_id" },
    ]);
  });

  it("are watched on eight threads while batches are sent", async () => {
    const from = agent.accesses.length;
    const { emitted, dropped } = await agent.flush();
    let isDone = false;
    const storm = agent.target.do("fileStorm 8 2000").finally(() => (isDone = true));
    while (!isDone) await agent.flush();
    expect(await storm).toBe("0 wrong");
    const after = await agent.flush();
    expect(after.emitted - emitted).toBe(8 * 2000);
    expect(after.dropped).toBe(dropped);
    expect(agent.accesses.slice(from).reduce((sum, each) => sum + each.count, 0)).toBe(8 * 2000);
    expect(agent.invalid).toEqual([]);
    expect(agent.faults).toEqual([]);
  });
});
