import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { SCHEMA_VERSION, CHAINED_COLUMNS, TRACE_FILE } from "../../trace/schema.ts";
import { verifyRun } from "../../trace/verify.ts";
import { HOSTILE_TEXTS } from "./lib/hostile-texts.ts";
import { scratchFolder, writeSampleRun } from "./lib/sample-run.ts";

const folder = scratchFolder();
const page = readFileSync(join(import.meta.dirname, "../../docs/trace-schema.md"), "utf8");
const STRICT_TABLES_SINCE = [3, 37];

function pythonCanRead(): boolean {
  const asked = spawnSync("python3", ["-c", "import sqlite3; print(sqlite3.sqlite_version)"], { encoding: "utf8" });
  const [major = 0, minor = 0] = (asked.stdout ?? "").split(".").map(Number);
  return major > STRICT_TABLES_SINCE[0]! || (major === STRICT_TABLES_SINCE[0] && minor >= STRICT_TABLES_SINCE[1]!);
}

it("the program printed in the documentation verifies a run by itself and finds a change", (ctx) => {
  if (!pythonCanRead() && !process.env.CI) ctx.skip("python3 with SQLite 3.37 or later is not installed");
  const program = join(folder, "check.py");
  writeFileSync(program, /```python\n([^]*?)```/.exec(page)?.[1] ?? "");
  const writer = writeSampleRun(join(folder, "run"));
  for (const [i, text] of HOSTILE_TEXTS.entries()) writer.stepPoint("note", text, i, { [text]: text });
  const { head } = writer.seal("complete");
  const check = () => spawnSync("python3", [program, writer.dir], { encoding: "utf8" });
  expect(check()).toMatchObject({ status: 0, stdout: `${head}\n` });
  expect(verifyRun(writer.dir).head).toBe(head);
  new Database(join(writer.dir, TRACE_FILE)).exec("UPDATE markers SET t = t + 1").close();
  expect(check()).toMatchObject({ status: 1, stderr: expect.stringMatching(/chain breaks at markers/) as string });
});

it("the documentation lists every table with its columns in the order of the chain", () => {
  for (const [table, columns] of Object.entries(CHAINED_COLUMNS)) {
    const line = page.split("\n").find((text) => text.startsWith(`| \`${table}\``)) ?? "";
    const named = [...(line.split("|")[3] ?? "").matchAll(/`([a-z0-9_]+)`(?=[, (]|\s*$)/g)].map((match) => match[1]);
    expect(
      named.filter((name) => (columns as readonly string[]).includes(name!)).slice(0, columns.length),
      table,
    ).toEqual([...columns]);
  }
  expect(page).toContain(`schema version (${SCHEMA_VERSION})`);
});
