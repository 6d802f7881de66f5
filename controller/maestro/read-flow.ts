/** Reads a Maestro flow file: header, `---`, commands. */
import { z } from "zod";
import { usageError } from "../errors.ts";
import type { Step } from "../scenario/action-schema.ts";
import type { LocatedYaml } from "../scenario/located-yaml.ts";
import { mistakeIn } from "../scenario/explain.ts";
import { strict } from "../scenario/strict.ts";
import { commandSchema, SUPPORTED } from "./commands.ts";

const MAX_COMMANDS = 500;
const REMEDY = "see docs/scenario.md for what of Maestro runs here";

const headerSchema = strict({
  appId: z.string().min(1).max(200),
  name: z.string().max(200).optional(),
  tags: z.array(z.string()).optional(),
  env: z.record(z.string(), z.coerce.string().max(2000)).optional(),
});
const commandsSchema = z.array(commandSchema).max(MAX_COMMANDS);

/** `${NAME}`; anything else between the braces is JavaScript. */
const VARIABLE = /\$\{([^}]*)\}/g;
const NAME = /^\s*([A-Za-z_]\w{0,63})\s*$/;
/** Ours, filled in while the step runs and never kept. */
const CREDENTIAL = /^(env|secret):/;

export interface MaestroFlow {
  appId: string;
  steps: Step[];
  /** The document that holds the commands, for the places of the steps. */
  commands: LocatedYaml;
}

/**
 * @param documents of the file
 * @param file as messages name it
 * @param env variables given by the flow that runs this one; they win over the header's own
 * @throws ControllerError exit 2 with file:line:column; what is not supported is named with all that is
 */
export function readMaestroFlow(
  documents: readonly LocatedYaml[],
  file: string,
  env: Record<string, string>,
): MaestroFlow {
  const [header, commands, more] = documents;
  if (header === undefined || commands === undefined) {
    throw usageError("flow-invalid", `${file}:1:1: a flow is a header, "---", and a list of commands`, REMEDY);
  }
  if (more !== undefined) {
    throw usageError("flow-invalid", `${more.place([])}: a flow has two parts, not more`, REMEDY);
  }
  const { appId, env: own = {} } = header.parse(headerSchema, REMEDY);
  const written = commands.toJs();
  if (!Array.isArray(written)) {
    throw commands.mistake({ path: [], message: "must be a list of commands" }, `commands: ${SUPPORTED.join(", ")}`);
  }
  const filled = fill(written, { ...own, ...env }, [], commands);
  const parsed = commandsSchema.safeParse(filled);
  if (!parsed.success) throw commands.mistake(mistakeIn(parsed.error.issues, filled), REMEDY);
  return { appId, steps: parsed.data, commands };
}

/** Puts the values of variables in, everywhere. */
function fill(value: unknown, env: Record<string, string>, path: PropertyKey[], yaml: LocatedYaml): unknown {
  if (typeof value === "string") {
    return value.replace(VARIABLE, (reference, inner: string) => {
      if (CREDENTIAL.test(inner)) return reference;
      const name = NAME.exec(inner)?.[1];
      if (name !== undefined && Object.hasOwn(env, name)) return env[name] ?? "";
      const message =
        name === undefined
          ? `"${reference}" is JavaScript, which is not run here`
          : `the variable ${name} has no value; give it in env`;
      throw yaml.mistake({ path, message }, "only ${NAME} with a value from env is filled in");
    });
  }
  if (Array.isArray(value)) return value.map((one, index) => fill(one, env, [...path, index], yaml));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, env, [...path, key], yaml)]));
}
