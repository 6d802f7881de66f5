/** Taps, presses and swipes. */
import { handsetError, usageError } from "../errors.ts";
import { centre, label, type Bounds } from "../page-source.ts";
import { KEYS, type Arguments } from "../scenario/action-schema.ts";
import type { TapTarget } from "../scenario/selector-schema.ts";
import { waitUnlessLate } from "../wait.ts";
import { background, lock } from "./app-state.ts";
import { mustBeThere, type StepContext } from "./context.ts";
import { findTarget, splitTarget } from "./look.ts";
import { describeSelector, selectOne } from "./select.ts";

type Point = { x: number; y: number };
type Direction = "down" | "up" | "left" | "right";

const DEFAULT_STILL_MS = 15_000;
/** A drag over this part of the screen; the rest is bars and edges that the system listens to. */
const SWIPE_FROM = 0.75;
const SWIPE_TO = 0.3;
/** The way the content goes on is against the way the finger goes. */
const ARROWS: Record<Direction, string> = { down: "↓", up: "↑", left: "←", right: "→" };
const MOVE_END = 123;
const DEFAULT_ERASE = 50;

export async function tapOn(context: StepContext, target: Arguments["tapOn"]): Promise<void> {
  await atTarget(context, target, async (point, name) => void (await context.walker.tapAt(point, name)));
}

export async function doubleTapOn(context: StepContext, target: Arguments["tapOn"]): Promise<void> {
  await atTarget(context, target, async (point, name) => {
    await context.walker.tapAt(point, name);
    await context.walker.tapAt(point, name);
  });
}

export async function longPressOn(context: StepContext, target: Arguments["tapOn"]): Promise<void> {
  const { walker } = context;
  await atTarget(context, target, ({ x, y }, name) =>
    walker.during("tap", name, { x, y, long: true }, async () => {
      await walker.handset.longPress(x, y);
      await walker.session.flush();
    }),
  );
}

async function atTarget(
  context: StepContext,
  target: string | TapTarget,
  act: (point: Point, name: string) => Promise<void>,
): Promise<void> {
  if (typeof target === "object" && target.point !== undefined) {
    await act(parsePoint(target.point, await context.walker.handset.screenSize()), target.label ?? target.point);
  } else {
    const node = await findTarget(context, target);
    if (node === null) return;
    await act(centre(node.bounds), splitTarget(target).name);
  }
  await context.walker.capture({ after: "tap" });
}

/** One screen on in a direction; down shows what is further down. */
export async function scroll(context: StepContext, direction: Arguments["scroll"]): Promise<void> {
  await drag(context, typeof direction === "string" ? direction : "down");
}

/** @throws ControllerError `not-visible` when the end was reached, or the deadline, without it */
export async function scrollUntilVisible(context: StepContext, wanted: Arguments["scrollUntilVisible"]): Promise<void> {
  const { walker } = context;
  let before = "";
  const found = await waitUnlessLate(
    wanted.timeout,
    async () => {
      const nodes = await walker.look();
      if (selectOne(nodes, wanted.element) !== null) return true;
      const now = JSON.stringify(nodes.map((node) => [label(node), node.bounds]));
      if (now === before) return false; // nothing moved: this is the end
      before = now;
      await drag(context, wanted.direction);
      return null;
    },
    walker.session.gone,
  );
  mustBeThere(context);
  if (found !== true) {
    throw handsetError("not-visible", `"${describeSelector(wanted.element)}" did not come by scrolling`);
  }
}

export async function swipe(context: StepContext, how: Arguments["swipe"]): Promise<void> {
  const { walker } = context;
  const size = await walker.handset.screenSize();
  if ("start" in how) {
    await dragBetween(context, parsePoint(how.start, size), parsePoint(how.end, size), `${how.start} ${how.end}`);
    return;
  }
  const node = how.from === undefined ? null : await findTarget(context, how.from);
  const [from, to] = swipePoints(how.direction, node?.bounds ?? size, size);
  await dragBetween(context, from, to, how.direction);
}

export async function pressKey(context: StepContext, key: Arguments["pressKey"]): Promise<void> {
  const { walker } = context;
  if (key === "home") return background(context, {});
  if (key === "lock" || key === "power") return lock(context, {});
  if (key === "back") return back(context);
  await walker.during("tap", key, {}, async () => {
    await walker.handset.key(KEYS[key]);
    await walker.session.flush();
  });
}

