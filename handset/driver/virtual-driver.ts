import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { errors } from "appium/driver.js";
import type { AppInfo } from "./app-info.ts";
import { checkSeed, DEFAULT_API_LEVEL, localeOf } from "./capabilities.ts";
import { classFilesOf } from "./converter.ts";
import { Device, DISPLAY } from "./device.ts";
import { HandsetError, toProtocolError } from "./errors.ts";
import type { RecordedEvent } from "./event-log.ts";
import { EXECUTE_METHODS } from "./execute-methods.ts";
import { childElements } from "./page.ts";
import { ScreenDriver } from "./screen-driver.ts";

type CreateSessionArguments = Parameters<ScreenDriver["createSession"]>;
type Capabilities = Awaited<ReturnType<ScreenDriver["createSession"]>>;

/** UiAutomator2's numbers. */
const APP_STATE = { notInstalled: 0, notRunning: 1, background: 3, foreground: 4 };
const ANDROID_VERSIONS: Record<number, string> = { 34: "14" };
const DEFAULT_MODEL = "Virtual Handset";

/** The Appium driver `Virtual`: a session is a phone. Commands and results: COMMANDS.md. */
export class VirtualDriver extends ScreenDriver {
  static executeMethodMap = EXECUTE_METHODS;
  override supportedLogTypes = {
    logcat: {
      description: "what the app and the handset logged since the last call",
      getter: () => this.#readLogcat(),
    },
  };
  #appPackage: string | undefined;
  #logcatRead = 0;

  protected override get appPackage(): string | undefined {
    return this.#appPackage;
  }

  override async executeCommand<T = unknown>(command: string, ...args: unknown[]): Promise<T> {
    try {
      return await super.executeCommand<T>(command, ...args);
    } catch (error) {
      throw toProtocolError(error);
    }
  }

  // Session

  override async createSession(...args: CreateSessionArguments): Promise<Capabilities> {
    const [sessionId, caps] = (await super.createSession(...args)) as [string, object];
    try {
      const described = await this.#openDevice();
      return [sessionId, { ...caps, ...described }] as unknown as Capabilities;
    } catch (error) {
      await this.deleteSession(sessionId);
      if (error instanceof HandsetError)
        throw new errors.SessionNotCreatedError(`${error.message} [${error.code}]`, error);
      throw error;
    }
  }

  override async deleteSession(sessionId?: string | null): Promise<void> {
    try {
      await this.#closeDevice();
    } finally {
      await super.deleteSession(sessionId);
    }
  }

