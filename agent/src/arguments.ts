/** Reads the argument that a row's filter looks at, as text. */
import type { RowFilter } from "../../trace/frame.ts";
import type { AppRuntime, Describe, JniValue, Overload } from "./app-runtime.ts";
import { cutText } from "./cut-text.ts";
import { PART } from "./filters.ts";
import { LIMITS } from "./limits.ts";
import { TEXT_UNITS } from "./threads.ts";

/** In a filter, the receiver instead of an argument. */
export const RECEIVER = -1;
const STRING = "Ljava/lang/String;";
const INTENT = "Landroid/content/Intent;";
const INTENT_FILTER = "Landroid/content/IntentFilter;";
const URI = "Landroid/net/Uri;";
const PARCEL = "Landroid/os/Parcel;";

/** Null where the app passed null, or where this overload has no such argument. */
export type ArgumentReader = (
  env: NativePointer,
  self: NativePointer,
  args: JniValue[],
  buffer: NativePointer,
) => string | null;

const none: ArgumentReader = () => null;

/** The reader for one filter and one overload. */
export function makeArgumentReader(filter: RowFilter, overload: Overload, runtime: AppRuntime): ArgumentReader {
  const at = (position: number, how: Describe): ArgumentReader => readAt(position, how, overload, runtime);
  switch (filter.kind) {
    case "other-app-intent":
    case "query-intent":
      // Overloads put an intent at different places; one that has none is no access.
      return at(overload.parameters.indexOf(INTENT), "intent");
    case "action": {
      const intent = overload.parameters.indexOf(INTENT);
      return intent >= 0 ? at(intent, "intent") : at(overload.parameters.indexOf(INTENT_FILTER), "actions");
    }
    case "provider-call":
      return providerCall(overload, runtime);
    case "binder":
      return transaction(overload, runtime);
    case "member":
      return reflectedMember(overload, runtime);
    case "command":
      return at(filter.arg, "command");
    case "other-app":
      return otherApps(filter.args, overload, runtime);
    case "permissions":
      return at(filter.arg, "list");
    default:
      return at(filter.arg, "text");
  }
}

function readAt(position: number, how: Describe, overload: Overload, runtime: AppRuntime): ArgumentReader {
  const isReceiver = position === RECEIVER && !overload.isStatic;
  const type = isReceiver ? "Ljava/lang/Object;" : overload.parameters[position];
  if (type === undefined) return none;
  if (type.length === 1) return (_env, _self, args) => String(args[position]);
  const pick = (self: NativePointer, args: JniValue[]): NativePointer =>
    isReceiver ? self : (args[position] as NativePointer);
  if (type === STRING) {
    return (env, self, args, buffer) => runtime.jni.readString(env, pick(self, args), TEXT_UNITS, buffer);
  }
  return (env, self, args, buffer) => {
    const object = pick(self, args);
    return object.isNull() ? null : runtime.describe(env, how, object, buffer);
  };
}

/** Package names and user ids; the app's own user id as an empty part. */
function otherApps(positions: readonly number[], overload: Overload, runtime: AppRuntime): ArgumentReader {
  const readers = positions.map((position) => {
    const read = readAt(position, "text", overload, runtime);
    if (overload.parameters[position] !== "I") return read;
    return ((env, self, args, buffer) =>
      Number(args[position]) === runtime.ownUid(env) ? "" : read(env, self, args, buffer)) satisfies ArgumentReader;
  });
  return (env, self, args, buffer) =>
    readers.map((read) => (read(env, self, args, buffer) ?? "").replaceAll(PART, " ")).join(PART);
}

/** Authority, method, argument. The client of a provider knows its authority itself. */
function providerCall(overload: Overload, runtime: AppRuntime): ArgumentReader {
  const texts = overload.parameters.flatMap((type, i) => (type === STRING ? [i] : []));
  const uri = overload.parameters.indexOf(URI);
  const places = uri >= 0 ? [uri, ...texts] : texts;
  const readers = places.slice(-3).map((i) => readAt(i, "text", overload, runtime));
  if (readers.length < 3) readers.unshift(readAt(RECEIVER, "authority", overload, runtime));
  return (env, self, args, buffer) =>
    readers.map((read) => (read(env, self, args, buffer) ?? "").replaceAll(PART, " ")).join(PART);
}

/** Descriptor and code of `transact(int code, Parcel data, …)`: the descriptor stands at the head of the data. */
function transaction(overload: Overload, runtime: AppRuntime): ArgumentReader {
  const data = overload.parameters.indexOf(PARCEL);
  if (overload.parameters[0] !== "I" || data < 0) return none;
  return (env, self, args, buffer) => {
    const parcel = args[data] as NativePointer;
    const descriptor = runtime.describePair(env, "descriptor", self, parcel, buffer);
    return descriptor === null ? null : `${descriptor.replaceAll(PART, " ")}${PART}${String(args[0])}`;
  };
}

/** Class and member: the receiver is the class, or the first text is its name. */
function reflectedMember(overload: Overload, runtime: AppRuntime): ArgumentReader {
  const name = readAt(overload.parameters.indexOf(STRING), "text", overload, runtime);
  if (overload.isStatic)
    return (env, self, args, buffer) => name(env, self, args, buffer)?.replaceAll(PART, " ") ?? null;
  return (env, self, args, buffer) => {
    const member = name(env, self, args, buffer);
    if (member === null) return null;
    const owner = runtime.describe(env, "typeName", self, buffer) ?? "";
    return `${owner}${PART}${member.replaceAll(PART, " ")}`;
  };
}

/** An argument as text for the record: numbers and truth values as such, objects as the helper writes them; null for null. */
export function argumentText(
  env: NativePointer,
  value: JniValue,
  type: string,
  runtime: AppRuntime,
  buffer: NativePointer,
): string | null {
  if (type === "Z") return Number(value) === 0 ? "false" : "true";
  if (type.length === 1) return String(value);
  const object = value as NativePointer;
  if (type === STRING) return runtime.jni.readString(env, object, LIMITS.argument, buffer);
  const text = object.isNull() ? null : runtime.describe(env, "text", object, buffer);
  return text === null ? null : cutText(text, LIMITS.argument);
}
