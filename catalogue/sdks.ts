/** Well-known third-party code by package prefix. */
import { CatalogueError, readTsv } from "./tsv.ts";

/** `sdk` acts on its own account; `wrapper` is plumbing whose caller is the reader (utilities, RxJava, bridges). */
export type SdkRole = "sdk" | "wrapper";

/** What an SDK is for. `bridge` is a way in for code in another language: React Native, Flutter, a WebView. */
export const SDK_CATEGORIES = [
  "ads",
  "analytics",
  "backend",
  "bridge",
  "commerce",
  "consent",
  "crash",
  "device-id",
  "framework",
  "game",
  "im",
  "login",
  "map",
  "media",
  "network",
  "payment",
  "push",
  "rtc",
  "security",
  "social",
  "utility",
  "web",
] as const;
export type SdkCategory = (typeof SDK_CATEGORIES)[number];

export interface Sdk {
  prefix: string;
  /** Several prefixes may be one SDK. */
  id: string;
  vendor: string;
  name: { zh: string; en: string };
  category: SdkCategory;
  role: SdkRole;
  /**
   * Where the prefix was found: an entry of one of two published lists, at the commit given (MuntashirAkon/android-libraries,
   * which carries the numbers of Exodus Privacy; LibChecker/LibChecker-Rules), or `from memory` where neither names it.
   * Names, vendor and category are ours.
   */
  source: string;
  date: string;
}

const COLUMNS = ["prefix", "id", "vendor", "zh", "en", "category", "role", "source", "date"];
const FILE = new URL("./sdks.tsv", import.meta.url);

export class SdkTable {
  private readonly byPrefix: Map<string, Sdk>;
  private readonly byId = new Map<string, Sdk>();

  constructor(sdks: readonly Sdk[]) {
    this.byPrefix = new Map(sdks.map((sdk) => [sdk.prefix, sdk]));
    for (const sdk of sdks) if (!this.byId.has(sdk.id)) this.byId.set(sdk.id, sdk);
  }

  /** The first entry of an SDK, which names it. */
  named(id: string): Sdk | null {
    return this.byId.get(id) ?? null;
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
  const sdks = readTsv(file, COLUMNS).map(({ line, fields }): Sdk => {
    const {
      prefix = "",
      id = "",
      vendor = "",
      zh = "",
      en = "",
      category = "",
      role = "",
      source = "",
      date = "",
    } = fields;
    const fail = (what: string): never => {
      throw new CatalogueError(`${String(file)}:${line}: ${what}`);
    };
    if (!/^[a-zA-Z_]\w*(\.[a-zA-Z_]\w*)*$/.test(prefix)) fail(`not a package prefix: "${prefix}"`);
    if (seen.has(prefix)) fail(`prefix ${prefix} is listed twice`);
    seen.add(prefix);
    if (!/^[a-z0-9-]+$/.test(id)) fail(`not an SDK id: "${id}"`);
    if (!SDK_CATEGORIES.includes(category as SdkCategory)) fail(`no such category: "${category}"`);
    if (role !== "sdk" && role !== "wrapper") fail(`role must be sdk or wrapper`);
    if ([vendor, zh, en, source].includes("")) fail(`vendor, names and source must be filled in`);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) fail(`date must be YYYY-MM-DD`);
    return {
      prefix,
      id,
      vendor,
      name: { zh, en },
      category: category as SdkCategory,
      role: role as SdkRole,
      source,
      date,
    };
  });
  return new SdkTable(sdks);
}
