/** One run: one app, one branch, one fresh install, one recording. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { HookRow, SwitchRow } from "../trace/frame.ts";
import { TraceWriter, type Json } from "../trace/trace-writer.ts";
import { AppSession } from "./app-session.ts";
import type { CanarySeed } from "./canary-seed.ts";
import { awaitNotice, decide } from "./consent/decide.ts";
import { ControllerError } from "./errors.ts";
import type { FridaHost } from "./frida/frida-host.ts";
import type { Handset, ProcessEvent } from "./handset.ts";
import { PhaseTracker } from "./phase-tracker.ts";
import type { LoadedScenario } from "./scenario/load-scenario.ts";
import type { Branch } from "./scenario/scenario-schema.ts";
import { AppGone, idle, runSteps, type StepContext } from "./step-runner.ts";
import { Walker } from "./walker.ts";

/** How a recording came to its end. Everything but `completed` and `app-left` leaves the rules it touches `unknown`. */
export type RunOutcome =
  | "completed"
  | "app-left" // the app closed itself, as some do after a refusal
  | "no-notice"
  | "no-control"
  | "no-effect"
  | "app-crashed"
  | "process-lost"
  | "step-failed"
  | "interrupted";

export interface BranchOptions {
  dir: string;
  runId: string;
  branch: Branch;
  loaded: LoadedScenario;
  handset: Handset;
  frida: FridaHost;
  agent: { source: string; sha256: string };
  helperJar: string;
  rows: HookRow[];
  disarm: string[];
  switches: SwitchRow[];
  planted: CanarySeed;
  /** What this handset does not enforce or cannot do, with the data types it touches. */
  handsetLimits: { code: string; types: string[]; detail: Json }[];
  toolVersions: Record<string, string>;
  startedWallMs: number;
  signal: AbortSignal;
}

export interface BranchResult {
  dir: string;
  branch: Branch;
  outcome: RunOutcome;
  why: string;
}

export async function runBranch(options: BranchOptions): Promise<BranchResult> {
  const { handset, branch } = options;
  const writer = TraceWriter.create(options.dir, { runId: options.runId });
  const tracker = new PhaseTracker(writer);
  let session: AppSession | null = null;
  let ended: { outcome: RunOutcome; why: string };
  try {
    await describeRun(writer, options);
    session = await launch(options, writer, tracker);
    const walker = new Walker(handset, writer, session);
    ended = await walkBranch(options, walker, tracker);
    session = walker.session;
    if (session.lost === null && ended.outcome !== "process-lost") {
      await session.stop("flushed", ended.outcome, () => handset.kill());
    } else {
      await session.end(ended.why);
    }
  } catch (error) {
    if (error instanceof ControllerError && session === null) {
      writer.limit({
        kind: "environment",
        code: error.code,
        types: [],
        detail: { message: error.message.slice(0, 1000) },
      });
      writer.seal("process-lost");
      throw error;
    }
    ended = { outcome: "process-lost", why: error instanceof Error ? error.message : String(error) };
    await session?.end(ended.why);
  }
  if (ended.outcome !== "completed") {
    writer.limit({
      kind: "evidence",
      code: ended.outcome,
      types: [],
      detail: { why: ended.why.slice(0, 1000), branch },
    });
  }
  writer.seal(ended.outcome);
  return { dir: options.dir, branch, outcome: ended.outcome, why: ended.why };
}

async function describeRun(writer: TraceWriter, options: BranchOptions): Promise<void> {
  const { loaded, handset, branch, planted } = options;
  const info = await handset.appInfo();
  writer.meta("run", { id: options.runId, branch, startedWallMs: options.startedWallMs });
  writer.meta("scenario", {
    name: loaded.scenario.name,
    file: basename(loaded.file),
    sha256: createHash("sha256").update(loaded.text).digest("hex"),
    declares: loaded.scenario.declares,
    functions: loaded.scenario.steps.flatMap((step) =>
      typeof step === "object" && "step" in step ? [{ name: step.step, justifies: step.justifies }] : [],
    ),
    durations: loaded.scenario.durations,
  });
  writer.meta("app", {
    package: info.package,
    label: info.label,
    versionName: info.versionName,
    versionCode: info.versionCode,
    sha256: await sha256OfFile(loaded.app),
    category: loaded.scenario.category ?? null,
    targetSdk: info.targetSdk,
    minSdk: info.minSdk,
    permissions: info.permissions,
    activities: info.activities,
    signers: info.signers,
  });
  // What was watched: only then is a switch without a call one that was not called.
  writer.meta(
    "switches",
    options.switches.map(({ id }) => id),
  );
  writer.meta("handset", { ...(await handset.describe()), screen: { ...(await handset.screenSize()) } });
  writer.meta("tools", {
    ...options.toolVersions,
    agent: options.agent.sha256,
    frida: options.frida.fridaVersion,
    fridaHost: options.frida.kind,
  });
  for (const [type, value] of planted.canaries) writer.canary(type, value);
  for (const limit of info.limits) {
    writer.limit({ kind: "handset-limit", code: limit.code, types: [], detail: { what: limit.detail.slice(0, 500) } });
  }
  for (const limit of options.handsetLimits) writer.limit({ kind: "handset-limit", ...limit });
}

