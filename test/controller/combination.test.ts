import { describe, expect, it } from "vitest";
import { combinationOf, combinationText, parseCombination } from "../../controller/scenario/combination.ts";

describe("a combination of branch and state", () => {
  it.each([
    ["refuse", { consent: "refuse", witness: false }],
    ["accept+background", { consent: "accept", state: "background", witness: false }],
    ["accept+deny", { consent: "accept", permission: "deny", witness: false }],
    [
      "refuse-relaunch+killed+grant+witness",
      { consent: "refuse-relaunch", state: "killed", permission: "grant", witness: true },
    ],
  ])("%s reads and writes the same", (text, expected) => {
    expect(parseCombination(text)).toEqual(expected);
    expect(combinationText(combinationOf(text))).toBe(text);
  });

  it.each([
    ["", /the branch must be one of ignore/],
    ["refused", /"refused": the branch must be one of/],
    ["background", /the branch must be one of/],
    ["accept+backgroud", /"\+backgroud": the modifiers are silent/],
    ["accept+deny+background", /in this order/],
    ["accept+grant+deny", /at most one of each group/],
    ["accept+witness+witness", /at most one of each group/],
    ["accept+", /"\+": the modifiers are/],
  ])("%s is refused with the reason", (text, reason) => {
    expect(parseCombination(text)).toMatch(reason);
    expect(() => combinationOf(text)).toThrow(RangeError);
  });
});
