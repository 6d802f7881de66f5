/** Well-known third-party code by package prefix. */
import { CatalogueError, readTsv } from "./tsv.ts";

/** `sdk` acts on its own account; `wrapper` is plumbing whose caller is the reader (utilities, RxJava, bridges). */
export type SdkRole = "sdk" | "wrapper";

export interface Sdk {
  prefix: string;
  id: string;
  vendor: string;
  name: { zh: string; en: string };
  role: SdkRole;
}

const FILE = new URL("./sdks.tsv", import.meta.url);

export class SdkTable {
  private readonly byPrefix: Map<string, Sdk>;

  constructor(sdks: readonly Sdk[]) {
    this.byPrefix = new Map(sdks.map((sdk) => [sdk.prefix, sdk]));
  }

  /** The entry with the longest prefix of a class or package name, on package boundaries; null when none fits. */
  find(className: string): Sdk | null {
    for (let at = className; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
      const hit = this.byPrefix.get(at);
      if (hit !== undefined) return hit;
    }
    return null;
  }

  /** Every entry, in file order. */
  all(): Sdk[] {
    return [...this.byPrefix.values()];
  }
}

/** Loads the table; throws CatalogueError naming file:line. */
export function loadSdks(file: string | URL = FILE): SdkTable {
  const seen = new Set<string>();
  const sdks = readTsv(file, ["prefix", "id", "vendor", "zh", "en", "role", "source", "date"]).map(
    ({ line, fields }): Sdk => {
      const { prefix = "", id = "", vendor = "", zh = "", en = "", role = "", source = "", date = "" } = fields;
      const fail = (what: string): never => {
        throw new CatalogueError(`${String(file)}:${line}: ${what}`);
      };
      if (!/^[a-zA-Z_]\w*(\.[a-zA-Z_]\w*)*$/.test(prefix)) fail(`not a package prefix: "${prefix}"`);
      if (seen.has(prefix)) fail(`prefix ${prefix} is listed twice`);
      seen.add(prefix);
      if (!/^[a-z0-9-]+$/.test(id)) fail(`not an SDK id: "${id}"`);
      if (role !== "sdk" && role !== "wrapper") fail(`role must be sdk or wrapper`);
      if ([vendor, zh, en, source].includes("")) fail(`vendor, names and source must be filled in`);
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) fail(`date must be YYYY-MM-DD`);
      return { prefix, id, vendor, name: { zh, en }, role: role as SdkRole };
    },
  );
  return new SdkTable(sdks);
}
