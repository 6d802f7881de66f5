/** A phone without a JVM: screens as data, taps that lead from one to another. No agent can go in, so runs on it are witness runs. */
import { basename } from "node:path";
import type { Browser } from "webdriverio";
import { AppCodes } from "../../controller/app-code.ts";
import { centre } from "../../controller/page-source.ts";
import type { AccessLogLine, AppInfo, Handset, HandsetDescription, ProcessEvent } from "../../controller/handset.ts";
import { runBranch, type BranchResult } from "../../controller/run-branch.ts";
import { loadScenario } from "../../controller/scenario/load-scenario.ts";

export interface Part {
  text: string;
  /** Where a tap leads: a screen, or an end of the app. */
  to?: string;
  /** A box to tick. */
  box?: boolean;
  ticked?: boolean;
  disabled?: boolean;
  /** Enabled after so many looks at the screen. */
  enabledAfter?: number;
  id?: string;
  package?: string;
  /** Takes text; the focus comes with a tap and goes with the screen. */
  field?: "open" | "password";
}

export interface FakeApp {
  /** First screen of each launch, from 1. */
  start(launch: number, phone: FakePhone): string;
  screens: Record<string, Part[]>;
  /** Told of every tap on a part. */
  onTap?(part: Part, phone: FakePhone): void;
  onBack?(phone: FakePhone): void;
}

/** Ends that a part may lead to. */
export const EXIT = "exit";
export const CRASH = "crash";
/** From here on the driver does not answer. */
export const GONE = "gone";

const WIDTH = 720;
const HEIGHT = 1280;
const ROW = 90;
const PNG = Buffer.from("iVBORw0KGgo=", "base64");

export class FakePhone implements Handset {
  readonly browser = {} as Browser;
  readonly granted: string[] = [];
  readonly denied: string[] = [];
  readonly taps: string[] = [];
  readonly installed: string[] = [];
  /** What was typed, by the field. */
  readonly typed: Record<string, string> = {};
  launches = 0;
  screen: string | null = null;
  state: "not-running" | "background" | "foreground" = "not-running";
  /** Set: every command is answered so. */
  broken: Error | null = null;
  readonly #app: FakeApp;
  readonly #parts: Record<string, Part[]>;
  #events: ProcessEvent[] = [];
  #looks = 0;
  #focused: Part | null = null;
  #pid = 1000;

  constructor(app: FakeApp) {
    this.#app = app;
    this.#parts = structuredClone(app.screens);
  }

  parts(screen: string): Part[] {
    return this.#parts[screen] ?? [];
  }

  show(screen: string): void {
    this.#looks = 0;
    this.#focused = null;
    if (screen === EXIT || screen === CRASH) {
      this.state = "not-running";
      this.screen = null;
      this.#events.push(screen === EXIT ? { event: "exit" } : { event: "crash", exception: "java.lang.Boom" });
    } else if (screen === GONE) {
      this.broken = new Error("WebDriverError: connect ECONNREFUSED 127.0.0.1:4723");
    } else {
      this.screen = screen;
    }
  }

