/** The consent matrix: one walk a branch. */
import type { ConsentBranch } from "../scenario/combination.ts";
import { accept } from "./accept.ts";
import { acceptWithdraw } from "./accept-withdraw.ts";
import type { BranchWalk } from "./branch.ts";
import { guest } from "./guest.ts";
import { ignore } from "./ignore.ts";
import { loginConsent } from "./login-consent.ts";
import { refuse } from "./refuse.ts";
import { ignoreRefuseRelaunch, refuseRelaunch } from "./refuse-relaunch.ts";
import { upgrade } from "./upgrade.ts";

export const BRANCH_WALKS: Record<ConsentBranch, BranchWalk> = {
  ignore,
  refuse,
  "refuse-relaunch": refuseRelaunch,
  "ignore-refuse-relaunch": ignoreRefuseRelaunch,
  accept,
  "accept-withdraw": acceptWithdraw,
  guest,
  "login-consent": loginConsent,
  upgrade,
};
