/** Rule packs: YAML data that binds detectors to provisions. Every error names file and line. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { DETECTORS } from "./detectors/index.ts";
import type { Detector } from "./detectors/detector.ts";
import { RulesError } from "./errors.ts";
import { bilingualSchema, citationSchema, severitySchema } from "./result-schema.ts";
import { type Facts, fill } from "./text.ts";
import { YamlFile } from "./yaml-file.ts";

const PACK_FOLDER = new URL("./packs/", import.meta.url);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be YYYY-MM-DD");
const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const documentSchema = z.strictObject({
  zh: z.string().min(1),
  en: z.string().min(1),
  status: citationSchema.shape.status,
  effectiveFrom: date.nullable(),
  effectiveTo: date.nullable().default(null),
});

const citationRefSchema = z.strictObject({
  /** Key of `documents`. */
  document: z.string(),
  article: z.string().min(1),
  role: citationSchema.shape.role,
  fromMemory: z.boolean(),
});

const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens only"),
  detector: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  severity: severitySchema,
  title: text,
  explanation: text,
  remedy: text,
  notProven: text,
  /** Asked of a person where a finding of the rule cannot be decided by the record alone. */
  question: text.nullable().default(null),
  citations: z.array(citationRefSchema).min(1),
  miitProblemType: bilingualSchema.nullable().default(null),
  /** How the rule is tried by hand, for a lab's method list. */
  testMethod: text,
});

const packSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens only"),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "must be three numbers with dots"),
  title: text,
  documents: z.record(z.string(), documentSchema),
  /** Never read: a place for YAML anchors. */
  shared: z.unknown().optional(),
  rules: z.array(ruleSchema).min(1),
});

/** A rule with its pack's facts filled in; `id` is `pack.rule`, unique over all loaded packs. */
export interface Rule extends Omit<z.infer<typeof ruleSchema>, "citations" | "params"> {
  pack: string;
  /** The title with general words in its places, for lists. */
  name: z.infer<typeof text>;
  params: unknown;
  implementation: Detector<unknown>;
  citations: z.infer<typeof citationSchema>[];
  /** True when something in it decides; a pack of mere references never carries a finding alone. */
  decides: boolean;
}

export interface RulePack {
  id: string;
  version: string;
  title: z.infer<typeof text>;
  /** Of the file's bytes. */
  sha256: string;
  rules: Rule[];
}

/** What stands in a title for no finding in particular. */
const ANY: Facts = { type: { zh: "个人信息", en: "Personal data" }, reader: { zh: "应用或 SDK", en: "app or SDK" } };

/** Reads one pack file. Throws RulesError `pack-invalid` with `file:line: what`. */
export function loadPack(file: string): RulePack {
  const bytes = readFileSync(file);
  const reader: YamlFile = new YamlFile(file, bytes.toString("utf8"), "pack-invalid");
  const pack = reader.check(packSchema, reader.value());
  const seen = new Set<string>();
  const rules = pack.rules.map((rule, index): Rule => {
    const at = ["rules", index];
    if (seen.has(rule.id)) reader.fail(reader.lineOf([...at, "id"]), `rule ${rule.id} is there twice`);
    seen.add(rule.id);
    const implementation = DETECTORS.get(rule.detector);
    if (implementation === undefined)
      reader.fail(
        reader.lineOf([...at, "detector"]),
        `unknown detector "${rule.detector}"; there are ${[...DETECTORS.keys()].join(", ")}`,
      );
    const params = reader.check(implementation.params, rule.params, [...at, "params"]);
    const citations = rule.citations.map((citation, i) => {
      const document = pack.documents[citation.document];
      if (document === undefined)
        reader.fail(reader.lineOf([...at, "citations", i, "document"]), `unknown document "${citation.document}"`);
      if (document.status !== "in-force" && citation.role === "basis")
        reader.fail(
          reader.lineOf([...at, "citations", i, "role"]),
          `only a text in force can be the basis of a decision`,
        );
      return {
        document: { zh: document.zh, en: document.en },
        article: citation.article,
        role: citation.role,
        status: document.status,
        effectiveFrom: document.effectiveFrom,
        effectiveTo: document.effectiveTo,
        fromMemory: citation.fromMemory,
      };
    });
    const decides = citations.some((c) => c.role !== "reference");
    return {
      ...rule,
      id: `${pack.id}.${rule.id}`,
      pack: pack.id,
      name: fill(rule.title, ANY),
      params,
      implementation,
      citations,
      decides,
    };
  });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { id: pack.id, version: pack.version, title: pack.title, sha256, rules };
}

/** Names of the packs that come with the product. */
export function builtInPacks(): string[] {
  return readdirSync(PACK_FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => name.slice(0, -".yaml".length))
    .sort();
}

/** Packs by name (built in) or by path of a YAML file; without names all built-in ones. Order is the order of primacy. */
export function loadPacks(names: readonly string[] = builtInPacks()): RulePack[] {
  const known = builtInPacks();
  const packs = names.map((name) => {
    if (known.includes(name)) return loadPack(fileURLToPath(new URL(`${name}.yaml`, PACK_FOLDER)));
    if (!name.endsWith(".yaml") && !name.endsWith(".yml"))
      throw new RulesError(
        "pack-invalid",
        `no rule pack "${name}": give one of ${known.join(", ")}, or the path of a YAML file`,
      );
    return loadPack(name);
  });
  const twice = packs.find((pack, index) => packs.findIndex((p) => p.id === pack.id) !== index);
  if (twice !== undefined) throw new RulesError("pack-invalid", `rule pack ${twice.id} is loaded twice`);
  return packs;
}
