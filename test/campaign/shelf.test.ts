import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { consentry, resultOf, ROOT, scratch } from "./command.ts";

const DEADLINE_MS = 600_000;
/** Apps out of packages with the types of data that each takes in its scenario; those of large packages in the soak alone. */
const APPS: [string, string[]][] = [
  ["uiautomator", ["net.ip", "perm.location", "perm.phone", "perm.sms"]],
  ["appium-settings", ["loc.precise"]],
  ["yosemite", []],
  ["poco-service", []],
];
const chosen = process.env["SOAK"] ? APPS : APPS.slice(0, 1);

const dir = scratch("shelf");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const scenario = (name: string): string => join(ROOT, "scenarios", "shelf", `${name}.yaml`);

describe("apps that packages ship", { timeout: DEADLINE_MS }, () => {
  it.each(chosen)("run to their end: %s", async (name, types) => {
    const answer = await consentry("run", scenario(name), "--out", join(dir, name), "--lang", "en");
    const [run] = resultOf(join(dir, name)).runs;
    expect(run?.outcome, answer.stderr).toBe("no-notice");
    expect(run?.findings.map(({ dataType }) => dataType)).toEqual(expect.arrayContaining(types));
  });

  it("are refused where a person could open nothing of them", async () => {
    const answer = await consentry("run", scenario("stf-service"), "--out", join(dir, "stf-service"), "--lang", "en");
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain("jp.co.cyberagent.stf has no screen that a person could open");
  });
});
