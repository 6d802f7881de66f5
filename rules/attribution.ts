/** Who read: from the stack of an access to the reader (app, SDK, platform, unknown) and what triggered it. */
import type { Sdk, SdkTable } from "../catalogue/sdks.ts";
import type { StackFrame } from "../trace/frame.ts";
import type { Caller } from "./result-schema.ts";
import { clean } from "./text.ts";

/** Code of the platform and of the handset: never a reader. */
const PLATFORM = [
  "java.",
  "javax.",
  "android.",
  "com.android.",
  "dalvik.",
  "sun.",
  "jdk.",
  "libcore.",
  "virtualhandset.",
  "org.robolectric.",
  "io.consentry.agent.",
  "com.google.android.collect.",
  "org.apache.harmony.",
];
/** Bundled libraries that only pass calls on. */
const PLUMBING = ["androidx.", "android.support.", "kotlin.", "kotlinx.", "com.google.common."];
/**
 * Below an app's main thread on a handset that is a program on a host: the host's own pool, started through a library
 * that apps bundle too. Cut off only where nothing but the pool is below it.
 */
const HOST_BASE = "com.google.common.base.Suppliers$";
const HOST_POOL = /^java\.(util\.concurrent\.|lang\.Thread$)/;
/** Segments of a package that say who a library is not the app itself, even under the app's organisation. */
const LIBRARY_SEGMENT = /(^|\.)(sdk|push|ads?|analytics|track(er|ing)?)(\.|$)/;
/** Package heads shared by unrelated owners. */
const SHARED_HEADS = new Set(["com.github", "io.github", "com.gitee", "com.google", "org.apache", "com.example"]);
/** Segments of a package that name unknown code. */
const UNKNOWN_SEGMENTS = 3;

const USER_INPUT = new Set([
  "performClick",
  "performLongClick",
  "performItemClick",
  "performContextClick",
  "performItemAction",
  "dispatchTouchEvent",
  "dispatchPointerEvent",
  "dispatchKeyEvent",
  "onTouchEvent",
  "performAccessibilityAction",
]);
/** Handlers whose messages are clicks, posted by the dialog's button. */
const USER_INPUT_CLASS = /AlertController\$ButtonHandler$/;
const COMPONENT_METHODS = new Map([
  ["attachInfo", "provider"],
  ["installProvider", "provider"],
  ["installContentProviders", "provider"],
  ["callApplicationOnCreate", "application"],
  ["handleReceiver", "receiver"],
  ["performReceive", "receiver"],
  ["handleCreateService", "service"],
  ["handleServiceArgs", "service"],
  ["handleBindService", "service"],
  ["dequeueWork", "service"],
]);
const THREAD_CLASSES =
  /^(java\.lang\.Thread|java\.util\.concurrent\.|java\.util\.Timer|android\.os\.(Handler|HandlerThread|Looper|AsyncTask)|kotlinx\.coroutines\.)/;

export interface AppIdentity {
  package: string;
  label: string;
  /** Packages that hold the app's own components (launcher activity, Application class). */
  ownPackages: string[];
  /** The handset is a program on a host, whose own frames lie below the app's main thread. */
  hosted: boolean;
}

export interface Attribution extends Caller {
  /** Class of the reading frame, "" when none is left. */
  readerClass: string;
}

const startsWithAny = (name: string, prefixes: readonly string[]): boolean => prefixes.some((p) => name.startsWith(p));
const inPackage = (name: string, parent: string): boolean => name === parent || name.startsWith(`${parent}.`);
const headOf = (name: string, segments: number): string => name.split(".").slice(0, segments).join(".");
const packageOf = (className: string): string => className.slice(0, Math.max(0, className.lastIndexOf(".")));
const show = (frame: StackFrame): string => clean(`${frame[0]}.${frame[1]}`);

function withoutHost(frames: readonly StackFrame[]): readonly StackFrame[] {
  const base = frames.findLastIndex(([className]) => !HOST_POOL.test(className));
  return base >= 0 && frames[base]?.[0].startsWith(HOST_BASE) ? frames.slice(0, base) : frames;
}

type Owner =
  | { kind: "platform" | "plumbing" }
  | { kind: "wrapper"; sdk: Sdk }
  | { kind: "sdk"; sdk: Sdk }
  | { kind: "app"; certain: boolean; why: string }
  | { kind: "unknown" };

/** Decides owners of classes for one app; keeps its answers, since stacks share frames. */
export class Attributor {
  private readonly owners = new Map<string, Owner>();
  private readonly app: AppIdentity;
  private readonly sdks: SdkTable;

  constructor(app: AppIdentity, sdks: SdkTable) {
    this.app = app;
    this.sdks = sdks;
  }

  private ownerOf(className: string): Owner {
    const known = this.owners.get(className);
    if (known !== undefined) return known;
    const owner = this.decideOwner(className);
    this.owners.set(className, owner);
    return owner;
  }

