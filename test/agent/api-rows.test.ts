import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadApiRows } from "../../catalogue/api-rows.ts";

const rows = loadApiRows();

describe("the catalogue of APIs", () => {
  it("has a core door for each datum that rules decide on", () => {
    const covered = new Set(rows.filter((row) => row.core).flatMap((row) => row.types));
    const decided = [
      ...["id.android_id", "id.imei", "id.imsi", "id.iccid", "id.serial", "id.mac", "id.phone_number", "app.list"],
      ...[
        "loc.precise",
        "loc.cell",
        "loc.wifi_scan",
        "pii.contacts",
        "pii.sms",
        "pii.calendar",
        "pii.call_log",
        "pii.photos",
      ],
      ...[
        "pii.clipboard",
        "pii.accounts",
        "cam.open",
        "mic.record",
        "sensor.stream",
        "perm.request",
        "act.assoc_start",
      ],
    ];
    expect(decided.filter((type) => !covered.has(type))).toEqual([]);
  });

  it("names a source for every row, and hooks no member twice under one filter", () => {
    expect(rows.filter((row) => row.source === "")).toEqual([]);
    const keys = rows.map((row) => `${row.class}#${row.member}#${JSON.stringify(row.filter)}`);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(60);
  });

  it("never hooks the members that crash or crawl when hooked", () => {
    const fatal = /^java\.(lang\.reflect\.Method#invoke|io\.File(In|Out)putStream#|lang\.Class#)/;
    expect(rows.filter((row) => fatal.test(`${row.class}#${row.member}`))).toEqual([]);
  });
});

describe("a catalogue file with a mistake", () => {
  let folder: string;
  beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "api-rows-"))));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  const good = rows[0] as (typeof rows)[number];
  function load(...lines: string[]): () => unknown {
    const file = path.join(folder, "apis.jsonl");
    fs.writeFileSync(file, lines.join("\n"));
    return () => loadApiRows(file);
  }

  it.each([
    ["no JSON", "{", /apis\.jsonl:2: /],
    [
      "an unknown type",
      JSON.stringify({ ...good, id: "AA9999", types: ["id.nothing"] }),
      /:2: id\.nothing is no data type/,
    ],
    ["a field too many", JSON.stringify({ ...good, id: "AA9999", extra: 1 }), /:2: /],
    ["the same id twice", JSON.stringify(good), /:2: AA\d+ is already at .*:1$/],
    [
      "a row above it that is none",
      JSON.stringify({ ...good, id: "AA9999", under: ["AA0000"] }),
      /:2: under names AA0000/,
    ],
    [
      "a filter that yields more than the row says",
      JSON.stringify({
        ...good,
        id: "AA9999",
        types: ["id.imei"],
        filter: { kind: "key", arg: 0, map: { a: ["id.mac"] } },
      }),
      /:2: the filter yields id\.mac/,
    ],
  ])("is refused by file and line: %s", (_what, line, message) => {
    expect(load(JSON.stringify(good), line)).toThrow(message);
    expect(load(JSON.stringify(good), line)).toThrow(expect.objectContaining({ code: "catalogue-invalid" }));
  });
});
