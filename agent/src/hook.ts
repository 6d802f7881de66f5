/**
 * The body that stands in place of a catalogue row's member. The original runs exactly once, with the app's own arguments,
 * and its value or exception goes on as it is, whatever happens in here.
 */
import type { HookRow, Outcome } from "../../trace/frame.ts";
import { cutText } from "./cut-text.ts";
import { LIMITS } from "./limits.ts";
import type { AppRuntime, JniValue, Overload } from "./app-runtime.ts";
import { argumentText, makeArgumentReader, RECEIVER } from "./arguments.ts";
import { isEnding, isHeld, waitForTheEnd } from "./stop-gate.ts";
import { makeFilter, PART, type Filter } from "./filters.ts";
import { resolved, untold } from "./nesting.ts";
import type { NewAccess, RecordQueue } from "./queue.ts";
import { type OpenAccess, type ThreadState } from "./threads.ts";
import { ofOthers, projectResult, type Projected } from "./values.ts";

const STRING = "Ljava/lang/String;";
const PARCEL = "Landroid/os/Parcel;";
/** Of a class made for a lambda, stacks tell nothing. */
const NO_FRAME = "";
const MAX_INNER = 16;
const MAX_THREAD_NAME = 128;
/** Number of a stack whose frames are not told. */
const UNTOLD_STACK = 0;
/** Data type of the calls by which an app looks for a debugger, a root or this very agent. */
const LOOKS_FOR_US = "env.detect";

/** A body with the state of the thread that runs it. */
export type HookBody = (env: NativePointer, self: NativePointer, args: JniValue[], thread: ThreadState) => JniValue;

/** One armed row, with what happened to it. */
export interface ArmedRow {
  readonly row: HookRow;
  readonly overloads: Overload[];
  selfTested: boolean;
}

/** Where the platform's class hands over to a class of the app's, which is armed for the same row. */
export interface Listener {
  /** `class#member` as a stack tells it. */
  name: string;
}

interface Started {
  t: number;
  stack: number;
  types: string[];
  args: Record<string, string>;
  open: OpenAccess;
  before: OpenAccess | null;
}

/** Makes the body of one overload; `next` runs the original, through other rows of the same member if there are any. */
export function makeHookBody(
  armed: ArmedRow,
  overload: Overload,
  next: HookBody,
  runtime: AppRuntime,
  queue: RecordQueue,
  appPackage: string,
  listener: Listener | null = null,
): HookBody {
  const { row } = armed;
  const filter = row.filter === null ? null : makeFilter(row.filter, appPackage);
  const begin = makeBegin(armed, overload, runtime, filter, listener);
  const valueAt = row.outcome === "reply" ? overload.parameters.lastIndexOf(PARCEL) : row.valueArg;
  const zero: JniValue = overload.result.length > 1 ? NULL : 0;
  return (env, self, args, thread) => {
    if (thread.own > 0) return next(env, self, args, thread);
    if (isHeld(thread)) waitForTheEnd();
    let started: Started | null = null;
    try {
      thread.own++;
      started = begin(env, self, args, thread);
    } catch {
      queue.hookError();
    } finally {
      thread.own--;
    }
    if (started === null) return next(env, self, args, thread);
    let value: JniValue = zero;
    try {
      value = next(env, self, args, thread);
    } finally {
      if (isEnding(thread)) waitForTheEnd();
      thread.open = started.before;
      finish(env, self, args, thread, started, value);
    }
    return value;
  };

  function finish(
    env: NativePointer,
    self: NativePointer,
    args: JniValue[],
    thread: ThreadState,
    started: Started,
    value: JniValue,
  ): void {
    thread.own++;
    let thrown: NativePointer | null = null;
    try {
      if (runtime.jni.exceptionCheck(env) !== 0) {
        thrown = runtime.jni.exceptionOccurred(env);
        runtime.jni.exceptionClear(env);
      }
      const told =
        thrown !== null
          ? failed(env, thrown, thread)
          : valueAt === undefined
            ? projectResult(row.outcome, overload.result, env, value, runtime, thread)
            : handedOver(env, self, args, thread, valueAt);
      const seen = row.outcome === "apps" ? ofOthers(told, started.types, appPackage) : told;
      if (seen === null) return;
      const access: NewAccess = {
        t: started.t,
        row: row.id,
        overload: overload.descriptor,
        types: started.types,
        tid: thread.tid,
        thread: thread.name,
        stack: started.stack,
        args: started.args,
        outcome: seen.outcome,
        inner: started.open.inner,
      };
      if (seen.value !== undefined) access.value = seen.value;
      if (seen.error !== undefined) access.error = seen.error;
      queue.access(access);
      if (started.types.includes(LOOKS_FOR_US)) {
        const how = cutText(Object.values(started.args).join(" "), LIMITS.argument);
        queue.marker({ t: started.t, tid: thread.tid, marker: "instrumentation-detected", data: { row: row.id, how } });
      }
    } catch {
      queue.hookError();
    } finally {
      if (runtime.jni.exceptionCheck(env) !== 0) runtime.jni.exceptionClear(env);
      if (thrown !== null) runtime.jni.throw_(env, thrown);
      thread.own--;
    }
  }

  /** What a callback was given, or a transaction filled: an argument, or the receiver. */
  function handedOver(
    env: NativePointer,
    self: NativePointer,
    args: JniValue[],
    thread: ThreadState,
    position: number,
  ): Projected {
    const type = position === RECEIVER ? "Ljava/lang/Object;" : overload.parameters[position];
    const value = position === RECEIVER ? self : args[position];
    if (type === undefined || value === undefined) return { outcome: "none" };
    // Nobody waits for an answer to a transaction without a reply.
    if (row.outcome === "reply" && (value as NativePointer).isNull()) return { outcome: "none" };
    return projectResult(row.outcome, type, env, value, runtime, thread);
  }

  function failed(env: NativePointer, thrown: NativePointer, thread: ThreadState): Projected {
    const outcome: Outcome = runtime.isDenial(env, thrown) ? "denied" : "error";
    return { outcome, error: runtime.className(env, thrown, thread.buffer) };
  }
}

