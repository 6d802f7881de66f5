/**
 * Stacks by the bridge's own walk, whose `id` is made natively: the frames of a stack are only taken apart when it is new.
 * A throwable, as the helper makes, would be taken apart on ART at every access.
 */
import Java from "frida-java-bridge";
import type { InternedStack, StackFrame } from "../../trace/frame.ts";
import { LIMITS } from "./limits.ts";

/** Frames that are walked; how deep the app is on a longer stack is not known. */
const MOST_WALKED = 512;
/** Number of a stack that is not kept. */
const OVERFLOW = 0;

/** Libraries that apps bundle under the platform's own name are not it. */
const PLATFORM =
  /^(java|javax|android|com\.android(?!\.(?:volley|installreferrer|billingclient|vending|dingtalk)\.)|dalvik|libcore|sun|jdk|com\.sun|io\.consentry\.agent)\./;
const OURS = "io.consentry.agent.";
const REFLECTION = "java.lang.reflect.Method";

export interface StackEntry {
  stack: number;
  platformOnly: boolean;
}
interface Known extends StackEntry {
  appDepth: number;
  calledBack: string | null;
}

export class ArtStacks {
  readonly #most: number;
  readonly #known = new Map<string, Known>();
  readonly #byNumber: Known[] = [];
  #fresh: InternedStack[] = [];

  /** @param most distinct stacks that are numbered, less one */
  private constructor(most: number) {
    this.#most = most;
  }

  /** Null where this machine's stacks cannot be walked. */
  static open(most: number): ArtStacks | null {
    try {
      return typeof Java.backtrace({ limit: 1 }).id === "string" ? new ArtStacks(most) : null;
    } catch {
      // What the walk needs is private to the machine; the helper's throwable does everywhere.
      return null;
    }
  }

  /** The calling thread's stack. */
  enter(): StackEntry {
    const trace = Java.backtrace({ limit: MOST_WALKED });
    const { id } = trace;
    return this.#known.get(id) ?? this.#intern(id, trace.frames);
  }

  #intern(id: string, frames: readonly Java.Frame[]): Known {
    const first = firstApp(frames);
    const platformOnly = first < 0;
    const stack = this.#byNumber.length + 1;
    if (stack >= this.#most) return { stack: OVERFLOW, platformOnly, appDepth: NaN, calledBack: null };
    const appDepth = platformOnly || frames.length >= MOST_WALKED ? NaN : frames.length - first;
    const known = { stack, platformOnly, appDepth, calledBack: calledBack(frames, first) };
    this.#known.set(id, known);
    this.#byNumber.push(known);
    if (!platformOnly) this.#fresh.push(written(stack, frames));
    return known;
  }

  /** As the helper's: equal for a call nested in another without code of the app between. NaN, equal to nothing, when unknown. */
  appDepth(stack: number): number {
    return this.#byNumber[stack - 1]?.appDepth ?? NaN;
  }

  calledBack(stack: number): string | null {
    return this.#byNumber[stack - 1]?.calledBack ?? null;
  }

  /** Stacks numbered since the last call, oldest first. */
  drain(most: number): InternedStack[] {
    const taken = this.#fresh.slice(0, most);
    this.#fresh = this.#fresh.slice(most);
    return taken;
  }
}

/** Index of the topmost frame that is not the platform's; -1 when there is none, or when the machine loads a class for it. */
function firstApp(frames: readonly Java.Frame[]): number {
  for (const [i, frame] of frames.entries()) {
    if (!PLATFORM.test(frame.className)) return i;
    if (loadsClass(frame)) return -1;
  }
  return -1;
}

/** `class#member` of a frame, where the platform called it. */
function calledBack(frames: readonly Java.Frame[], at: number): string | null {
  const [frame, caller] = at < 0 ? [] : frames.slice(at, at + 2);
  if (frame === undefined || caller === undefined || !PLATFORM.test(caller.className)) return null;
  return `${frame.className}#${frame.methodName}`;
}

function loadsClass({ className, methodName }: Java.Frame): boolean {
  return className.endsWith("ClassLoader") && /^(loadClass$|find|getResource)/.test(methodName);
}

/** Reflection is kept where the app itself reflects, since it tells the door; elsewhere it is noise. */
function isNoise(frames: readonly Java.Frame[], i: number): boolean {
  const { className } = frames[i] as Java.Frame;
  if (className.startsWith(OURS)) return true;
  const caller = frames[i + 1];
  return className === REFLECTION && (caller === undefined || PLATFORM.test(caller.className));
}

function written(id: number, frames: readonly Java.Frame[]): InternedStack {
  const kept = frames.filter((_, i) => !isNoise(frames, i));
  return {
    id,
    frames: kept.slice(0, LIMITS.stackFrames).map(({ className, methodName, fileName, lineNumber }): StackFrame => {
      return [cut(className), cut(methodName), cut(fileName), Number.isSafeInteger(lineNumber) ? lineNumber : -1];
    }),
    cut: kept.length > LIMITS.stackFrames || frames.length >= MOST_WALKED,
  };
}

/** The app chose these names; a file has none where the app was stripped of it. */
function cut(name: string | null): string {
  return (name ?? "").slice(0, LIMITS.name).replace(/[\ud800-\udbff]$/, "");
}
