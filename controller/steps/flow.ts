/** Steps made of steps. */
import { usageError } from "../errors.ts";
import type { Arguments, Step } from "../scenario/action-schema.ts";
import { mustBeThere, type StepContext } from "./context.ts";
import { holds } from "./look.ts";

export type RunSteps = (context: StepContext, steps: readonly Step[]) => Promise<void>;

/** A condition that never turns false must not take the whole budget. */
const MAX_ROUNDS = 1000;

export async function runFlow(context: StepContext, flow: Arguments["runFlow"], run: RunSteps): Promise<void> {
  const name = flow.file?.split("/").at(-1) ?? "flow";
  if (!(await holds(context, flow.when))) {
    context.walker.point("note", name, { skipped: true });
    return;
  }
  if (flow.appId !== undefined) await mustBeFor(context, flow.appId, name);
  await run(context, flow.commands);
}

export async function repeat(context: StepContext, loop: Arguments["repeat"], run: RunSteps): Promise<void> {
  const rounds = loop.times ?? MAX_ROUNDS;
  for (let round = 0; round < rounds; round++) {
    mustBeThere(context);
    if (!(await holds(context, loop.while))) return;
    await run(context, loop.commands);
  }
}

/** A flow of another app would fail somewhere in the middle, for a reason hard to guess. */
async function mustBeFor({ walker }: StepContext, appId: string, name: string): Promise<void> {
  const { package: app } = await walker.handset.appInfo();
  if (app !== appId)
    throw usageError("flow-app", `${name} is for ${appId}, the app is ${app}`, "choose the flow or the app");
}
