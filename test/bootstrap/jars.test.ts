import { createHash } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { run } from "../../bootstrap/child.mjs";
import { readToolchain } from "../../controller/toolchain.ts";
import { ROOT, temporaryFolder } from "./fresh-clone.ts";

const FETCH = path.join(ROOT, "bootstrap", "fetch-jars.py");
const BYTES = Buffer.from("the bytes of a jar, as far as this test is concerned\n".repeat(1000));
const sha256 = createHash("sha256").update(BYTES).digest("hex");

type Answer = (response: http.ServerResponse) => void;

const whole: Answer = (response) => response.writeHead(200, { "content-length": BYTES.length }).end(BYTES);
const cutOff: Answer = (response) => {
  response.writeHead(200, { "content-length": BYTES.length });
  response.write(BYTES.subarray(0, 100), () => response.destroy());
};
const unavailable: Answer = (response) => response.writeHead(503).end();

let server: http.Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A Maven repository that answers the n-th request for a jar with the n-th answer, the last one for ever. */
async function repository(...answers: Answer[]): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  server = http.createServer((request, response) => {
    const url = request.url ?? "";
    if (!url.endsWith(".jar")) return void response.writeHead(404).end();
    asked.push(url);
    (answers[asked.length - 1] ?? answers.at(-1) ?? unavailable)(response);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function fetchJar(url: string, folder: string, checksum = sha256): Promise<{ code: number; output: string }> {
  const wanted = path.join(temporaryFolder(), "wanted.json");
  const entry = { group: "org.example", artifact: "thing", version: "1.2", sha256: checksum, size: BYTES.length };
  fs.writeFileSync(wanted, JSON.stringify([entry]));
  const env = { ...process.env, CONSENTRY_MAVEN_MIRROR: url, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" };
  return run(readToolchain().python, [FETCH, wanted, folder], { env });
}

describe("fetching a jar", () => {
  it("asks for the locked coordinates and keeps the file once its checksum was seen", async () => {
    const { url, asked } = await repository(whole);
    const folder = temporaryFolder();
    expect((await fetchJar(url, folder)).code).toBe(0);
    expect(asked).toEqual(["/org/example/thing/1.2/thing-1.2.jar"]);
    expect(fs.readdirSync(folder)).toEqual(["thing-1.2.jar"]);
    expect(fs.readFileSync(path.join(folder, "thing-1.2.jar")).equals(BYTES)).toBe(true);
  });

  it("goes on after a connection that broke and a server that was busy", async () => {
    const { url, asked } = await repository(cutOff, unavailable, whole);
    const folder = temporaryFolder();
    const { code, output } = await fetchJar(url, folder);
    expect(code, output).toBe(0);
    expect(asked).toHaveLength(3);
    expect(fs.readdirSync(folder)).toEqual(["thing-1.2.jar"]);
  });

  it("keeps nothing of a file with another checksum", async () => {
    const { url } = await repository(whole);
    const folder = temporaryFolder();
    const { code, output } = await fetchJar(url, folder, "0".repeat(64));
    expect(code).toBe(1);
    expect(output).toContain("checksum mismatch");
    expect(output).toContain("org.example:thing:1.2");
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("gives up on a repository that never answers well, naming the jar", async () => {
    const { url, asked } = await repository(unavailable);
    const folder = temporaryFolder();
    const { code, output } = await fetchJar(url, folder);
    expect(code).toBe(1);
    expect(output).toContain("org.example:thing:1.2");
    expect(asked).toHaveLength(3);
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});
