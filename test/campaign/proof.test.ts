import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, type TestContext } from "vitest";
import { buildVariant, missingBuildTools } from "../../scenarios/build-apps.ts";
import { readTruth, scoreTruth } from "../../rules/score.ts";
import { consentry, essences, resultOf, scenario, scratch, truth } from "./command.ts";

/** Five in a row in CI, twenty in soak. */
const REPEATS = process.env["SOAK"] ? 20 : 5;
/** One behaviour for each kind of finding in CI, every one in soak. */
const ABLATED = [
  { app: "news", behaviour: "push-app-list-before-consent", branch: "refuse" },
  { app: "news", behaviour: "app-android-id-after-refusal", branch: "refuse" },
  { app: "news", behaviour: "contacts-on-article", branch: "accept" },
  { app: "news", behaviour: "location-in-background", branch: "accept" },
] as const;

/** Variants are built with Debian's tools; a user's machine may lack them, CI must not. */
function needBuildTools(context: TestContext): void {
  const missing = missingBuildTools();
  if (missing.length > 0 && !process.env["CI"]) context.skip(`needs ${missing.join(", ")}`);
  expect(missing).toEqual([]);
}

const dir = scratch("proof");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("the same branch again and again", () => {
  it(`gives the same findings ${REPEATS} times`, async () => {
    const seen: string[][] = [];
    for (let i = 0; i < REPEATS; i++) {
      const out = join(dir, `repeat-${i}`);
      const answer = await consentry("run", scenario("news"), "--branch", "refuse", "--out", out);
      expect(answer.code, answer.stderr).toBe(1);
      seen.push(
        resultOf(out)
          .runs.flatMap((run) => run.findings.map((f) => f.fingerprint))
          .sort(),
      );
    }
    for (const again of seen) expect(again).toEqual(seen[0]);
  }, 1_200_000);
});

describe("a hook row left unarmed", () => {
  it("makes the rules that need it unknown, exit 4, never a pass", async () => {
    const out = join(dir, "disarmed");
    const answer = await consentry(
      "run",
      scenario("news-clean"),
      "--branch",
      "ignore",
      "--disarm",
      "AA0037",
      "--out",
      out,
    );
    expect(answer.code, answer.stderr).toBe(4);
    const verdicts = resultOf(out).runs[0]?.verdicts.filter((v) => v.verdict !== "not-applicable") ?? [];
    const unknown = verdicts.filter((v) => v.verdict === "unknown");
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.map((v) => v.reason?.code)).toContain("core-door-unproven");
    const needing = verdicts.filter((v) => v.rule.includes("pre-consent") || v.reason?.code === "core-door-unproven");
    expect(needing.some((v) => v.verdict === "pass")).toBe(false);
  });
});

describe("an app with one behaviour taken out", () => {
  it.for(ABLATED)(
    "$app without $behaviour loses exactly its findings",
    { timeout: 600_000 },
    async ({ app, behaviour, branch }, context) => {
      needBuildTools(context);
      const built = await buildVariant(app, { remove: behaviour, outDir: join(dir, behaviour) });
      const [whole, less] = [join(dir, `${behaviour}-whole`), join(dir, `${behaviour}-less`)];
      await consentry("run", scenario(app), "--branch", branch, "--out", whole);
      await consentry("run", scenario(app), "--app", built.apk, "--branch", branch, "--out", less);
      const [before, after] = [essences(resultOf(whole)), essences(resultOf(less))];
      const gone = before.filter((e) => !after.includes(e));
      expect(after.filter((e) => !before.includes(e))).toEqual([]);
      const removed = (
        JSON.parse(readFileSync(truth(app), "utf8")) as { behaviours: { id: string; data_type: string }[] }
      ).behaviours.find((b) => b.id === behaviour);
      expect(gone.length).toBeGreaterThan(0);
      for (const e of gone) expect(e).toContain(removed?.data_type ?? "?");
      const scored = scoreTruth(readTruth(built.truth), [resultOf(less)]);
      expect([scored.total.recall, scored.total.precision]).toEqual([1, 1]);
    },
  );
});

describe("an app with other names and words", () => {
  it("gives the same findings under its new names", { timeout: 600_000 }, async (context) => {
    needBuildTools(context);
    const built = await buildVariant("news", {
      rename: {
        package: "org.example.paper",
        sdks: { "com.pushlite.sdk": "net.other.push" },
        texts: { 同意: "同意并继续", 不同意: "暂不同意" },
      },
      outDir: join(dir, "renamed"),
    });
    const [plain, renamed] = [join(dir, "plain-run"), join(dir, "renamed-run")];
    await consentry("run", scenario("news"), "--branch", "refuse", "--out", plain);
    await consentry("run", scenario("news"), "--app", built.apk, "--branch", "refuse", "--out", renamed);
    // The renamed SDK is in no table: its reads stay findings, by a reader of unknown origin instead of a named SDK.
    const anonymous = (lines: string[]): string[] =>
      [...new Set(lines.map((line) => line.replace(/ (sdk|unknown|app) /, " * ")))].sort();
    expect(anonymous(essences(resultOf(renamed)))).toEqual(anonymous(essences(resultOf(plain))));
  });
});
