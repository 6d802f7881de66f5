/** Agrees, uses the app, takes the consent back in the app's own settings, and watches what goes on, here and after a relaunch. */
import { settled } from "../consent/withdraw.ts";
import { choose, comeBack, leaveAlone, leftAfter, notice, WalkStop, type BranchWalk } from "./branch.ts";
import { carryOut } from "./functions.ts";

export const acceptWithdraw: BranchWalk = async (branch) => {
  const { scenario, walker, tracker } = branch;
  if (!(await choose(branch, "accept", await notice(branch)))) return leftAfter("accept");
  await carryOut(branch, scenario.steps);
  await walker.capture({ after: "steps" });
  if (scenario.withdraw.length === 0) {
    const why = "the scenario has no `withdraw` section, so how to take consent back is not known";
    throw new WalkStop({ outcome: "no-control", why });
  }
  await carryOut(branch, scenario.withdraw);
  // Without `consent: withdraw` among them, the last tap of the section is the withdrawal.
  const outcome = tracker.consent === "withdrawn" ? "withdrawn" : await settled(walker, tracker);
  if (outcome !== "withdrawn") {
    await walker.capture({ after: outcome });
    const why =
      outcome === "unconfirmed"
        ? "nothing on the screen shows that consent was withdrawn"
        : "the screen did not change after the withdrawal";
    throw new WalkStop({ outcome: "no-effect", why });
  }
  const there = walker.session.over === null && (await walker.handset.appState()) !== "not-running";
  if (there) {
    await walker.capture({ after: "withdrawal" });
    await leaveAlone(branch, scenario.durations.refuse);
  }
  return comeBack(branch);
};
