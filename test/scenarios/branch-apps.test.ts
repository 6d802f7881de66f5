import { describe, expect, it } from "vitest";
import { parseCombination } from "../../controller/scenario/combination.ts";
import { readTruth as readLabels } from "../../rules/truth-schema.ts";
import { readSource } from "../../scenarios/app-source.ts";
import { appDir, BRANCH_APPS, type LabelledApp } from "../../scenarios/build-apps.ts";

/** Who breaks the rules, and who does the same without. */
const TWINS: [LabelledApp, LabelledApp][] = [
  ["novel", "novel-clean"],
  ["purse", "purse-clean"],
  ["purse-v2", "purse-clean-v2"],
  ["grocer", "grocer-clean"],
];
/** An installed version, and the one that comes over it. */
const UPGRADES: [LabelledApp, LabelledApp][] = [
  ["purse", "purse-v2"],
  ["purse-clean", "purse-clean-v2"],
];

interface Fact {
  branch: string;
  fact: string;
  holds: boolean;
}

const truthOf = (app: LabelledApp): ReturnType<typeof readLabels> => readLabels(`${appDir(app)}/truth.json`);
const factsOf = (app: LabelledApp): Fact[] => truthOf(app)["facts"] as Fact[];

function sourceText(app: LabelledApp, ends: string): string {
  const files = [...readSource(appDir(app))].filter(([name]) => name.endsWith(ends));
  return files.map(([, bytes]) => bytes.toString("utf8")).join("\n");
}

function versionCode(app: LabelledApp): number {
  return Number(/versionCode="(\d+)"/.exec(sourceText(app, "AndroidManifest.xml"))?.[1]);
}

describe.each(BRANCH_APPS)("the labels of %s", (app) => {
  it("name combinations that exist", () => {
    const named = truthOf(app).behaviours.flatMap(({ branches }) => branches ?? []);
    for (const text of [...named, ...factsOf(app).map(({ branch }) => branch)])
      expect(parseCombination(text), text).toBeTypeOf("object");
  });

  it("are of the version that the manifest states", () => {
    expect(sourceText(app, "AndroidManifest.xml")).toContain(`versionName="${String(truthOf(app).app["version"])}"`);
  });
});

describe.each(TWINS)("%s and its twin %s", (violator, clean) => {
  it("are one app to the phone, and one of them behaves", () => {
    expect(truthOf(clean).app.package).toBe(truthOf(violator).app.package);
    expect(truthOf(violator).behaviours.length).toBeGreaterThan(0);
    expect(truthOf(clean)).toMatchObject({ behaviours: [], zero_collection_findings: true });
    expect(truthOf(clean).must_not_flag.length).toBeGreaterThan(0);
  });

  it("differ in code that reads, not in what is on the screen", () => {
    expect(sourceText(violator, ".java")).toContain("Behaviours.");
    expect(sourceText(clean, ".java")).not.toContain("Behaviours.");
    const layouts = (app: LabelledApp): string[] =>
      [...readSource(appDir(app)).keys()].filter((name) => name.startsWith("res/layout"));
    expect(layouts(clean)).toEqual(layouts(violator));
  });
});

/** What was read after a tick is all that tells the login apps apart. */
describe.each(TWINS.filter(([violator]) => violator !== "grocer"))("%s and its twin %s", (violator, clean) => {
  it("do otherwise in at least one thing that is no read", () => {
    const held = (app: LabelledApp): string[] => factsOf(app).map((f) => `${f.branch} ${f.fact} ${f.holds}`);
    expect(held(clean)).not.toEqual(held(violator));
  });
});

describe.each(UPGRADES)("%s and its next version %s", (before, after) => {
  it("are an upgrade with a policy that changed", () => {
    expect(truthOf(after).app.package).toBe(truthOf(before).app.package);
    expect(versionCode(after)).toBeGreaterThan(versionCode(before));
    expect(sourceText(after, "res/values/policy.xml")).not.toBe(sourceText(before, "res/values/policy.xml"));
    expect(sourceText(after, "res/values-zh/policy.xml")).not.toBe(sourceText(before, "res/values-zh/policy.xml"));
  });
});
