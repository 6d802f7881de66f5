/**
 * Agrees and uses the app as its users do. Without a notice there is nothing to agree to: the app is used all the same,
 * and what it reads is on record as read before any decision.
 */
import { choose, COMPLETED, leftAfter, NO_NOTICE, noticeIfAny, type BranchWalk } from "./branch.ts";
import { carryOut } from "./functions.ts";

export const accept: BranchWalk = async (branch) => {
  const reading = await noticeIfAny(branch);
  if (reading && !(await choose(branch, "accept", reading))) return leftAfter("accept");
  await carryOut(branch, branch.scenario.steps);
  await branch.walker.capture({ after: "steps" });
  return reading ? COMPLETED : NO_NOTICE;
};
