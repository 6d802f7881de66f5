import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MARKER_UNCERTAINTY_US, PhaseTracker } from "../../controller/phase-tracker.ts";
import type { MarkerRecord } from "../../trace/frame.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";

let dir: string;
let writer: TraceWriter;
let tracker: PhaseTracker;
let seq = 0;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "phase-"));
  writer = TraceWriter.create(join(dir, "run"), { runId: "r" });
  tracker = new PhaseTracker(writer);
});
afterEach(() => {
  writer.close();
  rmSync(dir, { recursive: true, force: true });
});

function marker(t: number, kind: MarkerRecord["marker"], data: MarkerRecord["data"]): void {
  tracker.marker({ kind: "marker", seq: ++seq, t, tid: 1, marker: kind, data });
}

function phases(axis: string): [string, number, number][] {
  writer.seal("completed", 0);
  const reader = TraceReader.open(join(dir, "run"));
  const rows = reader
    .phases()
    .filter((p) => p.axis === axis)
    .map((p): [string, number, number] => [p.state, p.t, p.uncertainty]);
  reader.close();
  return rows;
}

describe("the phase tracker", () => {
  it("starts before the notice and moves on by decisions only", () => {
    tracker.processStarted(100);
    tracker.setConsent("undecided", 200, 10, "test");
    tracker.setConsent("undecided", 250, 10, "test");
    tracker.setConsent("refused", 300, MARKER_UNCERTAINTY_US, "touch");
    expect(phases("consent")).toEqual([
      ["pre-notice", 100, 0],
      ["undecided", 200, 10],
      ["refused", 300, MARKER_UNCERTAINTY_US],
    ]);
  });

  it("goes to the background when the last activity stopped, unsure since it paused", () => {
    tracker.processStarted(0);
    marker(10, "activity", { name: "A", state: "resumed" });
    marker(50_000, "activity", { name: "A", state: "paused" });
    marker(53_000, "activity", { name: "A", state: "stopped" });
    marker(90_000, "activity", { name: "A", state: "started" });
    expect(phases("app")).toEqual([
      ["foreground-active", 0, 0],
      ["background", 53_000, 3000],
      ["foreground-active", 90_000, MARKER_UNCERTAINTY_US],
    ]);
  });

  it("stays in the foreground while one activity gives way to another", () => {
    tracker.processStarted(0);
    marker(10, "activity", { name: "A", state: "resumed" });
    marker(20, "activity", { name: "A", state: "paused" });
    marker(30, "activity", { name: "B", state: "resumed" });
    marker(40, "activity", { name: "A", state: "stopped" });
    expect(phases("app")).toEqual([["foreground-active", 0, 0]]);
  });

  it("stays in the foreground while an activity gives way to another of its own class", () => {
    tracker.processStarted(0);
    for (const state of ["started", "resumed", "paused"]) marker(10, "activity", { name: "A", state });
    for (const state of ["started", "resumed"]) marker(20, "activity", { name: "A", state });
    marker(30, "activity", { name: "A", state: "stopped" });
    marker(40, "activity", { name: "A", state: "paused" });
    expect(tracker.app).toBe("foreground-active");
    marker(50, "activity", { name: "A", state: "stopped" });
    expect(phases("app").map(([state, t]) => [state, t])).toEqual([
      ["foreground-active", 0],
      ["background", 50],
    ]);
  });

  it("believes the handset where nothing inside the app tells, as sharply as it was asked", () => {
    tracker.processStarted(0);
    tracker.observed("foreground", 100, 100);
    tracker.observed("background", 900, 300);
    tracker.observed("background", 950, 50);
    tracker.observed("foreground", 2000, 400);
    tracker.screenLocked(true);
    tracker.observed("background", 3000, 100);
    expect(phases("app")).toEqual([
      ["foreground-active", 0, 0],
      ["background", 900, 300],
      ["foreground-active", 2000, 400],
      ["screen-locked", 3000, 100],
    ]);
  });

  it("is silent until the next touch", () => {
    tracker.processStarted(0);
    tracker.silent(1000);
    marker(5000, "touch", { action: "down", x: 1, y: 1 });
    expect(phases("app").map(([state]) => state)).toEqual([
      "foreground-active",
      "foreground-silent",
      "foreground-active",
    ]);
  });

  it("keeps each permission's answer under its group", () => {
    tracker.processStarted(0);
    marker(10, "permission-result", {
      names: "android.permission.ACCESS_FINE_LOCATION,android.permission.CAMERA,made.up",
      results: "0,-1,0",
    });
    expect(phases("permission").map(([state]) => state)).toEqual(["granted", "denied"]);
  });
});
