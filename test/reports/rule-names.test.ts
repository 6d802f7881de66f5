import { describe, expect, it } from "vitest";
import { RULES } from "../../reports/texts/rule-names.ts";
import { loadPacks } from "../../rules/packs.ts";

describe("the rules of the packs that come with the tool", () => {
  it("have a short name in both languages, and no name is left of a rule that is gone", () => {
    const ids = loadPacks().flatMap((pack) => pack.rules.map(({ id }) => id));
    expect(ids.filter((id) => !Object.hasOwn(RULES, id))).toEqual([]);
    expect(Object.keys(RULES).filter((id) => !ids.includes(id))).toEqual([]);
    for (const { zh, en } of Object.values(RULES))
      expect([/\p{Script=Han}/u.test(zh), en !== ""]).toEqual([true, true]);
  });
});
