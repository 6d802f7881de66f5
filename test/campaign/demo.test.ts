import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { type Answer, consentry, resultOf, scenario, scratch, truth } from "./command.ts";

const APPS = [
  { name: "news", exit: 1 },
  { name: "news-clean", exit: 0 },
  { name: "fitness-en", exit: 1 },
];
/** Share of rules that may end unknown on an app that behaves. */
const MOST_UNKNOWN = 0.05;

describe("the self-test of the virtual handset", () => {
  it("finds the violator, clears its twin, exit 0", async () => {
    const answer = await consentry("selftest", "--handset", "virtual", "--json");
    expect(answer.code, answer.stderr).toBe(0);
    const { controls } = JSON.parse(answer.stdout) as { controls: { control: string; ok: boolean }[] };
    expect(controls.map((c) => [c.control, c.ok])).toEqual([
      ["news", true],
      ["news-clean", true],
    ]);
  });
});

describe("the demo campaign", () => {
  const dir = scratch("demo");
  const ran = new Map<string, Answer>();
  beforeAll(async () => {
    for (const { name } of APPS)
      ran.set(name, await consentry("run", scenario(name), "--out", join(dir, name), "--lang", "en"));
  }, 1_200_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each(APPS)("ends with the right exit code for $name", ({ name, exit }) => {
    const answer = ran.get(name);
    expect(answer?.code, answer?.stderr).toBe(exit);
    expect(resultOf(join(dir, name)).runs.map((run) => [run.branch, run.outcome])).toEqual([
      ["accept", "completed"],
      ["ignore", "completed"],
      ["refuse", "completed"],
    ]);
  });

  it.each(APPS)("finds all of $name's labelled behaviours and nothing else", async ({ name }) => {
    const scored = await consentry("score", truth(name), join(dir, name, "result.json"), "--json");
    expect(scored.code, scored.stdout).toBe(0);
    const { total } = JSON.parse(scored.stdout) as {
      total: { recall: number; precision: number; unknownShare: number };
    };
    expect(total.recall).toBe(1);
    expect(total.precision).toBe(1);
    expect(total.unknownShare).toBeLessThanOrEqual(MOST_UNKNOWN);
  });

  it("says nothing against the mended app", () => {
    const { runs } = resultOf(join(dir, "news-clean"));
    expect(runs.flatMap((run) => run.findings)).toEqual([]);
    expect(runs.flatMap((run) => run.verdicts).some((v) => v.verdict === "pass")).toBe(true);
  });

  it("proves a value by what was planted in this very run", () => {
    const hashes = ["ignore", "refuse"].map((branch) => {
      const trace = TraceReader.open(join(dir, "news", branch));
      const read = trace.db
        .prepare("SELECT DISTINCT value_hmac FROM accesses WHERE types = 'id.android_id' AND outcome = 'value'")
        .pluck()
        .all();
      const planted = trace
        .canaries()
        .filter((canary) => canary.type === "id.android_id")
        .map((canary) => canary.valueHmac);
      const masks = trace
        .canaries()
        .filter((canary) => canary.type === "id.android_id")
        .map((canary) => canary.valueMask);
      trace.close();
      expect(read).toEqual(planted);
      return `${String(read[0])} ${String(masks[0])}`;
    });
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it("keeps evidence that verifies, and notices one changed byte", async () => {
    const verified = await consentry("verify", join(dir, "news"));
    expect(verified.code, verified.stdout).toBe(0);
    expect(verified.stdout.match(/^ok /gm)).toHaveLength(3);
  });

  it("gives the same bytes when it is judged twice", async () => {
    const first = readFileSync(join(dir, "news", "result.json"));
    for (let i = 0; i < 2; i++) expect((await consentry("analyze", join(dir, "news"))).code).toBe(1);
    expect(readFileSync(join(dir, "news", "result.json")).equals(first)).toBe(true);
  });

  it("writes a report in both languages", () => {
    for (const language of ["zh", "en"]) {
      const html = readFileSync(join(dir, "news", `report.${language}.html`), "utf8");
      expect(html).toContain("PushLite");
    }
  });

  it("keeps no planted value in any file", () => {
    // Contacts and the like are planted too; the Android ID is the one value that the app was given for sure.
    for (const branch of ["ignore", "refuse", "accept"]) {
      const run = join(dir, "news", branch);
      expect(existsSync(join(run, "trace.sqlite"))).toBe(true);
      const text = readFileSync(join(run, "trace.sqlite")).toString("latin1");
      expect(text).not.toMatch(/clip-[0-9a-f]{8}-\d{6}/);
      expect(text).not.toMatch(/person-[0-9a-f]{8}@example\.test/);
      expect(readdirSync(run)).toContain("screens");
    }
  });
});
