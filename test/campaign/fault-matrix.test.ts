/** A part of the fault matrix on real handsets, one cell for each place a fault can come from; `npm run bench -- faults` has them all. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCell } from "../../bench/lib/fault-cell.ts";
import { committedApk, currentSourceHash, FAULT_APPS, packedSourceHash } from "../../scenarios/build-apps.ts";
import { scratch } from "./command.ts";

const dir = scratch("fault-cells");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const CELLS = [
  ["tap", "hang", "app-hung"],
  ["notice", "crash", "app-crashed"],
  ["script", "dialog", "system-dialog"],
  ["lock", "session-deleted", "session-lost"],
  ["person", "agent-detached", "agent-lost"],
] as const;

describe("a run that is broken on a real handset", () => {
  it.each(FAULT_APPS)("by the app %s as its sources are", (app) => {
    expect(packedSourceHash(committedApk(app))).toBe(currentSourceHash(app));
  });

  it.concurrent.each(CELLS)(
    "in %s by %s ends as %s, with its evidence whole and nothing left behind",
    async (step, fault, outcome) => {
      const cell = await runCell(step, fault, join(dir, `${step}-${fault}`));
      expect(cell).toMatchObject({ outcome, problems: [] });
    },
    900_000,
  );
});
