/** The framework members that set phases: touches, windows, activities, permission answers, the application, its end. */
import type { MarkerKind, MarkerRecord, SwitchRow } from "../../trace/frame.ts";
import type { AppRuntime, JniValue, Overload } from "./app-runtime.ts";
import { argumentText } from "./arguments.ts";
import { cutText } from "./cut-text.ts";
import type { HookBody } from "./hook.ts";
import { LIMITS } from "./limits.ts";
import type { RecordQueue } from "./queue.ts";
import { holdOthers, isEnding, waitForTheEnd } from "./stop-gate.ts";

/** Milliseconds that the end of the process waits for a batch under way. */
const LAST_TURNS = 200;
type Data = MarkerRecord["data"];
const PART = "\u001f";

interface Call {
  overload: Overload;
  env: NativePointer;
  self: NativePointer;
  args: JniValue[];
  runtime: AppRuntime;
  buffer: NativePointer;
}

interface MarkerMember {
  class: string;
  member: string;
  marker: MarkerKind;
  /** Null when this call is no marker after all. */
  read(call: Call): Data | null;
  /**
   * The process ends with it: everything queued is sent first. `at-once` nothing of the app runs any more, so that threads which
   * come to a hooked member are held; `after-hooks` its own last words come yet.
   */
  last?: "at-once" | "after-hooks";
  /** Not every machine has it, and no app has every SDK. */
  isOptional?: boolean;
}

/** Instead of what a marker says: another one has said it. */
const UNSAID: Data = {};

const object = (call: Call, index: number): NativePointer => call.args[index] as NativePointer;
const named = (call: Call, of: NativePointer): string => call.runtime.className(call.env, of, call.buffer);

function parts(
  call: Call,
  how: "touch" | "window" | "permissions",
  first: NativePointer,
  second: NativePointer,
): string[] | null {
  return call.runtime.describePair(call.env, how, first, second, call.buffer)?.split(PART) ?? null;
}

function windowOf(call: Call, params: NativePointer): Data | null {
  const [window = "", kind = ""] = parts(call, "window", object(call, 0), params) ?? [];
  return { window, kind };
}

function permissionResult(call: Call): Data {
  const [names = "", results = ""] = parts(call, "permissions", object(call, 1), NULL) ?? [];
  return { names, results };
}

const activity = (member: string, state: string): MarkerMember => ({
  class: "android.app.Instrumentation",
  member,
  marker: "activity",
  read: (call) => ({ name: named(call, object(call, 0)), state }),
});

/** The view root hands every pointer event to its root view by this method, whatever toolkit draws below it. */
const MEMBERS: MarkerMember[] = [
  {
    class: "android.view.View",
    member: "dispatchPointerEvent",
    marker: "touch",
    read(call) {
      const read = parts(call, "touch", call.self, object(call, 0));
      if (read === null) return null;
      const [action = "", x = "0", y = "0", window = "", owner = ""] = read;
      return { action, x: Number(x), y: Number(y), window, package: owner };
    },
  },
  {
    class: "android.view.WindowManagerGlobal",
    member: "addView",
    marker: "window-shown",
    read: (call) => windowOf(call, object(call, 1)),
  },
  {
    class: "android.view.WindowManagerGlobal",
    member: "removeView",
    marker: "window-gone",
    read: (call) => windowOf(call, NULL),
  },
  activity("callActivityOnCreate", "created"),
  activity("callActivityOnStart", "started"),
  activity("callActivityOnResume", "resumed"),
  activity("callActivityOnPause", "paused"),
  activity("callActivityOnStop", "stopped"),
  activity("callActivityOnDestroy", "destroyed"),
  {
    class: "android.app.Activity",
    member: "requestPermissions",
    marker: "permission-request",
    read: (call) => ({
      names: cutText(call.runtime.describe(call.env, "list", object(call, 0), call.buffer) ?? "", LIMITS.argument),
    }),
  },
  {
    class: "android.app.Activity",
    member: "dispatchRequestPermissionsResult",
    marker: "permission-result",
    read: permissionResult,
  },
  {
    class: "android.app.Activity",
    member: "dispatchRequestPermissionsResultToFragment",
    marker: "permission-result",
    read: permissionResult,
  },
  {
    class: "android.app.Application",
    member: "attach",
    marker: "application",
    read: (call) => ({ state: "attach", name: named(call, call.self) }),
  },
  {
    class: "android.app.Instrumentation",
    member: "callApplicationOnCreate",
    marker: "application",
    read: (call) => ({ state: "created", name: named(call, object(call, 0)) }),
  },
  {
    class: "java.lang.Runtime",
    member: "exit",
    marker: "exit",
    last: "after-hooks",
    read: (call) => ({ reason: `exit ${String(call.args[0])}` }),
  },
  {
    class: "java.lang.Runtime",
    member: "halt",
    marker: "exit",
    last: "at-once",
    read: (call) => ({ reason: `halt ${String(call.args[0])}` }),
  },
  {
    // Where an exit ends, after the app's last words.
    class: "java.lang.Shutdown",
    member: "halt",
    marker: "exit",
    last: "at-once",
    isOptional: true,
    read: () => UNSAID,
  },
  {
    class: "android.os.Process",
    member: "killProcess",
    marker: "exit",
    last: "at-once",
    read: (call) => (Number(call.args[0]) === Process.id ? { reason: "killProcess" } : null),
  },
];

/** One member to put in place; a row and a marker may share one. */
export interface MarkerPlan {
  /** Short name of the marker, at most 15 letters. */
  name: string;
  class: string;
  member: string;
  /** Its class or member may be missing. */
  isLate: boolean;
  /** The body of one overload, around whatever else stands in place of the member. */
  body(next: HookBody, overload: Overload): HookBody;
}

/** A consent switch of an SDK: the answer that the app hands over, as text. */
function switchMember({ id, class: owner, member, arg }: SwitchRow): MarkerMember {
  return {
    class: owner,
    member,
    marker: "sdk-consent",
    isOptional: true,
    read: (call) => ({ switch: id, value: arg === null ? "" : answerOf(call, arg) }),
  };
}

function answerOf({ env, args, overload, runtime, buffer }: Call, index: number): string {
  const type = overload.parameters[index];
  return type === undefined ? "" : (argumentText(env, args[index] as JniValue, type, runtime, buffer) ?? "null");
}

/** What to put in place for the markers. The instant of a marker is taken before the original runs. */
export function planMarkers(runtime: AppRuntime, queue: RecordQueue, switches: readonly SwitchRow[]): MarkerPlan[] {
  return [...MEMBERS, ...switches.map(switchMember)].map((spec) => ({
    name: spec.marker.replace("permission", "perm"),
    class: spec.class,
    member: spec.member,
    isLate: spec.isOptional === true,
    body: (next, overload) => (env, self, args, thread) => {
      if (thread.own === 0) {
        if (isEnding(thread)) waitForTheEnd();
        thread.own++;
        try {
          const t = runtime.now(env);
          const data = spec.read({ env, self, args, overload, runtime, buffer: thread.buffer });
          if (data !== null && data !== UNSAID) queue.marker({ t, tid: thread.tid, marker: spec.marker, data });
          if (spec.last !== undefined && data !== null) {
            if (spec.last === "at-once") holdOthers(thread);
            // Another thread that is sending gets a moment: this one takes the process down next.
            for (let turn = 0; !queue.flush() && turn < LAST_TURNS; turn++) Thread.sleep(0.001);
          }
        } catch {
          queue.hookError();
        } finally {
          thread.own--;
        }
      }
      return next(env, self, args, thread);
    },
  }));
}
