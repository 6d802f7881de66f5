/** Checks what came from the agent's channel. The app under test shares the agent's process, so nothing here is believed. */
import { cleanText } from "./clean-text.ts";
import { agentMessageSchema, LIMITS, type AgentMessage } from "./frame.ts";
import { isPlainBatch } from "./plain-batch.ts";

export type RejectionCode = "oversize" | "not-json" | "schema" | "unknown-session" | "forged-token";

/** Why a message was not taken. `detail` names places and kinds, never the app's text. */
export interface Rejection {
  code: RejectionCode;
  detail: string;
}

export type Decoded = { ok: true; message: AgentMessage } | { ok: false; rejection: Rejection };

/** What the controller gave the agent at install; a message must carry both. */
export interface ExpectedSender {
  session: string;
  token: string;
}

/** Keys that change what an object is instead of what it holds; dropped from app-made objects. */
const DANGEROUS_KEYS = ["__proto__", "constructor", "prototype"] as const;
const MAX_DETAIL = 200;

/**
 * Decodes one message of the agent. Never throws.
 * @param input JSON text, or what a Frida binding already parsed from it.
 * @param bytes size of the message on the wire.
 * @param expected session and token of the channel it came on; null accepts any (tests of the format alone).
 */
export function decodeAgentMessage(input: unknown, bytes: number, expected: ExpectedSender | null): Decoded {
  if (!(bytes <= LIMITS.messageBytes)) return reject("oversize", `${bytes} bytes, at most ${LIMITS.messageBytes}`);
  let parsed = input;
  if (typeof input === "string") {
    if (input.length > LIMITS.messageBytes)
      return reject("oversize", `${input.length} characters, at most ${LIMITS.messageBytes}`);
    try {
      parsed = JSON.parse(input);
    } catch {
      return reject("not-json", "the text is not JSON");
    }
  }
  try {
    return check(parsed, expected);
  } catch (error) {
    // Only an object that is no JSON (a getter that throws, a loop) gets here: a parsed one has neither.
    return reject("schema", `the message cannot be read (${error instanceof Error ? error.name : typeof error})`);
  }
}

function check(parsed: unknown, expected: ExpectedSender | null): Decoded {
  dropDangerousKeys(parsed);
  let message: AgentMessage;
  if (isPlainBatch(parsed)) {
    message = parsed;
  } else {
    const result = agentMessageSchema.safeParse(parsed);
    if (!result.success) {
      const issue = result.error.issues[0];
      const place = issue ? placeOf(issue.path) : "";
      return reject("schema", `${place || "message"}: ${issue?.code ?? "invalid"}`);
    }
    message = result.data;
  }
  if (expected && message.session !== expected.session)
    return reject("unknown-session", "the message names another session");
  if (expected && message.token !== expected.token)
    return reject("forged-token", "the message does not carry the session's token");
  return { ok: true, message };
}

/** Path of an issue; keys below `args` and `data` are of the app's making and are left out. */
function placeOf(path: readonly PropertyKey[]): string {
  const map = path.findIndex((part) => part === "args" || part === "data");
  const known = map < 0 ? path : path.slice(0, map + 1);
  return known.map(String).join(".");
}

/** Argument and marker maps have keys of the app's choosing; an access must not vanish because of one. */
function dropDangerousKeys(message: unknown): void {
  if (!isObject(message) || !Array.isArray(message.records)) return;
  for (const record of message.records as unknown[]) {
    if (!isObject(record)) continue;
    const map = record.kind === "marker" ? record.data : record.args;
    if (!isObject(map)) continue;
    for (const key of DANGEROUS_KEYS) if (Object.hasOwn(map, key)) Reflect.deleteProperty(map, key);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function reject(code: RejectionCode, detail: string): Decoded {
  return { ok: false, rejection: { code, detail: cleanText(detail).slice(0, MAX_DETAIL) } };
}
