import { errors } from "appium/driver.js";
import { centerOf, type Rect } from "./page.ts";

/** What the handset can do with a finger or a keyboard (PROTOCOL.md), in order. */
export type Step =
  | { do: "tap"; x: number; y: number; durationMs?: number }
  | { do: "swipe"; x1: number; y1: number; x2: number; y2: number; durationMs: number }
  | { do: "text"; text: string }
  | { do: "key"; keycode: number }
  | { do: "wait"; ms: number };

export interface Point {
  x: number;
  y: number;
}

export type Direction = "up" | "down" | "left" | "right";

/** Fingers drag at this many pixels a second unless told otherwise. */
export const DEFAULT_SPEED = 2500;
const DEFAULT_MOVE_MS = 250;
/** A finger that moved less than this has tapped. */
const TAP_SLOP = 8;
const LONGEST_GESTURE_MS = 60_000;

/** W3C key code points -> Android key codes. */
const KEYS: Record<string, number> = {
  "\uE003": 67, // backspace
  "\uE004": 61, // tab
  "\uE006": 66, // return
  "\uE007": 66, // enter
  "\uE00C": 111, // escape
  "\uE00D": 62, // space
  "\uE00E": 92, // page up
  "\uE00F": 93, // page down
  "\uE010": 123, // end
  "\uE011": 122, // home
  "\uE012": 21, // left
  "\uE013": 19, // up
  "\uE014": 22, // right
  "\uE015": 20, // down
  "\uE017": 112, // delete
  "\n": 66,
};

interface SourceAction {
  type: string;
  duration?: number;
  x?: number;
  y?: number;
  origin?: unknown;
  value?: string;
}

export interface ActionSequence {
  type: string;
  actions: SourceAction[];
}

/** Splits typed text at keys that are no characters: a line end is the ENTER key, as on the phone's keyboard. */
export function typing(text: string): Step[] {
  const steps: Step[] = [];
  for (const char of text) {
    const keycode = KEYS[char];
    const last = steps.at(-1);
    if (keycode !== undefined) steps.push({ do: "key", keycode });
    else if (last?.do === "text") last.text += char;
    else steps.push({ do: "text", text: char });
  }
  return steps;
}

/**
 * Translates W3C actions of one finger or of a keyboard.
 * @param locate gives the rectangle of an element used as origin.
 * @throws UnsupportedOperationError for what one swipe of the handset cannot express.
 */
export async function interpretActions(
  sequences: readonly ActionSequence[],
  locate: (element: unknown) => Promise<Rect>,
): Promise<Step[]> {
  const busy = sequences.filter(({ type, actions }) => type !== "none" && actions.some((one) => one.type !== "pause"));
  if (busy.length > 1) {
    throw new errors.UnsupportedOperationError(
      "the virtual handset has one finger: use one pointer or key source at a time",
    );
  }
  const [sequence] = busy;
  if (!sequence) {
    const pauses = sequences.map(({ actions }) => actions.reduce((sum, one) => sum + (one.duration ?? 0), 0));
    return [{ do: "wait", ms: checkedDuration(Math.max(0, ...pauses)) }];
  }
  if (sequence.type === "key") return keySteps(sequence.actions);
  if (sequence.type === "pointer") return await pointerSteps(sequence.actions, locate);
  throw new errors.UnsupportedOperationError(
    `actions of type '${sequence.type}' are not supported; there are: pointer, key`,
  );
}

function keySteps(actions: readonly SourceAction[]): Step[] {
  const steps: Step[] = [];
  for (const { type, value, duration } of actions) {
    if (type === "pause") steps.push({ do: "wait", ms: checkedDuration(duration ?? 0) });
    else if (type === "keyDown") {
      const [step] = typing(value ?? "");
      const last = steps.at(-1);
      if (step?.do === "text" && last?.do === "text") last.text += step.text;
      else if (step) steps.push(step);
    }
  }
  return steps;
}

