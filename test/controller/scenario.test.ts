import { describe, expect, it } from "vitest";
import { parseScenario } from "../../controller/scenario/load-scenario.ts";
import { ControllerError } from "../../controller/errors.ts";

const GOOD = `name: news
app: news.apk
category: 30
branches: [ignore, refuse]
durations: { ignore: 10s, refuse: 1500ms }
steps:
  - step: 本地新闻
    justifies: [loc.precise]
    do:
      - tapOn: 本地
      - permission: grant
      - idle: 3s
  - background: 12s
  - back
`;

function failure(text: string): ControllerError {
  try {
    parseScenario(text, "a.yaml");
  } catch (error) {
    if (error instanceof ControllerError) return error;
    throw error;
  }
  throw new Error("the scenario was taken");
}

describe("a scenario file", () => {
  it("is read with durations in milliseconds and defaults filled in", () => {
    const scenario = parseScenario(GOOD, "a.yaml");
    expect(scenario.durations).toMatchObject({ ignore: 10_000, refuse: 1500, notice: 20_000 });
    expect(scenario.handset).toEqual({ kind: "virtual", language: "zh", country: "CN" });
    expect(scenario.steps[1]).toEqual({ background: 12_000 });
    expect(scenario.permissions).toBe("grant");
  });

  it("names file, line and column of a misspelt verb", () => {
    const error = failure(GOOD.replace("tapOn: 本地", "tapon: 本地"));
    expect(error).toMatchObject({ code: "scenario-invalid", exit: 2 });
    expect(error.message).toMatch(/^a\.yaml:10:9: /);
    expect(error.message).toContain("tapon");
  });

  it("names the place of an unknown key at the top", () => {
    expect(failure(GOOD.replace("category: 30", "categorie: 30")).message).toMatch(/^a\.yaml:3:1: .*categorie/);
  });

  it("names the place of a wrong duration", () => {
    expect(failure(GOOD.replace("ignore: 10s", "ignore: ten")).message).toMatch(
      /^a\.yaml:5:22: durations\.ignore: "ten"/,
    );
  });

  it("names the place of broken YAML", () => {
    expect(failure("name: [news\napp: x").message).toMatch(/^a\.yaml:2:\d+: /);
    expect(failure("name: [news\napp: x").code).toBe("scenario-yaml");
  });

  it("refuses a branch that does not exist and an app that is missing", () => {
    expect(failure(GOOD.replace("refuse]", "reject]")).message).toMatch(/^a\.yaml:4:20: branches\.1/);
    expect(failure("name: x\n").message).toMatch(/app/);
  });

  it("does not follow aliases without end", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g"].map((k, i) => `${k}: &${k} [${`*${"abcdef"[i]},`.repeat(9)}]`).join("\n")}\n`;
    expect(() => parseScenario(bomb, "a.yaml")).toThrow();
  });
});
