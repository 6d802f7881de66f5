/** What the comparison of calls with and without the agent would notice, and what it calls at all. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAgent, buildFaultyAgent } from "../../agent/build.ts";
import { hookedRows, loadApiRows, toHookRow } from "../../catalogue/api-rows.ts";
import type { CoverageRow } from "../../trace/frame.ts";
import { attachAgent, type Attached } from "../agent/agent-session.ts";
import { Target } from "../agent/target.ts";

const SEED = "go 9774d56d682e549c 356938035643809";
const APPLICATION = "io.appium.android.apis.ApiDemosApplication";
const rows = hookedRows(loadApiRows());
const nameOf = (row: { class: string; member: string }): string => `${row.class}#${row.member}`;

const NAME_SERVER = "may ask a name server, whose answer is not this machine's";
/** Hooked members of the platform that are not called, and why. */
const NOT_CALLED: Record<string, string> = {
  "java.net.InetAddress#getCanonicalHostName": "crashes the machine, agent or not, on an address without bytes",
  "java.net.InetAddress#getByName": NAME_SERVER,
  "java.net.InetAddress#getAllByName": NAME_SERVER,
  "java.net.InetAddress#getLocalHost": NAME_SERVER,
  "java.net.InetSocketAddress#getHostName": NAME_SERVER,
  "java.lang.ProcessImpl#start": "closed to reflection; ProcessBuilder and Runtime lead to it",
  "java.lang.Runtime#loadLibrary0": "closed to reflection; System.loadLibrary leads to it",
  "java.net.SocketOutputStream#socketWrite0": "closed to reflection; a socket's stream leads to it",
};
/** Kinds of filters whose miss shows in no call, and why: their hooks are proven by tests of their own, or not at all. */
const UNSEEN_KINDS: Record<string, string> = {
  path: "the process that calls cannot go on without files, so it makes no list",
  member: "the calls are made by reflection, so hardly any is made",
  binder: "no transaction of the test target answers anything but false",
  mask: "its only member answers nothing",
  permissions: "its members throw before they do anything, for want of a window",
};
const members = [...new Set(rows.map(nameOf))].filter((name) => !(name in NOT_CALLED));

/** Outcomes by call: class, member, overload, set of arguments. */
type Outcomes = Map<string, string>;
const memberOf = (call: string): string => call.split(" ")[0] as string;

let folder: string;
let before: string;
let lists = 0;

/**
 * What a fresh process gets from every call, and the agent's word on its rows; no agent without a source. The application is
 * there before the agent: one that a fault keeps from starting would make no calls, and every outcome would differ for that.
 */
async function callEverything(agentSource?: string): Promise<{ outcomes: Outcomes; coverage: CoverageRow[] }> {
  const target = await Target.start();
  let agent: Attached | undefined;
  try {
    expect(await target.do(SEED)).toBe(APPLICATION);
    if (agentSource !== undefined)
      agent = await attachAgent(target.pid, rows.map(toHookRow), {
        agentSource,
      });
    const [list, out] = [path.join(folder, "members"), path.join(folder, `calls-${lists++}`)];
    fs.writeFileSync(list, members.join("\n"));
    expect(await target.do(`callEverything ${list} ${out}`)).toBe("done");
    const lines = fs.readFileSync(out, "utf8").trimEnd().split("\n");
    const outcomes = new Map(lines.map((line): [string, string] => split(line)));
    return { outcomes, coverage: agent?.coverage ?? [] };
  } finally {
    await agent?.detach();
    await target.stop();
  }
}

function split(line: string): [string, string] {
  const end = line.indexOf("] = ") + 1;
  return [line.slice(0, end), line.slice(end + 3)];
}

/** Calls that were made both times, with another outcome. */
function changed(one: Outcomes, other: Outcomes): string[] {
  return [...one].filter(([call, outcome]) => isOther(outcome, other.get(call))).map(([call]) => call);
}

function isOther(outcome: string, other: string | undefined): boolean {
  return other !== undefined && other !== outcome && !other.startsWith("not called");
}

