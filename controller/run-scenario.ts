/** Runs the branches of a scenario, each on a fresh handset of its own, a few side by side; one that is lost stops no other. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { buildAgent } from "../agent/build.ts";
import { hookedRows, loadApiRows, toHookRow } from "../catalogue/api-rows.ts";
import { loadSdkSwitches, toSwitchRow } from "../catalogue/sdk-switches.ts";
import type { HookRow, SwitchRow } from "../trace/frame.ts";
import type { Json } from "../trace/trace-writer.ts";
import { plantCanaries, runId } from "./canary-seed.ts";
import { usageError } from "./errors.ts";
import { openFridaHost } from "./frida/open-host.ts";
import { AppiumServer } from "./handsets/appium-server.ts";
import { VirtualHandset } from "./handsets/virtual-handset.ts";
import { makePrivateTemp } from "./private-temp.ts";
import { runBranch, type BranchResult } from "./run-branch.ts";
import type { LoadedScenario } from "./scenario/load-scenario.ts";
import type { Branch } from "./scenario/scenario-schema.ts";
import { readToolchain, type Toolchain } from "./toolchain.ts";
import { toolVersion } from "./tool-version.ts";

/** Two handsets fill two cores; more only slow each other down there. */
const DEFAULT_PARALLEL = 2;

export interface ScenarioRunOptions {
  /** Campaign folder; each branch gets a run folder in it. Must not hold runs yet. */
  out: string;
  branches?: Branch[];
  /** Catalogue rows left unarmed on purpose. */
  disarm?: string[];
  /** Handsets side by side; a virtual handset waits more than it works. */
  parallel?: number;
  signal: AbortSignal;
  /** Parts of the app that this handset cannot run; told before the app's first line. */
  onLimits?(limits: { code: string; detail: string }[]): void;
  onProgress(event: { branch: Branch; state: "start" | "done"; result?: BranchResult }): void;
}

/** @throws ControllerError when not even one branch could be started */
export async function runScenario(loaded: LoadedScenario, options: ScenarioRunOptions): Promise<BranchResult[]> {
  const toolchain = readToolchain();
  const branches = options.branches ?? loaded.scenario.branches;
  for (const branch of branches) {
    if (existsSync(join(options.out, branch))) {
      throw usageError(
        "out-exists",
        `${join(options.out, branch)} already exists`,
        "choose another --out; evidence is never overwritten",
      );
    }
  }
  const rows = hookRows(options.disarm ?? []);
  const switches = loadSdkSwitches().map(toSwitchRow);
  const agent = await buildAgent();
  const handsetLimits = platformLimits();
  mkdirSync(options.out, { recursive: true });
  const server = await AppiumServer.start(toolchain.file);
  const results = new Map<Branch, BranchResult>();
  const waiting = [...branches];
  const work = async (): Promise<void> => {
    for (let branch = waiting.shift(); branch !== undefined && !options.signal.aborted; branch = waiting.shift()) {
      options.onProgress({ branch, state: "start" });
      const result = await oneBranch(loaded, branch, {
        ...options,
        toolchain,
        server,
        rows,
        switches,
        agent,
        handsetLimits,
      });
      results.set(branch, result);
      options.onProgress({ branch, state: "done", result });
    }
  };
  try {
    const workers = Array.from({ length: Math.max(1, options.parallel ?? DEFAULT_PARALLEL) }, work);
    const failed = (await Promise.allSettled(workers)).find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
  } finally {
    await server.stop();
  }
  return branches.flatMap((branch) => results.get(branch) ?? []);
}

interface Prepared extends ScenarioRunOptions {
  toolchain: Toolchain;
  server: AppiumServer;
  rows: HookRow[];
  switches: SwitchRow[];
  agent: { source: string; sha256: string };
  handsetLimits: { code: string; types: string[]; detail: Json }[];
}

async function oneBranch(loaded: LoadedScenario, branch: Branch, prepared: Prepared): Promise<BranchResult> {
  const { scenario } = loaded;
  const deviceDir = makePrivateTemp("device");
  const planted = plantCanaries();
  const started = new Date();
  const frida = await openFridaHost({ python: prepared.toolchain.python });
  try {
    const handset = await VirtualHandset.open({
      java: prepared.toolchain.java,
      port: prepared.server.port,
      apk: loaded.app,
      deviceDir,
      language: scenario.handset.language,
      country: scenario.handset.country,
      seed: planted.seed,
      capabilities: scenario.capabilities,
    });
    try {
      prepared.onLimits?.((await handset.appInfo()).limits);
      return await runBranch({
        dir: join(prepared.out, branch),
        runId: runId(started),
        branch,
        loaded,
        handset,
        frida,
        agent: prepared.agent,
        helperJar: prepared.toolchain.agentHelperJar,
        rows: prepared.rows,
        disarm: prepared.disarm ?? [],
        switches: prepared.switches,
        planted,
        handsetLimits: prepared.handsetLimits,
        toolVersions: { consentry: toolVersion(), node: process.version },
        startedWallMs: started.getTime(),
        signal: prepared.signal,
      });
    } finally {
      await closeQuietly(() => handset.close());
    }
  } finally {
    await frida.close();
    rmSync(deviceDir, { recursive: true, force: true });
  }
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
        what: rule.what ?? "",
        reason: { zh: rule.reasonZh ?? rule.reason ?? "", en: rule.reason ?? "" },
      },
    }));
}