/** @throws ControllerError `back-left-app` where the app has no screen before this one: whatever comes next would look for it in vain */
export async function back(context: StepContext): Promise<void> {
  const { walker } = context;
  await walker.during("back", "back", {}, async () => {
    await walker.handset.back();
    await walker.session.flush();
    mustBeThere(context);
    if ((await walker.handset.appState()) === "foreground") return;
    throw handsetError(
      "back-left-app",
      "this was the app's first screen: the back key left the app, and its screen is gone",
      "to leave the app on purpose use `home` or `background`, to come back `foreground`",
    );
  });
}

/** As a person would: at the end of the text, backwards. */
export async function eraseText(context: StepContext, count: Arguments["eraseText"]): Promise<void> {
  const { walker } = context;
  const focused = (await walker.look()).find((node) => node.focused);
  if (!focused) throw usageError("no-focus", "no field has the focus", "tap on the field first");
  const length = Math.min(typeof count === "number" ? count : DEFAULT_ERASE, focused.text.length);
  await walker.during("text", "erase", {}, async () => {
    await walker.handset.key(MOVE_END);
    for (let i = 0; i < length; i++) await walker.handset.key(KEYS.backspace);
    await walker.session.flush();
  });
}

/** Two looks at the same screen; a screen that never rests is no failure, as in Maestro. */
export async function waitForAnimationToEnd(
  context: StepContext,
  options: Arguments["waitForAnimationToEnd"],
): Promise<void> {
  const { walker } = context;
  let before = "";
  const limit = "timeout" in options ? options.timeout : undefined;
  await waitUnlessLate(
    limit ?? DEFAULT_STILL_MS,
    async () => {
      const now = await walker.handset.source();
      if (now === before) return true;
      before = now;
      return null;
    },
    walker.session.gone,
  );
}

/** Pixels of `50%,30%` or `360,400`. */
export function parsePoint(text: string, size: Bounds): Point {
  const [x = 0, y = 0] = text.split(",").map((part, axis) => {
    const whole = axis === 0 ? size.x2 : size.y2;
    const value = Number.parseFloat(part);
    const pixels = part.trim().endsWith("%") ? (value / 100) * whole : value;
    return Math.min(Math.max(Math.round(pixels), 0), whole - 1);
  });
  return { x, y };
}

async function drag(context: StepContext, direction: Direction): Promise<void> {
  const size = await context.walker.handset.screenSize();
  const middle = centre(size);
  const far = (whole: number): number => Math.round(whole * SWIPE_FROM);
  const near = (whole: number): number => Math.round(whole * SWIPE_TO);
  const ends: Record<Direction, [Point, Point]> = {
    down: [{ x: middle.x, y: far(size.y2) }, { x: middle.x, y: near(size.y2) }],
    up: [{ x: middle.x, y: near(size.y2) }, { x: middle.x, y: far(size.y2) }],
    right: [{ x: far(size.x2), y: middle.y }, { x: near(size.x2), y: middle.y }],
    left: [{ x: near(size.x2), y: middle.y }, { x: far(size.x2), y: middle.y }],
  }; // prettier-ignore
  await dragBetween(context, ...ends[direction], ARROWS[direction]);
}

/** The finger goes `direction`, from the middle of `start` to the edge of the screen. */
function swipePoints(direction: Direction, start: Bounds, size: Bounds): [Point, Point] {
  const from = centre(start);
  const edge = (whole: number): [number, number] => [Math.round(whole * 0.1), Math.round(whole * 0.9)];
  const to: Record<Direction, Point> = {
    left: { x: edge(size.x2)[0], y: from.y },
    right: { x: edge(size.x2)[1], y: from.y },
    up: { x: from.x, y: edge(size.y2)[0] },
    down: { x: from.x, y: edge(size.y2)[1] },
  };
  return [from, to[direction]];
}

async function dragBetween({ walker }: StepContext, from: Point, to: Point, name: string): Promise<void> {
  await walker.during("tap", name, { from, to }, async () => {
    await walker.handset.swipe(from, to);
    await walker.session.flush();
  });
}