/** The app's process with the agent armed, and the app let go. */
async function launch(options: BranchOptions, writer: TraceWriter, tracker: PhaseTracker): Promise<AppSession> {
  const session = await AppSession.launch({
    handset: options.handset,
    frida: options.frida,
    writer,
    agentSource: options.agent.source,
    helperJar: options.helperJar,
    appPackage: (await options.handset.appInfo()).package,
    rows: options.rows,
    disarm: options.disarm,
    switches: options.switches,
    onMarker: (marker) => tracker.marker(marker),
  });
  tracker.processStarted(session.startedUs);
  const step = writer.stepOpen("launch", "launch", session.now().t, { pid: session.pid });
  await options.handset.resume();
  writer.stepClose(step, session.now().t, {});
  return session;
}

async function walkBranch(
  options: BranchOptions,
  walker: Walker,
  tracker: PhaseTracker,
): Promise<{ outcome: RunOutcome; why: string }> {
  const { scenario } = options.loaded;
  const context: StepContext = {
    walker,
    tracker,
    permissions: scenario.permissions,
    kill: async () => {
      const { session } = walker;
      await walker.during("kill", "kill", {}, () =>
        session.stop("killed-after-flush", "kill step", () => options.handset.kill()),
      );
      tracker.processStopped(session.now().t, session.now().errorUs, "kill");
    },
    relaunch: async () => {
      walker.session = await launch(options, walker.writer, tracker);
    },
  };
  const guard = new AbortController();
  const budget = setTimeout(() => guard.abort("budget"), scenario.durations.budget);
  const stop = new Promise<never>((_, reject) => {
    const abort = (why: string): void => reject(new AppGone(why));
    options.signal.addEventListener("abort", () => abort("interrupted"), { once: true });
    guard.signal.addEventListener("abort", () => abort("budget of the branch used up"), { once: true });
  });
  stop.catch(() => undefined); // observed through the race below; may lose it
  try {
    return await Promise.race([walkDecision(options, context), stop]);
  } catch (error) {
    return await classify(options, walker, error);
  } finally {
    clearTimeout(budget);
  }
}

async function walkDecision(
  options: BranchOptions,
  context: StepContext,
): Promise<{ outcome: RunOutcome; why: string }> {
  const { scenario } = options.loaded;
  const { walker, tracker } = context;
  const notice = await awaitNotice(walker, tracker, scenario.durations.notice, scenario.permissions);
  if (!notice) {
    await walker.capture({ reading: "no notice" });
    if (walker.session.lost !== null) throw new AppGone(walker.session.lost);
    return { outcome: "no-notice", why: "no consent notice was recognised" };
  }
  if (options.branch === "ignore") {
    await idle(context, scenario.durations.ignore);
    await walker.capture({ after: "ignore" });
    return { outcome: "completed", why: "" };
  }
  const decision = await decide(walker, tracker, options.branch, notice);
  if (decision.kind !== "decided") {
    await walker.capture({ after: decision.kind });
    return { outcome: decision.kind, why: `${options.branch}: ${decision.kind} after ${decision.layers} layer(s)` };
  }
  if (decision.appLeft) return { outcome: "app-left", why: `the app closed itself after ${options.branch}` };
  await walker.session.flush();
  await walker.capture({ after: options.branch });
  if (options.branch === "refuse") {
    await runSteps(context, scenario.afterRefusal);
    await idle(context, scenario.durations.refuse);
  } else {
    await runSteps(context, scenario.steps);
  }
  await walker.capture({ after: "steps" });
  return { outcome: "completed", why: "" };
}

/** What an error in the walk means for the run: whose fault it was decides the outcome, the evidence so far stays. */
async function classify(
  options: BranchOptions,
  walker: Walker,
  error: unknown,
): Promise<{ outcome: RunOutcome; why: string }> {
  const why = error instanceof Error ? error.message : String(error);
  if (options.signal.aborted) return { outcome: "interrupted", why: "interrupted by the operator" };
  if (walker.session.lost !== null) return { outcome: "process-lost", why: walker.session.lost };
  const events: ProcessEvent[] = await options.handset
    .events()
    .catch((lost: unknown) => [{ event: "handset-lost", message: String(lost) }]);
  if (events.some((e) => e.event === "handset-lost")) return { outcome: "process-lost", why };
  const crash = events.find((e) => e.event === "crash");
  if (crash)
    return {
      outcome: "app-crashed",
      why: `${String(crash["exception"] ?? "the app crashed")} (${why})`.slice(0, 1000),
    };
  if (events.some((e) => e.event === "exit")) return { outcome: "app-left", why: "the app ended its own process" };
  return { outcome: "step-failed", why };
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
