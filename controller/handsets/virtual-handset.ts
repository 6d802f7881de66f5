/** The virtual handset, driven like any phone: WebdriverIO over Appium's W3C endpoint. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { remote, type Browser } from "webdriverio";
import { z } from "zod";
import { handsetError, usageError } from "../errors.ts";
import type { AccessLogLine, AppInfo, Handset, HandsetDescription, ProcessEvent, SharedFile } from "../handset.ts";
import { hostNowUs } from "../handset-clock.ts";
import { sha256File } from "../../trace/file-digest.ts";
import type { Bounds } from "../page-source.ts";

const appInfoSchema = z.object({
  package: z.string(),
  label: z.string(),
  versionName: z.string(),
  versionCode: z.string(),
  sha256: z.string(),
  minSdk: z.number(),
  targetSdk: z.number(),
  permissions: z.array(z.string()),
  activities: z.array(z.string()),
  launcher: z.string().nullable(),
  signers: z.array(z.string()),
  limits: z.array(z.object({ code: z.string(), detail: z.string() })),
  versionConstants: z.array(z.object({ class: z.string(), field: z.string(), value: z.string() })),
});
const deviceInfoSchema = z.object({ apiVersion: z.coerce.string(), model: z.string(), manufacturer: z.string() });
const eventsSchema = z.object({ next: z.number(), events: z.array(z.looseObject({ event: z.string() })) });
const accessLineSchema = z.object({
  t: z.number().int().nonnegative().nullable().default(null),
  api: z.string().default(""),
  permission: z.string().default(""),
  allowed: z.boolean().default(false),
  dropped: z.number().int().nonnegative().default(0),
});
const suspendedSchema = z.object({ pid: z.number().int().positive() });

/** A swipe slow enough to scroll, not to fling. */
const SWIPE_SPEED_PX_S = 2500;
/** Twice what the platform takes for long, so that a busy machine makes no tap of it. */
const LONG_PRESS_MS = 1_000;
/** A process that hangs may not answer at all. */
const THREAD_DUMP_DEADLINE_MS = 10_000;
/** First conversion of a large APK can take a minute. */
const CONNECTION_TIMEOUT_MS = 240_000;

export interface VirtualHandsetOptions {
  /** Java that can ask another Java what its threads do. */
  java: string;
  port: number;
  apk: string;
  deviceDir: string;
  language: string;
  country: string;
  seed: Record<string, unknown>;
  /** Extra capabilities of the user, passed through untouched. */
  capabilities: Record<string, unknown>;
}

export class VirtualHandset implements Handset {
  /** For scenario modules and tests: WebdriverIO's own object. */
  readonly browser: Browser;
  readonly #java: string;
  /** Of the host: the app's process is one of its processes. */
  readonly #deviceDir: string;
  #sharedFiles = 0;
  #package = "";
  #pid: number | null = null;
  #eventIndex = 0;

  private constructor(browser: Browser, java: string, deviceDir: string) {
    this.browser = browser;
    this.#java = java;
    this.#deviceDir = deviceDir;
  }

  /** Installs the APK afresh on a new device. @throws ControllerError exit 2 for a bad APK or capability, 3 otherwise */
  static async open(options: VirtualHandsetOptions): Promise<VirtualHandset> {
    let browser: Browser;
    try {
      browser = await remote({
        hostname: "127.0.0.1",
        port: options.port,
        path: "/",
        logLevel: "silent",
        connectionRetryTimeout: CONNECTION_TIMEOUT_MS,
        connectionRetryCount: 0,
        capabilities: {
          platformName: "Android",
          "appium:automationName": "Virtual",
          "appium:app": options.apk,
          "appium:deviceDir": options.deviceDir,
          "appium:language": options.language,
          "appium:locale": options.country,
          "appium:seed": options.seed,
          "appium:autoLaunch": false,
          "appium:newCommandTimeout": 0,
          ...options.capabilities,
        } as WebdriverIO.Capabilities,
      });
    } catch (cause) {
      const message = firstLine(cause);
      if (/not-an-apk|corrupt-dex|no-manifest|min-sdk-too-new|invalid argument/i.test(message)) {
        throw usageError(
          "app-not-installable",
          `${options.apk}: ${message}`,
          "give an installable APK (splits: the base APK)",
        );
      }
      throw handsetError(
        "session-failed",
        `the handset gave no session: ${message}`,
        "run `npx consentry doctor`",
        cause,
      );
    }
    const handset = new VirtualHandset(browser, options.java, options.deviceDir);
    handset.#package = (await handset.appInfo()).package;
    return handset;
  }

