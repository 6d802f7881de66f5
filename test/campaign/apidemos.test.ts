import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TraceReader } from "../../trace/trace-reader.ts";
import { type Answer, consentry, resultOf, ROOT, scratch } from "./command.ts";

const SCENARIO = join(ROOT, "scenarios/apidemos/apidemos.yaml");
const DEADLINE_MS = 600_000;
/** What each function of the scenario reads, and by which screen's code. */
const READS = [
  ["contacts list", "pii.contacts", "value", "io.appium.android.apis.view.List2"],
  ["contacts loader", "pii.contacts", "none", "io.appium.android.apis.app.LoaderCursor"],
  ["clipboard", "pii.clipboard", "value", "io.appium.android.apis.content.ClipboardSample"],
  ["camera", "cam.open", "value", "io.appium.android.apis.graphics.CameraPreview"],
  ["sensors", "sensor.stream", "none", "io.appium.android.apis.os.Sensors"],
] as const;

interface Access {
  t: number;
  types: string;
  outcome: string;
  frames: string;
}

const dir = scratch("apidemos");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("ApiDemos, an app without a notice that nobody prepared", { timeout: DEADLINE_MS }, () => {
  let answer: Answer;
  let accesses: Access[];
  let functions: { name: string; t: number; closed: number | null }[];
  let states: string[][];
  beforeAll(async () => {
    answer = await consentry("run", SCENARIO, "--out", join(dir, "out"), "--lang", "en");
    const trace = TraceReader.open(join(dir, "out", "accept"));
    const sql =
      "SELECT a.t, a.types, a.outcome, s.frames FROM accesses a JOIN stacks s ON s.session = a.session AND s.id = a.stack";
    accesses = trace.db.prepare(sql).all() as Access[];
    functions = trace.steps().filter(({ kind }) => kind === "step");
    states = ["consent", "app"].map((axis) => trace.phases().flatMap((p) => (p.axis === axis ? [p.state] : [])));
    trace.close();
  }, DEADLINE_MS);

  it("is used to the end of its steps, and the run says that no notice came", () => {
    const [run] = resultOf(join(dir, "out")).runs;
    expect(run?.outcome, answer.stderr).toBe("no-notice");
    expect(functions.map(({ name }) => name)).toEqual(READS.map(([name]) => name));
  });

  it("is never said to have had consent, nor to be in the background while its screens follow one another", () => {
    const [consent, app] = states;
    expect(consent).toEqual(["pre-notice"]);
    expect(new Set(app)).toEqual(new Set(["foreground-active", "foreground-silent"]));
  });

  it.each(READS)("reads in its function %s what it is for: %s", (name, type, outcome, screen) => {
    const reads = accesses.filter(({ types }) => types.split(";").includes(type));
    const span = functions.find((each) => each.name === name);
    const inside = reads.filter(({ t }) => span && t >= span.t && t <= (span.closed ?? 0));
    expect(inside.map((read) => read.outcome)).toContain(outcome);
    for (const { frames } of inside) expect(frames).toContain(screen);
  });

  it("reads these data in no other function", () => {
    for (const type of new Set(READS.map(([, each]) => each))) {
      const names = READS.flatMap(([name, each]) => (each === type ? [name] : []));
      const spans = functions.filter(({ name }) => names.some((each) => each === name));
      const reads = accesses.filter(({ types }) => types.split(";").includes(type));
      expect(reads.filter(({ t }) => !spans.some((span) => t >= span.t && t <= (span.closed ?? 0)))).toEqual([]);
    }
  });

  it("is not said to have looked for other apps: its menu asks for its own screens", () => {
    expect(accesses.filter(({ types }) => types.split(";").some((type) => type.startsWith("app.")))).toEqual([]);
    const { findings } = resultOf(join(dir, "out")).runs[0]!;
    expect(findings.filter(({ dataType }) => dataType.startsWith("app."))).toEqual([]);
  });

  it("leaves to a person what it read after taps: one of them may have been a consent", () => {
    const { findings } = resultOf(join(dir, "out")).runs[0]!;
    const types = new Set<string>(READS.map(([, type]) => type));
    const about = findings.filter(({ dataType }) => types.has(dataType));
    expect(new Set(about.map(({ dataType }) => dataType))).toEqual(types);
    for (const finding of about) expect(finding.verdict).toBe("needs-person");
  });
});
