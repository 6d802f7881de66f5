import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Server, startServer } from "./fixtures/fake-phone.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const README = join(ROOT, "handset", "README.md");
/** Signature of a PNG file, and the place of width and height in its first chunk. */
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

let server: Server;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "plain-webdriverio-"));
  server = await startServer();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("the README's script drives ApiDemos with nothing but WebdriverIO", async () => {
  const [, script] = /```js\n(.*?)```/s.exec(readFileSync(README, "utf8")) ?? [];
  if (script === undefined) throw new Error(`${README} has no script`);
  const screenshot = join(folder, "apidemos.png");
  const { code, out, err } = await run(script, { APPIUM_PORT: String(server.port), SCREENSHOT: screenshot });
  expect(err).toBe("");
  expect(out.trim().split("\n")).toEqual(["typed: Hello, 你好", "ticked: true", "after kill: 1"]);
  expect(code).toBe(0);
  const picture = readFileSync(screenshot);
  expect(picture.subarray(0, 8)).toEqual(PNG);
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([720, 1280]);
});

async function run(script: string, variables: Record<string, string>) {
  const child = spawn(process.execPath, ["--input-type=module", "-"], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdin.end(script);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, out, err };
}
