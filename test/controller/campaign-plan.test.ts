import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { campaignSchema } from "../../controller/campaign/campaign-schema.ts";
import { estimateRunMs, makespanMs, RUN_OVERHEAD_MS } from "../../controller/campaign/estimate.ts";
import { loadCampaign } from "../../controller/campaign/load-campaign.ts";
import { deeperJobs, firstJobs, type CampaignApp } from "../../controller/campaign/jobs.ts";
import { Manifest, MANIFEST_FILE } from "../../controller/campaign/manifest.ts";
import { combinationsOf } from "../../controller/campaign/profiles.ts";
import { scenarioSchema, type Scenario } from "../../controller/scenario/scenario-schema.ts";

const dirs: string[] = [];
afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "campaign-"));
  dirs.push(dir);
  return dir;
}

const scenario = (more: Record<string, unknown> = {}): Scenario =>
  scenarioSchema.parse({ name: "news", app: "news.apk", durations: { ignore: "10s", refuse: "20s" }, ...more });

function app(name: string, more: Record<string, unknown> = {}): CampaignApp {
  const loaded = { scenario: scenario(more), file: `/${name}.yaml`, app: `/${name}.apk`, text: "" };
  return { name, loaded: loaded as CampaignApp["loaded"], branches: undefined };
}

const campaign = (more: Record<string, unknown> = {}) =>
  campaignSchema.parse({ name: "shelf", apps: [{ scenario: "news.yaml" }], ...more });

const texts = (jobs: { app: string; combination: string; repeat: number }[]): string[] =>
  jobs.map((job) => `${job.app} ${job.combination} ${job.repeat}`);

describe("the runs of a campaign", () => {
  it("are the scenario's own branches where nothing else is said", () => {
    expect(texts(firstJobs(campaign(), [app("a", { branches: ["refuse", "accept"] })]))).toEqual([
      "a refuse 1",
      "a accept 1",
    ]);
  });

  it("are repeated, each in a folder of its own", () => {
    const jobs = firstJobs(campaign({ branches: ["refuse"], repeats: 3 }), [app("a")]);
    expect(jobs.map((job) => job.dir)).toEqual(["a/refuse/1", "a/refuse/2", "a/refuse/3"]);
  });

  it("go deeper for what the first look left out, nothing twice", () => {
    const deep = campaign({ profile: "screen", deepen: "standard" });
    expect(texts(firstJobs(deep, [app("a")]))).toEqual(["a ignore-refuse-relaunch 1", "a accept+background 1"]);
    expect(texts(deeperJobs(deep, app("a")))).toEqual(["a ignore 1", "a refuse-relaunch 1", "a accept+deny 1"]);
    expect(deeperJobs(campaign({ profile: "screen" }), app("a"))).toEqual([]);
  });

  it("leave out branches for which a scenario gives no means", () => {
    expect(combinationsOf("full", scenario())).not.toContain("accept-withdraw");
    expect(combinationsOf("full", scenario({ withdraw: [{ tapOn: "设置" }] }))).toContain("accept-withdraw");
    expect(combinationsOf("full", scenario())).not.toContain("upgrade");
    expect(combinationsOf("full", scenario({ upgradeFrom: "old.apk" }))).toContain("upgrade");
    expect(combinationsOf("standard", scenario())).not.toContain("guest");
    expect(combinationsOf("standard", scenario({ branches: ["guest"] }))).toContain("guest");
  });
});

