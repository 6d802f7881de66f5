/** Waits for a person to do on the handset what no script can: a captcha, a face, a code on another phone. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Arguments, Step } from "../scenario/action-schema.ts";
import { observe } from "../wait.ts";
import { mustBeThere, type StepContext } from "./context.ts";

/** A file of this name in the run folder says what Enter says. */
export const CONTINUE_FILE = "continue";
const LOOK_INTERVAL_MS = 200;

/** Several handsets may wait at once: Enter is for the one that asked first. */
const waiting: (() => void)[] = [];
let listening = false;

/** After the deadline the context says that nobody came, and what. */
export async function awaitPerson(context: StepContext, asked: Arguments["awaitPerson"]): Promise<void> {
  const { walker } = context;
  const file = join(walker.writer.dir, CONTINUE_FILE);
  await walker.session.flush();
  const came = await walker.during("person", asked.reason, { deadlineMs: asked.deadline }, async () => {
    tell(asked, file);
    return waitForPerson(file, asked.deadline, walker.session.gone);
  });
  mustBeThere(context);
  if (!came) context.absent = asked.reason;
  await walker.capture({ after: came ? "person" : "nobody came" });
}

/** Notes the functions of a step that cannot be done because nobody came: a limit of the run each. */
export function notCovered({ walker, absent = "" }: StepContext, step: Step): void {
  for (const { name, justifies } of functionsIn([step])) {
    const reason = {
      zh: `未覆盖：等待人工操作（${absent}），无人到场`,
      en: `not covered: nobody came to do: ${absent}`,
    };
    const detail = { what: name, function: name, awaited: absent, reason };
    walker.writer.limit({ kind: "budget", code: "not-covered", types: justifies, detail });
  }
}

/** Business functions among `steps`, however deep. */
function functionsIn(steps: readonly Step[]): { name: string; justifies: string[] }[] {
  return steps.flatMap((step) => {
    if ("step" in step) return [{ name: step.step, justifies: step.justifies }];
    if ("runFlow" in step) return functionsIn(step.runFlow.commands);
    return "repeat" in step ? functionsIn(step.repeat.commands) : [];
  });
}

function tell({ reason, deadline }: Arguments["awaitPerson"], file: string): void {
  const limit = `${Math.round(deadline / 1000)} s`;
  process.stderr.write(
    `等待人工操作 · waiting for a person (${limit}): ${reason}\n` +
      `  完成后按回车，或创建文件 · then press Enter, or create the file: ${file}\n`,
  );
}

async function waitForPerson(file: string, deadlineMs: number, gone: Promise<unknown>): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  let came = false;
  const enter = (): void => void (came = true);
  waiting.push(enter);
  listen();
  try {
    while (!came && performance.now() < end) {
      if (existsSync(file)) {
        rmSync(file); // a run folder holds evidence only
        came = true;
      } else if (!(await observe(LOOK_INTERVAL_MS, gone))) {
        break;
      }
    }
    return came;
  } finally {
    const at = waiting.indexOf(enter);
    if (at >= 0) waiting.splice(at, 1);
    if (waiting.length === 0) stopListening();
  }
}

function listen(): void {
  if (listening || !process.stdin.isTTY) return;
  listening = true;
  process.stdin.on("data", onEnter);
  process.stdin.resume();
}

function onEnter(): void {
  waiting.shift()?.();
}

function stopListening(): void {
  if (!listening) return;
  listening = false;
  process.stdin.off("data", onEnter);
  process.stdin.pause();
}
