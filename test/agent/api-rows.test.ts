import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hookedRows, loadApiRows } from "../../catalogue/api-rows.ts";

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
    const keys = hookedRows(rows).map((row) => `${row.class}#${row.member}#${JSON.stringify(row.filter)}`);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it("loses no row of the field's list, and says what became of each", () => {
    const list = [...numbered("AA", 1, 682), ...numbered("AE", 683, 710), ...numbered("IS", 711, 839)];
    expect(list).toHaveLength(839);
    const known = new Map(rows.map((row) => [row.id, row]));
    expect(list.filter((id) => !known.has(id))).toEqual([]);
    expect(rows.filter((row) => !row.id.startsWith("AX"))).toHaveLength(839);
    const platforms = { AA: "android-java", AE: "android-native", IS: "ios" } as const;
    expect(
      list.filter((id) => known.get(id)?.platform !== platforms[id.slice(0, 2) as keyof typeof platforms]),
    ).toEqual([]);
  });

  it("hooks most of the Android members, and gives up few", () => {
    const android = rows.filter((row) => row.id.startsWith("AA"));
    const seen = android.filter((row) => row.status.kind === "hooked" || row.status.kind === "covered-by");
    expect(seen.length).toBeGreaterThanOrEqual(570);
    expect(rows.filter((row) => row.status.kind === "dropped").length).toBeLessThanOrEqual(15);
    expect(android.filter((row) => row.status.kind === "planned")).toEqual([]);
    const fields = rows.filter((row) => row.member.startsWith("#"));
    expect(fields.filter((row) => row.status.kind === "hooked")).toEqual([]);
  });

  it("records deliveries by the argument that holds them, and only these", () => {
    const deliveries = rows.filter((row) => row.valueArg !== undefined);
    expect(deliveries.map((row) => row.member)).toContain("onLocationChanged");
    expect(deliveries.filter((row) => row.status.kind !== "hooked" || row.outcome === "void")).toEqual([]);
  });

  it("never hooks the members that crash or crawl when hooked", () => {
    const fatal =
      /^java\.(lang\.reflect\.Method#invoke|io\.File(In|Out)putStream#(read|write)|lang\.Class#forName$|util\.(Locale|TimeZone)#getDefault)|^android\.os\.SystemClock#/;
    expect(hookedRows(rows).filter((row) => fatal.test(`${row.class}#${row.member}`))).toEqual([]);
  });

  it("asks busy members for an argument before it counts a call", () => {
    const busy =
      /^java\.(net\.Inet|net\.Socket#|security\.MessageDigest#|io\.File#|lang\.String#)|^javax\.crypto\.|^org\.json\.|^android\.os\.(BinderProxy|Binder|ServiceManager|SystemProperties)#/;
    const lookups = /^java\.net\.InetAddress#/;
    const unfiltered = hookedRows(rows)
      .filter((row) => row.filter === null)
      .map((row) => `${row.class}#${row.member}`);
    expect(unfiltered.filter((name) => busy.test(name) && !lookups.test(name))).toEqual([]);
  });
});

/** `AA0001` and so on, both ends included. */
function numbered(prefix: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${prefix}${String(first + i).padStart(4, "0")}`);
}

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
