/** Decides from an argument's text whether a call is an access, and to what. No Frida in here. */
import type { RowFilter } from "../../trace/frame.ts";
import { permissionGroup } from "../../catalogue/permission-groups.ts";
import { commandPattern, simpleCommands } from "./commands.ts";
import { pathPattern, pathSegments } from "./paths.ts";

/** Separates the parts of an argument that has several: an intent, a call to a provider, a transaction, a reflected member. */
export const PART = "\u001f";
const MAX_TYPES = 8;

export interface Match {
  types: string[];
  /** Name under which the argument is recorded. */
  name: string;
}

/** Null when the call is no access. `text` is the filtered argument; null when the app passed null. */
export type Filter = (text: string | null, rowTypes: string[]) => Match | null;
type TypeMap = Record<string, string[]>;

/** Builds the filter of a row; `appPackage` is the app under test. */
export function makeFilter(filter: RowFilter, appPackage: string): Filter {
  switch (filter.kind) {
    case "key":
    case "number":
      return exact(filter.map, filter.kind);
    case "mask":
      return mask(filter.map);
    case "uri":
      return longest(filter.map, "uri", plainUri);
    case "provider-call":
      return longest(filter.map, "call", providerCall);
    case "path":
      return path(filter.map, appPackage);
    case "contains":
      return contains(filter.map);
    case "command":
      return command(filter.map);
    case "action":
      return action(filter.map);
    case "binder":
      return binder(filter.map);
    case "member":
      return member(filter.map);
    case "other-package":
      return (text, types) => {
        const isOwn = text === null ? filter.nullIsAll !== true : plainPackage(text) === appPackage;
        return isOwn ? null : { types, name: "package" };
      };
    case "other-app":
      // The app's own user id is an empty part.
      return (text, types) => {
        const others = (text ?? "").split(PART).filter((part) => part !== "" && part !== appPackage);
        return others.length === 0 ? null : { types, name: "package" };
      };
    case "permissions":
      return (text, types) => ({ types: permissionTypes(text, types), name: "permissions" });
    case "other-app-intent":
      return (text, types) => {
        const target = text?.split(PART)[0] ?? "";
        return target === "" || target === appPackage ? null : { types, name: "intent" };
      };
    case "query-intent":
      return (text, types) => queryIntent(text, types, appPackage);
  }
}

/** A versioned package and a component tell the package inside brackets. */
function plainPackage(text: string): string {
  return /^(?:VersionedPackage\[|ComponentInfo\{)([^/\]}]*)/.exec(text)?.[1] ?? text;
}

const typesOf = (map: TypeMap, key: string): string[] | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

function exact(map: TypeMap, name: string): Filter {
  return (text) => {
    const types = text === null ? undefined : typesOf(map, text);
    return types === undefined ? null : { types, name };
  };
}

function mask(map: TypeMap): Filter {
  const bits = Object.entries(map).map(([bit, types]) => ({ bit: BigInt(bit), types }));
  return (text) => {
    if (text === null || !/^-?\d+$/.test(text)) return null;
    const value = BigInt.asUintN(64, BigInt(text));
    const types = new Set(bits.filter(({ bit }) => (value & bit) !== 0n).flatMap((each) => each.types));
    return types.size === 0 ? null : { types: [...types].slice(0, MAX_TYPES), name: "mask" };
  };
}

/** `content://`, a user prefix (`10@`) and the query are not part of what a provider is asked for. */
function plainUri(text: string): string {
  return text.replace(/^content:\/\/(\d+@)?/, "");
}

