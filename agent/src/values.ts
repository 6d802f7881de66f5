/** Tells what came back from a hooked call. */
import type { Outcome, RowOutcome } from "../../trace/frame.ts";
import { LIMITS } from "./limits.ts";
import type { AppRuntime, JniValue } from "./app-runtime.ts";
import { cutText } from "./cut-text.ts";
import { PART } from "./filters.ts";
import type { ThreadState } from "./threads.ts";

export interface Projected {
  outcome: Outcome;
  value?: string;
  error?: string;
}

/** What the platform gives instead of an address or a number it keeps to itself. */
const MASKED = new Set([
  "02:00:00:00:00:00",
  "00:00:00:00:00:00",
  "00000000-0000-0000-0000-000000000000",
  "<unknown ssid>",
  "unknown",
]);
const MASKED_NUMBER = /^0{8,}$/;
const MASKED_BYTES = /^(0+|020000000000)$/;

/** Reads the result as the row says; `type` is its JVM descriptor. */
export function projectResult(
  how: RowOutcome,
  type: string,
  env: NativePointer,
  result: JniValue,
  runtime: AppRuntime,
  thread: ThreadState,
): Projected {
  if (how === "void" || type === "V") return { outcome: "none" };
  if (type.length === 1) return { outcome: "value", value: String(result) };
  const object = result as NativePointer;
  if (object.isNull()) return { outcome: "empty" };
  if (type === "Ljava/lang/String;") {
    return judge(runtime.jni.readString(env, object, LIMITS.text, thread.buffer), MASKED);
  }
  switch (how) {
    case "bytes": {
      const hex = runtime.describe(env, "bytes", object, thread.buffer);
      return hex !== null && MASKED_BYTES.test(hex) ? { outcome: "masked", value: hex } : judge(hex, undefined);
    }
    case "list":
      if (runtime.size(env, object) === 0) return { outcome: "empty" };
      return judge(runtime.describe(env, "list", object, thread.buffer), undefined);
    case "apps":
      if (runtime.size(env, object) === 0) return { outcome: "empty" };
      return judge(
        runtime.describe(env, "packages", object, thread.buffer) ??
          runtime.describe(env, "text", object, thread.buffer),
        undefined,
      );
    case "cursor":
      return judge(runtime.describe(env, "cursor", object, thread.buffer), undefined);
    case "location":
      return judge(runtime.describe(env, "location", object, thread.buffer), undefined);
    case "string":
    case "mac":
      return judge(runtime.describe(env, "text", object, thread.buffer), MASKED);
    case "object": {
      if (runtime.size(env, object) === 0) return { outcome: "empty" };
      const text = runtime.describe(env, "text", object, thread.buffer);
      return text === null ? { outcome: "value" } : { outcome: "value", value: cutText(text, LIMITS.text) };
    }
    case "reply":
      return replied(runtime.describe(env, "reply", object, thread.buffer));
  }
}

function judge(text: string | null, masked: Set<string> | undefined): Projected {
  if (text === null || text === "") return { outcome: "empty" };
  const plain = text.replace(/^"|"$/g, "");
  const isMasked = masked !== undefined && (masked.has(plain) || MASKED_NUMBER.test(plain));
  const outcome = isMasked ? "masked" : "value";
  return { outcome, value: cutText(text, LIMITS.text) };
}

/** Data types of a question for everything there is: one that finds nobody but the app has still been asked. */
const ALL_APPS = ["app.list", "app.running"];

/**
 * What is to be recorded of an answer that names packages: of one that names the app's own alone nothing, or an attempt where
 * everything was asked for.
 */
export function ofOthers(seen: Projected, types: readonly string[], appPackage: string): Projected | null {
  if (seen.value !== appPackage) return seen;
  return types.some((type) => ALL_APPS.includes(type)) ? { ...seen, outcome: "empty" } : null;
}

/** Of a transaction: its outcome, and the text of its reply where that is one. */
function replied(text: string | null): Projected {
  const [outcome, value] = text?.split(PART) ?? ["empty"];
  if (outcome !== "value") return { outcome: outcome as Outcome };
  return value === undefined ? { outcome } : judge(value, MASKED);
}
