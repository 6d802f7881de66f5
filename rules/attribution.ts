/** Who read: from the stack of an access to the reader (app, SDK, platform, unknown), what triggered it, and all parties between. */
import type { SdkTable } from "../catalogue/sdks.ts";
import type { StackFrame } from "../trace/frame.ts";
import { type AppIdentity, headOf, type Owner, OwnerTable } from "./owner.ts";
import { partiesOf, type Party, showFrame, unknownName } from "./parties.ts";
import type { Caller } from "./result-schema.ts";
import { clean } from "./text.ts";

/**
 * Below an app's main thread on a handset that is a program on a host: the host's own pool, started through a library
 * that apps bundle too. Cut off only where nothing but the pool is below it.
 */
const HOST_BASE = "com.google.common.base.Suppliers$";
const HOST_POOL = /^java\.(util\.concurrent\.|lang\.Thread$)/;

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

export interface Attribution extends Caller {
  /** Class of the reading frame, "" when none is left. */
  readerClass: string;
}

function withoutHost(frames: readonly StackFrame[]): readonly StackFrame[] {
  const base = frames.findLastIndex(([className]) => !HOST_POOL.test(className));
  return base >= 0 && frames[base]?.[0].startsWith(HOST_BASE) ? frames.slice(0, base) : frames;
}

const BRIDGE = ", a bridge that passes on calls of script";
/** How the reader's class came to be known. */
const NEAREST = "nearest frame outside the platform";
const LISTENER = "class of the listener that the system delivered to";
const OBFUSCATED = "; its name is obfuscated";

/** Says that a name holds an SDK's: a hint, never an attribution. */
function copyOf(owner: Owner): string {
  if ((owner.kind !== "app" && owner.kind !== "unknown") || owner.relocated === null) return "";
  const { prefix, name } = owner.relocated;
  return `; the name holds ${prefix} (${name.en}), perhaps a moved copy of it`;
}

/** Libraries between the platform and the reader. */
function passedThrough(frames: readonly StackFrame[], owners: readonly Owner[], reader: number): string[] {
  const names = owners.slice(0, reader).flatMap((owner, i) => {
    if (owner.kind === "wrapper") return [owner.sdk.name.en];
    return owner.kind === "plumbing" ? [headOf(clean((frames[i] as StackFrame)[0]), 2)] : [];
  });
  return [...new Set(names)];
}

/** Names readers and triggers for one app. */
export class Attributor {
  private readonly owners: OwnerTable;
  private readonly app: AppIdentity;

  constructor(app: AppIdentity, sdks: SdkTable) {
    this.app = app;
    this.owners = new OwnerTable(app, sdks);
  }

  /** Attribution of a stack, innermost frame first. */
  attribute(stack: readonly StackFrame[], cut: boolean): Attribution {
    return this.attributed(stack, cut, NEAREST);
  }

