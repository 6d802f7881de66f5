/** Uses the app without agreeing, where it offers that on any layer of the notice. */
import { choose, COMPLETED, leaveAlone, leftAfter, notice, WalkStop, type BranchWalk } from "./branch.ts";
import { carryOut } from "./functions.ts";

export const guest: BranchWalk = async (branch) => {
  const { scenario, tracker, walker } = branch;
  if (!(await choose(branch, "guest", await notice(branch)))) return leftAfter("guest");
  if (tracker.consent !== "guest") {
    throw new WalkStop({ outcome: "no-control", why: "no layer of the notice offers use as a guest" });
  }
  await carryOut(branch, scenario.guest);
  await leaveAlone(branch, scenario.durations.refuse);
  await walker.capture({ after: "steps" });
  return COMPLETED;
};
