import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadOsLog } from "../../catalogue/os-log.ts";
import { DoorTable } from "../../rules/doors.ts";
import { analyzeRuns } from "../../rules/engine.ts";
import { exitStatus } from "../../rules/exit-status.ts";
import { resultSchema } from "../../rules/result-schema.ts";
import { TraceWriter, type WitnessLine } from "../../trace/trace-writer.ts";
import { accepted, APP, APP_SHA256, DOORS, S, writeRun } from "./micro-trace.ts";

const folder = mkdtempSync(join(tmpdir(), "corroboration-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CLIPBOARD = "android.content.ClipboardManager.getPrimaryClip";
const line = (t: number, name: string, permission: string): WitnessLine => ({
  kind: "access",
  t,
  name,
  permission,
  outcome: "allowed",
});

/** Notice at 1 s, accepted at 10 s with an uncertainty of half a second, and what the handset noted. */
function witness(lines: WitnessLine[], branch = "accept+witness"): string {
  const dir = mkdtempSync(join(folder, "run-"));
  const writer = TraceWriter.create(dir, { runId: "witness" });
  writer.meta("run", { id: "w", branch, startedWallMs: 0 });
  writer.meta("scenario", { declares: [] });
  writer.meta("app", { package: APP, label: "新闻", versionName: "1.0", versionCode: 1, sha256: APP_SHA256 });
  writer.meta("handset", { id: "virtual", kind: "virtual", os: "", model: "" });
  writer.phase({ axis: "app", state: "foreground-active", t: 0, uncertainty: 0, source: "test" });
  writer.phase({ axis: "consent", state: "pre-notice", t: 0, uncertainty: 0, source: "test" });
  writer.phase({ axis: "consent", state: "undecided", t: S, uncertainty: 0, source: "test" });
  writer.phase({ axis: "consent", state: "accepted", t: 10 * S, uncertainty: S / 2, source: "test" });
  writer.stepPoint("note", "end", 60 * S);
  writer.witness(lines);
  writer.seal("completed", 0);
  return dir;
}

/** The clipboard and the Android ID read before the decision. */
const seen = (branch = "accept"): string =>
  writeRun({
    branch,
    consent: accepted(),
    accesses: [
      { t: 5 * S, type: "pii.clipboard", stack: "sdk", value: "text" },
      { t: 6 * S, type: "id.android_id", stack: "sdk", value: "a1b2" },
    ],
  });

const judged = (...dirs: string[]) => analyzeRuns(dirs, { doors: new DoorTable(DOORS) });
const states = (...dirs: string[]) => {
  const [first] = judged(...dirs).runs;
  return Object.fromEntries((first?.findings ?? []).map((f) => [f.dataType, f.corroboration?.state ?? null]));
};

describe("the handset's own log in a run without the agent", () => {
  it("corroborates what it holds of the same type in the same phase, and cannot speak of what it never holds", () => {
    const run = witness([line(4 * S, CLIPBOARD, "focus")]);
    expect(states(seen(), run)).toEqual({ "pii.clipboard": "corroborated", "id.android_id": "not-observable" });
    expect(judged(seen(), run).runs[0]?.findings[0]?.corroboration).toMatchObject({ lines: 1, apis: [CLIPBOARD] });
  });

  it.each([
    ["another phase", line(20 * S, CLIPBOARD, "focus")],
    ["a moment that may belong to either phase", line(9.8 * S, CLIPBOARD, "focus")],
    [
      "another data type",
      line(4 * S, "ContentProvider.query(com.android.contacts)", "android.permission.READ_CONTACTS"),
    ],
  ])("does not corroborate by %s", (_, other) => {
    expect(states(seen(), witness([other]))["pii.clipboard"]).toBe("not-corroborated");
  });

  it("says nothing about another branch, and where nobody bore witness", () => {
    expect(states(seen("ignore"), witness([line(4 * S, CLIPBOARD, "focus")]))["pii.clipboard"]).toBeNull();
    expect(states(seen())["pii.clipboard"]).toBeNull();
  });

  it("gives no verdict by itself, and leaves the exit status to the runs that were judged", () => {
    const alone = judged(witness([]));
    expect(new Set(alone.runs[0]?.verdicts.map((v) => `${v.verdict} ${v.reason?.code}`))).toEqual(
      new Set(["unknown no-agent"]),
    );
    expect(exitStatus(alone, "info")).toBe(4);
    const clean = writeRun({ branch: "accept", consent: accepted() });
    const before = exitStatus(judged(clean), "info");
    expect(exitStatus(judged(clean, witness([])), "info")).toBe(before);
  });

  it("fits the schema of the result", () => {
    expect(resultSchema.parse(judged(seen(), witness([]))).runs).toHaveLength(2);
  });
});

describe("the table of what a handset's log can tell", () => {
  const table = loadOsLog();
  it("knows Android's operations and no identifier that Android does not log", () => {
    expect(table.observes("android", "pii.contacts")).toBe(true);
    expect(table.observes("android", "id.android_id")).toBe(false);
    expect(table.observes("android", "app.list")).toBe(false);
    expect(table.typesOf("virtual", "android.telephony.TelephonyManager.getImei", "privileged")).toEqual(["id.imei"]);
    expect(table.typesOf("virtual", "android.telephony.TelephonyManager.getImei", "focus")).toEqual([]);
  });
});
