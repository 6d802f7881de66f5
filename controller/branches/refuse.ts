/** Says no, does what a person still can, and leaves the app alone on the screen. */
import { choose, COMPLETED, leaveAlone, leftAfter, notedAskingAgain, notice, type BranchWalk } from "./branch.ts";
import { carryOut } from "./functions.ts";

export const refuse: BranchWalk = async (branch) => {
  const { scenario, walker } = branch;
  if (!(await choose(branch, "refuse", await notice(branch)))) return leftAfter("refuse");
  await carryOut(branch, scenario.afterRefusal);
  await leaveAlone(branch, scenario.durations.refuse);
  await notedAskingAgain(branch, "this-process");
  await walker.capture({ after: "steps" });
  return COMPLETED;
};
