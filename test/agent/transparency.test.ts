import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFaultyAgent } from "../../agent/build.ts";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import { attachAgent, type Attached } from "./agent-session.ts";
import { Target } from "./target.ts";

const SEED = "go 9774d56d682e549c 356938035643809";
const rows = hookedRows(loadApiRows());
/** Members that are not called, and why. */
const EXCLUDED: Record<string, string> = {
  "java.net.InetAddress#getCanonicalHostName": "crashes the machine, agent or not, on an address without bytes",
  "java.net.InetAddress#getByName": "asks a name server, and waits for it",
  "java.net.InetAddress#getAllByName": "asks a name server, and waits for it",
  "java.net.InetAddress#getLocalHost": "asks a name server, and waits for it",
  "java.net.InetSocketAddress#getHostName": "asks a name server, and waits for it",
};
const members = [...new Set(rows.map((row) => `${row.class}#${row.member}`))].filter((name) => !(name in EXCLUDED));
/** The call of one line: class, member, overload, set of arguments. */
const callOf = (line: string): string => line.slice(0, line.indexOf("] = ") + 1);
const outcomeOf = (line: string): string => line.slice(line.indexOf("] = ") + 4);

let folder: string;
let lists = 0;

/** What a fresh process gets from every call; `agentSource`: the agent in it, "" none, null the product's own. */
async function callEverything(agentSource: string | null): Promise<{ lines: string[]; agent: Attached | null }> {
  const target = await Target.start();
  let agent: Attached | null = null;
  try {
    if (agentSource !== "")
      agent = await attachAgent(target.pid, rows.map(toHookRow), agentSource === null ? {} : { agentSource });
    await target.do(SEED);
    const [list, out] = [path.join(folder, "members"), path.join(folder, `lines-${lists++}`)];
    fs.writeFileSync(list, members.join("\n"));
    expect(await target.do(`callEverything ${list} ${out}`)).toBe("done");
    await agent?.flush();
    return { lines: fs.readFileSync(out, "utf8").trimEnd().split("\n"), agent };
  } finally {
    await agent?.detach();
    await target.stop();
  }
}

/** Calls whose outcome differs between two lists. */
function differences(one: readonly string[], other: readonly string[]): string[] {
  const outcomes = new Map(other.map((line) => [callOf(line), outcomeOf(line)]));
  return one.filter((line) => outcomes.get(callOf(line)) !== outcomeOf(line));
}

describe("every hookable member of the framework, called with and without the agent", () => {
  let plain: string[];
  /** Calls that two processes without any agent answer differently: times, addresses, order of hash tables. */
  let unsteady: Set<string>;
  const steady = (lines: readonly string[]): string[] => lines.filter((line) => !unsteady.has(callOf(line)));

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "transparency-"));
    plain = (await callEverything("")).lines;
    unsteady = new Set(differences(plain, (await callEverything("")).lines).map(callOf));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("gives the app the same value and the same exception", async () => {
    const { lines, agent } = await callEverything(null);
    const compared = steady(plain).filter((line) => !/^(no receiver|not called)/.test(outcomeOf(line)));
    const counts = {
      called: plain.length,
      compared: compared.length,
      members: new Set(compared.map((line) => callOf(line).split(" ")[0])).size,
      threw: compared.filter((line) => outcomeOf(line).startsWith("threw")).length,
      arrays: compared.filter((line) => callOf(line).includes("[]")).length,
      unsteady: unsteady.size,
      recorded: new Set(agent?.accesses.map((access) => access.row)).size,
      accesses: agent?.accesses.length,
    };
    process.stdout.write(`${JSON.stringify(counts)}\n`);
    expect(differences(steady(plain), lines)).toEqual([]);
    expect(lines).toHaveLength(plain.length);
    expect(counts.members).toBeGreaterThanOrEqual(400);
    expect(counts.threw).toBeGreaterThanOrEqual(60);
    expect(counts.arrays).toBeGreaterThanOrEqual(40);
    expect(counts.unsteady).toBeLessThan(plain.length / 20);
    expect(counts.recorded).toBeGreaterThanOrEqual(300);
    expect(agent?.invalid).toEqual([]);
  });

  it("would notice a hook that swallows an exception", async () => {
    const faulty = await buildFaultyAgent("hook.ts", (text) =>
      text.replace("if (thrown !== null) runtime.jni.throw_(env, thrown);", ""),
    );
    const { lines } = await callEverything(faulty.source);
    const changed = differences(steady(plain), lines);
    expect(changed.filter((line) => outcomeOf(line).startsWith("threw")).length).toBeGreaterThanOrEqual(60);
  });
});
