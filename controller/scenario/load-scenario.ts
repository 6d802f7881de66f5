/** Reads a scenario file and the flows it names; every mistake is named with file:line:column and a remedy. */
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fetchApk } from "../apk-packages/fetch-apk.ts";
import type { PackagedApk } from "../apk-packages/packaged-apk.ts";
import { usageError } from "../errors.ts";
import { readToolchain } from "../toolchain.ts";
import type { Step } from "./action-schema.ts";
import { loadFlows, referencesOf, type FlowScope } from "./flows.ts";
import { oneDocument, readText, type LocatedYaml } from "./located-yaml.ts";
import { scenarioSchema, type Scenario } from "./scenario-schema.ts";
import { Secrets } from "./secrets.ts";

const KIND = "scenario";
const REMEDY = "see docs/scenario.md for the verbs";
/** Parts of a scenario that hold steps. */
export const SECTIONS = ["steps", "afterRefusal", "withdraw", "guest", "login"] as const;

export interface LoadedScenario {
  scenario: Scenario;
  /** Absolute path of the scenario file. */
  file: string;
  /** Absolute path of the APK. */
  app: string;
  /** Absolute path of the older APK, where the scenario names one. */
  upgradeFrom?: string;
  /** Exact text, for the trace. */
  text: string;
  /** Credentials that the steps refer to. */
  secrets: Secrets;
}

/**
 * @param file path of a YAML scenario
 * @param appOverride path of another APK to run with the same steps (`--app`)
 * @param secretsOverride path of another file of credentials (`--secrets`)
 * @param purpose a plan types nothing, so it needs no credentials
 * @throws ControllerError exit 2, message starts with file:line:column
 */
export function loadScenario(
  file: string,
  appOverride?: string,
  secretsOverride?: string,
  purpose: "run" | "plan" = "run",
): LoadedScenario {
  const yaml = oneDocument(readText(file, KIND), file, KIND);
  const scenario = readScenario(yaml, file);
  const base = dirname(resolve(file));
  const at = (key: "app" | "upgradeFrom" | "secrets", path: string): string => {
    const found = resolve(base, path);
    if (existsSync(found)) return found;
    throw yaml.mistake({ path: [key], message: `${path}: no such file` }, "paths are relative to the scenario");
  };
  if (appOverride !== undefined && !existsSync(appOverride)) {
    throw usageError("app-missing", `--app ${appOverride}: no such file`, "check the path");
  }
  const isPlan = purpose === "plan";
  const secretsFile = isPlan
    ? undefined
    : (secretsOverride ?? (scenario.secrets === undefined ? undefined : at("secrets", scenario.secrets)));
  const references = SECTIONS.flatMap((section) => referencesOf(scenario[section]));
  return {
    scenario,
    file: resolve(file),
    app: appOverride === undefined ? apkOf(scenario.app, (path) => at("app", path)) : resolve(appOverride),
    ...(scenario.upgradeFrom === undefined ? {} : { upgradeFrom: at("upgradeFrom", scenario.upgradeFrom) }),
    text: yaml.text,
    secrets: isPlan ? Secrets.none() : Secrets.resolve(references, secretsFile),
  };
}

/** What a package ships is fetched before anything runs; the cache keeps it. */
function apkOf(app: string | PackagedApk, beside: (path: string) => string): string {
  if (typeof app === "string") return beside(app);
  const onFetch = (name: string): boolean => process.stderr.write(`正在获取 · fetching ${name}\n`);
  return fetchApk(app, { ...readToolchain(), onFetch });
}

/** Parses the text of a scenario; `name` is used in messages, and flows are looked for beside it. */
export function parseScenario(text: string, name: string): Scenario {
  return readScenario(oneDocument(text, name, KIND), name);
}

function readScenario(yaml: LocatedYaml, name: string): Scenario {
  const scenario = yaml.parse(scenarioSchema, REMEDY);
  for (const section of SECTIONS) {
    const scope: FlowScope = {
      yaml,
      path: [section],
      file: name,
      base: dirname(resolve(name)),
      parents: [],
      inFunction: false,
    };
    scenario[section] = loadFlows(scenario[section], scope) as Step[];
  }
  return scenario;
}
