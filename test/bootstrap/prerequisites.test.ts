import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { readToolchain } from "../../controller/toolchain.ts";
import {
  ROOT,
  bootstrap,
  borrowPackages,
  freshClone,
  pathWith,
  problemLines,
  runNode,
  temporaryFolder,
} from "./fresh-clone.ts";

const EXIT_ENVIRONMENT = 3;
/** Nobody listens on the discard port. */
const CLOSED = "http://127.0.0.1:9/";
const CHINESE = /[\u4e00-\u9fff]/;

/** One line in English, one in Chinese, both with the code and both with what to do. */
function expectProblem(outcome: { code: number | null; stderr: string; stdout: string }, code: string): string[] {
  const lines = problemLines(outcome);
  expect({ exit: outcome.code, lines: lines.length }, outcome.stderr).toEqual({ exit: EXIT_ENVIRONMENT, lines: 2 });
  for (const line of lines) expect(line.startsWith(`consentry: ${code}: `)).toBe(true);
  expect(CHINESE.test(lines[0] ?? "")).toBe(false);
  expect(CHINESE.test(lines[1] ?? "")).toBe(true);
  expect(outcome.stderr).not.toContain("    at ");
  return lines;
}

describe("a missing prerequisite is one clear line with its remedy", () => {
  it("when there is no npm", async () => {
    const env = { PATH: pathWith({}), CONSENTRY_CACHE: temporaryFolder() };
    const [english] = expectProblem(await bootstrap(freshClone(), env), "no-npm");
    expect(english).toContain("apt install npm");
  });

  it("when there is no Python", async () => {
    const clone = freshClone();
    borrowPackages(clone);
    const env = { PATH: pathWith({}), CONSENTRY_CACHE: temporaryFolder() };
    const [english] = expectProblem(await bootstrap(clone, env), "no-python");
    expect(english).toContain("apt install python3 python3-venv");
    expect(fs.existsSync(path.join(clone, ".tools"))).toBe(false);
  });

  it("when Python is too old, naming the version found", async () => {
    const clone = freshClone();
    borrowPackages(clone);
    const python3 = `echo '{"version": [3, 8, 10], "platform": "linux", "venv": true}'`;
    const env = { PATH: pathWith({ python3 }), CONSENTRY_CACHE: temporaryFolder() };
    const [english] = expectProblem(await bootstrap(clone, env), "no-python");
    expect(english).toContain("found only 3.8.10");
  });

  it("when Python has no venv module", async () => {
    const clone = freshClone();
    borrowPackages(clone);
    const python3 = `echo '{"version": [3, 12, 1], "platform": "linux", "venv": false}'`;
    const env = { PATH: pathWith({ python3 }), CONSENTRY_CACHE: temporaryFolder() };
    const [english] = expectProblem(await bootstrap(clone, env), "no-venv");
    expect(english).toContain("Python 3.12 has no venv module");
  });

  it("when there is no network on a cold start, for npm packages", async () => {
    const cache = temporaryFolder();
    const settings = {
      npm_config_registry: CLOSED,
      npm_config_fetch_retries: "0",
      npm_config_cache: temporaryFolder(),
    };
    const env = { PATH: process.env.PATH, HOME: temporaryFolder(), CONSENTRY_CACHE: cache, ...settings };
    const [english] = expectProblem(await bootstrap(freshClone(), env), "offline");
    expect(english).toContain("npm packages");
  });

  it("when there is no network on a cold start, for Python packages, and leaves no half environment", async () => {
    const clone = freshClone();
    borrowPackages(clone);
    const cache = temporaryFolder();
    const settings = { PIP_INDEX_URL: CLOSED, PIP_RETRIES: "0", PIP_NO_CACHE_DIR: "1", PIP_CONFIG_FILE: "/dev/null" };
    const env = { PATH: process.env.PATH, HOME: temporaryFolder(), CONSENTRY_CACHE: cache, ...settings };
    const [english] = expectProblem(await bootstrap(clone, env), "offline");
    expect(english).toContain("Python packages");
    expect(fs.readdirSync(path.join(cache, "python"))).toEqual([]);
    expect(fs.existsSync(path.join(cache, "install.lock"))).toBe(false);
  });

  it("when the cache folder cannot be made", async () => {
    const file = path.join(temporaryFolder(), "file");
    fs.writeFileSync(file, "");
    const env = { PATH: process.env.PATH, CONSENTRY_CACHE: path.join(file, "cache") };
    const [english] = expectProblem(await bootstrap(freshClone(), env), "permission-denied");
    expect(english).toContain(path.join(file, "cache"));
  });

  it("when CONSENTRY_JAVA is a Java that cannot be instrumented", async () => {
    const clone = freshClone();
    borrowPackages(clone);
    const java = path.join(pathWith({ java: `echo 'openjdk version "21.0.4" 2024-07-16' >&2` }), "java");
    const python = readToolchain().python;
    // The environment is there already under its key, so this gets as far as Java without a network.
    const env = {
      PATH: `${path.dirname(python)}:${process.env.PATH}`,
      CONSENTRY_CACHE: readToolchain().cache,
      CONSENTRY_JAVA: java,
    };
    const [english] = expectProblem(await bootstrap(clone, env), "wrong-java");
    expect(english).toContain("is version 21");
  });

  it("when CONSENTRY_JAVA does not run", async () => {
    const clone = freshClone();
    borrowPackages(clone);
    const env = { ...process.env, CONSENTRY_CACHE: readToolchain().cache, CONSENTRY_JAVA: "/nonexistent/java" };
    const [english] = expectProblem(await bootstrap(clone, env), "java-does-not-run");
    expect(english).toContain("/nonexistent/java");
  });

  it("when the task is not one", async () => {
    const outcome = await bootstrap(freshClone(), { PATH: process.env.PATH }, "strat");
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('unknown task "strat"; one of: test, prepare');
  });
});

describe("the Node that is fetched for a machine with an old one", () => {
  /** What `provideNode` says where the running Node were 20.1, as a code; the cache it used. */
  async function provide(platform: string, settings: NodeJS.ProcessEnv): Promise<{ said: string; cache: string }> {
    const cache = temporaryFolder();
    const step = pathToFileURL(path.join(ROOT, "bootstrap", "steps", "node.mjs")).href;
    const request = { cache, platform, runningNode: process.execPath, runningVersion: "20.1.0" };
    const script = `
      import { provideNode } from ${JSON.stringify(step)};
      provideNode(${JSON.stringify(request)}).then(({ node }) => console.log(node), (error) => console.log(error.code));`;
    const env = { PATH: process.env.PATH, HOME: temporaryFolder(), ...settings };
    return { said: (await runNode(["--input-type=module", "-e", script], env)).stdout.trim(), cache };
  }
  const offline = { npm_config_registry: CLOSED, npm_config_fetch_retries: "0" };

  it("needs the network once, and leaves nothing half done without it", async () => {
    const { said, cache } = await provide("linux-x64", { ...offline, npm_config_cache: temporaryFolder() });
    expect(said).toBe("offline");
    expect(fs.readdirSync(path.join(cache, "node"))).toEqual([]);
  });

  it("is a clear problem on a machine that npm has none for", async () => {
    expect((await provide("linux-riscv64", offline)).said).toBe("no-node-for-platform");
  });
});
