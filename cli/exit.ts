/** Exit codes, and how an error reads on a terminal. */
import { FridaError } from "../controller/frida/frida-host.ts";
import { type Language, say } from "./language.ts";
import { printable } from "./terminal.ts";

export const EXIT = {
  clean: 0,
  findings: 1,
  usage: 2,
  handset: 3,
  evidence: 4,
  internal: 70,
  interrupted: 130,
} as const;

interface TypedError {
  code: string;
  exit: number;
  message: string;
  remedy?: string;
}

/** Errors of every room carry a stable code and the exit code that they mean. */
function typed(error: unknown): TypedError | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof FridaError) return { code: error.code, exit: EXIT.handset, message: error.message };
  const { code, exit, exitStatus, remedy } = error as Error & {
    code?: unknown;
    exit?: unknown;
    exitStatus?: unknown;
    remedy?: unknown;
  };
  const status = typeof exit === "number" ? exit : exitStatus;
  if (typeof code !== "string" || typeof status !== "number") return null;
  return {
    code,
    exit: status,
    message: error.message,
    ...(typeof remedy === "string" && remedy !== "" ? { remedy } : {}),
  };
}

/** An error that nobody foresaw must never look like findings. */
export function exitOf(error: unknown): number {
  return typed(error)?.exit ?? EXIT.internal;
}

export function explain(error: unknown, language: Language): string {
  const known = typed(error);
  if (!known) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const head = say(language, { zh: "内部错误（不是检测结论）", en: "internal error (this is not a finding)" });
    return `${head}: ${printable(detail).replaceAll("\\u000a", "\n")}\n`;
  }
  const remedy = known.remedy
    ? `\n  ${say(language, { zh: "处理办法", en: "remedy" })}: ${printable(known.remedy)}`
    : "";
  return `${known.code}: ${printable(known.message).replaceAll("\\u000a", "\n")}${remedy}\n`;
}
