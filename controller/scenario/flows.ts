/** Puts the steps of other files in their place, notes where each step was written, and checks what only the whole shows. */
import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { readMaestroFlow } from "../maestro/read-flow.ts";
import type { Step } from "./action-schema.ts";
import { stepsSchema } from "./action-schema.ts";
import { allDocuments, readText, type LocatedYaml } from "./located-yaml.ts";
import { setPlace } from "./places.ts";
import { referencesIn } from "./secrets.ts";

const KIND = "flow";
/** Flows within flows; more is a circle or a maze. */
const MAX_DEPTH = 10;

/** Where a list of steps stands. */
export interface FlowScope {
  yaml: LocatedYaml;
  path: PropertyKey[];
  /** Name of the file, as messages show it. */
  file: string;
  /** Folder that paths in it are relative to. */
  base: string;
  /** Absolute paths of the flows that this one is part of. */
  parents: string[];
  /** Within a business function there is no other. */
  inFunction: boolean;
}

/** @throws ControllerError exit 2 with the place of the mistake */
export function loadFlows(steps: readonly Step[], scope: FlowScope): Step[] {
  // A section given as a path stands for the steps of that flow.
  const only = steps[0];
  if (typeof scope.yaml.document.getIn(scope.path) === "string" && only && "runFlow" in only) {
    const flow = readFlow(only.runFlow.file ?? "", only, scope);
    return flow.appId === undefined
      ? flow.steps
      : [{ runFlow: { ...only.runFlow, appId: flow.appId, commands: flow.steps } }];
  }
  return steps.map((step, index) => loadStep(step, { ...scope, path: [...scope.path, index] }));
}

/** `${env:...}` and `${secret:...}` in what is typed. */
export function referencesOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if ("step" in step) return referencesOf(step.do);
    if ("runFlow" in step) return referencesOf(step.runFlow.commands);
    if ("repeat" in step) return referencesOf(step.repeat.commands);
    if ("inputText" in step) return referencesIn(step.inputText);
    if (!("login" in step)) return [];
    const { user = "", password = "", code = "" } = step.login;
    return [user, password, code].flatMap(referencesIn);
  });
}

function loadStep(step: Step, scope: FlowScope): Step {
  setPlace(step, scope.yaml.placeAt(scope.path));
  const within = (...more: PropertyKey[]): FlowScope => ({ ...scope, path: [...scope.path, ...more] });
  if ("step" in step) {
    if (scope.inFunction) {
      throw scope.yaml.mistake(
        { path: scope.path, message: `"${step.step}" is a function within a function` },
        "end the outer one first",
      );
    }
    step.do = loadFlows(step.do, { ...within("do"), inFunction: true });
  } else if ("runFlow" in step) {
    const { file } = step.runFlow;
    if (file === undefined) {
      step.runFlow.commands = loadFlows(step.runFlow.commands, within("runFlow", "commands"));
    } else {
      const flow = readFlow(file, step, scope);
      step.runFlow.commands = flow.steps;
      if (flow.appId !== undefined) step.runFlow.appId = flow.appId;
    }
  } else if ("repeat" in step) {
    step.repeat.commands = loadFlows(step.repeat.commands, within("repeat", "commands"));
  } else if ("script" in step) {
    const given = typeof step.script === "string" ? { file: step.script } : step.script;
    step.script = { ...given, file: existing(given.file, scope) };
  }
  return step;
}

function existing(file: string, scope: FlowScope): string {
  const found = resolve(scope.base, file);
  if (existsSync(found)) return found;
  throw scope.yaml.mistake(
    { path: scope.path, message: `${file}: no such file` },
    `paths are relative to ${scope.file}`,
  );
}

/** A flow of our own is a list of steps; one of Maestro's has a header and `---`. */
function readFlow(file: string, step: Step, scope: FlowScope): { steps: Step[]; appId?: string } {
  const path = existing(file, scope);
  if (scope.parents.includes(path) || scope.parents.length >= MAX_DEPTH) {
    const message = scope.parents.includes(path) ? `${file} runs itself` : `more than ${MAX_DEPTH} flows within flows`;
    throw scope.yaml.mistake({ path: scope.path, message }, "break the circle");
  }
  // Messages name the flow as the scenario's own name would reach it.
  const name = relative(process.cwd(), path) || file;
  const inner = { file: name, base: dirname(path), parents: [...scope.parents, path], inFunction: scope.inFunction };
  const documents = allDocuments(readText(path, KIND), name, KIND);
  const [first, second] = documents;
  const env = "runFlow" in step ? (step.runFlow.env ?? {}) : {};
  if (first !== undefined && second === undefined) {
    const steps = first.parse(stepsSchema, "see docs/scenario.md for the verbs");
    return { steps: loadFlows(steps, { ...inner, yaml: first, path: [] }) };
  }
  const flow = readMaestroFlow(documents, name, env);
  return { steps: loadFlows(flow.steps, { ...inner, yaml: flow.commands, path: [] }), appId: flow.appId };
}
