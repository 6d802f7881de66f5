/** What every run of this machine shares: the agent, the catalogue's rows, one Appium server; and one run made with it. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { buildAgent } from "../agent/build.ts";
import { hookedRows, loadApiRows, toHookRow } from "../catalogue/api-rows.ts";
import { loadSdkSwitches, toSwitchRow } from "../catalogue/sdk-switches.ts";
import type { HookRow, SwitchRow } from "../trace/frame.ts";
import type { Json } from "../trace/trace-writer.ts";
import { AppCodes } from "./app-code.ts";
import { plantCanaries, runId } from "./canary-seed.ts";
import { usageError, type ControllerError } from "./errors.ts";
import { openFridaHost } from "./frida/open-host.ts";
import { SharedServer } from "./handsets/shared-server.ts";
import { VirtualHandset } from "./handsets/virtual-handset.ts";
import { makePrivateTemp, removePrivateTemp } from "./private-temp.ts";
import { combinationOf } from "./scenario/combination.ts";
import { runBranch, type BranchResult } from "./run-branch.ts";
import type { LoadedScenario } from "./scenario/load-scenario.ts";
import { readToolchain, type Toolchain } from "./toolchain.ts";
import { toolVersion } from "./tool-version.ts";

/** A part of the app that the handset cannot run. */
export interface AppLimit {
  code: string;
  detail: string;
}

export interface OneRun {
  loaded: LoadedScenario;
  branch: string;
  /** Run folder; must not exist yet. */
  dir: string;
  signal: AbortSignal;
  /** Told before the app's first line. */
  onLimits?: (limits: AppLimit[]) => void;
}

export class Workshop {
  readonly #toolchain: Toolchain;
  readonly #server: SharedServer;
  readonly #agent: { source: string; sha256: string };
  readonly #rows: HookRow[];
  readonly #disarm: string[];
  readonly #switches: SwitchRow[];
  readonly #appCodes: AppCodes;
  readonly #handsetLimits: { code: string; types: string[]; detail: Json }[];
  readonly #deviceDirs: string[] = [];

  private constructor(
    toolchain: Toolchain,
    server: SharedServer,
    agent: { source: string; sha256: string },
    rows: HookRow[],
    disarm: string[],
  ) {
    this.#toolchain = toolchain;
    this.#server = server;
    this.#agent = agent;
    this.#rows = rows;
    this.#disarm = disarm;
    this.#switches = loadSdkSwitches().map(toSwitchRow);
    this.#appCodes = new AppCodes(this.#switches);
    this.#handsetLimits = platformLimits();
  }

  /**
   * @param disarm catalogue rows left unarmed on purpose
   * @throws ControllerError for an unknown row, a toolchain that is not prepared, a server that does not start
   */
  static async open(disarm: string[] = []): Promise<Workshop> {
    const toolchain = readToolchain();
    const rows = hookRows(disarm);
    const agent = await buildAgent();
    return new Workshop(toolchain, await SharedServer.start(toolchain.file), agent, rows, disarm);
  }

  async close(): Promise<void> {
    await this.#server.stop();
    // A driver that was still closing a lost session may have written there after the run had removed it.
    for (const dir of this.#deviceDirs) removePrivateTemp(dir);
  }

  /** One recording on a fresh handset of its own. @throws ControllerError when the app could not be started */
  async run(one: OneRun): Promise<BranchResult> {
    const { loaded, branch, dir } = one;
    refuseExisting(dir);
    const { scenario } = loaded;
    const deviceDir = makePrivateTemp("device");
    this.#deviceDirs.push(deviceDir);
    const planted = plantCanaries();
    const started = new Date();
    const frida = combinationOf(branch).witness ? null : await openFridaHost({ python: this.#toolchain.python });
    try {
      const handset = await VirtualHandset.open({
        java: this.#toolchain.java,
        port: (await this.#server.running()).port,
        apk: loaded.app,
        deviceDir,
        language: scenario.handset.language,
        country: scenario.handset.country,
        seed: planted.seed,
        capabilities: scenario.capabilities,
      });
      try {
        const app = await handset.appInfo();
        if (app.launcher === null) throw noScreen(app.package);
        one.onLimits?.(app.limits);
        return await runBranch({
          dir,
          runId: runId(started),
          branch,
          loaded,
          handset,
          frida,
          agent: this.#agent,
          helperJar: this.#toolchain.agentHelperJar,
          rows: this.#rows,
          disarm: this.#disarm,
          switches: this.#switches,
          appCodes: this.#appCodes,
          planted,
          handsetLimits: this.#handsetLimits,
          toolVersions: { consentry: toolVersion(), node: process.version },
          startedWallMs: started.getTime(),
          signal: one.signal,
        });
      } finally {
        await closeQuietly(() => handset.close());
      }
    } finally {
      await frida?.close();
      removePrivateTemp(deviceDir);
    }
  }
}

/** @throws ControllerError exit 2 where the folder is taken */
export function refuseExisting(dir: string): void {
  if (existsSync(dir)) {
    throw usageError("out-exists", `${dir} already exists`, "choose another --out; evidence is never overwritten");
  }
}

function noScreen(appPackage: string): ControllerError {
  const remedy = "an app that other programs start is no case for a scenario";
  return usageError("app-no-screen", `${appPackage} has no screen that a person could open`, remedy);
}

/** A handset that is already gone cannot be closed again; the run has its outcome by then. */
async function closeQuietly(close: () => Promise<void>): Promise<void> {
  try {
    await close();
  } catch (error) {
    process.stderr.write(
      `handset session could not be closed: ${error instanceof Error ? error.message.split("\n")[0] : "error"}\n`,
    );
  }
}

function hookRows(disarm: string[]): HookRow[] {
  const rows = hookedRows(loadApiRows());
  const known = new Set(rows.map((row) => row.id));
  const unknown = disarm.find((id) => !known.has(id));
  if (unknown)
    throw usageError(
      "row-unknown",
      `--disarm ${unknown}: the catalogue hooks no such row`,
      "list rows with `npx consentry apis`",
    );
  return rows.map(toHookRow);
}

const policySchema = z.object({
  rules: z.array(
    z.looseObject({
      id: z.string(),
      enforced: z.boolean().optional(),
      what: z.string().optional(),
      reason: z.string().optional(),
      reasonZh: z.string().optional(),
      types: z.array(z.string()).optional(),
      doors: z.array(z.string()).optional(),
    }),
  ),
});

/** What the virtual handset does not enforce caps what may be claimed: it goes into every run as a limit. */
function platformLimits(): { code: string; types: string[]; detail: Json }[] {
  const file = new URL("../handset/data/platform-policy.json", import.meta.url);
  const { rules } = policySchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return rules
    .filter((rule) => rule.enforced === false)
    .map((rule) => ({
      code: "not-enforced",
      types: rule.types ?? [],
      detail: {
        rule: rule.id,
        doors: rule.doors ?? [],
        what: rule.what ?? "",
        reason: { zh: rule.reasonZh ?? rule.reason ?? "", en: rule.reason ?? "" },
      },
    }));
}
