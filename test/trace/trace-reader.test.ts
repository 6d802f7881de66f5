import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { findRuns, runName } from "../../trace/run-folder.ts";
import { TRACE_FILE } from "../../trace/schema.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { codeThrown } from "./lib/code-thrown.ts";
import { IMEI, scratchFolder, sealedRun, SENDER, WALL_MS, writeSampleRun } from "./lib/sample-run.ts";

const folder = scratchFolder();
let runs = 0;
const newDir = () => join(folder, `run${runs++}`);

function digests(dir: string): string[] {
  const files = readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();
  return files
    .filter((name) => statSync(join(dir, name)).isFile())
    .map(
      (name) =>
        `${name} ${createHash("sha256")
          .update(readFileSync(join(dir, name)))
          .digest("hex")}`,
    );
}

/** Everything the read API says about a run. */
function everything(reader: TraceReader): unknown {
  return {
    meta: [...reader.meta()],
    sessions: reader.sessions(),
    phases: reader.phases(),
    steps: reader.steps(),
    screens: reader.screens(),
    canaries: reader.canaries(),
    limits: reader.limits(),
    coverage: reader.coverage(),
    clock: reader.clockSamples(),
    loss: reader.lossAccount(),
    rejected: reader.rejected(),
    stack: reader.stack(SENDER.session, 1),
    seal: reader.seal(),
  };
}

