import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attachAgent, row } from "./agent-session.ts";
import { helperJar, Target } from "./target.ts";

const rows = [row("T01", "echo")];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "stale-helper-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A copy of the jar without one of its classes, or with something else in its place. */
async function doctored(name: string, put?: Uint8Array<ArrayBuffer>): Promise<string> {
  const file = `io/consentry/agent/${name}.class`;
  const entries = unzipSync(fs.readFileSync(await helperJar()), { filter: (entry) => entry.name !== file });
  if (put !== undefined) entries[file] = put;
  const jar = path.join(folder, `${name}-${put === undefined ? "less" : "broken"}.jar`);
  fs.writeFileSync(jar, zipSync(entries));
  return jar;
}

describe("a helper jar that is not of the agent's sources", () => {
  let target: Target;
  beforeAll(async () => {
    target = await Target.start();
  });
  afterAll(() => target.stop());

  it.each([
    [
      "of another state",
      () => helperJar("0".repeat(64)),
      /helper-stale: the agent's helper is 000000000000; the agent /,
    ],
    [
      "from before there was a stamp",
      () => doctored("Stamp"),
      /helper-stale: the agent's helper is one without a stamp/,
    ],
    ["with a damaged stamp", () => doctored("Stamp", strToU8("no class")), /helper-stale: .* without a stamp/],
    ["that lacks a class", () => doctored("Packages"), /Packages/],
  ])("%s is refused before anything is hooked, and the app runs on", async (_which, jar, words) => {
    await expect(attachAgent(target.pid, rows, { helperJar: await jar() })).rejects.toThrow(words);
    expect(await target.do("echo x 3")).toBe("true");
  });

  it("keeps nobody from beginning with the right one", async () => {
    const agent = await attachAgent(target.pid, rows);
    expect(agent.coverage.find((each) => each.row === "T01")).toMatchObject({ status: "armed", selfTested: true });
    await target.do("echo x 3");
    await agent.flush();
    expect(agent.accesses).toMatchObject([{ row: "T01", value: "xxx" }]);
    await agent.detach();
  });
});
