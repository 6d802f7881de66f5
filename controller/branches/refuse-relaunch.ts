/** Says no, leaves, and comes back: does the app ask again, and what does it read? A refusal that ends the app counts, too. */
import {
  carryOut,
  choose,
  COMPLETED,
  leaveAlone,
  notedAskingAgain,
  notice,
  startAgain,
  type BranchWalk,
} from "./branch.ts";

export const refuseRelaunch: BranchWalk = async (branch) => {
  const { scenario, walker } = branch;
  if (await choose(branch, "refuse", await notice(branch))) await carryOut(branch, scenario.afterRefusal);
  await startAgain(branch);
  await notedAskingAgain(branch, "relaunch");
  await leaveAlone(branch, scenario.durations.refuse);
  await walker.capture({ after: "relaunch" });
  return COMPLETED;
};
