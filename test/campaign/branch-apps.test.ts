/** The apps for the branches and their twins, as one campaign, interrupted once and gone on with; every assertion below reads from it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { type Answer, consentry, resultOf, scenario, scratch, start, truth } from "./command.ts";

/** A few combinations that need one of these apps; the demo campaign has more. */
const APPS: Record<string, string[]> = {
  novel: ["refuse-relaunch", "guest+background"],
  "novel-clean": ["guest"],
  purse: ["accept+deny", "accept-withdraw"],
  "purse-clean": ["accept-withdraw"],
  "purse-v2": ["upgrade"],
  "purse-clean-v2": ["upgrade"],
  grocer: ["login-consent"],
  "grocer-clean": ["login-consent"],
};
const NAMES = Object.keys(APPS);
const DURATIONS = "{ ignore: 2s, refuse: 5s, background: 6s, notice: 8s }";
/** What is typed at the login, of this test alone. */
const PHONE = "19912348765";
const PASSWORD = "Jie-Tong&Mi.Ma-4711";

interface Fact {
  branch: string;
  fact: string;
  detail: Record<string, unknown>;
  holds: boolean;
}

const dir = scratch("branch-apps");
const out = join(dir, "out");
let interrupted: Answer;
let doneBefore: string[];
let answer: Answer;

interface Job {
  dir: string;
  state: string;
}
const jobs = (): Job[] => (JSON.parse(readFileSync(join(out, "campaign.json"), "utf8")) as { jobs: Job[] }).jobs;

/** Ctrl-C once a run is done and others are under way. */
async function interruptedRun(campaign: string): Promise<Answer> {
  const { child, answer } = start(["run", campaign, "--out", out, "--lang", "en"]);
  child.stderr?.on("data", () => {
    if (!child.killed && existsSync(join(out, "campaign.json")) && jobs().some((job) => job.state === "done"))
      child.kill("SIGINT");
  });
  return answer;
}