describe("the estimate of a run", () => {
  it("is the waits of branch, state and steps, and what a handset needs around them", () => {
    const waits =
      estimateRunMs(scenario(), "ignore") - estimateRunMs(scenario({ durations: { ignore: "1s" } }), "ignore");
    expect(waits).toBe(9_000);
    const steps = {
      steps: [{ step: "读", do: [{ idle: "7s" }] }, { repeat: { times: 2, commands: [{ idle: "3s" }] } }],
    };
    expect(estimateRunMs(scenario(steps), "accept") - estimateRunMs(scenario(), "accept")).toBe(13_000);
    const background = { durations: { background: "30s" } };
    expect(
      estimateRunMs(scenario(background), "accept+background") - estimateRunMs(scenario(background), "accept"),
    ).toBe(30_000);
  });

  it("is also what exploring may take, where the combination is explored", () => {
    const exploring = { explore: { duration: "40s", after: ["accept"] } };
    const added = (text: string): number => estimateRunMs(scenario(exploring), text) - estimateRunMs(scenario(), text);
    expect([added("accept"), added("accept+deny"), added("accept+background"), added("refuse")]).toEqual([
      40_000, 40_000, 0, 0,
    ]);
  });

  it("needs no credentials, which a run does", () => {
    const dir = folder();
    for (const name of ["a.apk", "b.apk"]) writeFileSync(join(dir, name), "apk");
    const login = 'steps: [{ login: { user: visitor, password: "${secret:password}" } }]';
    writeFileSync(join(dir, "a.yaml"), `name: a\napp: a.apk\nsecrets: none.yaml\n${login}\n`);
    writeFileSync(join(dir, "b.yaml"), `name: b\napp: b.apk\n${login.replace("secret:", "env:NOT_SET_")}\n`);
    const file = join(dir, "campaign.yaml");
    writeFileSync(file, "name: shelf\napps: [{ scenario: a.yaml }, { scenario: b.yaml }]\n");
    expect(loadCampaign(file, "plan").apps.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(() => loadCampaign(file)).toThrow(/none\.yaml: no such file/);
  });

  it("never exceeds the budget of a branch", () => {
    const slow = scenario({ durations: { ignore: "2h", budget: "1m" } });
    expect(estimateRunMs(slow, "ignore")).toBe(60_000 + RUN_OVERHEAD_MS);
  });

  it("fills the shelf with the longest runs first", () => {
    expect(makespanMs([10, 10, 10, 30], 2)).toBe(30);
    expect(makespanMs([10, 10, 10, 30], 1)).toBe(60);
    expect(makespanMs([], 3)).toBe(0);
  });
});

describe("a campaign's folder", () => {
  const job = { app: "a", combination: "refuse", repeat: 1, dir: "a/refuse/1", stage: "first" as const };
  const second = { ...job, repeat: 2, dir: "a/refuse/2" };

  it("remembers what is done and does the rest", () => {
    const dir = folder();
    const manifest = Manifest.create(dir, "shelf", "x");
    const [first] = manifest.plan([job, second]);
    manifest.update(first!, { state: "done", outcome: "completed", tookMs: 5 });
    mkdirSync(join(dir, job.dir), { recursive: true });
    expect(Manifest.resume(dir, "x").plan([job, second])).toMatchObject([{ dir: "a/refuse/2", state: "waiting" }]);
  });

  it("makes a run again whose evidence is not there any more", () => {
    const dir = folder();
    const manifest = Manifest.create(dir, "shelf", "x");
    manifest.update(manifest.plan([job])[0]!, { state: "done", outcome: "completed", tookMs: 5 });
    expect(Manifest.resume(dir, "x").plan([job])).toMatchObject([{ state: "waiting", outcome: null }]);
  });

  it.each(["running", "cut-off", "failed"] as const)(
    "keeps a run left %s out of the way and does it again",
    (state) => {
      const dir = folder();
      const manifest = Manifest.create(dir, "shelf", "x");
      manifest.update(manifest.plan([job])[0]!, { state });
      mkdirSync(join(dir, job.dir), { recursive: true });
      writeFileSync(join(dir, job.dir, "half"), "evidence");
      expect(Manifest.resume(dir, "x").plan([job])).toMatchObject([{ state: "waiting" }]);
      expect(readdirSync(join(dir, "a/refuse"))).toEqual([]);
      expect(readFileSync(join(dir, ".set-aside/a.refuse.1-1/half"), "utf8")).toBe("evidence");
    },
  );

  it("refuses to mix evidence of other files, to start over another campaign, and to go on with nothing", () => {
    const dir = folder();
    Manifest.create(dir, "shelf", "x");
    expect(() => Manifest.resume(dir, "y")).toThrow(/another campaign file, scenario or APK/);
    expect(() => Manifest.create(dir, "shelf", "x")).toThrow(/already holds a campaign/);
    expect(() => Manifest.resume(folder(), "x")).toThrow(/holds no campaign.json/);
  });

  it("says that a damaged manifest is damaged", () => {
    const dir = folder();
    Manifest.create(dir, "shelf", "x");
    writeFileSync(join(dir, MANIFEST_FILE), '{"schemaVersion":1');
    expect(() => Manifest.resume(dir, "x")).toThrow(/cannot be read as a campaign/);
  });
});
