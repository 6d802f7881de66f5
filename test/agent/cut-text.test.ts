import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText } from "../../agent/src/cut-text.ts";

describe("a text that is too long for the record", () => {
  it("ends with the length of the whole", () => {
    expect(cutText("x".repeat(600), 50)).toBe(`${"x".repeat(37)}\u2026[length 600]`);
    expect(cutText("x".repeat(50), 50, 9000)).toBe(`${"x".repeat(36)}\u2026[length 9000]`);
    expect(cutText("x".repeat(50), 50)).toBe("x".repeat(50));
  });

  it("keeps what was said of an earlier cut", () => {
    expect(cutText(`${"x".repeat(600)}\u2026[120 elements]`, 50)).toBe(`${"x".repeat(35)}\u2026[120 elements]`);
  });

  it("is never longer than it may be, and has no half of a pair at the cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 900 }), fc.integer({ min: 128, max: 600 }), (text, most) => {
        const cut = cutText(text, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