/** The scenario with credentials from the environment and from a file of the test's own. */
function withAccount(name: string): string {
  const text = readFileSync(scenario(name), "utf8")
    .replace(/^app: /m, `app: ${dirname(scenario(name))}/`)
    .replace(/^secrets: .*$/m, "secrets: account.yaml")
    .replace("${secret:phone}", "${env:GROCER_PHONE}");
  const file = join(dir, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}

beforeAll(async () => {
  vi.stubEnv("GROCER_PHONE", PHONE);
  writeFileSync(join(dir, "account.yaml"), `password: ${JSON.stringify(PASSWORD)}\n`);
  const scenarioOf = (name: string): string => (name.startsWith("grocer") ? withAccount(name) : scenario(name));
  const apps = NAMES.map((name) => `  - { scenario: ${scenarioOf(name)}, branches: [${APPS[name]?.join(", ")}] }\n`);
  const campaign = join(dir, "campaign.yaml");
  writeFileSync(campaign, `name: branch-apps\nhandsets: 2\ndurations: ${DURATIONS}\napps:\n${apps.join("")}`);
  interrupted = await interruptedRun(campaign);
  doneBefore = jobs()
    .filter((job) => job.state === "done")
    .map((job) => job.dir);
  answer = await consentry("run", campaign, "--out", out, "--lang", "en", "--resume");
}, 1_200_000);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

/** Folder of the one run of a combination. */
function runOf(name: string, branch: string): string {
  const folder = join(out, name, branch);
  const [only = ""] = readdirSync(folder);
  return join(folder, only);
}

function read<T>(name: string, branch: string, get: (trace: TraceReader) => T): T {
  const trace = TraceReader.open(runOf(name, branch));
  try {
    return get(trace);
  } finally {
    trace.close();
  }
}

function encoded(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  return [bytes.toString("base64").replace(/=+$/, ""), bytes.toString("hex")];
}

function factsOf(name: string): Fact[] {
  const { facts } = JSON.parse(readFileSync(truth(name), "utf8")) as { facts: Fact[] };
  return facts.filter(({ branch }) => APPS[name]?.includes(branch));
}

describe("a campaign over apps that do otherwise in every branch", () => {
  it("walks every combination to its end", () => {
    expect(answer.code, answer.stderr).toBe(1);
    for (const name of NAMES)
      for (const branch of APPS[name] ?? []) {
        expect(
          read(name, branch, (trace) => trace.seal()?.outcome),
          `${name} ${branch}`,
        ).toBe("completed");
      }
  });

  it("ends at Ctrl-C with what it has, and goes on where it was: done runs stay, cut ones are kept aside and made again", () => {
    expect(interrupted.code, interrupted.stderr).toBe(130);
    expect(doneBefore.length).toBeGreaterThan(0);
    expect(doneBefore.length).toBeLessThan(jobs().length);
    for (const dir of doneBefore)
      expect(answer.stderr).not.toContain(`${dir.split("/").slice(0, 2).join(" ")}: started`);
    expect(jobs().map((job) => job.state)).toEqual(jobs().map(() => "done"));
    const aside = readdirSync(join(out, ".set-aside"));
    expect(aside.length).toBeGreaterThan(0);
    expect(resultOf(out).runs).toHaveLength(jobs().length);
  });

  it("tells in one line an app how it went", () => {
    expect(answer.stdout).toMatch(/^app +package +runs +violations/m);
    for (const name of NAMES) expect(answer.stdout).toMatch(new RegExp(`^${name} .* (\\d+)/\\1 `, "m"));
  });

  it.each(NAMES)("finds all of %s's labelled behaviours and nothing else", async (name) => {
    const scored = await consentry("score", truth(name), join(out, "result.json"), "--json");
    const { branches, total } = JSON.parse(scored.stdout) as {
      branches: { branch: string }[];
      total: { recall: number; precision: number };
    };
    expect(branches.map(({ branch }) => branch).sort(), scored.stdout).toEqual([...(APPS[name] ?? [])].sort());
    expect(total, scored.stdout).toMatchObject({ recall: 1, precision: 1 });
  });

  it.each(NAMES)("notes in the evidence what the labels of %s say beside reads", (name) => {
    for (const { branch, fact, detail, holds } of factsOf(name)) {
      const noted = read(name, branch, (trace) => trace.steps())
        .filter((step) => step.kind === "fact" && step.name === fact)
        .map((step) => step.detail);
      const wanted: unknown = expect.objectContaining(detail);
      if (holds) expect(noted, `${branch} ${fact}`).toContainEqual(wanted);
      else expect(noted, `${branch} ${fact}`).not.toContainEqual(wanted);
    }
  });

  it("takes a second layer for what it is: what is read there was read before any decision", () => {
    const { runs } = resultOf(out);
    const layered = runs.filter((run) => run.app.versionName === "4.1.0").flatMap((run) => run.findings);
    const inSecondLayer = layered.filter((finding) => finding.phase.consent === "undecided");
    expect(new Set(inSecondLayer.map((finding) => `${finding.kind} ${finding.dataType}`))).toEqual(
      new Set(["pre_consent app.list"]),
    );
  });

  it("knows guest use from refusal, and withdrawal by its confirmation", () => {
    const consents = (name: string, branch: string): string[] =>
      read(name, branch, (trace) => trace.phases())
        .filter((phase) => phase.axis === "consent")
        .map((phase) => phase.state);
    expect(consents("novel", "guest+background")).toEqual(["pre-notice", "undecided", "guest"]);
    expect(consents("novel", "refuse-relaunch")).toEqual(["pre-notice", "undecided", "refused"]);
    expect(consents("purse-clean", "accept-withdraw")).toEqual(["pre-notice", "undecided", "accepted", "withdrawn"]);
    expect(consents("grocer-clean", "login-consent")).toEqual(["pre-notice", "undecided", "accepted"]);
  });

  it("takes the tick of a login page for the decision, and logs in after it", () => {
    const { phases, steps } = read("grocer", "login-consent", (trace) => ({
      phases: trace.phases(),
      steps: trace.steps(),
    }));
    const decision = phases.find(({ state }) => state === "accepted");
    expect(decision).toMatchObject({ source: "touch", detail: { page: "login" } });
    const pages = steps.filter(({ name }) => name === "login-page").map(({ detail }) => detail);
    expect(pages).toMatchObject([
      { edge: "before", boxes: [{ checked: false }] },
      { edge: "ticked", boxes: [{ checked: true }] },
    ]);
    const login = steps.find(({ kind }) => kind === "login");
    expect(login?.t).toBeGreaterThan(Number(decision?.t));
    expect(steps.filter(({ kind }) => kind === "step").map(({ name }) => name)).toEqual(["看鲜货"]);
  });

  it("keeps what was typed at the login out of every file, and out of what is printed", () => {
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(NAMES.length);
    const forms = [PHONE, PASSWORD].flatMap((value) => [value, encodeURIComponent(value), ...encoded(value)]);
    const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), "latin1"));
    for (const text of [...texts, answer.stdout, answer.stderr, interrupted.stdout, interrupted.stderr])
      for (const form of forms) expect(text.includes(form), form).toBe(false);
  });

  it("keeps no picture of the login page once something was typed into it", () => {
    const screens = join(runOf("grocer", "login-consent"), "screens");
    const pages = readdirSync(screens)
      .filter((name) => name.endsWith(".xml") && existsSync(join(screens, name.replace(".xml", ".png"))))
      .map((name) => readFileSync(join(screens, name), "utf8"))
      .filter((page) => page.includes("登录邻鲜"));
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) {
      expect(page).toContain('text="请输入手机号"');
      expect(page).toContain('text="请输入密码"');
    }
  });

  it("says nothing against the twins that behave", () => {
    const clean = new Set(["4.2.0", "1.5.0", "2.1.0", "2.4.0"]);
    const runs = resultOf(out).runs.filter((run) => clean.has(run.app.versionName));
    expect(runs).toHaveLength(4);
    expect(runs.flatMap((run) => run.findings)).toEqual([]);
    expect(existsSync(join(out, "report.en.html"))).toBe(true);
  });
});
