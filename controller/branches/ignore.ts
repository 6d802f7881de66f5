/** Nobody touches what is up: the notice, or the app itself where none comes. */
import { COMPLETED, leaveAlone, NO_NOTICE, noticeIfAny, type BranchWalk } from "./branch.ts";

export const ignore: BranchWalk = async (branch) => {
  const reading = await noticeIfAny(branch);
  await leaveAlone(branch, branch.scenario.durations.ignore);
  await branch.walker.capture({ after: "ignore" });
  return reading ? COMPLETED : NO_NOTICE;
};
