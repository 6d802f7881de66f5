/** The server of a sitting, and what becomes of it. */
import { afterAll, expect, test } from "vitest";
import { SharedServer } from "../../controller/handsets/shared-server.ts";
import { readToolchain } from "../../controller/toolchain.ts";

const server = await SharedServer.start(readToolchain().file);
afterAll(() => server.stop());

test("one server serves every run; one that died is started again, once for all who ask", async () => {
  const first = await server.running();
  expect(await server.running()).toBe(first);
  process.kill(first.pid ?? 0, "SIGKILL");
  await first.ended;
  const [second, third] = await Promise.all([server.running(), server.running()]);
  expect(second).not.toBe(first);
  expect(third).toBe(second);
  const answer = await fetch(`http://127.0.0.1:${second.port}/status`);
  expect(answer.ok).toBe(true);
});
