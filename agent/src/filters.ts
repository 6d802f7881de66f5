/** Decides from an argument's text whether a call is an access, and to what. No Frida in here. */
import type { RowFilter } from "../../trace/frame.ts";
import { permissionGroup } from "../../catalogue/permission-groups.ts";

/** Separates package, class, action, categories and data of an intent, as the helper writes it. */
export const INTENT_PART = "\u001f";
const MAX_TYPES = 8;

export interface Match {
  types: string[];
  /** Name under which the argument is recorded. */
  name: string;
}

/** Null when the call is no access. `text` is the filtered argument; null when the app passed null. */
export type Filter = (text: string | null, rowTypes: string[]) => Match | null;

/** Builds the filter of a row; `appPackage` is the app under test. */
export function makeFilter(filter: RowFilter, appPackage: string): Filter {
  switch (filter.kind) {
    case "key":
    case "number":
      return (text) => exact(filter.map, text, filter.kind === "key" ? "key" : "number");
    case "uri": {
      const prefixes = Object.entries(filter.map).sort((a, b) => b[0].length - a[0].length);
      return (text) => longestPrefix(prefixes, text);
    }
    case "command": {
      const patterns = Object.entries(filter.map);
      return (text) => {
        const found = text === null ? undefined : patterns.find(([pattern]) => text.includes(pattern));
        return found === undefined ? null : { types: found[1], name: "command" };
      };
    }
    case "other-package":
      return (text, types) => (text === null || plainPackage(text) === appPackage ? null : { types, name: "package" });
    case "permissions":
      return (text, types) => ({ types: permissionTypes(text, types), name: "permissions" });
    case "other-app-intent":
      return (text, types) => {
        const target = text?.split(INTENT_PART)[0] ?? "";
        return target === "" || target === appPackage ? null : { types, name: "intent" };
      };
    case "query-intent":
      return (text, types) => queryIntent(text, types, appPackage);
  }
}

/** A versioned package tells its name inside brackets. */
function plainPackage(text: string): string {
  return /^VersionedPackage\[([^/\]]*)/.exec(text)?.[1] ?? text;
}

function exact(map: Record<string, string[]>, text: string | null, name: string): Match | null {
  const types = text !== null && Object.hasOwn(map, text) ? map[text] : undefined;
  return types === undefined ? null : { types, name };
}

/** `content://` and a user prefix (`10@`) are not part of the authority. */
function longestPrefix(prefixes: [string, string[]][], text: string | null): Match | null {
  if (text === null) return null;
  const plain = text.replace(/^content:\/\/(\d+@)?/, "");
  for (const [prefix, types] of prefixes) {
    if (plain === prefix || (plain.startsWith(prefix) && "/?#".includes(plain.charAt(prefix.length)))) {
      return { types, name: "uri" };
    }
  }
  return null;
}

function permissionTypes(text: string | null, fallback: string[]): string[] {
  const groups = (text ?? "").split(",").map(permissionGroup);
  const known = [...new Set(groups)].filter((type) => type !== null).slice(0, MAX_TYPES);
  return known.length > 0 ? known : fallback;
}

function queryIntent(text: string | null, types: string[], appPackage: string): Match | null {
  if (text === null) return null;
  const [target = "", , action = "", categories = ""] = text.split(INTENT_PART);
  if (target === appPackage) return null;
  const whole =
    target === "" &&
    action === "android.intent.action.MAIN" &&
    categories.split(",").includes("android.intent.category.LAUNCHER");
  return { types: whole ? types : ["app.list_probe"], name: "intent" };
}
