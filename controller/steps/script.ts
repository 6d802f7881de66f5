/** The way out where no verb fits: a TypeScript module on WebdriverIO's `browser`, in the same session. */
import { pathToFileURL } from "node:url";
import type { Browser } from "webdriverio";
import { handsetError, usageError } from "../errors.ts";
import type { Arguments } from "../scenario/action-schema.ts";
import { waitFor } from "../wait.ts";
import { AppGone, mustBeThere, type StepContext } from "./context.ts";
import { selectOne } from "./select.ts";
import type { UiNode } from "../page-source.ts";
import type { Selector } from "../scenario/selector-schema.ts";

const DEFAULT_TIMEOUT_MS = 5 * 60_000;

/** What a scenario module's default export is called with. */
export interface ScriptContext {
  /** WebdriverIO's object; `browser.execute("mobile: ...")` and all else that the handset knows. */
  browser: Browser;
  /** A note on the run's timeline. */
  mark(text: string): void;
  /** Keeps the screen as evidence. */
  capture(name: string): Promise<void>;
  /** What a selector points at now, or null. */
  find(selector: Selector): Promise<UiNode | null>;
  /** Looks until `look` gives something, or fails after `deadlineMs`. */
  waitFor<T>(what: string, deadlineMs: number, look: () => Promise<T | null>): Promise<T>;
}

/** @throws ControllerError `script-*`; a failure in the module is named with its file and line */
export async function script(context: StepContext, given: Arguments["script"]): Promise<void> {
  const { walker } = context;
  const { file, timeout } = typeof given === "string" ? { file: given, timeout: undefined } : given;
  const main = await load(file);
  await walker.during("script", file.split("/").at(-1) ?? file, {}, async () => {
    await run(context, file, main, timeout ?? DEFAULT_TIMEOUT_MS);
    await walker.session.flush();
  });
  await walker.capture({ after: "script" });
}

type Main = (context: ScriptContext) => unknown;

async function load(file: string): Promise<Main> {
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (cause) {
    throw usageError("script-unreadable", `${whereIn(cause, file)}: ${messageOf(cause)}`, "mend the module");
  }
  if (typeof module.default !== "function") {
    throw usageError(
      "script-no-default",
      `${file}: has no function as default export`,
      "export default async ({ browser }) => { ... }",
    );
  }
  return module.default as Main;
}

async function run(context: StepContext, file: string, main: Main, timeoutMs: number): Promise<void> {
  const { walker } = context;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(handsetError("script-deadline", `${file}: not done after ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  const gone = walker.session.gone.then((reason) => Promise.reject(new AppGone(reason)));
  try {
    await Promise.race([Promise.resolve(main(hands(context))), late, gone]);
  } catch (cause) {
    mustBeThere(context);
    if (cause instanceof Error && "exit" in cause) throw cause;
    throw handsetError("script-failed", `${whereIn(cause, file)}: ${messageOf(cause)}`, "", cause);
  } finally {
    clearTimeout(timer);
  }
}

function hands({ walker }: StepContext): ScriptContext {
  return {
    browser: walker.handset.browser,
    mark: (text) => walker.point("note", text.slice(0, 200)),
    capture: async (name) => void (await walker.capture({ name: name.slice(0, 200) })),
    find: async (selector) => selectOne(await walker.look(), selector),
    waitFor: (what, deadlineMs, look) => waitFor(what, deadlineMs, look, walker.session.gone),
  };
}

/** `file:line` of the module's own line that failed; the file alone where the stack does not tell. */
function whereIn(cause: unknown, file: string): string {
  const stack = cause instanceof Error ? (cause.stack ?? "") : "";
  const url = pathToFileURL(file).href;
  for (const name of [url, file]) {
    const at = stack.indexOf(`${name}:`);
    const line = at < 0 ? null : /^:(\d+)/.exec(stack.slice(at + name.length));
    if (line) return `${file}:${line[1]}`;
  }
  return file;
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0] ?? "";
}
