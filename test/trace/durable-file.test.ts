import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeDurably } from "../../trace/durable-file.ts";
import { scratchFolder } from "./lib/sample-run.ts";

const folder = scratchFolder();

describe("a durable file", () => {
  it("is there whole, alone, and only once", () => {
    const path = join(folder, "digest");
    writeDurably(path, Buffer.from("all of it"), 0o644);
    expect(readFileSync(path, "utf8")).toBe("all of it");
    expect(readdirSync(folder)).toEqual(["digest"]);
    expect(() => writeDurably(path, Buffer.from("again"), 0o644)).toThrow(/exists already/);
    expect(readFileSync(path, "utf8")).toBe("all of it");
  });

  it("has no content under its own name while its bytes are still being written", () => {
    const path = join(folder, "held");
    writeFileSync(`${path}.part`, "left by a kill");
    expect(() => writeDurably(path, Buffer.from("new"), 0o644)).toThrow();
    expect(readdirSync(folder)).not.toContain("held");
  });
});
