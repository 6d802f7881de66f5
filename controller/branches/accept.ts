/** Agrees and uses the app as its users do. */
import { carryOut, choose, COMPLETED, leftAfter, notice, type BranchWalk } from "./branch.ts";

export const accept: BranchWalk = async (branch) => {
  if (!(await choose(branch, "accept", await notice(branch)))) return leftAfter("accept");
  await carryOut(branch, branch.scenario.steps);
  await branch.walker.capture({ after: "steps" });
  return COMPLETED;
};