  private attributed(stack: readonly StackFrame[], cut: boolean, found: string): Attribution {
    const frames = this.app.hosted ? withoutHost(stack) : stack;
    const owners = frames.map((frame) => this.owners.of(frame[0]));
    const parties = partiesOf(frames, owners, this.app, cut);
    const at = owners.findIndex((o) => o.kind === "app" || o.kind === "sdk" || o.kind === "unknown");
    if (at >= 0) {
      const reader = this.readerAt(frames, owners, at, cut, found);
      return { ...reader, trigger: this.triggerOf(frames, owners, at), parties };
    }
    const plumbing = owners.findIndex((owner) => owner.kind !== "platform");
    if (plumbing < 0)
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
        parties,
      };
    const frame = frames[plumbing] as StackFrame;
    return {
      readerClass: frame[0],
      reader: this.readerBehind(frame, parties),
      trigger: this.triggerOf(frames, owners, plumbing),
      parties,
    };
  }

  /**
   * Attribution of a delivery that comes from the platform alone: by the class of the app's own callback that it is for.
   * One step less sure than a frame: the object was found among the platform's fields, its code had not run yet.
   */
  attributeListener(className: string): Attribution {
    const { readerClass, reader, parties } = this.attributed([[className, "", "", -1]], false, LISTENER);
    // The platform's own object is nobody's listener.
    if (reader.kind === "platform") return this.attribute([], true);
    return {
      readerClass,
      reader: { ...reader, confidence: reader.confidence === "certain" ? "likely" : "needs-review" },
      trigger: { kind: "system-callback", frame: clean(className) },
      parties: [...parties, { kind: "system", id: "", name: "Android", frame: "" }],
    };
  }

  /** The reader where only code that passes calls on is in the stack. */
  private readerBehind(frame: StackFrame, parties: readonly Party[]): Attribution["reader"] {
    const bridge = parties.find((party) => party.kind === "bridge");
    const at = showFrame(frame);
    // Script runs outside the stack: whose script it was, the app's own or a module's, is not to be seen.
    if (bridge !== undefined)
      return {
        kind: "app",
        id: this.app.package,
        name: clean(this.app.label || this.app.package),
        confidence: "needs-review",
        reason: `only the bridge ${bridge.name} between the platform and the app's script: ${at}`,
      };
    return {
      kind: "unknown",
      ...unknownName(frame[0]),
      confidence: "needs-review",
      reason: `only library code between the platform and the thread: ${at}`,
    };
  }

  private readerAt(
    frames: readonly StackFrame[],
    owners: readonly Owner[],
    at: number,
    cut: boolean,
    found: string,
  ): Pick<Attribution, "reader" | "readerClass"> {
    const frame = frames[at] as StackFrame;
    const owner = owners[at] as Owner;
    const passed = passedThrough(frames, owners, at);
    const via = passed.length > 0 ? `, through ${passed.join(", ")}` : "";
    const nearest = `${found} ${showFrame(frame)}${via}`;
    const readerClass = frame[0];
    if (owner.kind === "sdk") {
      const isBridge = owner.sdk.category === "bridge";
      return {
        readerClass,
        reader: {
          kind: "sdk",
          id: owner.sdk.id,
          name: owner.sdk.name.en,
          confidence: passed.length > 0 || cut || isBridge ? "likely" : "certain",
          reason: `${nearest} (prefix ${owner.sdk.prefix})${isBridge ? BRIDGE : ""}`,
        },
      };
    }
    if (owner.kind === "app") {
      const { relocated, certain, why } = owner;
      const sure = certain && passed.length === 0 ? "certain" : "likely";
      return {
        readerClass,
        reader: {
          kind: "app",
          id: this.app.package,
          name: clean(this.app.label || this.app.package),
          confidence: relocated === null ? sure : "needs-review",
          reason: `${nearest} (${why})${copyOf(owner)}`,
        },
      };
    }
    const obfuscated = owner.kind === "unknown" && owner.obfuscated ? OBFUSCATED : "";
    return {
      readerClass,
      reader: {
        kind: "unknown",
        ...unknownName(frame[0]),
        confidence: "needs-review",
        reason: `${nearest}, in no known SDK and outside the app's package${obfuscated}${copyOf(owner)}`,
      },
    };
  }

  private triggerOf(frames: readonly StackFrame[], owners: readonly Owner[], reader: number): Caller["trigger"] {
    const readerOwner = owners[reader] as Owner;
    for (let i = reader + 1; i < frames.length; i++) {
      const [className, method] = frames[i] as StackFrame;
      if (owners[i]?.kind === "platform" && (USER_INPUT.has(method) || USER_INPUT_CLASS.test(className)))
        return { kind: "user-input", frame: showFrame(frames[i] as StackFrame) };
    }
    const entry = owners.findLastIndex((o) => o.kind === "app" || o.kind === "sdk" || o.kind === "unknown");
    if (readerOwner.kind !== "app") {
      const caller = owners.findIndex((o, i) => i > reader && o.kind === "app");
      if (caller >= 0) return { kind: "app-call", frame: showFrame(frames[caller] as StackFrame) };
    }
    const outside = frames.slice(entry + 1);
    const outermost = frames[entry] as StackFrame | undefined;
    if (outermost === undefined) return { kind: "unknown", frame: "" };
    if (outside.some(([, method]) => COMPONENT_METHODS.has(method)))
      return { kind: "own-component", frame: showFrame(outermost) };
    const next = outside[0];
    if (next === undefined) return { kind: "unknown", frame: showFrame(outermost) };
    if (THREAD_CLASSES.test(next[0])) return { kind: "thread", frame: showFrame(outermost) };
    return { kind: "system-callback", frame: showFrame(outermost) };
  }
}
