import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readToolchain } from "../../controller/toolchain.ts";
import { compile, writeJar } from "../../handset/build.mjs";
import { writeDex } from "../../bootstrap/steps/compile.mjs";
import { temporaryFolder } from "./fresh-clone.ts";

const { java, jars, handsetJar, agentHelperJar, agentHelperDex } = readToolchain();

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

  it("of the agent's helper give a dex file with every class, back from which they come as classes that run", async () => {
    const dex = agentHelperDex ?? "not recorded";
    expect(dexClasses(fs.readFileSync(dex))).toEqual(jarClasses(agentHelperJar));

    const back = path.join(temporaryFolder(), "back.jar");
    const caller = sources(`package demo;
      public class Hello {
        public static void main(String[] args) throws Exception {
          Class<?> converter = Class.forName("com.googlecode.d2j.dex.Dex2jar");
          Object conversion = converter.getMethod("from", java.io.File.class).invoke(null, new java.io.File(args[0]));
          converter.getMethod("computeFrames", boolean.class).invoke(conversion, true);
          converter.getMethod("to", java.nio.file.Path.class).invoke(conversion, java.nio.file.Path.of(args[1]));
          var back = new java.net.URLClassLoader(new java.net.URL[] {java.nio.file.Path.of(args[1]).toUri().toURL()});
          Class<?> members = back.loadClass("io.consentry.agent.Members");
          Object declared = new Object[] {
            String.class.getMethod("getBytes", java.nio.charset.Charset.class), String.class.getConstructor(char[].class),
            Thread.class.getMethod("sleep", long.class), Hello.class.getMethod("main", String[].class),
          };
          System.out.print(members.getMethod("describe", Object.class).invoke(null, declared));
          System.out.print("\\n" + back.loadClass("io.consentry.agent.Values").getMethod("list", Object.class)
            .invoke(null, new Object[] {new String[] {"a", "b"}}));
          System.out.print("\\n" + ((Double) back.loadClass("io.consentry.agent.Probe").getMethod("enter").invoke(null) > 0));
        }
      }`);
    const classpath = [await build(caller), ...jars.convert].join(path.delimiter);
    const said = execFileSync(java, ["-cp", classpath, "demo.Hello", dex, back]);
    expect(said.toString().split("\n")).toEqual([
      "(Ljava/nio/charset/Charset;)[B 1 getBytes",
      "([C)V 1 <init>",
      "(J)V 265 sleep",
      "([Ljava/lang/String;)V 9 main",
      "a,b",
      "true",
    ]);
  });

  it("that are no classes are refused with the converter's words", async () => {
    const work = temporaryFolder();
    const jar = path.join(work, "not.jar");
    fs.writeFileSync(jar, "not a jar");
    const refused = writeDex({ java, dx: jars.dx, jar, work, target: path.join(work, "not.dex") });
    await expect(refused).rejects.toMatchObject({ code: "compile-failed" });
    expect(fs.existsSync(path.join(work, "not.dex"))).toBe(false);
  });
});

function jarClasses(jar: string): string[] {
  const names = Object.keys(unzipSync(fs.readFileSync(jar))).filter((name) => name.endsWith(".class"));
  return names.map((name) => `L${name.slice(0, -".class".length)};`).sort();
}

/** Descriptors of the classes that a dex file defines, by its header and tables. */
function dexClasses(dex: Buffer): string[] {
  expect(dex.toString("latin1", 0, 8)).toBe("dex\n038\0");
  expect(dex.readUInt32LE(32)).toBe(dex.length);
  const [strings, types] = [dex.readUInt32LE(60), dex.readUInt32LE(68)];
  const [count, classes] = [dex.readUInt32LE(96), dex.readUInt32LE(100)];
  return Array.from({ length: count }, (_, i) => {
    const type = dex.readUInt32LE(classes + i * 32);
    const text = dex.readUInt32LE(strings + dex.readUInt32LE(types + type * 4) * 4);
    // Below 128 units the length takes one byte.
    return dex.toString("latin1", text + 1, dex.indexOf(0, text + 1));
  }).sort();
}
