/**
 * Tells the walk at once that the app is at its end. A crash leaves the screen as it was, or the home screen: whoever waits for
 * something on it would wait until the deadline.
 */
import { endOfApp, lastTurn, SESSION_LOST } from "./classify-failure.ts";
import type { ProcessEvents } from "./process-events.ts";
import { observe } from "./wait.ts";
import type { Walker } from "./walker.ts";

/** Between two questions to the handset; each costs it a few milliseconds. */
const ASK_INTERVAL_MS = 500;
/** One question may fail for a reason of its own. */
const FAILURES_THAT_COUNT = 2;

/**
 * Asks the handset until `over` resolves. What it tells ends every wait of the process that it is about.
 * @param walkerNow null while no process was joined
 */
export async function watchApp(
  events: ProcessEvents,
  walkerNow: () => Walker | null,
  over: Promise<unknown>,
): Promise<void> {
  let failures = 0;
  while (await observe(ASK_INTERVAL_MS, over)) {
    const asked = walkerNow()?.session;
    try {
      const all = await events.all();
      failures = 0;
      const end = endOfApp(all);
      const pid = lastTurn(all)?.["pid"];
      if (end && (typeof pid !== "number" || pid === asked?.pid)) asked?.appEnded(end);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!SESSION_LOST.test(why) || ++failures < FAILURES_THAT_COUNT) continue;
      walkerNow()?.session.appEnded({ outcome: "session-lost", why });
    }
  }
}
