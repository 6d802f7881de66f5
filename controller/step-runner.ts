/** Carries out the steps of a scenario, one verb at a time, and opens and closes business functions around them. */
import { ControllerError } from "./errors.ts";
import type { Action, Arguments, FunctionStep, Step, Verb } from "./scenario/action-schema.ts";
import { placeOf } from "./scenario/places.ts";
import { AppGone, mustBeThere, type StepContext } from "./steps/context.ts";
import { notCovered } from "./steps/person.ts";
import { VERB_HANDLERS } from "./steps/verbs.ts";

export { AppGone, type StepContext } from "./steps/context.ts";
export { idle } from "./steps/app-state.ts";

/**
 * Carries out `steps` in order.
 * @throws ControllerError naming the place of the step that failed; AppGone when the app went away
 */
export async function runSteps(context: StepContext, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (context.absent !== undefined) {
      notCovered(context, step);
    } else if ("step" in step) {
      await runFunction(context, step);
    } else {
      await runAction(context, step);
    }
  }
}

async function runFunction(context: StepContext, step: FunctionStep): Promise<void> {
  try {
    await context.walker.during("step", step.step, { justifies: step.justifies }, () => runSteps(context, step.do));
  } catch (error) {
    const isOver = error instanceof AppGone || context.walker.session.over !== null;
    if (!isOver && error instanceof Error) context.onFunction?.(step.step, error);
    throw error;
  }
  // Nobody came in the midst of it: that is not covered, which is another thing than not working.
  if (context.absent !== undefined) notCovered(context, step);
  else context.onFunction?.(step.step, null);
}

async function runAction(context: StepContext, action: Action): Promise<void> {
  mustBeThere(context);
  const [verb, argument] = Object.entries(action)[0] as [Verb, Arguments[Verb]];
  const handler = VERB_HANDLERS[verb] as (
    context: StepContext,
    argument: Arguments[Verb],
    run: typeof runSteps,
  ) => Promise<void>;
  try {
    await handler(context, argument, runSteps);
  } catch (error) {
    throw placed(error, action, verb);
  }
}

/** Puts the step's place in front of what went wrong; the innermost step names itself. */
function placed(error: unknown, action: Action, verb: Verb): unknown {
  const place = placeOf(action);
  if (error instanceof AppGone || place === null || !(error instanceof Error)) return error;
  const code = error instanceof ControllerError ? error.code : "step-failed";
  if (error instanceof StepError) return error;
  return new StepError(code, error, `${place}: ${verb}: ${error.message}`);
}

/** A step that failed, with its place in the file. */
export class StepError extends ControllerError {
  constructor(code: string, cause: Error, message: string) {
    super(code, cause instanceof ControllerError ? cause.exit : 3, message, "", { cause });
    this.name = "StepError";
  }
}
