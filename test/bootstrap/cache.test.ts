import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import {
  cacheFolder,
  fillOnce,
  hashOf,
  requireSpace,
  sweepLeftovers,
  writeAtomically,
} from "../../bootstrap/files.mjs";
import { explain } from "../../bootstrap/problem.mjs";
import { ROOT, runNode, temporaryFolder } from "./fresh-clone.ts";

const FILES = pathToFileURL(path.join(ROOT, "bootstrap", "files.mjs")).href;

/** Takes the lock of a cache, notes when it was in, and is in for a while. */
function holder(cache: string, log: string): string[] {
  const script = `
    import fs from "node:fs";
    import { withLock } from ${JSON.stringify(FILES)};
    await withLock(${JSON.stringify(cache)}, () => undefined, async () => {
      fs.appendFileSync(${JSON.stringify(log)}, "in\\n");
      for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      fs.appendFileSync(${JSON.stringify(log)}, "out\\n");
    });`;
  return ["--input-type=module", "-e", script];
}

describe("the cache folder", () => {
  it("is where CONSENTRY_CACHE says, and under the user's cache otherwise", () => {
    expect(cacheFolder({ CONSENTRY_CACHE: "/elsewhere/cache" })).toBe("/elsewhere/cache");
    expect(cacheFolder({ XDG_CACHE_HOME: "/xdg" })).toBe(path.join("/xdg", "consentry"));
  });

  it("lets one clone install at a time", async () => {
    const cache = temporaryFolder();
    const log = path.join(cache, "log");
    const all = await Promise.all([1, 2, 3, 4].map(() => runNode(holder(cache, log), process.env)));
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(fs.readFileSync(log, "utf8")).toBe("in\nout\n".repeat(4));
    expect(fs.existsSync(path.join(cache, "install.lock"))).toBe(false);
  });

  it("takes over the lock of an installation that was killed", async () => {
    const cache = temporaryFolder();
    const script = `
      import { withLock } from ${JSON.stringify(FILES)};
      await withLock(${JSON.stringify(cache)}, () => undefined, async () => process.kill(process.pid, "SIGKILL"));`;
    await runNode(["--input-type=module", "-e", script], process.env);
    expect(fs.existsSync(path.join(cache, "install.lock"))).toBe(true);
    const log = path.join(cache, "log");
    expect((await runNode(holder(cache, log), process.env)).code).toBe(0);
    expect(fs.readFileSync(log, "utf8")).toBe("in\nout\n");
  });

  it("holds nothing of a step that failed half way", async () => {
    const cache = temporaryFolder();
    const target = path.join(cache, "thing");
    const failing = fillOnce(target, async (partial: string) => {
      fs.mkdirSync(partial);
      fs.writeFileSync(path.join(partial, "half"), "half");
      throw new Error("interrupted");
    });
    await expect(failing).rejects.toThrow("interrupted");
    expect(fs.readdirSync(cache)).toEqual([]);
  });

  it("is swept of what killed installations left, and of nothing else", () => {
    const cache = temporaryFolder();
    const left = [
      "jars/.part-x1",
      "jars/wanted-12.json",
      "python/0a1b.part-77-abc",
      "built/handset-1.jar.part-7-a.work",
    ];
    const kept = ["jars/parts-1.0.jar", "python/0a1b", "built/handset-1.jar", "apk/anything.part-1-a"];
    for (const name of [...left, ...kept]) fs.mkdirSync(path.join(cache, name), { recursive: true });
    sweepLeftovers(cache);
    expect(left.filter((name) => fs.existsSync(path.join(cache, name)))).toEqual([]);
    expect(kept.filter((name) => !fs.existsSync(path.join(cache, name)))).toEqual([]);
  });

  it("keeps the copy of a faster clone", async () => {
    const target = path.join(temporaryFolder(), "thing");
    await fillOnce(target, async (partial: string) => {
      fs.mkdirSync(partial);
      fs.mkdirSync(target);
      fs.writeFileSync(path.join(target, "whole"), "first");
    });
    expect(fs.readdirSync(target)).toEqual(["whole"]);
  });

  it("replaces small files whole", () => {
    const file = path.join(temporaryFolder(), "deep", "file.json");
    writeAtomically(file, "one");
    writeAtomically(file, "two");
    expect(fs.readFileSync(file, "utf8")).toBe("two");
    expect(fs.readdirSync(path.dirname(file))).toEqual(["file.json"]);
  });

  it("keys by content: parts that join to the same text have different keys", () => {
    expect(hashOf("ab", "c")).not.toBe(hashOf("a", "bc"));
  });
});

describe("what a tool says is turned into a remedy", () => {
  it.each([
    ["disk-full", "npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write"],
    ["disk-full", "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"],
    ["bad-checksum", "npm error code EINTEGRITY"],
    ["bad-checksum", "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."],
    ["bad-checksum", "ValueError: checksum mismatch: expected 00, got 11"],
    ["offline", "npm error code EAI_AGAIN"],
    ["offline", "urllib3.exceptions.NameResolutionError: Failed to resolve"],
    ["permission-denied", "EACCES: permission denied, mkdir '/srv/cache'"],
    ["install-failed", "something nobody has seen before"],
  ])("%s: %s", (code, output) => {
    const problem = explain("the thing", output, "/the/cache");
    expect(problem.code).toBe(code);
    expect(problem.text.en).toContain("the thing");
    expect(problem.text.zh).toContain("the thing");
  });

  it("and a step that the disk cannot hold is not begun", () => {
    const folder = temporaryFolder();
    requireSpace(folder, 1, "jars");
    expect(() => requireSpace(folder, 1e18, "jars")).toThrow(/jars: 1000000000000 MB needed, \d+ MB free/);
  });

  it("and a full disk names the folder and the way out", () => {
    const problem = explain("jars", Object.assign(new Error("write failed"), { code: "ENOSPC" }), "/the/cache");
    expect(problem.text.en).toContain("/the/cache");
    expect(problem.text.en).toContain("CONSENTRY_CACHE");
  });
});
