import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placeOf, samePlace, setPlace } from "../../controller/scenario/places.ts";

describe("where a step was written", () => {
  it("is told from the working folder, and in full only for a file outside of it", () => {
    const [inside, outside, copy] = [{}, {}, {}];
    setPlace(inside, { file: join(process.cwd(), "scenarios", "a.yaml"), line: 3, column: 5 });
    setPlace(outside, { file: "/elsewhere/b.yaml", line: 1, column: 1 });
    samePlace(copy, inside);
    expect([inside, outside, copy].map(placeOf)).toEqual([
      "scenarios/a.yaml:3:5",
      "/elsewhere/b.yaml:1:1",
      "scenarios/a.yaml:3:5",
    ]);
    expect(placeOf({})).toBeNull();
  });
});
