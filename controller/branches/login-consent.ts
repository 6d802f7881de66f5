/**
 * A login page with its own box to agree: what is read before it is ticked, and after. Where the login page is the only
 * notice, ticking is the decision; where another came first, that one stands and the page is noted beside it.
 */
import { isNotice, readNow, tapControl, type Reading } from "../consent/look.ts";
import { waitUnlessLate } from "../wait.ts";
import { choose, COMPLETED, leaveAlone, leftAfter, notice, WalkStop, type Branch, type BranchWalk } from "./branch.ts";
import { carryOut } from "./functions.ts";

/** How long the page may take to show once the steps that lead to it are done. */
const PAGE_DEADLINE_MS = 15_000;

export const loginConsent: BranchWalk = async (branch) => {
  const { scenario, walker } = branch;
  const first = await notice(branch, { login: true });
  if (isNotice(first)) {
    if (!(await choose(branch, "accept", first))) return leftAfter("accept");
    await carryOut(branch, untilLogin(branch));
  }
  const page = await loginPage(branch);
  noteBoxes(branch, "before", page);
  await leaveAlone(branch, scenario.durations.silent);
  await tick(branch, page);
  await leaveAlone(branch, scenario.durations.silent);
  await walker.capture({ after: "ticked" });
  await carryOut(branch, scenario.login.slice(untilLogin(branch).length));
  return COMPLETED;
};

/** Steps of the section that lead to the page; logging in itself comes after the box was looked at. */
function untilLogin({ scenario }: Branch): Branch["scenario"]["login"] {
  const login = scenario.login.findIndex((step) => "login" in step);
  return login < 0 ? scenario.login : scenario.login.slice(0, login);
}

async function loginPage({ walker }: Branch): Promise<Reading> {
  const page = await waitUnlessLate(
    PAGE_DEADLINE_MS,
    async () => {
      const reading = await readNow(walker);
      return reading.kind === "login" ? reading : null;
    },
    walker.session.gone,
  );
  await walker.capture({ reading: page ? "login" : "no login page" });
  if (!page) throw new WalkStop({ outcome: "no-notice", why: "no login page was recognised" });
  return page;
}

async function tick(branch: Branch, page: Reading): Promise<void> {
  const { walker, tracker } = branch;
  const open = page.boxes.filter((box) => !box.node.checked);
  if (page.boxes.length === 0) throw new WalkStop({ outcome: "no-control", why: "the login page has no box to agree" });
  for (const box of open) await tapControl(walker, box);
  const after = await readNow(walker);
  noteBoxes(branch, "ticked", after);
  if (after.boxes.some((box) => !box.node.checked)) {
    throw new WalkStop({ outcome: "no-effect", why: "a box of the login page did not take the tick" });
  }
  if (tracker.consent !== "undecided" || walker.lastTap === null) return;
  const { at, touch } = walker.lastTap;
  const source = open.length === 0 ? "pre-ticked" : touch ? "touch" : "tap-command";
  tracker.setConsent("accepted", at.t, at.errorUs, source, { page: "login" });
}

function noteBoxes({ walker }: Branch, edge: "before" | "ticked", { boxes, reasons }: Reading): void {
  walker.fact("login-page", {
    edge,
    boxes: boxes.map(({ label, node }) => ({ label, checked: node.checked })),
    reasons,
  });
}
