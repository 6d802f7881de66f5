import { describe, expect, it } from "vitest";
import { plantCanaries } from "../../controller/canary-seed.ts";

describe("planted values", () => {
  it("are new in every run", () => {
    const [a, b] = [plantCanaries(), plantCanaries()];
    for (const [i, [type, value]] of a.canaries.entries()) {
      expect(b.canaries[i]?.[0]).toBe(type);
      expect(b.canaries[i]?.[1]).not.toBe(value);
    }
  });

  it("look like what a phone gives: check digits, locally administered addresses, hex", () => {
    const { seed } = plantCanaries();
    const luhnOk = (digits: string): boolean =>
      [...digits]
        .reverse()
        .reduce((sum, c, i) => sum + (i % 2 ? (Number(c) * 2 > 9 ? Number(c) * 2 - 9 : Number(c) * 2) : Number(c)), 0) %
        10 ===
      0;
    expect(luhnOk(String(seed["imei"]))).toBe(true);
    expect(luhnOk(String(seed["iccid"]))).toBe(true);
    expect(seed["androidId"]).toMatch(/^[0-9a-f]{16}$/);
    expect(seed["wifiMac"]).toMatch(/^02(:[0-9a-f]{2}){5}$/);
  });

  it("are the same for the same source of numbers", () => {
    const counting = () => {
      let n = 0;
      return (max: number) => n++ % max;
    };
    expect(plantCanaries(counting())).toEqual(plantCanaries(counting()));
  });
});
