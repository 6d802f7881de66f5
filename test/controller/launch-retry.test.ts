import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AppSession } from "../../controller/app-session.ts";
import { plantCanaries } from "../../controller/canary-seed.ts";
import { FridaError, type FridaHost } from "../../controller/frida/frida-host.ts";
import { AppiumServer } from "../../controller/handsets/appium-server.ts";
import { VirtualHandset } from "../../controller/handsets/virtual-handset.ts";
import { readToolchain } from "../../controller/toolchain.ts";
import { committedApk } from "../../scenarios/build-apps.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";

const dir = mkdtempSync(join(tmpdir(), "launch-retry-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A Frida that never gets in. */
function lockedOut(attempts: number[]): FridaHost {
  return {
    kind: "python",
    fridaVersion: "0",
    notes: [],
    tempFolder: dir,
    attach: (pid) => {
      attempts.push(pid);
      return Promise.reject(new FridaError("attach-timeout", "attach gave no answer"));
    },
    close: () => Promise.resolve(),
  };
}

describe("a launch that the agent cannot join", () => {
  it("is tried once more on a new process, then ends with exit 3, each time with what the threads did", async () => {
    const toolchain = readToolchain();
    const server = await AppiumServer.start(toolchain.file);
    const writer = TraceWriter.create(join(dir, "run"), { runId: "r" });
    const attempts: number[] = [];
    try {
      const handset = await VirtualHandset.open({
        java: toolchain.java,
        port: server.port,
        apk: committedApk("news-clean"),
        deviceDir: join(dir, "device"),
        language: "zh",
        country: "CN",
        seed: plantCanaries().seed,
        capabilities: {},
      });
      const launch = AppSession.launch({
        handset,
        frida: lockedOut(attempts),
        writer,
        agentSource: "",
        helperJar: toolchain.agentHelperJar,
        appPackage: "com.zaowen.news",
        rows: [],
        disarm: [],
        onMarker: () => undefined,
      });
      await expect(launch).rejects.toMatchObject({ code: "agent-start", exit: 3 });
      await handset.close();
    } finally {
      await server.stop();
    }
    writer.seal("process-lost", 0);
    expect(new Set(attempts).size).toBe(2);
    const trace = TraceReader.open(join(dir, "run"));
    const limits = trace.limits().filter((limit) => limit.code === "launch-retried");
    trace.close();
    expect(limits).toHaveLength(2);
    for (const limit of limits) expect(JSON.stringify(limit.detail)).toContain('\\"main\\" #');
  });
});
