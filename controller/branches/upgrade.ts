/** An older version is installed and accepted; the version under test goes over it, data kept: does it ask again? */
import { choose, COMPLETED, leaveAlone, leftAfter, notedAskingAgain, notice, type BranchWalk } from "./branch.ts";
import { carryOut } from "./functions.ts";

export const upgrade: BranchWalk = async (branch) => {
  const { scenario, steps, walker } = branch;
  if (!(await choose(branch, "accept", await notice(branch)))) return leftAfter("accept");
  await steps.kill();
  await walker.during("note", "upgrade", {}, () => branch.upgrade());
  await steps.relaunch();
  const asked = await notedAskingAgain(branch, "upgrade");
  if (asked) {
    await leaveAlone(branch, scenario.durations.ignore);
    if (!(await choose(branch, "accept", asked))) return leftAfter("accept");
  }
  await carryOut(branch, scenario.steps);
  await walker.capture({ after: "steps" });
  return COMPLETED;
};
