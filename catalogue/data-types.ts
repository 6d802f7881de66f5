/** The canonical data types: what an access can be of. */
import { CatalogueError, readTsv } from "./tsv.ts";

export const DATA_TYPE_KINDS = [
  "personal-data",
  "permission-request",
  "phase-marker",
  "behaviour",
  "environment",
  "transmission",
] as const;
export type DataTypeKind = (typeof DATA_TYPE_KINDS)[number];

export interface DataType {
  id: string;
  /** Broader type, or null. */
  parent: string | null;
  kind: DataTypeKind;
  /** PIPL art. 28 covers the datum itself. */
  sensitive: boolean;
  name: { zh: string; en: string };
  aliases: string[];
}

const FILE = new URL("./data-types.tsv", import.meta.url);

export class DataTypeTable {
  readonly byId = new Map<string, DataType>();
  private readonly aliases = new Map<string, string>();
  private readonly chains = new Map<string, string[]>();

  constructor(types: DataType[]) {
    for (const type of types) {
      this.byId.set(type.id, type);
      for (const alias of type.aliases) this.aliases.set(alias.toLowerCase(), type.id);
    }
  }

  get(id: string): DataType | undefined {
    return this.byId.get(id);
  }

  /** Canonical id of an id, an alias, or a name in either language; null when it is none of them. */
  canonical(word: string): string | null {
    if (this.byId.has(word)) return word;
    return this.aliases.get(word.toLowerCase()) ?? null;
  }

  /** Display name; the id itself for a type this table does not know. */
  name(id: string): { zh: string; en: string } {
    return this.byId.get(id)?.name ?? { zh: id, en: id };
  }

  /** The type and everything above it. */
  ancestry(id: string): readonly string[] {
    const known = this.chains.get(id);
    if (known !== undefined) return known;
    const chain: string[] = [];
    for (let at: string | null = id; at !== null && !chain.includes(at); at = this.byId.get(at)?.parent ?? null)
      chain.push(at);
    this.chains.set(id, chain);
    return chain;
  }

  /** True when a pattern names the type, one of its ancestors, or (as `id.*`) its family. */
  matches(patterns: readonly string[], id: string): boolean {
    const chain = this.ancestry(id);
    return patterns.some((pattern) =>
      pattern.endsWith(".*") ? id.startsWith(pattern.slice(0, -1)) : chain.includes(pattern),
    );
  }
}

/** Loads the table; throws CatalogueError naming file:line. */
export function loadDataTypes(file: string | URL = FILE): DataTypeTable {
  const seen = new Set<string>();
  const words = new Map<string, string>();
  const rows = readTsv(file, ["id", "parent", "kind", "sensitive", "zh", "en", "aliases"]);
  const types = rows.map(({ line, fields }) => {
    const { id = "", parent = "", kind = "", sensitive = "", zh = "", en = "", aliases = "" } = fields;
    const fail = (what: string): never => {
      throw new CatalogueError(`${String(file)}:${line}: ${what}`);
    };
    if (!/^[a-z]+\.[a-z0-9_]+$/.test(id)) fail(`not a data type id: "${id}"`);
    if (seen.has(id)) fail(`data type ${id} is listed twice`);
    seen.add(id);
    if (!(DATA_TYPE_KINDS as readonly string[]).includes(kind)) fail(`unknown kind "${kind}"`);
    if (sensitive !== "yes" && sensitive !== "no") fail(`sensitive must be yes or no`);
    if (zh === "" || en === "") fail(`${id} needs a name in both languages`);
    const list = aliases.split(";").filter((alias) => alias !== "");
    for (const alias of list) {
      const owner = words.get(alias.toLowerCase());
      if (owner !== undefined && owner !== id) fail(`alias "${alias}" belongs to ${owner} already`);
      words.set(alias.toLowerCase(), id);
    }
    return {
      id,
      parent: parent === "" ? null : parent,
      kind: kind as DataTypeKind,
      sensitive: sensitive === "yes",
      name: { zh, en },
      aliases: list,
    };
  });
  for (const [index, type] of types.entries())
    if (type.parent !== null && !seen.has(type.parent))
      throw new CatalogueError(`${String(file)}:${rows[index]?.line ?? 0}: unknown parent ${type.parent}`);
  return new DataTypeTable(types);
}
