import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { VERBS, WORDS } from "../../controller/scenario/action-schema.ts";
import { parseScenario } from "../../controller/scenario/load-scenario.ts";
import { scenarioJsonSchema, scenarioJsonSchemaText } from "../../controller/scenario/publish-schema.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const validate = new Ajv2020({ strict: false }).compile(scenarioJsonSchema());

/** Scenario files of the repository: those that name an app. */
const SCENARIOS = globSync("scenarios/**/*.yaml", { cwd: ROOT }).filter((file) => {
  const document: unknown = parse(readFileSync(`${ROOT}/${file}`, "utf8"));
  return typeof document === "object" && document !== null && "app" in document && "name" in document;
});

describe("the published schema", () => {
  it("is the one that scenarios are checked by", async () => {
    const text = await format(scenarioJsonSchemaText(), { parser: "json", printWidth: 120 });
    await expect(text).toMatchFileSnapshot("../../docs/scenario.schema.json");
  });

  it.each(SCENARIOS)("takes %s, as the reader does", (file) => {
    const text = readFileSync(`${ROOT}/${file}`, "utf8");
    expect(validate(parse(text)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    expect(parseScenario(text, `${ROOT}/${file}`).name).not.toBe("");
  });

  it.each([
    ["a misspelt verb", { steps: [{ tapon: "x" }] }],
    ["a misspelt key", { step: [] }],
    ["an unknown data type", { declares: ["loc.presise"] }],
    ["an unknown combination", { branches: ["accept+asleep"] }],
    ["modifiers in the wrong order", { branches: ["accept+deny+background"] }],
    ["a duration without a unit", { durations: { ignore: "10" } }],
    ["a bare verb that needs more", { steps: ["tapOn"] }],
  ])("refuses %s", (_, wrong) => {
    expect(validate({ name: "x", app: "x.apk", ...wrong })).toBe(false);
    expect(validate({ name: "x", app: "x.apk" })).toBe(true);
  });

  it("completes every verb with a word about it, and knows which may stand alone", () => {
    const alone = Object.entries(VERBS).flatMap(([verb, schema]) => (schema.safeParse(null).success ? [verb] : []));
    expect(alone.sort()).toEqual([...WORDS].sort());
    const page = readFileSync(`${ROOT}/docs/scenario.md`, "utf8");
    for (const verb of Object.keys(VERBS))
      expect(page, `docs/scenario.md: ${verb}`).toMatch(new RegExp(`\`${verb}[\`:]`));
  });
});
