/** The notice is up and nobody touches it. */
import { COMPLETED, leaveAlone, notice, type BranchWalk } from "./branch.ts";

export const ignore: BranchWalk = async (branch) => {
  await notice(branch);
  await leaveAlone(branch, branch.scenario.durations.ignore);
  await branch.walker.capture({ after: "ignore" });
  return COMPLETED;
};