  async #answer<T>(value: () => T): Promise<T> {
    await Promise.resolve();
    if (this.broken) throw this.broken;
    return value();
  }

  createSharedFile(): never {
    throw new Error("no agent goes in here");
  }
  describe(): Promise<HandsetDescription> {
    return this.#answer(() => ({ id: "fake", kind: "android", os: "Android", model: "Fake" }) as const);
  }
  appInfo(): Promise<AppInfo> {
    return this.#answer((): AppInfo => ({
      package: "com.example.app", label: "Example", versionName: this.installed.at(-1) ?? "2", versionCode: "2", sha256: "00", minSdk: 26,
      targetSdk: 34, permissions: [], activities: [], launcher: "x.Main", signers: [], limits: [], versionConstants: [],
    })); // prettier-ignore
  }
  appClasses(): Promise<Record<string, string | null>> {
    return this.#answer(() => ({}));
  }
  replaceApp(apk: string, keepData: boolean): Promise<void> {
    return this.#answer(() => void this.installed.push(`${apk}${keepData ? "" : " fresh"}`));
  }
  grant(permission: string): Promise<void> {
    return this.#answer(() => void this.granted.push(permission));
  }
  deniedPermissions(): Promise<string[]> {
    return this.#answer(() => [...this.denied]);
  }
  monotonicUs(): Promise<number> {
    return this.#answer(() => Number(process.hrtime.bigint() / 1000n));
  }
  accessLog(): Promise<AccessLogLine[]> {
    return this.#answer(() => []);
  }
  launchSuspended(): Promise<number> {
    return this.#answer(() => {
      this.#events.push({ event: "gate" });
      return ++this.#pid;
    });
  }
  resume(): Promise<void> {
    return this.#answer(() => {
      this.state = "foreground";
      this.show(this.#app.start(++this.launches, this));
    });
  }
  source(): Promise<string> {
    return this.#answer(() => {
      this.#looks++;
      const parts = this.screen === null ? [{ text: "home" }] : this.parts(this.screen);
      const nodes = parts.map((part, row) => this.#node(part, row)).join("");
      return `<hierarchy rotation="0"><node class="android.widget.FrameLayout" package="com.example.app" bounds="[0,0][${WIDTH},${HEIGHT}]">${nodes}</node></hierarchy>`;
    });
  }
  screenshot(): Promise<Buffer> {
    return this.#answer(() => PNG);
  }
  tap(x: number, y: number): Promise<void> {
    return this.#answer(() => {
      const part = this.parts(this.screen ?? "").find((_, row) => Math.abs(centre(bounds(row)).y - y) < ROW / 2);
      if (!part || x < 0 || !this.#enabled(part)) return;
      this.taps.push(part.text);
      if (part.box) part.ticked = !part.ticked;
      if (part.field) this.#focused = part;
      this.#app.onTap?.(part, this);
      if (part.to !== undefined) this.show(part.to);
    });
  }
  swipe(): Promise<void> {
    return this.#answer(() => undefined);
  }
  text(text: string): Promise<void> {
    return this.#answer(() => {
      if (!this.#focused) throw new Error("no such element");
      this.typed[this.#focused.text] = text;
    });
  }
  longPress(): Promise<void> {
    return this.#answer(() => undefined);
  }
  key(): Promise<void> {
    return this.#answer(() => undefined);
  }
  setLocation(): Promise<void> {
    return this.#answer(() => undefined);
  }
  openLink(): Promise<void> {
    return this.#answer(() => undefined);
  }
  back(): Promise<void> {
    return this.#answer(() => this.#app.onBack?.(this));
  }
  background(): Promise<void> {
    return this.#answer(() => void (this.state = "background"));
  }
  foreground(): Promise<void> {
    return this.#answer(() => void (this.state = "foreground"));
  }
  lock(): Promise<void> {
    return this.#answer(() => void (this.state = "background"));
  }
  unlock(): Promise<void> {
    return this.#answer(() => void (this.state = "foreground"));
  }
  kill(): Promise<void> {
    return this.#answer(() => {
      this.state = "not-running";
      this.screen = null;
    });
  }
  appState(): Promise<"not-running" | "background" | "foreground"> {
    return this.#answer(() => this.state);
  }
  events(): Promise<ProcessEvent[]> {
    return this.#answer(() => this.#events.splice(0));
  }
  screenSize(): Promise<{ x1: number; y1: number; x2: number; y2: number }> {
    return this.#answer(() => ({ x1: 0, y1: 0, x2: WIDTH, y2: HEIGHT }));
  }
  log(): Promise<string[]> {
    return this.#answer(() => []);
  }
  threadDump(): Promise<string> {
    return Promise.resolve("none");
  }
  close(): Promise<void> {
    return Promise.resolve();
  }

  #enabled(part: Part): boolean {
    return part.disabled !== true && this.#looks > (part.enabledAfter ?? 0);
  }

  #node(part: Part, row: number): string {
    const { x1, y1, x2, y2 } = bounds(row);
    const kind = part.field ? "EditText" : part.box ? "CheckBox" : part.to !== undefined ? "Button" : "TextView";
    const attributes = {
      class: `android.widget.${kind}`,
      package: part.package ?? "com.example.app",
      text: part.text,
      "resource-id": part.id ?? "",
      clickable: part.to !== undefined || part.box === true || part.field !== undefined,
      focused: part === this.#focused,
      password: part.field === "password",
      enabled: this.#enabled(part),
      checkable: part.box === true,
      checked: part.ticked === true,
      bounds: `[${x1},${y1}][${x2},${y2}]`,
    };
    return `<node ${Object.entries(attributes)
      .map(([name, value]) => `${name}="${String(value)}"`)
      .join(" ")}/>`;
  }
}

function bounds(row: number): { x1: number; y1: number; x2: number; y2: number } {
  return { x1: 40, y1: 100 + row * ROW, x2: WIDTH - 40, y2: 100 + row * ROW + ROW - 10 };
}

/** One whole run without an agent; `branch` is a combination with `+witness`. */
export function runOnFakePhone(
  phone: FakePhone,
  dir: string,
  scenarioFile: string,
  branch: string,
  signal: AbortSignal,
): Promise<BranchResult> {
  return runBranch({
    dir,
    runId: basename(dir),
    branch,
    loaded: loadScenario(scenarioFile),
    handset: phone,
    frida: null,
    agent: { source: "", sha256: "" },
    helperJar: "",
    rows: [],
    disarm: [],
    switches: [],
    appCodes: new AppCodes([]),
    planted: { seed: {}, canaries: [] },
    handsetLimits: [],
    toolVersions: {},
    startedWallMs: 0,
    signal,
  });
}
