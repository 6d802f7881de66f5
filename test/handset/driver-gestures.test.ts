import { describe, expect, it } from "vitest";
import { type ActionSequence, interpretActions, swipeWithin, typing } from "../../handset/driver/gestures.ts";

const area = { x: 100, y: 200, width: 40, height: 60 };
const finger = (...actions: ActionSequence["actions"]): ActionSequence[] => [{ type: "pointer", actions }];
const steps = (sequences: ActionSequence[]) => interpretActions(sequences, async () => area);
const down = { type: "pointerDown" };
const up = { type: "pointerUp" };
const move = (x: number, y: number, duration = 0, origin: unknown = "viewport") => {
  return { type: "pointerMove", x, y, duration, origin };
};

describe("pointer actions", () => {
  it("become a tap when the finger does not move", async () => {
    expect(await steps(finger(move(10, 20), down, up))).toEqual([{ do: "tap", x: 10, y: 20 }]);
  });

  it("become a long press when it is held", async () => {
    const held = await steps(finger(move(10, 20), down, { type: "pause", duration: 800 }, up));
    expect(held).toEqual([{ do: "tap", x: 10, y: 20, durationMs: 800 }]);
  });

  it("become a swipe when it moves", async () => {
    const swipe = await steps(finger(move(10, 900), down, move(10, 100, 300), up));
    expect(swipe).toEqual([{ do: "swipe", x1: 10, y1: 900, x2: 10, y2: 100, durationMs: 300 }]);
  });

  it("join moves along one line and refuse a bend", async () => {
    const joined = await steps(finger(move(10, 900), down, move(10, 500, 100), move(10, 100, 100), up));
    expect(joined).toEqual([{ do: "swipe", x1: 10, y1: 900, x2: 10, y2: 100, durationMs: 200 }]);
    await expect(steps(finger(move(10, 900), down, move(10, 500), move(300, 500), up))).rejects.toThrow(
      /straight line/,
    );
    await expect(steps(finger(move(10, 900), down, move(10, 100), move(10, 500), up))).rejects.toThrow(/straight line/);
  });

  it("count from the middle of an element, or from the finger", async () => {
    const element = { "element-6066-11e4-a52e-4f735466cecf": "e" };
    expect(await steps(finger(move(1, 2, 0, element), down, up))).toEqual([{ do: "tap", x: 121, y: 232 }]);
    const moved = await steps(finger(move(5, 5), move(10, 10, 0, "pointer"), down, up));
    expect(moved).toEqual([{ do: "tap", x: 15, y: 15 }]);
  });

  it("may not use two fingers, leave one down, or last forever", async () => {
    const one = finger(move(0, 0), down, up);
    await expect(steps([...one, ...one])).rejects.toThrow(/one finger/);
    await expect(steps(finger(move(0, 0), down))).rejects.toThrow(/end with pointerUp/);
    await expect(steps(finger({ type: "pause", duration: 1e9 }))).rejects.toThrow(/0 to 60000 ms/);
  });
});

describe("typing", () => {
  it("splits text at keys that are no characters", () => {
    expect(typing("ab\uE003c\n")).toEqual([
      { do: "text", text: "ab" },
      { do: "key", keycode: 67 },
      { do: "text", text: "c" },
      { do: "key", keycode: 66 },
    ]);
  });

  it("keeps characters outside the basic plane whole", () => {
    expect(typing("早😀")).toEqual([{ do: "text", text: "早😀" }]);
  });

  it("works through key actions, too", async () => {
    const keys = ["a", "b"].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    expect(await steps([{ type: "key", actions: keys }])).toEqual([{ do: "text", text: "ab" }]);
  });
});

describe("a swipe inside an area", () => {
  it("moves the finger in the direction, within the edges", () => {
    const whole = { x: 0, y: 0, width: 720, height: 1000 };
    expect(swipeWithin(whole, "up", 0.5, 1000)).toEqual({
      do: "swipe",
      x1: 360,
      y1: 749,
      x2: 360,
      y2: 251,
      durationMs: 498,
    });
    expect(swipeWithin(whole, "left", 1, 1436)).toMatchObject({ x1: 719, x2: 1, y1: 500, y2: 500, durationMs: 500 });
  });

  it("refuses what is no swipe", () => {
    expect(() => swipeWithin(area, "sideways", 1)).toThrowError(/up, down, left or right/);
    expect(() => swipeWithin(area, "up", 1.5)).toThrowError(/percent/);
    expect(() => swipeWithin(area, "up", 1, 0)).toThrowError(/speed/);
  });
});