  async describe(): Promise<HandsetDescription> {
    const info = deviceInfoSchema.parse(await this.#mobile("deviceInfo"));
    return {
      id: "virtual",
      kind: "virtual",
      os: `Android API ${info.apiVersion}`,
      model: `${info.manufacturer} ${info.model}`.trim(),
    };
  }

  async appInfo(): Promise<AppInfo> {
    return appInfoSchema.parse(await this.#mobile("appInfo"));
  }

  async appClasses(names: string[]): Promise<Record<string, string | null>> {
    return z.record(z.string(), z.string().nullable()).parse(await this.#mobile("appClasses", { names }));
  }

  async replaceApp(apk: string, keepData: boolean): Promise<void> {
    try {
      if (!keepData) await this.#mobile("removeApp", { appId: this.#package });
      await this.#mobile("installApp", { appPath: apk });
    } catch (cause) {
      throw usageError("app-not-installable", `${apk}: ${firstLine(cause)}`, "give an APK of the same package");
    }
    // The driver goes on asking about the package that it was opened with.
    const there = keepData || (await this.#mobile("isAppInstalled", { appId: this.#package })) === true;
    if (!there || (await this.appInfo()).sha256 !== sha256File(apk)) {
      throw usageError("other-app", `${apk} is not ${this.#package}`, "give another version of the same app");
    }
  }

  async grant(permission: string): Promise<void> {
    await this.#mobile("changePermissions", { permissions: permission, action: "grant" });
  }

  async deniedPermissions(): Promise<string[]> {
    const states = z.record(z.string(), z.string()).parse(await this.#mobile("getPermissions"));
    return Object.keys(states).filter((name) => states[name]?.startsWith("denied"));
  }

  /** The app's process runs on this machine: its clock is ours. */
  monotonicUs(): Promise<number> {
    return Promise.resolve(hostNowUs());
  }

  async accessLog(): Promise<AccessLogLine[]> {
    return z.array(accessLineSchema).parse(await this.#mobile("accessLog"));
  }

  async createSharedFile(bytes: number): Promise<SharedFile> {
    const file = path.join(this.#deviceDir, `shared-${this.#sharedFiles++}`);
    await mkdir(this.#deviceDir, { recursive: true });
    await writeFile(file, Buffer.alloc(bytes), { mode: 0o600 });
    return { path: file, read: () => readFile(file) };
  }

  async launchSuspended(): Promise<number> {
    this.#pid = suspendedSchema.parse(await this.#mobile("launchSuspended")).pid;
    return this.#pid;
  }

  async resume(): Promise<void> {
    await this.#mobile("resumeLaunch");
  }

  source(): Promise<string> {
    return this.browser.getPageSource();
  }

  async screenshot(): Promise<Buffer> {
    return Buffer.from(await this.browser.takeScreenshot(), "base64");
  }

  async tap(x: number, y: number): Promise<void> {
    await this.#mobile("clickGesture", { x, y });
  }

  async swipe(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    const duration = Math.round((Math.hypot(to.x - from.x, to.y - from.y) / SWIPE_SPEED_PX_S) * 1000);
    await this.browser
      .action("pointer", { parameters: { pointerType: "touch" } })
      .move({ x: from.x, y: from.y })
      .down()
      .move({ x: to.x, y: to.y, duration: Math.max(duration, 100) })
      .up()
      .perform();
  }

  async text(text: string): Promise<void> {
    await this.browser.$('//*[@focused="true"]').addValue(text);
  }

  async longPress(x: number, y: number): Promise<void> {
    await this.#mobile("longClickGesture", { x, y, duration: LONG_PRESS_MS });
  }

  async key(keycode: number): Promise<void> {
    await this.#mobile("pressKey", { keycode });
  }

  async setLocation(place: { latitude: number; longitude: number; accuracy?: number }): Promise<void> {
    await this.#mobile("setGeolocation", place);
  }

  async openLink(link: string): Promise<void> {
    await this.#mobile("startActivity", { action: "android.intent.action.VIEW", data: link });
  }

  async back(): Promise<void> {
    await this.browser.back();
  }

  async background(): Promise<void> {
    await this.#mobile("backgroundApp", { seconds: -1 });
  }

  async foreground(): Promise<void> {
    await this.#mobile("activateApp", { appId: this.#package });
  }

  async lock(): Promise<void> {
    await this.#mobile("lock");
  }

  async unlock(): Promise<void> {
    await this.#mobile("unlock");
  }

  async kill(): Promise<void> {
    await this.#mobile("terminateApp", { appId: this.#package });
  }

  async appState(): Promise<"not-running" | "background" | "foreground"> {
    const state = Number(await this.#mobile("queryAppState", { appId: this.#package }));
    return state === 4 ? "foreground" : state >= 2 ? "background" : "not-running";
  }

  async events(): Promise<ProcessEvent[]> {
    const { next, events } = eventsSchema.parse(await this.#mobile("processEvents", { since: this.#eventIndex }));
    this.#eventIndex = next;
    return events;
  }

  async screenSize(): Promise<Bounds> {
    const { width, height } = await this.browser.getWindowSize();
    return { x1: 0, y1: 0, x2: width, y2: height };
  }

  async log(): Promise<string[]> {
    const lines = (await this.browser.getLogs("logcat")) as { message?: string }[];
    return lines.map((line) => String(line.message ?? ""));
  }

  async threadDump(): Promise<string> {
    if (this.#pid === null) return "no process";
    const args = ["-m", "jdk.jcmd/sun.tools.jcmd.JCmd", String(this.#pid), "Thread.print"];
    try {
      return (await promisify(execFile)(this.#java, args, { timeout: THREAD_DUMP_DEADLINE_MS })).stdout;
    } catch (error) {
      return `no thread dump: ${firstLine(error)}`; // a process that hangs for good does not answer this either
    }
  }

  async close(): Promise<void> {
    try {
      await this.browser.deleteSession();
    } finally {
      if (this.#pid !== null) endProcess(this.#pid);
    }
  }

  async #mobile(command: string, params: Record<string, unknown> = {}): Promise<unknown> {
    return this.browser.execute(`mobile: ${command}`, params);
  }
}

/** A process whose driver died ends by itself, but not while Frida holds its exit; it is on this machine, so it can be ended. */
function endProcess(pid: number): void {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("virtualhandset.Main")) process.kill(pid, "SIGKILL");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ESRCH") throw error; // neither gone nor a system without /proc
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