describe("a reader", () => {
  it("gives back what was written, by name", () => {
    const reader = TraceReader.open(sealedRun(newDir()));
    const imeiHmac = reader.hmac(IMEI);
    const hash = reader.screens()[0]?.pngSha256;
    expect(everything(reader)).toMatchObject({
      meta: [
        ["runId", "run-1"],
        ["app", { package: "com.example.news", label: "新闻" }],
      ],
      sessions: [
        {
          id: SENDER.session,
          pid: 41,
          runtime: "hotspot",
          started: 900,
          wallMs: WALL_MS,
          end: {
            ended: 2000,
            how: "flushed",
            reason: "end of branch",
            account: { emitted: 5, stored: 3, coalesced: 2, dropped: 0, lost: 0, rejected: 0, hookErrors: 1, missing: 0, tailKnown: true, closes: true },
          },
        },
      ],
      phases: [
        { axis: "consent", scope: "", state: "pre-notice", t: 900, uncertainty: 0, source: "launch", detail: {} },
        { axis: "permission", scope: "perm.location", state: "denied", t: 950, uncertainty: 5, source: "dialog" },
      ],
      steps: [
        { kind: "step", name: "open the news", t: 1000, closed: 1100, edge: "open", detail: { justifies: ["device.imei"] } },
        { kind: "tap", name: "agree", t: 1105, closed: 1105, edge: "point", detail: { x: 3 } },
      ],
      screens: [{ t: 1106, png: "screens/0001.png", source: "screens/0001.xml", detail: { notice: true } }],
      canaries: [{ type: "device.imei", valueHmac: imeiHmac, valueMask: "86***23 [8-15]" }],
      limits: [{ kind: "handset-limit", code: "no-webview", types: ["contacts"], detail: { library: "libx.so" } }],
      clock: [{ session: SENDER.session, hostUs: 5000, handsetUs: 1200, errorUs: 40 }],
      rejected: [{ session: SENDER.session, atHostUs: 6000, reason: "schema", bytes: 300 }],
      stack: { frames: [["com.example.Push", "start", "Push.java", 12]], cut: false },
      seal: { outcome: "complete", closedWallMs: WALL_MS + 5000 },
    }); // prettier-ignore
    expect(hash).toBe(createHash("sha256").update("not really a picture").digest("hex"));
    expect(reader.phases("permission")).toHaveLength(1);
    expect(reader.stack(SENDER.session, 99)).toBeNull();
    reader.close();
  });

  it("gives the latest state of a hook, its self-test, and how often it fired, nested reads included", () => {
    const reader = TraceReader.open(sealedRun(newDir()));
    expect(reader.coverage()).toEqual([
      {
        session: SENDER.session,
        row: "AA0002",
        status: "armed",
        overloads: 2,
        reason: null,
        selfTested: true,
        fired: 5,
      },
      {
        session: SENDER.session,
        row: "AA0009",
        status: "not-present",
        overloads: 0,
        reason: null,
        selfTested: false,
        fired: 3,
      },
    ]);
    reader.close();
  });

  it("says the same each time, and leaves the folder as it was", () => {
    const dir = sealedRun(newDir());
    const before = digests(dir);
    const [first, second] = [1, 2].map(() => {
      const reader = TraceReader.open(dir);
      const said = JSON.stringify(everything(reader));
      reader.close();
      return said;
    });
    expect(first).toBe(second);
    expect(digests(dir)).toEqual(before);
  });

  it("reads a run that was left open from a private copy, which is gone afterwards", () => {
    const writer = writeSampleRun(newDir());
    const before = digests(writer.dir);
    const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`consentry-trace-${process.pid}-`));
    const reader = TraceReader.open(writer.dir);
    expect(copies()).toHaveLength(1);
    expect(reader.seal()).toBeNull();
    expect(reader.sessions()).toHaveLength(1);
    reader.close();
    expect(copies()).toEqual([]);
    expect(digests(writer.dir)).toEqual(before);
    writer.close();
  });

  it("cannot be used to write", () => {
    const writer = writeSampleRun(newDir());
    const open = TraceReader.open(writer.dir);
    writer.close();
    const closed = TraceReader.open(sealedRun(newDir()));
    for (const reader of [open, closed]) {
      expect(() => reader.db.exec("DELETE FROM accesses")).toThrow(/readonly/);
      reader.close();
    }
  });

  it("says that nothing is known of a session that has no end", () => {
    const writer = writeSampleRun(newDir());
    writer.session({ id: "second", pid: 42, runtime: "hotspot", started: 3000, wallMs: WALL_MS });
    writer.seal("interrupted");
    const reader = TraceReader.open(writer.dir);
    expect(reader.sessions()[1]).toMatchObject({ id: "second", end: null });
    expect(reader.lossAccount()).toMatchObject({
      emitted: 5,
      closes: false,
      tailKnown: false,
      openSessions: ["second"],
    });
    reader.close();
  });

  it("has no keyed hash to give when the key stayed behind", () => {
    const dir = sealedRun(newDir());
    rmSync(join(dir, "run.key"));
    const reader = TraceReader.open(dir);
    expect(reader.hmac(IMEI)).toBeNull();
    reader.close();
  });

  it("tells a user's wrong path from damage", () => {
    const empty = newDir();
    mkdirSync(empty);
    expect(codeThrown(() => TraceReader.open(empty))).toBe("no-trace");
    writeFileSync(join(empty, TRACE_FILE), "hello");
    expect(codeThrown(() => TraceReader.open(empty))).toBe("not-a-trace");
    const crafted = sealedRun(newDir());
    new Database(join(crafted, TRACE_FILE)).exec("CREATE VIEW v AS SELECT 1").close();
    expect(codeThrown(() => TraceReader.open(crafted))).toBe("foreign-schema");
  });

  it("says damaged, not something of its own, when stored text is not JSON", () => {
    const dir = sealedRun(newDir());
    new Database(join(dir, TRACE_FILE)).exec("UPDATE limits SET detail = '{'").close();
    const reader = TraceReader.open(dir);
    expect(codeThrown(() => reader.limits())).toBe("damaged");
    reader.close();
  });
});

describe("finding runs", () => {
  const campaign = join(folder, "campaign");
  for (const name of ["b-refuse", "a-accept", "deep/er/c", ".set-aside/d"]) {
    mkdirSync(join(campaign, name), { recursive: true });
    writeFileSync(join(campaign, name, TRACE_FILE), "");
  }
  mkdirSync(join(campaign, "not-a-run"));

  it("a run folder, its trace file and a campaign folder are all understood; what was set aside is left out", () => {
    const run = join(campaign, "a-accept");
    expect(findRuns(run)).toEqual([run]);
    expect(findRuns(join(run, TRACE_FILE))).toEqual([run]);
    expect(findRuns(campaign)).toEqual(["a-accept", "b-refuse", "deep/er/c"].map((name) => join(campaign, name)));
  });

  it("names runs by their way from where the result is written", () => {
    expect(runName(join(campaign, "deep/er/c"), campaign)).toBe("deep/er/c");
    expect(runName(campaign, campaign)).toBe("campaign");
    expect(runName(campaign, join(folder, "elsewhere"))).toBe("campaign");
  });

  it("says what is missing", () => {
    expect(codeThrown(() => findRuns(join(campaign, "not-a-run")))).toBe("no-trace");
    expect(codeThrown(() => findRuns(join(folder, "nowhere")))).toBe("no-trace");
  });
});
