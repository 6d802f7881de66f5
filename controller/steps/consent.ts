/** `consent:` as a step: the same walk through the layers as that of a branch. */
import { awaitNotice, decide, describe } from "../consent/decide.ts";
import { withdraw, type Withdrawal } from "../consent/withdraw.ts";
import { handsetError } from "../errors.ts";
import { centre } from "../page-source.ts";
import type { ConsentStep } from "../scenario/action-schema.ts";
import type { Selector } from "../scenario/selector-schema.ts";
import { AppGone, mustBeThere, type StepContext } from "./context.ts";

const NOTICE_DEADLINE_MS = 20_000;
/** What went wrong, and the remedy. */
const NOT_WITHDRAWN: Record<Exclude<Withdrawal, "withdrawn">, [string, string]> = {
  "no-control": ["no control that withdraws consent was found", "name the control: consent: { withdraw: ... }"],
  "no-effect": ["the screen did not change", ""],
  unconfirmed: [
    "nothing on the screen shows that consent was withdrawn",
    "add the steps that the app asks for, and tap the control that completes it last",
  ],
};
/** A label in the evidence is cut: running text may own a control. */
const MAX_LABEL = 80;

/** @throws ControllerError `consent-none`, `consent-no-control`, `consent-no-effect`, `consent-unconfirmed` */
export async function consent(context: StepContext, { choice, control }: ConsentStep): Promise<void> {
  if (choice === "withdraw") return takeBack(context, control);
  const { walker, tracker } = context;
  const reading = await awaitNotice(walker, tracker, {
    deadlineMs: NOTICE_DEADLINE_MS,
    permissions: context.permissions,
  });
  mustBeThere(context);
  if (reading === null) throw handsetError("consent-none", "no consent notice is up");
  if (choice === "open-policy") {
    if (reading.policy === null) throw handsetError("consent-no-control", "the notice offers no way to the policy");
    await walker.tapAt(centre(reading.policy.target.bounds), reading.policy.label.slice(0, MAX_LABEL));
    walker.point("consent", "open-policy", { reading: describe(reading) });
    await walker.capture({ after: "open-policy" });
    return;
  }
  const decision = await decide(walker, tracker, choice, reading, context.permissions);
  if (decision.kind !== "decided") {
    throw handsetError(`consent-${decision.kind}`, `${choice}: ${decision.kind} after ${decision.layers} layer(s)`);
  }
  if (decision.appLeft) throw new AppGone(`the app closed itself after ${choice}`);
  await walker.session.flush();
  await walker.capture({ after: choice });
}

/** The app's own control that takes the consent back, and the question after it. */
async function takeBack({ walker, tracker }: StepContext, control: Selector | undefined): Promise<void> {
  const outcome = await withdraw(walker, tracker, control);
  if (outcome === "withdrawn") return;
  const [why, remedy] = NOT_WITHDRAWN[outcome];
  throw handsetError(`consent-${outcome}`, `withdraw: ${why}`, remedy);
}
