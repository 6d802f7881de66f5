/** Where exploring has its place in a run: after the own steps of a branch that ends with the app in use. */
import { startAgain, type Branch } from "../branches/branch.ts";
import { endOfApp } from "../classify-failure.ts";
import { AppGone } from "../steps/context.ts";
import { isExplored } from "./explore-schema.ts";
import { Explorer } from "./explorer.ts";

/** Explores where the scenario asks for it. @throws AppGone when the app went away */
export async function exploreAfter(branch: Branch): Promise<void> {
  const { combination, scenario, steps, events } = branch;
  const { explore } = scenario;
  if (explore === undefined || !isExplored(explore, combination)) return;
  const again = async (): Promise<void> => {
    const end = endOfApp(await events.all());
    if (end?.outcome === "app-crashed") throw new AppGone(end.why);
    await startAgain(branch);
  };
  await new Explorer(steps, explore, again).run();
}
