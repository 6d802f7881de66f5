import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunResult } from "../../rules/result-schema.ts";
import { TraceReader, type StepRow } from "../../trace/trace-reader.ts";
import { verifyRun } from "../../trace/verify.ts";
import { type Answer, consentry, resultOf, ROOT, scratch } from "./command.ts";

const DEADLINE_MS = 300_000;
/** An app with a control that takes consent back, a policy two taps away, and pages that ask for permissions. */
const APP = join(ROOT, "scenarios/demo/purse-clean/purse-clean.apk");
const HOME = "com.pursebook.app";

const dir = scratch("explorer");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("an app that is explored after the scenario's own steps", { timeout: DEADLINE_MS }, () => {
  let answer: Answer;
  let run: RunResult;
  let steps: StepRow[];
  beforeAll(async () => {
    const file = join(dir, "explored.yaml");
    writeFileSync(
      file,
      [
        "name: explored",
        `app: ${APP}`,
        "handset: { language: en, country: US }",
        "branches: [accept]",
        "explore: { taps: 30, duration: 3m }",
        "steps:",
        "  - step: look at the month",
        "    do: [{ tapOn: This month }]",
      ].join("\n"),
    );
    answer = await consentry("run", file, "--out", join(dir, "out"), "--lang", "en");
    run = resultOf(join(dir, "out")).runs[0] as RunResult;
    const trace = TraceReader.open(join(dir, "out", "accept"));
    steps = trace.steps();
    trace.close();
  }, DEADLINE_MS);

  const taps = (): string[] => steps.filter(({ kind }) => kind === "tap").map(({ name }) => name);

  it("is run to its end, and the record is part of the sealed chain", () => {
    expect(answer.code, answer.stderr).toBe(0);
    expect(run.outcome).toBe("completed");
    expect(verifyRun(join(dir, "out", "accept")).ok).toBe(true);
  });

  it("is explored only when the steps are done, and then from its main page", () => {
    const [own, explored] = [steps.find(({ kind }) => kind === "step"), steps.find(({ kind }) => kind === "explore")];
    expect(explored!.t).toBeGreaterThanOrEqual(own!.closed!);
    expect(run.exploration?.screens[0]).toMatchObject({ number: 1, activity: `${HOME}.HomeActivity`, depth: 0 });
  });

  it("shows every activity, where the start screen alone is one of seven", () => {
    const { activities, screens, ended } = run.exploration!;
    expect(activities.declared).toHaveLength(7);
    expect(activities.reached).toEqual(activities.declared);
    expect(new Set(screens.map(({ activity }) => activity))).toEqual(new Set(activities.declared));
    expect(ended).toBe("all-visited");
  });

  it("leads to the policy by two taps", () => {
    expect(run.exploration?.policy).toEqual({ taps: 2, opened: true });
    expect(run.exploration?.screens.find(({ kind }) => kind === "policy")?.activity).toBe(`${HOME}.PolicyActivity`);
  });

  it("keeps the consent that was given: the control that takes it back was seen and left alone", () => {
    expect(run.exploration?.left).toContainEqual(
      expect.objectContaining({ label: "Withdraw consent", why: "consent" }),
    );
    expect(taps()).not.toContain("Withdraw consent");
    expect(run.phases.filter(({ axis }) => axis === "consent").at(-1)?.state).toBe("accepted");
  });

  it("is answered as the scenario says where it asks for permissions", () => {
    expect(taps()).toContain("While using the app");
    expect(
      run.phases.some(
        ({ axis, scope, state }) => axis === "permission" && scope === "perm.location" && state === "granted",
      ),
    ).toBe(true);
  });

  it("accuses nobody of what exploring alone brought about", () => {
    expect(run.findings.map(({ kind, dataType, verdict }) => [kind, dataType, verdict])).toEqual(
      expect.arrayContaining([["out_of_scenario", "pii.contacts", "needs-person"]]),
    );
    expect(run.findings.filter(({ verdict }) => verdict === "violation")).toEqual([]);
  });

  it("has its screens and figures in the report, in both languages", () => {
    const [zh, en] = ["zh", "en"].map((each) => readFileSync(join(dir, "out", `report.${each}.html`), "utf8"));
    expect(en).toMatch(/\d+ taps, \d+ screens reached, activities 7\/7/);
    expect(zh).toMatch(/\d+ 次点击，到达 \d+ 个界面，Activity 7\/7/);
    expect(en).toContain("takes consent back");
    for (const { png } of run.exploration!.screens) expect(png).toMatch(/^screens\/\d{4}\.png$/);
  });
});