describe("calls of every hookable member, under an agent with a planted fault", () => {
  let plain: Outcomes;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "transparency-faults-"));
    // Some calls make files where the process stands.
    before = process.cwd();
    process.chdir(folder);
    plain = (await callEverything()).outcomes;
    const again = (await callEverything()).outcomes;
    for (const call of changed(plain, again)) plain.delete(call);
  });
  afterAll(() => {
    process.chdir(before);
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Calls that give themselves away under `hook.ts` with one text in another's place. */
  async function noticed(text: string, fault: string): Promise<{ calls: string[]; coverage: CoverageRow[] }> {
    const { source } = await buildFaultyAgent("hook.ts", (hook) => hook.replace(text, fault));
    const { outcomes, coverage } = await callEverything(source);
    return { calls: changed(plain, outcomes), coverage };
  }

  it("notice nothing under the agent as it is", async () => {
    const { outcomes } = await callEverything((await buildAgent()).source);
    expect([...plain].filter(([call, outcome]) => outcomes.get(call) !== outcome)).toEqual([]);
  });

  const ORIGINAL = "value = next(env, self, args, thread);";

  it("notice an original that runs twice; every armed member is called, or is listed with a reason", async () => {
    const again = `${ORIGINAL} if (runtime.jni.exceptionCheck(env) === 0) ${ORIGINAL}`;
    const { calls, coverage } = await noticed(ORIGINAL, again);
    const names = new Set(calls.map(memberOf));
    expect([...names]).toEqual(
      expect.arrayContaining(["android.content.ContentResolver#insert", "android.net.nsd.NsdManager#discoverServices"]),
    );

    const armed = new Set(coverage.filter((row) => row.status === "armed").map((row) => row.row));
    const called = new Set([...plain.keys()].map(memberOf));
    const silent = rows
      .filter((row) => armed.has(row.id))
      .map((row) => nameOf(row).replace("#CREATOR.", "#"))
      .filter((name) => !called.has(name) && !STEADY_ONLY.has(name));
    expect([...new Set(silent)].sort()).toEqual(Object.keys(NOT_CALLED).sort());
  });

  it("notice zero or null handed on in place of the value", async () => {
    const { calls } = await noticed("    return value;\n  };", "    return zero;\n  };");
    expect(new Set(calls.map(memberOf)).size).toBeGreaterThanOrEqual(100);
  });

  it("notice null handed to the original in place of the app's objects", async () => {
    const nothing = 'value = next(env, self, args.map((a) => (typeof a === "object" ? NULL : a)), thread);';
    const { calls } = await noticed(ORIGINAL, nothing);
    expect(new Set(calls.map(memberOf)).size).toBeGreaterThanOrEqual(100);
  });

  /** Kinds of filters that give themselves away when a miss of any of them answers zero or null. */
  async function noticedMisses(kinds: readonly string[]): Promise<string[]> {
    const miss = "if (started === null) return next(";
    const isFaulty = `started === null && ${JSON.stringify(kinds)}.includes(row.filter?.kind ?? "")`;
    const { calls } = await noticed(miss, `if (${isFaulty}) return zero;\n    ${miss}`);
    const names = new Set(calls.map(memberOf));
    return kinds.filter((kind) =>
      rows.some((row) => row.filter?.kind === kind && names.has(nameOf(row)) && !isWatchedOtherwise(nameOf(row), kind)),
    );
  }

  it("notice null on the miss of a filter by key", async () => {
    expect(await noticedMisses(["key"])).toEqual(["key"]);
  });

  it("notice null on the miss of a filter of every other kind, but for those listed with a reason", async () => {
    const kinds = [...new Set(rows.flatMap((row) => (row.filter === null ? [] : [row.filter.kind])))];
    const others = kinds.filter((kind) => kind !== "key" && !(kind in UNSEEN_KINDS));
    expect(others.length).toBeGreaterThanOrEqual(9);
    expect(await noticedMisses(others)).toEqual(others);
  });
});

/** Members all of whose calls differ from process to process. */
const STEADY_ONLY = new Set([
  "android.os.Environment#getExternalStorageDirectory",
  "android.os.Environment#getExternalStoragePublicDirectory",
]);

/** Whether a member has rows of another kind of filter, which could be what gave it away. */
function isWatchedOtherwise(name: string, kind: string): boolean {
  return rows.some((row) => nameOf(row) === name && row.filter !== null && row.filter.kind !== kind);
}
