/** What a run is about, written before the app's first line: the scenario, the app, the handset, the tools. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { sha256File } from "../trace/file-digest.ts";
import type { TraceWriter } from "../trace/trace-writer.ts";
import type { AppInfo } from "./handset.ts";
import type { BranchOptions } from "./run-branch.ts";
import type { Step } from "./scenario/scenario-schema.ts";

const MAX_LIMIT_TEXT = 500;

export async function describeRun(writer: TraceWriter, options: BranchOptions, info: AppInfo): Promise<void> {
  const { loaded, handset, branch, planted } = options;
  const { scenario } = loaded;
  writer.meta("run", { id: options.runId, branch, startedWallMs: options.startedWallMs });
  writer.meta("scenario", {
    name: scenario.name,
    file: basename(loaded.file),
    sha256: createHash("sha256").update(loaded.text).digest("hex"),
    declares: scenario.declares,
    functions: functionsOf(scenario.steps),
    durations: scenario.durations,
  });
  writer.meta("app", {
    package: info.package,
    label: info.label,
    versionName: info.versionName,
    versionCode: info.versionCode,
    sha256: sha256File(loaded.app),
    category: scenario.category ?? null,
    targetSdk: info.targetSdk,
    minSdk: info.minSdk,
    permissions: info.permissions,
    activities: info.activities,
    signers: info.signers,
  });
  // What was watched: only then is a switch without a call one that was not called.
  writer.meta("switches", options.frida === null ? [] : options.switches.map(({ id }) => id));
  const code = await options.appCodes.of(handset, info, loaded.app);
  writer.meta("code", { versions: code.versions.map((each) => ({ ...each })), switches: code.switches });
  writer.meta("handset", { ...(await handset.describe()), screen: { ...(await handset.screenSize()) } });
  writer.meta("tools", {
    ...options.toolVersions,
    ...(options.frida === null
      ? {}
      : { agent: options.agent.sha256, frida: options.frida.fridaVersion, fridaHost: options.frida.kind }),
  });
  for (const [type, value] of planted.canaries) writer.canary(type, value);
  for (const { code, detail } of info.limits) {
    writer.limit({ kind: "handset-limit", code, types: [], detail: { what: detail.slice(0, MAX_LIMIT_TEXT) } });
  }
  for (const limit of options.handsetLimits) writer.limit({ kind: "handset-limit", ...limit });
}

/** Business functions by name, also those inside flows and loops. */
function functionsOf(steps: readonly Step[]): { name: string; justifies: string[] }[] {
  return steps.flatMap((step) => {
    if ("step" in step) return [{ name: step.step, justifies: step.justifies }];
    if ("runFlow" in step) return functionsOf(step.runFlow.commands);
    return "repeat" in step ? functionsOf(step.repeat.commands) : [];
  });
}
