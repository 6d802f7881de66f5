import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scratch } from "./command.ts";
import { DoorRun } from "./labelled-doors.ts";

const DEADLINE_MS = 600_000;
/** Rows of starting a program: without them nothing is left of what only the shell read. */
const SHELL_ROWS = "AA0491,AA0492,AA0493";
/** What in the refuse branch is read by the shell alone, by reader and phase. */
const ONLY_BY_SHELL = [
  "refuse: post_refusal app.list app refused foreground-active",
  "refuse: pre_consent net.lan_scan unknown pre-notice foreground-active",
];

const dir = scratch("doors-identifiers");
const app = new DoorRun("identifiers", dir);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("identifiers by every Java and shell door", { timeout: DEADLINE_MS }, () => {
  beforeAll(() => app.start(), DEADLINE_MS);

  app.itIsWhole();

  it("names every labelled door and API in the finding of its datum, reader and phase", () => {
    for (const { where, label, found } of app.labelled()) {
      expect(found.length, where).toBeGreaterThan(0);
      const apis = found.flatMap((finding) => finding.apis.map(({ api }) => api));
      expect(apis, where).toContain(label.api);
      expect(
        found.flatMap((finding) => finding.doors),
        where,
      ).toContain(label.door);
    }
  });

  it("makes one finding of many doors to one datum by one reader", () => {
    for (const run of app.whole.runs) {
      const before = run.findings.filter((f) => f.phase.consent === "pre-notice");
      const [ids, lists] = ["id.android_id", "app.list"].map((type) => before.filter((f) => f.dataType === type));
      expect(ids?.map((f) => f.doors)).toEqual([["api", "provider", "reflection", "shell"]]);
      expect(lists?.map((f) => f.doors)).toEqual([["api", "reflection", "shell"]]);
    }
  });

  it("never says obtained of what the phone refused or of a program that was only started", () => {
    const refused = ["id.imei", "id.imei_meid", "id.meid", "id.imsi", "id.iccid", "id.serial", "net.lan_scan"];
    for (const finding of app.whole.runs.flatMap((run) => run.findings))
      if (refused.includes(finding.dataType)) expect(finding.evidenceLevel, finding.dataType).toBe("invoked");
  });

  it("loses exactly what only the shell read when no program's start is watched", async () => {
    const { result, before, after } = await app.withoutRows(SHELL_ROWS);
    expect(before.filter((essence) => !after.includes(essence))).toEqual(ONLY_BY_SHELL);
    expect(after.filter((essence) => !before.includes(essence))).toEqual([]);
    const doors = result.runs.flatMap((run) => run.findings.flatMap((finding) => finding.doors));
    expect(doors).not.toContain("shell");
  });
});