/** A provider is called by its authority alone: the path of the Uri says nothing. */
function providerCall(text: string): string {
  const [target = "", ...rest] = text.split(PART);
  return [plainUri(target).replace(/[/?#].*$/, ""), ...rest].join("/");
}

/** A key with `$` at its end stands for itself alone, not for what is below it. */
function longest(map: TypeMap, name: string, plain: (text: string) => string): Filter {
  const exactly = new Map(
    Object.entries(map).flatMap(([key, types]) => (key.endsWith("$") ? [[key.slice(0, -1), types]] : [])),
  );
  const prefixes = Object.entries(map)
    .filter(([key]) => !key.endsWith("$"))
    .sort((a, b) => b[0].length - a[0].length);
  return (text) => {
    if (text === null) return null;
    const whole = plain(text);
    const types =
      exactly.get(whole.replace(/[?#].*$/, "")) ??
      prefixes.find(
        ([prefix]) => whole === prefix || (whole.startsWith(prefix) && "/?#".includes(whole.charAt(prefix.length))),
      )?.[1];
    return types === undefined ? null : { types, name };
  };
}

/** Folders that an app has for itself on the shared storage, whatever the storage is called. */
const OWN_FOLDERS = new Set(["data", "media", "obb"]);

function path(map: TypeMap, appPackage: string): Filter {
  const patterns = Object.entries(map).map(([pattern, types]) => ({ fits: pathPattern(pattern), types }));
  return (text) => {
    const segments = text === null ? null : pathSegments(text);
    if (segments === null) return null;
    const at = segments.indexOf("Android");
    if (at >= 0 && OWN_FOLDERS.has(segments[at + 1] ?? "") && segments[at + 2] === appPackage) return null;
    const found = patterns.find(({ fits }) => fits(segments));
    return found === undefined ? null : { types: found.types, name: "path" };
  };
}

function contains(map: TypeMap): Filter {
  const parts = Object.entries(map);
  return (text) => {
    const found = text === null ? undefined : parts.find(([part]) => text.includes(part));
    return found === undefined ? null : { types: found[1], name: "text" };
  };
}

function command(map: TypeMap): Filter {
  const patterns = Object.entries(map).map(([pattern, types]) => ({ fits: commandPattern(pattern), types }));
  return (text) => {
    if (text === null) return null;
    // Each command of a line reads what its first pattern says; together they read all of it.
    const found = simpleCommands(text).flatMap((words) => patterns.find(({ fits }) => fits(words))?.types ?? []);
    return found.length === 0 ? null : { types: [...new Set(found)].slice(0, MAX_TYPES), name: "command" };
  };
}

/** `text`: target package, then actions; an intent has one action, a filter for broadcasts several and no package. */
function action(map: TypeMap): Filter {
  return (text) => {
    if (text === null) return null;
    const [target = "", , actions = ""] = text.split(PART);
    const types = [...actions.split(","), target].map((key) => typesOf(map, key)).find((found) => found !== undefined);
    return types === undefined ? null : { types, name: "intent" };
  };
}

/** `text`: interface descriptor, code. */
function binder(map: TypeMap): Filter {
  return (text) => {
    if (text === null) return null;
    const [descriptor = "", code = ""] = text.split(PART);
    const types = typesOf(map, `${descriptor}#${code}`) ?? typesOf(map, descriptor);
    return types === undefined ? null : { types, name: "transaction" };
  };
}

/** `text`: class, member; the member is missing where only a class is asked for. */
function member(map: TypeMap): Filter {
  return (text) => {
    if (text === null) return null;
    const [owner = "", name = ""] = text.split(PART);
    const types = typesOf(map, name === "" ? owner : `${owner}#${name}`);
    return types === undefined ? null : { types, name: "member" };
  };
}

function permissionTypes(text: string | null, fallback: string[]): string[] {
  const groups = (text ?? "").split(",").map(permissionGroup);
  const known = [...new Set(groups)].filter((type) => type !== null).slice(0, MAX_TYPES);
  return known.length > 0 ? known : fallback;
}

/** What a library asks the system by itself, with an answer out of the system's own apps: the provider of the emoji font. */
const SYSTEM_LOOKUPS = new Set(["androidx.content.action.LOAD_EMOJI_FONT"]);

function queryIntent(text: string | null, types: string[], appPackage: string): Match | null {
  if (text === null) return null;
  const [target = "", , actionName = "", categories = ""] = text.split(PART);
  if (target === appPackage || SYSTEM_LOOKUPS.has(actionName)) return null;
  const whole =
    target === "" &&
    actionName === "android.intent.action.MAIN" &&
    categories.split(",").includes("android.intent.category.LAUNCHER");
  return { types: whole ? types : ["app.list_probe"], name: "intent" };
}
