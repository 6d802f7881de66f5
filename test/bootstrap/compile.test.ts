import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readToolchain } from "../../controller/toolchain.ts";
import { compile, writeJar } from "../../handset/build.mjs";
import { temporaryFolder } from "./fresh-clone.ts";

const { java, jars, handsetJar, agentHelperJar } = readToolchain();

function sources(text: string): string {
  const folder = path.join(temporaryFolder(), "src");
  fs.mkdirSync(path.join(folder, "demo"), { recursive: true });
  fs.writeFileSync(path.join(folder, "demo", "Hello.java"), text);
  fs.writeFileSync(path.join(folder, "demo", "words.txt"), "kept beside the classes");
  return folder;
}

async function build(folder: string): Promise<string> {
  const work = temporaryFolder();
  const output = path.join(work, "classes");
  await compile({ java, ecj: jars.ecj, release: "17", sources: [folder], classpath: [], output });
  const jar = path.join(work, "hello.jar");
  writeJar([output, folder], jar);
  return jar;
}

describe("compiling Java without a JDK", () => {
  const hello = `package demo;
    public class Hello {
      record Word(String text) {}
      public static void main(String[] args) { System.out.print(new Word("compiled").text()); }
    }`;

  it("gives classes that run, resources beside them and no sources", async () => {
    const jar = await build(sources(hello));
    expect(execFileSync(java, ["-cp", jar, "demo.Hello"], { encoding: "utf8" })).toBe("compiled");
    const names = Object.keys(unzipSync(fs.readFileSync(jar)));
    expect(names).toEqual(["META-INF/MANIFEST.MF", "demo/Hello$Word.class", "demo/Hello.class", "demo/words.txt"]);
  });

  it("gives the same bytes for the same sources", async () => {
    const [one, other] = [await build(sources(hello)), await build(sources(hello))];
    expect(fs.readFileSync(one).equals(fs.readFileSync(other))).toBe(true);
  });

  it("names file and line of a mistake", async () => {
    const wrong = build(sources("package demo;\npublic class Hello {\n  int a = missing;\n}\n"));
    await expect(wrong).rejects.toMatchObject({ code: "compile-failed" });
    await expect(wrong).rejects.toThrow(/Hello\.java \(at line 3\)[^]*missing cannot be resolved/);
  });
});

describe("the compiled jars", () => {
  /** Major version of a class file: 52 is Java 8, 61 Java 17. */
  function versions(jar: string): Set<number> {
    const files = unzipSync(fs.readFileSync(jar), { filter: ({ name }) => name.endsWith(".class") });
    return new Set(Object.values(files).map((bytes) => ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)));
  }

  it("of the handset are for the Java that runs it", () => {
    expect(versions(handsetJar)).toEqual(new Set([61]));
  });

  it("of the agent's helper are for every runtime an app may have", () => {
    expect(versions(agentHelperJar)).toEqual(new Set([52]));
  });
});
