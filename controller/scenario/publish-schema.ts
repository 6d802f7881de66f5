/** The scenario file as JSON Schema, so that editors complete and check it. */
import { z } from "zod";
import { scenarioSchema } from "./scenario-schema.ts";

/** What a writer may put into a file; `docs/scenario.schema.json` is this. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(scenarioSchema, { io: "input", unrepresentable: "any" });
  return { title: "Consentry scenario", ...schema };
}

/** The text of the published file. */
export function scenarioJsonSchemaText(): string {
  return `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
}