async function pointerSteps(
  actions: readonly SourceAction[],
  locate: (element: unknown) => Promise<Rect>,
): Promise<Step[]> {
  const steps: Step[] = [];
  let at: Point = { x: 0, y: 0 };
  let down: { from: Point; to: Point; heldMs: number; moves: number } | undefined;
  for (const action of actions) {
    switch (action.type) {
      case "pointerMove": {
        const to = await target(action, at, locate);
        if (down && distance(at, to) > 0) {
          if (++down.moves > 1 && !straight(down.from, at, to)) {
            throw new errors.UnsupportedOperationError("the virtual handset swipes along one straight line only");
          }
          down.to = to;
        }
        if (down) down.heldMs += action.duration ?? DEFAULT_MOVE_MS;
        at = to;
        break;
      }
      case "pause":
        if (down) down.heldMs += action.duration ?? 0;
        else if (action.duration) steps.push({ do: "wait", ms: checkedDuration(action.duration) });
        break;
      case "pointerDown":
        down = { from: at, to: at, heldMs: 0, moves: 0 };
        break;
      case "pointerUp":
        if (down) steps.push(touch(down.from, down.to, checkedDuration(down.heldMs)));
        down = undefined;
        break;
      default:
        throw new errors.UnsupportedOperationError(`the pointer action '${action.type}' is not supported`);
    }
  }
  if (down) throw new errors.InvalidArgumentError("the actions leave the finger on the screen: end with pointerUp");
  return steps;
}

async function target(action: SourceAction, at: Point, locate: (element: unknown) => Promise<Rect>): Promise<Point> {
  const { x = 0, y = 0, origin = "viewport" } = action;
  if (origin === "viewport") return { x: Math.round(x), y: Math.round(y) };
  const base = origin === "pointer" ? at : centerOf(await locate(origin));
  return { x: Math.round(base.x + x), y: Math.round(base.y + y) };
}

function touch(from: Point, to: Point, heldMs: number): Step {
  if (distance(from, to) < TAP_SLOP)
    return heldMs > 0 ? { do: "tap", ...from, durationMs: heldMs } : { do: "tap", ...from };
  return { do: "swipe", x1: from.x, y1: from.y, x2: to.x, y2: to.y, durationMs: Math.max(heldMs, 1) };
}

/** Whether `to` lies on the ray from `from` through `via`, give or take some pixels. */
function straight(from: Point, via: Point, to: Point): boolean {
  const length = distance(from, to);
  if (length < TAP_SLOP || distance(from, via) < TAP_SLOP) return true;
  const off = Math.abs((to.x - from.x) * (from.y - via.y) - (from.x - via.x) * (to.y - from.y)) / length;
  return off <= TAP_SLOP && distance(from, via) <= length + TAP_SLOP;
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** A swipe inside `area`: the finger moves in `direction` over `percent` (0..1] of it, at `speed` pixels a second. */
export function swipeWithin(area: Rect, direction: string, percent: number, speed: number = DEFAULT_SPEED): Step {
  if (!(percent > 0 && percent <= 1))
    throw new errors.InvalidArgumentError(`percent must be above 0 and at most 1, not ${percent}`);
  if (!(speed > 0)) throw new errors.InvalidArgumentError(`speed must be above 0, not ${speed}`);
  const signs: Record<string, Point> = {
    up: { x: 0, y: -1 },
    down: { x: 0, y: 1 },
    left: { x: -1, y: 0 },
    right: { x: 1, y: 0 },
  };
  const sign = signs[direction];
  if (!sign) throw new errors.InvalidArgumentError(`direction must be up, down, left or right, not '${direction}'`);
  const center = centerOf(area);
  // The edge itself belongs to the next view: stay one pixel inside.
  const half = { x: Math.max(0, (area.width * percent) / 2 - 1), y: Math.max(0, (area.height * percent) / 2 - 1) };
  const from = { x: Math.round(center.x - sign.x * half.x), y: Math.round(center.y - sign.y * half.y) };
  const to = { x: Math.round(center.x + sign.x * half.x), y: Math.round(center.y + sign.y * half.y) };
  return drag(from, to, speed);
}

export function drag(from: Point, to: Point, speed: number = DEFAULT_SPEED): Step {
  const durationMs = checkedDuration(Math.max(50, Math.round((distance(from, to) / speed) * 1000)));
  return { do: "swipe", x1: from.x, y1: from.y, x2: to.x, y2: to.y, durationMs };
}

/** A scroll shows what lies in `direction`: the finger moves the other way. */
export function fingerOfScroll(direction: string): string {
  return { up: "down", down: "up", left: "right", right: "left" }[direction] ?? direction;
}

function checkedDuration(ms: number): number {
  if (!(ms >= 0 && ms <= LONGEST_GESTURE_MS)) {
    throw new errors.InvalidArgumentError(`a gesture or pause takes 0 to ${LONGEST_GESTURE_MS} ms, not ${ms}`);
  }
  return ms;
}
