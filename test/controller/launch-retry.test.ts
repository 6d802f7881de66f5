import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAgent } from "../../agent/build.ts";
import { AppSession } from "../../controller/app-session.ts";
import { plantCanaries } from "../../controller/canary-seed.ts";
import { FridaError, type FridaHost } from "../../controller/frida/frida-host.ts";
import { openFridaHost } from "../../controller/frida/open-host.ts";
import { AppiumServer } from "../../controller/handsets/appium-server.ts";
import { VirtualHandset } from "../../controller/handsets/virtual-handset.ts";
import { readToolchain } from "../../controller/toolchain.ts";
import { committedApk } from "../../scenarios/build-apps.ts";
import { TraceReader } from "../../trace/trace-reader.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";
import { helperJar } from "../agent/target.ts";

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
  let server: AppiumServer;
  let handset: VirtualHandset;
  const toolchain = readToolchain();
  beforeAll(async () => {
    server = await AppiumServer.start(toolchain.file);
    handset = await VirtualHandset.open({
      java: toolchain.java,
      port: server.port,
      apk: committedApk("news-clean"),
      deviceDir: join(dir, "device"),
      language: "zh",
      country: "CN",
      seed: plantCanaries().seed,
      capabilities: {},
    });
  });
  afterAll(async () => {
    await handset.close();
    await server.stop();
  });

  /** The error of a launch, and the limits that the trace has of it. */
  async function launched(name: string, frida: FridaHost, agentSource: string, helper: string) {
    const writer = TraceWriter.create(join(dir, name), { runId: "r" });
    const launch = AppSession.launch({
      ...{ handset, frida, writer, agentSource, helperJar: helper, appPackage: "com.zaowen.news" },
      ...{ rows: [], disarm: [], onMarker: () => undefined },
    });
    const error: unknown = await launch.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    writer.seal("process-lost", 0);
    const trace = TraceReader.open(join(dir, name));
    const limits = trace.limits().filter((limit) => limit.code === "launch-retried");
    trace.close();
    return { error, limits };
  }

  it("is tried once more on a new process, then ends with exit 3, each time with what the threads did", async () => {
    const attempts: number[] = [];
    const { error, limits } = await launched("locked", lockedOut(attempts), "", toolchain.agentHelperJar);
    expect(error).toMatchObject({ code: "agent-start", exit: 3 });
    expect(new Set(attempts).size).toBe(2);
    expect(limits).toHaveLength(2);
    for (const limit of limits) expect(JSON.stringify(limit.detail)).toContain('\\"main\\" #');
  });

  it("ends at once with a remedy where the agent's helper is not of its sources: another try would find the same", async () => {
    const frida = await openFridaHost({ python: toolchain.python });
    try {
      const { source } = await buildAgent();
      const { error, limits } = await launched("stale", frida, source, await helperJar("0".repeat(64)));
      const remedy = expect.stringContaining("npm run setup") as string;
      expect(error).toMatchObject({ code: "helper-stale", exit: 3, remedy });
      expect(limits).toHaveLength(1);
    } finally {
      await frida.close();
    }
  });
});
