/** An app on a phone without an agent, and the steps of a scenario carried out on it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Handset } from "../../controller/handset.ts";
import { AppiumServer } from "../../controller/handsets/appium-server.ts";
import { VirtualHandset } from "../../controller/handsets/virtual-handset.ts";
import { PhaseTracker } from "../../controller/phase-tracker.ts";
import { parseScenario } from "../../controller/scenario/load-scenario.ts";
import type { Secrets } from "../../controller/scenario/secrets.ts";
import { runSteps, type StepContext } from "../../controller/step-runner.ts";
import { readToolchain } from "../../controller/toolchain.ts";
import { Walker } from "../../controller/walker.ts";
import { WitnessSession } from "../../controller/witness-session.ts";
import { TraceWriter } from "../../trace/trace-writer.ts";

export class StepBench {
  readonly dir: string;
  readonly context: StepContext;
  readonly #end: () => Promise<void>;

  private constructor(dir: string, context: StepContext, end: () => Promise<void>) {
    this.dir = dir;
    this.context = context;
    this.#end = end;
  }

  /** On a virtual handset. */
  static async open(apk: string, secrets?: Secrets): Promise<StepBench> {
    const dir = mkdtempSync(join(tmpdir(), "step-bench-"));
    const toolchain = readToolchain();
    const server = await AppiumServer.start(toolchain.file);
    const handset = await VirtualHandset.open({
      java: toolchain.java,
      port: server.port,
      apk,
      deviceDir: join(dir, "device"),
      language: "en",
      country: "US",
      seed: {},
      capabilities: {},
    });
    const end = async (): Promise<void> => {
      await handset.close();
      await server.stop();
    };
    return StepBench.#launch(dir, handset, end, secrets);
  }

  /** On any phone, for example one made of data. */
  static on(handset: Handset): Promise<StepBench> {
    return StepBench.#launch(mkdtempSync(join(tmpdir(), "step-bench-")), handset, () => handset.close());
  }

  static async #launch(dir: string, handset: Handset, end: () => Promise<void>, secrets?: Secrets): Promise<StepBench> {
    const writer = TraceWriter.create(join(dir, "run"), { runId: "bench" });
    const tracker = new PhaseTracker(writer);
    const launch = async (): Promise<WitnessSession> => {
      const session = await WitnessSession.launch({
        handset,
        onAppState: (state, t, error) => tracker.observed(state, t, error),
      });
      tracker.processStarted(session.startedUs);
      await handset.resume();
      return session;
    };
    const walker = new Walker(handset, writer, await launch());
    const context: StepContext = {
      walker,
      tracker,
      permissions: "grant",
      ...(secrets ? { secrets } : {}),
      kill: async () => {
        await walker.session.stop("killed-after-flush", "kill step", () => handset.kill());
        tracker.processStopped(walker.session.now().t, 0, "kill");
      },
      relaunch: async () => {
        walker.session = await launch();
      },
    };
    return new StepBench(dir, context, end);
  }

  /** Steps as a scenario writes them. */
  async run(steps: string): Promise<void> {
    const indented = steps.trim().replaceAll("\n", "\n  ");
    const { steps: parsed } = parseScenario(
      `name: bench\napp: x.apk\nsteps:\n  ${indented}\n`,
      join(this.dir, "bench.yaml"),
    );
    await runSteps(this.context, parsed);
  }

  /** Text of every label on the screen. */
  async labels(): Promise<string[]> {
    const nodes = await this.context.walker.look();
    return nodes.flatMap((node) => [node.text, node.description].filter((text) => text !== ""));
  }

  /** Seals the run; its folder can be read then. */
  seal(): string {
    this.context.walker.writer.seal("completed");
    return join(this.dir, "run");
  }

  async close(): Promise<void> {
    await this.#end();
    if (existsSync(this.dir)) rmSync(this.dir, { recursive: true, force: true });
  }
}
