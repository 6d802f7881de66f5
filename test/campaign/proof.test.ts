import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, type TestContext } from "vitest";
import { buildVariant, missingBuildTools } from "../../scenarios/build-apps.ts";
import { readTruth, scoreTruth } from "../../rules/score.ts";
import { consentry, essences, resultOf, scenario, scratch, truth } from "./command.ts";

/** Five in a row in CI, twenty in soak. */
const REPEATS = process.env["SOAK"] ? 20 : 5;
const DEADLINE_MS = 1_200_000;

interface Ablation {
  app: "news" | "fitness-en";
  behaviour: string;
  branch: "ignore" | "refuse" | "accept";
  /** Lines of the scenario that only make sense with the behaviour: without it nothing asks for the permission. */
  skips?: string;
}

/** One behaviour for each kind of finding. */
const IN_CI: Ablation[] = [
  { app: "news", behaviour: "push-app-list-before-consent", branch: "refuse" },
  { app: "news", behaviour: "app-android-id-after-refusal", branch: "refuse" },
  {
    app: "news",
    behaviour: "contacts-on-article",
    branch: "accept",
    skips: "城市公园新增步道二十公里\n      - permission: grant",
  },
  { app: "news", behaviour: "clipboard-poll", branch: "accept" },
  { app: "news", behaviour: "location-in-background", branch: "accept" },
];
const IN_SOAK: Ablation[] = [
  { app: "news", behaviour: "push-android-id-before-consent", branch: "refuse" },
  { app: "news", behaviour: "push-app-list-after-refusal", branch: "refuse" },
  { app: "news", behaviour: "location-poll", branch: "accept" },
  { app: "news", behaviour: "clipboard-in-background", branch: "accept" },
  { app: "fitness-en", behaviour: "adnest-android-id-before-consent", branch: "refuse" },
  { app: "fitness-en", behaviour: "adnest-ssid-before-consent", branch: "refuse" },
  { app: "fitness-en", behaviour: "adnest-android-id-after-refusal", branch: "refuse" },
  { app: "fitness-en", behaviour: "adnest-ssid-after-refusal", branch: "refuse" },
  { app: "fitness-en", behaviour: "adnest-ssid-poll", branch: "accept" },
  { app: "fitness-en", behaviour: "adnest-location-in-background", branch: "accept" },
  { app: "fitness-en", behaviour: "adnest-sensor-in-background", branch: "accept" },
];
const ABLATIONS = process.env["SOAK"] ? [...IN_CI, ...IN_SOAK] : IN_CI;

/** Variants are built with Debian's tools; a user's machine may lack them, CI must not. */
function needBuildTools(context: TestContext): void {
  const missing = missingBuildTools();
  if (missing.length > 0 && !process.env["CI"]) context.skip(`needs ${missing.join(", ")}`);
  context.expect(missing).toEqual([]);
}

const dir = scratch("proof");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const whole = new Map<string, Promise<string>>();

/** Folder of the unchanged app's run in one branch; run once and shared. */
function runOfWhole(app: string, branch: string): Promise<string> {
  const key = `${app}-${branch}`;
  const known = whole.get(key) ?? run(scenario(app), branch, key);
  whole.set(key, known);
  return known;
}

/** Findings of the unchanged app in one branch. */
async function findingsOfWhole(app: string, branch: string): Promise<string[]> {
  return essences(resultOf(await runOfWhole(app, branch)));
}

async function run(file: string, branch: string, name: string, ...more: string[]): Promise<string> {
  const out = join(dir, `run-${name}`);
  const answer = await consentry("run", file, "--branch", branch, "--out", out, ...more);
  expect(answer.code, answer.stderr).toBe(1);
  return out;
}

describe.concurrent("proof that findings follow the app", { timeout: DEADLINE_MS }, () => {
  it(`gives the same findings ${REPEATS} times in a row`, async () => {
    const seen: string[][] = [];
    for (let i = 0; i < REPEATS; i++) {
      const out = i === 0 ? await runOfWhole("news", "refuse") : await run(scenario("news"), "refuse", `repeat-${i}`);
      seen.push(
        resultOf(out)
          .runs.flatMap((r) => r.findings.map((f) => f.fingerprint))
          .sort(),
      );
    }
    for (const again of seen) expect(again).toEqual(seen[0]);
  });

  it.for(ABLATIONS)(
    "$app without $behaviour loses exactly its findings",
    async ({ app, behaviour, branch, skips }, context) => {
      needBuildTools(context);
      const built = await buildVariant(app, { remove: behaviour, outDir: join(dir, behaviour) });
      let file = scenario(app);
      if (skips) {
        file = join(dir, `${behaviour}.yaml`);
        const text = readFileSync(scenario(app), "utf8");
        expect(text).toContain(skips);
        writeFileSync(file, text.replace(skips, skips.split("\n")[0] ?? ""));
      }
      const out = await run(file, branch, behaviour, "--app", built.apk);
      const [before, after] = [await findingsOfWhole(app, branch), essences(resultOf(out))];
      const labels = JSON.parse(readFileSync(truth(app), "utf8")) as {
        behaviours: { id: string; data_type: string }[];
      };
      const type = labels.behaviours.find((b) => b.id === behaviour)?.data_type ?? "no such behaviour";
      const gone = before.filter((e) => !after.includes(e));
      expect(gone.length).toBeGreaterThan(0);
      for (const e of gone) expect(e).toContain(` ${type} `);
      expect(after.filter((e) => !before.includes(e))).toEqual([]);
      const scored = scoreTruth(readTruth(built.truth), [resultOf(out)]);
      expect([scored.total.recall, scored.total.precision]).toEqual([1, 1]);
    },
  );

  it("gives the same findings under other names and words", async (context) => {
    needBuildTools(context);
    const built = await buildVariant("news", {
      rename: {
        package: "org.example.paper",
        sdks: { "com.pushlite.sdk": "net.other.push" },
        texts: { 同意: "同意并继续", 不同意: "暂不同意" },
      },
      outDir: join(dir, "renamed"),
    });
    const out = await run(scenario("news"), "refuse", "renamed", "--app", built.apk);
    // The renamed SDK is in no table: its reads stay findings, by a reader of unknown origin instead of a named SDK.
    const anonymous = (lines: string[]): string[] =>
      [...new Set(lines.map((line) => line.replace(/ (sdk|unknown|app) /, " * ")))].sort();
    expect(anonymous(essences(resultOf(out)))).toEqual(anonymous(await findingsOfWhole("news", "refuse")));
  });

  it("makes the rules that need a hook left unarmed unknown, exit 4, never a pass", async () => {
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
    const verdicts = resultOf(out).runs[0]?.verdicts ?? [];
    const preConsent = verdicts.find((v) => v.rule === "cn-core.pre-consent");
    expect([preConsent?.verdict, preConsent?.reason?.code]).toEqual(["unknown", "core-door-unproven"]);
    expect(verdicts.filter((v) => v.verdict === "pass" && v.reason?.code === "core-door-unproven")).toEqual([]);
  });
});
