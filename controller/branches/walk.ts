/** Branch, then state, then what a denied permission cost. */
import { exploreAfter } from "../explorer/explore.ts";
import type { WalkEnd } from "../run-outcome.ts";
import { WalkStop, type Branch } from "./branch.ts";
import { compareWithGranted, watchAfterDenial } from "./functions.ts";
import { BRANCH_WALKS } from "./index.ts";
import { STATES } from "./states.ts";

/** @throws AppGone, ControllerError where something broke that is not the app's answer */
export async function walkCombination(branch: Branch): Promise<WalkEnd> {
  const { consent, state, permission } = branch.combination;
  try {
    const end = await BRANCH_WALKS[consent](branch);
    // An app without a notice was used to the end all the same; a branch that needs one does not come here without.
    const whole = end.outcome === "completed" || end.outcome === "no-notice";
    if (!whole && state !== "killed") return end;
    if (whole) await exploreAfter(branch);
    if (state) await STATES[state](branch);
    else if (permission === "deny") {
      await watchAfterDenial(branch);
      await compareWithGranted(branch);
    }
    return end;
  } catch (error) {
    if (error instanceof WalkStop) return error.end;
    throw error;
  }
}
