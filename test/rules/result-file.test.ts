import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DoorTable } from "../../rules/doors.ts";
import { analyzeRuns } from "../../rules/engine.ts";
import { readResult, resultText, writeResult } from "../../rules/result-file.ts";
import { resultSchema } from "../../rules/result-schema.ts";
import { accepted, DOORS, S, writeRun } from "./micro-trace.ts";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "result-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const result = () =>
  analyzeRuns(
    [
      writeRun({
        branch: "accept",
        consent: accepted(),
        accesses: [{ t: 5 * S, stack: "sdk", value: "abc", args: { key: "android_id\u202e" } }, { t: 20 * S }],
      }),
    ],
    {
      doors: new DoorTable(DOORS),
    },
  );

test("a result follows its schema, and what is read back is what was written", () => {
  const made = result();
  expect(() => resultSchema.parse(made)).not.toThrow();
  const file = join(folder, "result.json");
  writeResult(file, made);
  expect(readResult(file)).toEqual(made);
  expect(readdirSync(folder)).toEqual(["result.json"]);
  expect(readFileSync(file, "utf8")).toBe(resultText(made));
});

test("the order in which keys were set leaves no trace in the bytes", () => {
  const made = result();
  const turned = Object.fromEntries(Object.entries(made).reverse()) as typeof made;
  expect(resultText(turned)).toBe(resultText(made));
});

test("no direction mark or control character of the app reaches a result", () => {
  expect(resultText(result())).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\\u202e/);
});

test("a file that is no result is refused by name and place", () => {
  const file = join(folder, "wrong.json");
  writeFileSync(file, JSON.stringify({ ...result(), profile: "judge" }));
  expect(() => readResult(file)).toThrow(/wrong\.json: profile: /);
  writeFileSync(file, "{");
  expect(() => readResult(file)).toThrow(/wrong\.json/);
});

test("lanes of the timeline carry counts a second, and mark the seconds of a finding", () => {
  const [run] = result().runs;
  expect(run?.series).toEqual([
    ["id.android_id", "cn.news.reader", 20, 1, 0],
    ["id.android_id", "pushlite", 5, 1, 1],
  ]);
});