  async #openDevice(): Promise<object> {
    const { deviceDir, toolchain, language, locale, app, noReset, autoLaunch, autoGrantPermissions } = this.opts;
    const seed = (this.opts.seed ?? {}) as Record<string, unknown>;
    checkSeed(seed);
    const apiLevel = this.opts.apiLevel ?? DEFAULT_API_LEVEL;
    const device = new Device({ deviceDir, toolchain, apiLevel, locale: localeOf(language, locale), seed });
    this.setDevice(device);
    this.#logcatRead = 0;
    this.#appPackage = this.opts.appPackage;
    if (app !== undefined) this.#appPackage = (await this.#install(app)).package;
    const packageName = this.#appPackage;
    if (packageName !== undefined) {
      device.appInfo(packageName);
      if (noReset !== true) await device.reset();
      if (autoGrantPermissions) {
        for (const one of device.runtimePermissions(packageName)) await device.setPermission(packageName, one, true);
      }
      if (autoLaunch !== false) await device.activate(packageName);
    }
    return {
      platformVersion: ANDROID_VERSIONS[apiLevel] ?? String(apiLevel),
      deviceName: this.opts.deviceName ?? DEFAULT_MODEL,
      deviceApiLevel: apiLevel,
      deviceScreenSize: `${DISPLAY.width}x${DISPLAY.height}`,
      deviceScreenDensity: DISPLAY.densityDpi,
      ...(packageName === undefined ? {} : { appPackage: packageName }),
    };
  }

  async #closeDevice(): Promise<void> {
    let device: Device;
    try {
      device = this.device;
    } catch (error) {
      if (error instanceof errors.NoSuchDriverError) return;
      throw error;
    }
    this.setDevice(undefined);
    await device.close();
  }

  // Apps

  async #install(path: string): Promise<AppInfo> {
    if (/^[a-z]+:\/\//i.test(path)) {
      throw new HandsetError("no-such-file", `'${path}' is an address: download the APK and give its path`);
    }
    const info = await this.device.install(resolve(path));
    for (const { code, detail } of info.limits) {
      this.log.warn(`${info.package}: will not work on this handset: ${code}: ${detail}`);
    }
    return info;
  }

  async installApp(appPath: string): Promise<void> {
    await this.#install(appPath);
  }

  async removeApp(appId: string): Promise<boolean> {
    return await this.device.remove(appId);
  }

  async mobileClearApp(appId: string): Promise<void> {
    await this.device.clear(appId);
  }

  async isAppInstalled(appId: string): Promise<boolean> {
    return this.device.folder.app(appId) !== undefined;
  }

  async mobileAppInfo(appId?: string): Promise<AppInfo> {
    return this.device.appInfo(this.#package(appId));
  }

  /** Class files of the installed app, base64 by name; null where it has no such class. */
  async mobileAppClasses(names: string[], appId?: string): Promise<Record<string, string | null>> {
    if (!Array.isArray(names) || !names.every((name) => typeof name === "string")) {
      throw new errors.InvalidArgumentError("names must be a list of class names [bad-parameter]");
    }
    return classFilesOf(this.device.converted(this.#package(appId)), names);
  }

  async mobileLaunchSuspended(appId?: string): Promise<{ pid: number }> {
    return { pid: await this.device.startSuspended(this.#package(appId)) };
  }

  async mobileResumeLaunch(launch?: boolean): Promise<void> {
    await this.device.resume(launch ?? true);
  }

  async activateApp(appId: string): Promise<void> {
    await this.device.activate(appId);
  }

  async terminateApp(appId: string): Promise<boolean> {
    return await this.device.terminate(appId);
  }

  async queryAppState(appId: string): Promise<number> {
    if (!this.device.folder.app(appId)) return APP_STATE.notInstalled;
    if (this.device.running?.package !== appId) return APP_STATE.notRunning;
    const state = await this.device.state();
    if (state === undefined || state.app === "crashed") return APP_STATE.notRunning;
    return state.app === "foreground" ? APP_STATE.foreground : APP_STATE.background;
  }

  /** Home, and back to the app after `seconds`; without seconds or with a negative number it stays there. */
  async mobileBackgroundApp(seconds?: number): Promise<void> {
    await this.device.call("background");
    if (seconds === undefined || seconds < 0) return;
    await pause(seconds * 1000);
    await this.device.call("foreground");
  }

  /** The old route of the same command. */
  async background(seconds: number): Promise<void> {
    await this.mobileBackgroundApp(seconds);
  }

  async mobileStartActivity(
    component?: string,
    action?: string,
    data?: string,
    uri?: string,
    extras?: unknown,
    stop?: boolean,
  ): Promise<void> {
    if (component === undefined && action === undefined) {
      throw new errors.InvalidArgumentError("startActivity needs a component or an action");
    }
    if (stop) await this.device.kill();
    if (!this.device.running) {
      await this.device.startSuspended(this.#package(component?.split("/")[0]));
      await this.device.resume(false);
    }
    await this.device.call("startActivity", { component, action, data: data ?? uri, extras: extrasOf(extras) });
  }

  async mobileBroadcast(action: string, component?: string, receiver?: string, extras?: unknown): Promise<void> {
    await this.device.call("broadcast", { action, component: component ?? receiver, extras: extrasOf(extras) });
  }

  // Phone

  async mobilePressKey(keycode: number): Promise<void> {
    await this.device.call("key", { keycode });
  }

  async mobileLock(seconds?: number): Promise<void> {
    await this.device.call("lock");
    if (seconds === undefined || seconds <= 0) return;
    await pause(seconds * 1000);
    await this.device.call("unlock");
  }

  async mobileUnlock(): Promise<void> {
    await this.device.call("unlock");
  }

  async mobileIsLocked(): Promise<boolean> {
    return (await this.device.state())?.app === "locked";
  }

  /** With `type` the names of UiAutomator2's kinds; without it the state of each permission. */
  async mobileGetPermissions(type?: string): Promise<Record<string, string> | string[]> {
    const states = await this.device.permissions(this.#package());
    const names = Object.keys(states);
    switch (type) {
      case undefined:
        return states;
      case "requested":
        return names;
      case "granted":
        return names.filter((name) => states[name] === "granted");
      case "denied":
        return names.filter((name) => states[name] !== "granted");
      default:
        throw new errors.InvalidArgumentError(`type must be requested, granted or denied, not '${type}'`);
    }
  }

  /** Taking a granted permission away ends the app's process, as Android does. */
  async mobileChangePermissions(permissions: string | string[], action = "grant"): Promise<void> {
    if (action !== "grant" && action !== "revoke") {
      throw new errors.InvalidArgumentError(`action must be grant or revoke, not '${action}'`);
    }
    const packageName = this.#package();
    const all = permissions === "all" ? this.device.runtimePermissions(packageName) : permissions;
    for (const permission of Array.isArray(all) ? all : [all]) {
      await this.device.setPermission(packageName, permission, action === "grant");
    }
    if (action === "revoke") await this.device.kill();
  }

  async mobileSetClipboard(content: string): Promise<void> {
    await this.device.setClipboard(Buffer.from(content, "base64").toString("utf8"));
  }

  async mobileGetClipboard(): Promise<string> {
    return Buffer.from(await this.device.clipboard(), "utf8").toString("base64");
  }

  async mobileSetGeolocation(latitude: number, longitude: number, accuracy?: number): Promise<void> {
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      throw new errors.InvalidArgumentError(`${latitude}, ${longitude} is no place on earth`);
    }
    await this.device.setLocation({ latitude, longitude, ...(accuracy === undefined ? {} : { accuracy }) });
  }

  async setGeoLocation(location: { latitude: number; longitude: number }): Promise<void> {
    await this.mobileSetGeolocation(location.latitude, location.longitude);
  }

  // What the phone tells

  /** Short form `.Name` inside the app's package, as UiAutomator2 gives it. */
  async getCurrentActivity(): Promise<string | null> {
    const state = await this.device.state();
    if (!state?.activity) return null;
    const own = `${this.device.running?.package}.`;
    return state.activity.startsWith(own) ? state.activity.slice(own.length - 1) : state.activity;
  }

  /** Package of the window in front: of the app, of a system dialog, or of the home screen. */
  async getCurrentPackage(): Promise<string | null> {
    const [hierarchy] = childElements(await this.page());
    const front = hierarchy ? childElements(hierarchy).at(-1) : undefined;
    return front?.getAttribute("package") ?? null;
  }

  async mobileDeviceInfo(): Promise<object> {
    const { apiLevel, locale, seed } = this.device.options;
    return {
      handset: "virtual",
      apiVersion: String(apiLevel),
      platformVersion: ANDROID_VERSIONS[apiLevel] ?? String(apiLevel),
      model: seed.model ?? DEFAULT_MODEL,
      manufacturer: seed.manufacturer ?? "unknown",
      realDisplaySize: `${DISPLAY.width}x${DISPLAY.height}`,
      displayDensity: DISPLAY.densityDpi,
      locale,
      pid: this.device.pid ?? null,
    };
  }

  async mobileProcessEvents(since = 0): Promise<{ next: number; dropped: number; events: RecordedEvent[] }> {
    return this.device.events(since);
  }

  /** Lines of the handset's own access log; a line that is not JSON yet is being written and left out. */
  async mobileAccessLog(): Promise<unknown[]> {
    const { lines } = await this.device.folder.readLines(this.device.folder.accessLog, 0);
    return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as unknown);
  }

  async getDeviceTime(): Promise<string> {
    return new Date().toISOString();
  }

  async isKeyboardShown(): Promise<boolean> {
    return false;
  }

  async hideKeyboard(): Promise<boolean> {
    return false;
  }

  async execute(script: string, args: unknown[]): Promise<unknown> {
    return await this.executeMethod(script, args as []);
  }

  async #readLogcat(): Promise<{ timestamp: number; level: string; message: string }[]> {
    const { lines, next } = await this.device.folder.readLines(this.device.folder.logcat, this.#logcatRead);
    this.#logcatRead = next;
    const timestamp = Date.now();
    return lines.map((message) => ({ timestamp, level: "ALL", message }));
  }

  #package(appId?: string): string {
    const packageName = appId ?? this.#appPackage;
    if (packageName === undefined) throw new errors.InvalidArgumentError("the session has no app: give an appId");
    return packageName;
  }
}

/** Extras as an object; UiAutomator2's list of `[type, name, value]` is taken too. */
function extrasOf(extras: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(extras)) return extras as Record<string, unknown> | undefined;
  return Object.fromEntries(extras.map(([, name, value]: [string, string, unknown]) => [name, value]));
}