  private decideOwner(className: string): Owner {
    const sdk = this.sdks.find(className);
    const app = this.app.package;
    // The longer prefix wins: an SDK inside the app's own package tree is the SDK, the app inside an SDK vendor's tree is the app.
    const own = [app, ...this.app.ownPackages].filter((p) => p !== "" && inPackage(className, p));
    const ownLength = own.reduce((longest, p) => Math.max(longest, p.length), 0);
    if (sdk !== null && sdk.prefix.length > ownLength) return { kind: sdk.role, sdk };
    if (ownLength > 0) return { kind: "app", certain: own.includes(app), why: `class in package ${own[0] ?? app}` };
    if (startsWithAny(className, PLATFORM)) return { kind: "platform" };
    if (startsWithAny(className, PLUMBING)) return { kind: "plumbing" };
    const head = headOf(app, 2);
    if (
      app.includes(".") &&
      !SHARED_HEADS.has(head) &&
      inPackage(className, head) &&
      !LIBRARY_SEGMENT.test(packageOf(className))
    )
      return { kind: "app", certain: false, why: `shares ${head} with the app's package` };
    return { kind: "unknown" };
  }

  /** Attribution of a stack, innermost frame first. */
  attribute(stack: readonly StackFrame[], cut: boolean): Attribution {
    const frames = this.app.hosted ? withoutHost(stack) : stack;
    const owners = frames.map((frame) => this.ownerOf(frame[0]));
    const candidates = owners.flatMap((owner, i) => (owner.kind === "platform" ? [] : [i]));
    const at = owners.findIndex((o) => o.kind === "app" || o.kind === "sdk" || o.kind === "unknown");
    if (at >= 0) return this.readerAt(frames, owners, at, cut);
    const plumbing = candidates[0];
    if (plumbing === undefined)
      return {
        readerClass: "",
        reader: {
          kind: cut ? "unknown" : "platform",
          id: "",
          name: cut ? "" : "Android",
          confidence: cut ? "needs-review" : "certain",
          reason: cut ? "the stack was cut before any frame of the app" : "only platform frames in the stack",
        },
        trigger: { kind: "unknown", frame: "" },
      };
    const frame = frames[plumbing] as StackFrame;
    return {
      readerClass: frame[0],
      reader: {
        kind: "unknown",
        id: clean(headOf(packageOf(frame[0]) || frame[0], UNKNOWN_SEGMENTS)),
        name: clean(packageOf(frame[0]) || frame[0]),
        confidence: "needs-review",
        reason: `only library code between the platform and the thread: ${show(frame)}`,
      },
      trigger: this.triggerOf(frames, owners, plumbing),
    };
  }

  private readerAt(frames: readonly StackFrame[], owners: readonly Owner[], at: number, cut: boolean): Attribution {
    const frame = frames[at] as StackFrame;
    const owner = owners[at] as Owner;
    const passed = [
      ...new Set(
        owners
          .slice(0, at)
          .flatMap((o, i) =>
            o.kind === "wrapper"
              ? [o.sdk.name.en]
              : o.kind === "plumbing"
                ? [headOf(clean((frames[i] as StackFrame)[0]), 2)]
                : [],
          ),
      ),
    ];
    const via = passed.length > 0 ? `, through ${passed.join(", ")}` : "";
    const nearest = `nearest frame outside the platform ${show(frame)}${via}`;
    const trigger = this.triggerOf(frames, owners, at);
    if (owner.kind === "sdk")
      return {
        readerClass: frame[0],
        reader: {
          kind: "sdk",
          id: owner.sdk.id,
          name: owner.sdk.name.en,
          confidence: passed.length > 0 || cut ? "likely" : "certain",
          reason: `${nearest} (prefix ${owner.sdk.prefix})`,
        },
        trigger,
      };
    if (owner.kind === "app")
      return {
        readerClass: frame[0],
        reader: {
          kind: "app",
          id: this.app.package,
          name: clean(this.app.label || this.app.package),
          confidence: owner.certain && passed.length === 0 ? "certain" : "likely",
          reason: `${nearest} (${owner.why})`,
        },
        trigger,
      };
    const home = packageOf(frame[0]) || frame[0];
    return {
      readerClass: frame[0],
      reader: {
        kind: "unknown",
        id: clean(headOf(home, UNKNOWN_SEGMENTS)),
        name: clean(home),
        confidence: "needs-review",
        reason: `${nearest}, in no known SDK and outside the app's package`,
      },
      trigger,
    };
  }

  private triggerOf(frames: readonly StackFrame[], owners: readonly Owner[], reader: number): Caller["trigger"] {
    const readerOwner = owners[reader] as Owner;
    for (let i = reader + 1; i < frames.length; i++) {
      const [className, method] = frames[i] as StackFrame;
      if (owners[i]?.kind === "platform" && (USER_INPUT.has(method) || USER_INPUT_CLASS.test(className)))
        return { kind: "user-input", frame: show(frames[i] as StackFrame) };
    }
    const entry = owners.findLastIndex((o) => o.kind === "app" || o.kind === "sdk" || o.kind === "unknown");
    if (readerOwner.kind !== "app") {
      const caller = owners.findIndex((o, i) => i > reader && o.kind === "app");
      if (caller >= 0) return { kind: "app-call", frame: show(frames[caller] as StackFrame) };
    }
    const outside = frames.slice(entry + 1);
    const outermost = frames[entry] as StackFrame | undefined;
    if (outermost === undefined) return { kind: "unknown", frame: "" };
    if (outside.some(([, method]) => COMPONENT_METHODS.has(method)))
      return { kind: "own-component", frame: show(outermost) };
    const next = outside[0];
    if (next === undefined) return { kind: "unknown", frame: show(outermost) };
    if (THREAD_CLASSES.test(next[0])) return { kind: "thread", frame: show(outermost) };
    return { kind: "system-callback", frame: show(outermost) };
  }
}
