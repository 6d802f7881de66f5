/** Says no, leaves, and comes back: does the app ask again, and what does it read? A refusal that ends the app counts, too. */
import type { Reading } from "../consent/look.ts";
import type { WalkEnd } from "../run-outcome.ts";
import { choose, comeBack, leaveAlone, notice, type Branch, type BranchWalk } from "./branch.ts";
import { carryOut } from "./functions.ts";

export const refuseRelaunch: BranchWalk = async (branch) => refuseAndReturn(branch, await notice(branch));

/** Three branches that continue one another in one install: the notice is left alone first, then refused. */
export const ignoreRefuseRelaunch: BranchWalk = async (branch) => {
  const reading = await notice(branch);
  await leaveAlone(branch, branch.scenario.durations.ignore);
  await branch.walker.capture({ after: "ignore" });
  return refuseAndReturn(branch, reading);
};

async function refuseAndReturn(branch: Branch, reading: Reading): Promise<WalkEnd> {
  const { scenario } = branch;
  if (await choose(branch, "refuse", reading)) {
    await carryOut(branch, scenario.afterRefusal);
    await leaveAlone(branch, scenario.durations.refuse);
  }
  return comeBack(branch);
}
