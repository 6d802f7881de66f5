import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { beforeAll, describe, expect, it } from "vitest";
import { forbiddenImport } from "../../bootstrap/lint/room-rule.js";
import { ROOT } from "./project-files.ts";

let eslint: ESLint;

beforeAll(() => {
  // The project's own configuration; only the rules that need a file of the type checker's program are off.
  eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: [{ ...tseslint.configs.disableTypeChecked, files: ["**/*.ts"] }],
  });
});

async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${ROOT}/${filePath}` });
  const messages = result?.messages ?? [];
  expect(messages.filter((one) => one.fatal)).toEqual([]);
  return messages.filter((one) => one.ruleId === "house/rooms").map((one) => one.message);
}

describe("the rule that keeps the rooms apart", () => {
  it.each([
    ["rules/imagined.ts", 'import { a } from "../controller/handset.ts";\nvoid a;\n'],
    ["rules/detectors/imagined.ts", 'import { a } from "../../controller/handset.ts";\nvoid a;\n'],
    ["rules/imagined.ts", 'export * from "../controller/handset.ts";\n'],
    ["rules/imagined.ts", 'export { a } from "../agent/build.ts";\n'],
    ["rules/imagined.ts", 'export const a = await import("../controller/handset.ts");\n'],
    ["rules/imagined.ts", 'export type A = import("../controller/handset.ts").Handset;\n'],
    ["rules/imagined.ts", 'import type { A } from "../controller/handset.ts";\nexport type B = A;\n'],
    ["catalogue/imagined.ts", 'import { a } from "../trace/frame.ts";\nvoid a;\n'],
    ["trace/imagined.ts", 'import { a } from "../rules/result-schema.ts";\nvoid a;\n'],
    ["handset/driver/imagined.ts", 'import { a } from "../../trace/frame.ts";\nvoid a;\n'],
    ["handset/driver/imagined.js", 'import "../../controller/toolchain.ts";\n'],
    ["controller/imagined.ts", 'import { a } from "../rules/result-schema.ts";\nvoid a;\n'],
    ["controller/imagined.ts", 'import { a } from "../agent/src/hook.ts";\nvoid a;\n'],
    ["reports/imagined.ts", 'import { a } from "../rules/engine.ts";\nvoid a;\n'],
    ["agent/imagined.ts", 'import { a } from "../trace/trace-writer.ts";\nvoid a;\n'],
    ["reports/imagined.ts", 'import { a } from "../test/house/project-files.ts";\nvoid a;\n'],
  ])("refuses in %s: %s", async (file, code) => {
    expect(await complaints(file, code)).toHaveLength(1);
  });

  it.each([
    ["rules/imagined.ts", 'import { a } from "../trace/frame.ts";\nvoid a;\n'],
    ["rules/detectors/imagined.ts", 'import { a } from "../engine.ts";\nvoid a;\n'],
    ["reports/imagined.ts", 'import { a } from "../rules/result-schema.ts";\nvoid a;\n'],
    ["agent/imagined.ts", 'import type { A } from "../trace/trace-writer.ts";\nexport type B = A;\n'],
    ["agent/src/imagined.ts", 'import { a } from "../../trace/frame.ts";\nvoid a;\n'],
    ["cli/commands/imagined.ts", 'import { a } from "../../controller/handset.ts";\nvoid a;\n'],
    ["test/rules/imagined.ts", 'import { a } from "../../controller/handset.ts";\nvoid a;\n'],
    ["controller/imagined.ts", 'import trace from "trace/frame.ts";\nvoid trace;\n'],
  ])("allows in %s: %s", async (file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });

  it("names what the room may import", () => {
    expect(forbiddenImport("rules/a.ts", "cli/main.ts", false)).toBe(
      "rules/ may not import cli/; it may import: trace, catalogue.",
    );
  });
});
