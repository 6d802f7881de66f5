/** Rule packs: YAML data that binds detectors to provisions. Every error names file and line. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { type DataTypeTable, loadDataTypes } from "../catalogue/data-types.ts";
import { DETECTORS } from "./detectors/index.ts";
import type { Detector } from "./detectors/detector.ts";
import { RulesError } from "./errors.ts";
import { articlesOf, covers, type LegalText, loadLegalTexts } from "./legal-texts.ts";
import { packSchema, type ruleSchema } from "./pack-schema.ts";
import type { Bilingual, citationSchema } from "./result-schema.ts";
import { type Facts, fill } from "./text.ts";
import { YamlFile } from "./yaml-file.ts";

const PACK_FOLDER = new URL("./packs/", import.meta.url);

/** A rule with its pack's facts filled in; `id` is `pack.rule`, unique over all loaded packs. */
export interface Rule extends Omit<z.infer<typeof ruleSchema>, "citations" | "params"> {
  pack: string;
  /** The title with general words in its places, for lists. */
  name: Bilingual;
  /** As the detector takes them, and as they were written. */
  params: unknown;
  given: unknown;
  /** What a campaign set otherwise, or null. */
  changed: Record<string, z.core.util.JSONType> | null;
  implementation: Detector<unknown>;
  citations: z.infer<typeof citationSchema>[];
  /** The same citations by id of the document, one article each. */
  cites: { document: string; article: string }[];
  /** True when something in it decides; a pack of mere references never carries a finding alone. */
  decides: boolean;
}

export interface RulePack {
  id: string;
  version: string;
  title: Bilingual;
  /** Of the file's bytes. */
  sha256: string;
  rules: Rule[];
}

/** What stands in a title for no finding in particular. */
const ANY: Facts = { type: { zh: "个人信息", en: "Personal data" }, reader: { zh: "应用或 SDK", en: "app or SDK" } };
/** Parameters that hold data types: ids, broader ids, or `family.*`. */
const TYPE_PARAMETERS = new Set(["types", "exceptTypes", "weakTypes"]);

type Path = readonly PropertyKey[];
type CitationRef = z.infer<typeof ruleSchema>["citations"][number];
type OwnDocuments = z.infer<typeof packSchema>["documents"];

interface Shelf {
  texts: ReadonlyMap<string, LegalText>;
  types: DataTypeTable;
}

let shelf: Shelf | null = null;

/** Legal texts and data types of the product, read once. */
function builtInShelf(): Shelf {
  return (shelf ??= { texts: loadLegalTexts(), types: loadDataTypes() });
}

/** The legal texts that come with the product, by id. */
export function legalTexts(): ReadonlyMap<string, LegalText> {
  return builtInShelf().texts;
}

/** The table of data types, read once. */
export function dataTypes(): DataTypeTable {
  return builtInShelf().types;
}

function knowsType(types: DataTypeTable, pattern: string): boolean {
  if (!pattern.endsWith(".*")) return types.get(pattern) !== undefined;
  return [...types.byId.keys()].some((id) => id.startsWith(pattern.slice(0, -1)));
}

/** Refuses a data type that the table does not have, wherever in the parameters it stands. */
export function checkTypes(file: YamlFile, value: unknown, at: Path, types: DataTypeTable = dataTypes()): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    if (TYPE_PARAMETERS.has(key) && Array.isArray(inner)) {
      for (const [i, type] of inner.entries())
        if (typeof type === "string" && !knowsType(types, type))
          file.fail(file.lineOf([...path, i]), `unknown data type "${type}"`);
    } else checkTypes(file, inner, path, types);
  }
}

/** A citation as results carry it; what the text's own row does not vouch for keeps its mark. */
function resolve(file: YamlFile, citation: CitationRef, at: Path, own: OwnDocuments, { texts }: Shelf) {
  const fail = (key: string, what: string): never => file.fail(file.lineOf([...at, key]), what);
  const { role, article, document: key } = citation;
  const legal = texts.get(key);
  const named = own[key];
  if (legal !== undefined && named !== undefined)
    return fail("document", `"${key}" is a legal text of the product; name your own document otherwise`);
  const document = named ?? legal;
  if (document === undefined) return fail("document", `unknown document "${key}"`);
  const mayDecide = document.status === "in-force" && (legal === undefined || legal.role === "basis");
  if (role === "basis" && !mayDecide)
    return fail(
      "role",
      document.status === "in-force"
        ? `"${key}" is for ${legal?.role ?? "reference"}, not the basis of a decision`
        : "only a text in force can be the basis of a decision",
    );
  const rows = articlesOf(article).flatMap((one) => {
    const met = legal?.provisions.filter((provision) => covers(one, provision)) ?? [];
    if (legal !== undefined && met.length === 0)
      return fail("article", `unknown citation: ${key} has no article "${one}"`);
    return met;
  });
  const version = document.version;
  return {
    document: legal?.title ?? { zh: named?.zh ?? key, en: named?.en ?? key },
    article,
    role,
    status: document.status,
    ...(version === undefined ? {} : { version }),
    effectiveFrom: document.effectiveFrom,
    effectiveTo: document.effectiveTo,
    fromMemory: citation.fromMemory || rows.some((row) => row.fromMemory),
  };
}

/** Reads one pack file. Throws RulesError `pack-invalid` with `file:line: what`. */
export function loadPack(path: string): RulePack {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RulesError("pack-invalid", `${path}: cannot be read: ${why}`);
  }
  const file: YamlFile = new YamlFile(path, bytes.toString("utf8"), "pack-invalid");
  const known = builtInShelf();
  const pack = file.check(packSchema, file.value());
  const seen = new Set<string>();
  const rules = pack.rules.map((rule, index): Rule => {
    const at = ["rules", index];
    if (seen.has(rule.id)) file.fail(file.lineOf([...at, "id"]), `rule ${rule.id} is there twice`);
    seen.add(rule.id);
    const implementation = DETECTORS.get(rule.detector);
    if (implementation === undefined)
      file.fail(
        file.lineOf([...at, "detector"]),
        `unknown detector "${rule.detector}"; there are ${[...DETECTORS.keys()].join(", ")}`,
      );
    const params = file.check(implementation.params, rule.params, [...at, "params"]);
    checkTypes(file, rule.params, [...at, "params"]);
    const citations = rule.citations.map((citation, i) =>
      resolve(file, citation, [...at, "citations", i], pack.documents, known),
    );
    return {
      ...rule,
      id: `${pack.id}.${rule.id}`,
      pack: pack.id,
      name: fill(rule.title, ANY),
      params,
      given: rule.params,
      changed: null,
      implementation,
      citations,
      cites: rule.citations.flatMap(({ document, article }) =>
        articlesOf(article).map((one) => ({ document, article: one })),
      ),
      decides: citations.some((c) => c.role !== "reference"),
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

const builtIn = new Map<string, RulePack>();

/** A pack of the product does not change while it runs: read once. */
function loadBuiltIn(name: string): RulePack {
  const known = builtIn.get(name) ?? loadPack(fileURLToPath(new URL(`${name}.yaml`, PACK_FOLDER)));
  builtIn.set(name, known);
  return known;
}

/** Packs by name (built in) or by path of a YAML file; without names all built-in ones. Order is the order of primacy. */
export function loadPacks(names: readonly string[] = builtInPacks()): RulePack[] {
  const known = builtInPacks();
  const packs = names.map((name) => {
    if (known.includes(name)) return loadBuiltIn(name);
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