type Begin = (env: NativePointer, self: NativePointer, args: JniValue[], thread: ThreadState) => Started | null;

function makeBegin(
  armed: ArmedRow,
  overload: Overload,
  runtime: AppRuntime,
  filter: Filter | null,
  to: Listener | null,
): Begin {
  const { row } = armed;
  const readFiltered = row.filter === null ? null : makeArgumentReader(row.filter, overload, runtime);
  const plain = plainArguments(overload);
  return (env, self, args, thread) => {
    let types = row.types;
    const named: Record<string, string> = {};
    if (filter !== null && readFiltered !== null) {
      const text = readFiltered(env, self, args, thread.buffer);
      const match = filter(text, row.types);
      if (match === null) return null;
      types = match.types;
      named[match.name] = cutText(readable(text ?? ""), LIMITS.argument);
    }
    // Where the platform's own class delivered it, the delivery is noted.
    if (to !== null && thread.open?.row === row.id) return null;
    const entry = runtime.enter(env);
    const { t } = entry;
    // A delivery comes from the platform: whom it is for stands in the receiver, not on the stack.
    const stack = entry.platformOnly ? UNTOLD_STACK : entry.stack;
    if (to !== null) {
      // An app may call its listener itself, with what it has already.
      const by = entry.platformOnly ? NO_FRAME : runtime.calledBack(env, stack, thread.buffer);
      if (by !== NO_FRAME && by !== to.name) return null;
      named["listener"] = cutText(runtime.className(env, self, thread.buffer), LIMITS.argument);
    } else if (entry.platformOnly) {
      const isDelivery = row.valueArg !== undefined && row.outcome !== "apps";
      const listener = !isDelivery ? null : runtime.describe(env, "listener", self, thread.buffer);
      // A call that the platform makes for itself is nobody's.
      if (listener === null) return null;
      named["listener"] = cutText(listener, LIMITS.argument);
    }
    const before = thread.open;
    let told = types;
    // Nested without app code in between: the same read, crossing another member or met by another row of the same one.
    if (
      before !== null &&
      stack !== UNTOLD_STACK &&
      runtime.appDepth(env, before.stack) === runtime.appDepth(env, stack)
    ) {
      types = before.overload === overload ? untold(types, before.told) : resolved(types, before.told);
      if (types.length === 0) {
        if (before.inner.length < MAX_INNER && !before.inner.includes(row.id) && before.row !== row.id)
          before.inner.push(row.id);
        return null;
      }
      told = [...before.told, ...types];
    }
    if (filter === null) {
      for (const { index, type } of plain) {
        const text = argumentText(env, args[index] as JniValue, type, runtime, thread.buffer);
        if (text !== null) named[`arg${index}`] = text;
      }
    }
    refreshName(env, thread, runtime);
    const open: OpenAccess = { row: row.id, overload, stack, told, inner: [] };
    thread.open = open;
    return { t, stack, types, args: named, open, before };
  };
}

/** The parts of an argument, as people write them. */
function readable(text: string): string {
  return text.includes(PART)
    ? text
        .split(PART)
        .filter((part) => part !== "")
        .join(" ")
    : text;
}

let nameTick = 0;
/** Thread names are read again after this, so that a renamed thread is not known by its old name for long. */
export function thatWasABatch(): void {
  nameTick++;
}

function refreshName(env: NativePointer, thread: ThreadState, runtime: AppRuntime): void {
  if (thread.nameTick === nameTick) return;
  thread.name = cutText(runtime.threadName(env, thread.buffer), MAX_THREAD_NAME);
  thread.nameTick = nameTick;
}

/** Objects of the platform that say how much is asked for. */
const TELLING = new Set(["Landroid/location/LocationRequest;", "Landroid/location/Criteria;", "Landroid/net/Uri;"]);

/** Numbers and strings of an unfiltered call are worth keeping; most objects are not asked. */
function plainArguments(overload: Overload): { index: number; type: string }[] {
  return overload.parameters
    .map((type, index) => ({ index, type }))
    .filter(({ type }) => type === STRING || type.length === 1 || TELLING.has(type))
    .slice(0, LIMITS.argumentsPerAccess);
}
