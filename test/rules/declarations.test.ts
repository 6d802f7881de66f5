import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { loadSdks } from "../../catalogue/sdks.ts";
import { readDeclarations } from "../../rules/declarations.ts";
import { accepted, APP, judgeRun, S, verdictOf } from "./micro-trace.ts";

const folder = mkdtempSync(join(tmpdir(), "declarations-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string) => {
  const file = join(folder, "app.yaml");
  writeFileSync(file, text);
  return readDeclarations(file, loadDataTypes(), loadSdks());
};
const WHOLE = `schema: declarations/1
app: ${APP}
policy: { version: "3.2" }
types:
  - type: id.android_id
    purpose: keeps the account safe
    place: section 2
    confirmed: true
    interval: 10
sdks:
  - { sdk: com.pushlite.sdk, place: list of SDKs, confirmed: true, types: [id.android_id] }
permissions:
  - { permission: android.permission.CAMERA, purpose: scan, place: section 3, confirmed: false }
`;
const errorOf = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    return (error as Error).message.replace(`${folder}/`, "");
  }
  return "no error";
};

describe("a declarations file", () => {
  test("names SDKs by class, permissions as Android does, and is read into ids", () => {
    const { types, sdks, permissions } = read(WHOLE);
    expect([types[0]?.type, sdks[0]?.sdk, permissions[0]?.permission]).toEqual([
      "id.android_id",
      "pushlite",
      "perm.camera",
    ]);
  });
  test.each([
    ["an unknown type", WHOLE.replace("- type: id.android_id", "- type: soul"), /^app\.yaml:5: unknown data type "soul"/],
    ["an unknown SDK", WHOLE.replace("com.pushlite.sdk", "net.nobody"), /^app\.yaml:11: unknown SDK "net\.nobody"/],
    ["an unknown permission", WHOLE.replace("android.permission.CAMERA", "FLY"), /^app\.yaml:13: unknown permission/],
    ["an entry without a place", WHOLE.replace(/ {4}place.*\n/, ""), /^app\.yaml:5: types\.0\.place/],
    ["a place that YAML reads as a number", WHOLE.replace("section 2", "2.10"), /^app\.yaml:7: .*in quotes/],
    ["an entry that nobody says is confirmed", WHOLE.replace(/ {4}confirmed.*\n/, ""), /^app\.yaml:5: types\.0\.confirmed/],
    ["a word it does not know", `${WHOLE}colour: blue\n`, /^app\.yaml:14: .*colour/],
    ["text that is no YAML", WHOLE.replace("types:", "types: ["), /^app\.yaml:\d+: /],
  ])("with %s is refused by file and line, with exit status 2", (_, text, message) => {
    expect(errorOf(text)).toMatch(message);
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "declarations-invalid", exitStatus: 2 }));
  }); // prettier-ignore
  test("that is not there is refused by name", () => {
    const file = join(folder, "none.yaml");
    expect(() => readDeclarations(file, loadDataTypes(), loadSdks())).toThrow(/none\.yaml: cannot be read/);
  });
  test("of another app changes nothing", () => {
    const other = read(WHOLE.replace(APP, "com.other"));
    const run = judgeRun({ branch: "accept", consent: accepted(), accesses: [{ t: 20 * S }] }, { declarations: other });
    expect(run.verdicts.find((v) => v.rule === "cn-scope.undeclared-type")?.verdict).toBe("not-applicable");
  });
});

describe("a stated interval", () => {
  const timer = (seconds: number) => ({
    branch: "accept",
    consent: accepted(),
    accesses: Array.from({ length: 9 }, (_, i) => ({ t: 12 * S + i * seconds * S, stack: "sdkTimer" as const })),
    end: 120 * S,
  });
  const declarations = read(WHOLE);
  test("bounds the frequency in place of the default", () => {
    expect(verdictOf(judgeRun(timer(10)), "frequency")).toBe("violation");
    expect(verdictOf(judgeRun(timer(10), { declarations }), "frequency")).toBe("pass");
    const tooOften = judgeRun({ ...timer(2), end: 40 * S }, { declarations });
    expect(verdictOf(tooOften, "frequency")).toBe("violation");
    expect(tooOften.findings.find((f) => f.detector === "frequency")?.threshold).toMatchObject({ source: "declaration", value: 5 }); // prettier-ignore
  });
  test("makes a timer that keeps to it none to complain of, and a faster one still is", () => {
    expect(verdictOf(judgeRun(timer(10), { declarations }), "fixed-period")).toBe("pass");
    expect(verdictOf(judgeRun(timer(5), { declarations }), "fixed-period")).toBe("violation");
  });
  test("that nobody confirmed bounds nothing", () => {
    const unconfirmed = read(WHOLE.replace("confirmed: true\n    interval", "confirmed: false\n    interval"));
    expect(verdictOf(judgeRun(timer(10), { declarations: unconfirmed }), "frequency")).toBe("violation");
  });
});
