import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AppInfo } from "./app-info.ts";
import { convertApk, type ConvertedApp } from "./converter.ts";
import { DeviceFolder, type InstalledApp } from "./device-folder.ts";
import { HandsetError } from "./errors.ts";
import { EventLog, type RecordedEvent } from "./event-log.ts";
import { type HandsetEvent, HandsetProcess } from "./handset-process.ts";
import { isRuntimePermission } from "./runtime-permissions.ts";
import { readToolchain, type Toolchain } from "./toolchain.ts";

/** What `state` of PROTOCOL.md answers. */
export interface HandsetState {
  app: "gated" | "foreground" | "background" | "locked" | "crashed";
  activity: string | null;
  activities: string[];
  uptimeMs: number;
  pid: number;
  idle: boolean;
}

export interface DeviceOptions {
  deviceDir?: string | undefined;
  toolchain?: string | undefined;
  apiLevel: number;
  /** BCP 47 tag such as `zh-CN`. */
  locale: string;
  seed: Record<string, unknown>;
}

/** Degrees; metres of accuracy. */
export interface Place {
  latitude: number;
  longitude: number;
  accuracy?: number;
}

/** The screen of every virtual handset. Pixels; 320 dpi is Android's xhdpi. */
export const DISPLAY = { width: 720, height: 1280, densityDpi: 320 };

const HANDSET_ROOM = dirname(dirname(fileURLToPath(import.meta.url)));
/** In the cache: what processes of all devices share (PROTOCOL.md `nativeDir`). */
const NATIVE_FOLDER = "native";
/** Booting the framework takes 2 s alone and some 10 s beside three others on two cores. */
const GATE_DEADLINE_MS = 90_000;
/** Application start: 4 s alone, 18 s under instrumentation on a loaded machine; some SDKs work long in onCreate. */
const GO_DEADLINE_MS = 120_000;
/** A command that waits for the main looper; as long as Android waits three times before it calls an app hung. */
export const COMMAND_DEADLINE_MS = 20_000;
/** Lines of a failed start that go into its error: a stack trace with its causes. */
const DIAGNOSTIC_LINES = 60;
/** Requests that only bring input: when the app dies of it, the input was delivered all the same. */
const INPUTS = new Set([
  "tap",
  "swipe",
  "text",
  "key",
  "startActivity",
  "broadcast",
  "background",
  "foreground",
  "lock",
]);
interface Running {
  app: InstalledApp;
  process: HandsetProcess;
  gated: boolean;
  crash: HandsetEvent | undefined;
  /** The app's own exit, or our kill: its end is no surprise. */
  expectedEnd: boolean;
}

/** The phone: a folder with installed apps, and at most one running app process. */
export class Device {
  readonly folder: DeviceFolder;
  readonly options: DeviceOptions;
  #toolchain: Toolchain;
  #sdkJar: string;
  #running: Running | undefined;
  #events = new EventLog();
  /** Where the phone is when it is not where the seed says; outlives processes. */
  #location: Place | undefined;
  #surprise: HandsetError | undefined;

  /** @throws HandsetError `no-toolchain`, `bad-toolchain`, `no-such-api-level`, `device-in-use`, `bad-device`. */
  constructor(options: DeviceOptions) {
    this.options = options;
    this.#toolchain = readToolchain(options.toolchain);
    const sdkJar = this.#toolchain.sdk[String(options.apiLevel)];
    if (sdkJar === undefined) {
      const available = Object.keys(this.#toolchain.sdk).join(", ");
      throw new HandsetError(
        "no-such-api-level",
        `API level ${options.apiLevel} is not installed; there is: ${available}`,
      );
    }
    this.#sdkJar = sdkJar;
    this.folder = new DeviceFolder(options.deviceDir);
    process.once("exit", this.#atExit);
  }

  /** The running app, if any: a crashed one counts as gone, as on a phone. */
  get running(): { package: string; pid: number; gated: boolean } | undefined {
    if (this.#running === undefined || this.#running.crash) return undefined;
    const { app, process, gated } = this.#running;
    return { package: app.package, pid: process.pid, gated };
  }

  /** Process id of the app, also of one that crashed and is kept for evidence. */
  get pid(): number | undefined {
    return this.#running?.process.pid;
  }

  async install(apk: string): Promise<AppInfo> {
    if (!existsSync(apk)) throw new HandsetError("no-such-file", `there is no APK at ${apk}`);
    const converted = await convertApk(apk, this.#toolchain, this.#sdkJar);
    if (this.#running?.app.package === converted.info.package) await this.kill();
    await this.folder.install(apk, converted);
    return converted.info;
  }

  async remove(packageName: string): Promise<boolean> {
    if (!this.folder.app(packageName)) return false;
    if (this.#running?.app.package === packageName) await this.kill();
    await this.folder.clear(packageName);
    await this.folder.remove(packageName);
    return true;
  }

  /** Ends the app and removes its data and permissions. */
  async clear(packageName: string): Promise<void> {
    this.#installed(packageName);
    if (this.#running?.app.package === packageName) await this.kill();
    await this.folder.clear(packageName);
  }

  /** A new phone with the same apps installed. */
  async reset(): Promise<void> {
    await this.kill();
    await this.folder.reset();
  }

  converted(packageName: string): ConvertedApp {
    return this.#installed(packageName).converted;
  }

  appInfo(packageName: string): AppInfo {
    return this.converted(packageName).info;
  }

  /**
   * Starts the app's process up to the gate: the framework is up and no line of the app has run.
   * @returns its process id. @throws HandsetError `already-running`, `not-installed`, `process-ended`, `deadline-expired`.
   */
  async startSuspended(packageName: string): Promise<number> {
    const app = this.#installed(packageName);
    if (this.running?.package === packageName) {
      throw new HandsetError("already-running", `${packageName} is running already; terminate it first`);
    }
    await this.kill();
    this.#surprise = undefined;
    writeFileSync(this.folder.configFile, JSON.stringify(this.#config(app), null, 1));
    const process = await HandsetProcess.start({
      java: this.#toolchain.java,
      args: this.#javaArguments(app),
      // The app could read these: nothing of the host's environment goes in.
      env: { LANG: "C.UTF-8", TMPDIR: this.folder.tmp },
      cwd: this.folder.tmp,
      onEvent: (event) => this.#record(event, running),
      onEnd: (reason) => this.#processEnded(running, reason),
    });
    const running: Running = { app, process, gated: true, crash: undefined, expectedEnd: false };
    this.#running = running;
    try {
      await this.#awaitGate(running);
    } catch (error) {
      await this.kill();
      throw error;
    }
    return process.pid;
  }

  /**
   * Lets the suspended process go on; resolves when the launcher activity is up (or, without `launch`, the Application).
   * @throws HandsetError `app-crashed` when the app dies of its start, `not-suspended`.
   */
  async resume(launch = true): Promise<void> {
    const running = this.#running;
    if (running?.crash) throw crashError(running.crash);
    if (!running?.gated)
      throw new HandsetError("not-suspended", "no app waits at the gate; call launchSuspended first");
    running.gated = false;
    await running.process.request("go", { launch }, GO_DEADLINE_MS);
  }

  /** Launches the app, or brings it to the front when it runs. */
  async activate(packageName: string): Promise<void> {
    this.#installed(packageName);
    if (this.running?.package === packageName) {
      if (this.running.gated) await this.resume();
      else await this.call("foreground");
      return;
    }
    await this.startSuspended(packageName);
    await this.resume();
  }

  /** Ends the app's process if it is this app's, also one that crashed. @returns whether the app ran. */
  async terminate(packageName: string): Promise<boolean> {
    return this.#running?.app.package === packageName && (await this.kill());
  }

  /** SIGKILL of the app's process; data stays. @returns whether one ran. */
  async kill(): Promise<boolean> {
    const running = this.#running;
    if (!running) return false;
    const ran = running.crash === undefined;
    running.expectedEnd = true;
    await running.process.kill();
    await this.folder.emptyTmp();
    return ran;
  }

  /** Calls a method of PROTOCOL.md. @throws HandsetError `not-running` when there is no app to do it. */
  async call(method: string, params: object = {}, deadlineMs: number = COMMAND_DEADLINE_MS): Promise<unknown> {
    if (!this.#running || this.#running.crash) {
      if (this.#surprise) throw this.#surprise;
      throw new HandsetError("not-running", `no app is running: '${method}' needs one`);
    }
    return await this.#running.process.request(method, params, deadlineMs);
  }

  /** Grants or takes back a permission of an app, whether it runs or not. @throws HandsetError `undeclared-permission`. */
  async setPermission(packageName: string, permission: string, granted: boolean): Promise<void> {
    if (!this.appInfo(packageName).permissions.includes(permission)) {
      throw new HandsetError("undeclared-permission", `${packageName} does not declare ${permission}`);
    }
    if (this.#settable()) await this.call(granted ? "grant" : "revoke", { permission });
    else this.folder.changeState((state) => state.setPermission(permission, granted));
  }

  /** The state of each runtime permission that the app declares. */
  async permissions(packageName: string): Promise<Record<string, string>> {
    if (this.#settable()) return (await this.call("permissions")) as Record<string, string>;
    const state = this.folder.state();
    return Object.fromEntries(this.runtimePermissions(packageName).map((name) => [name, state.permission(name)]));
  }

  runtimePermissions(packageName: string): string[] {
    return this.appInfo(packageName).permissions.filter(isRuntimePermission);
  }

  async setClipboard(text: string): Promise<void> {
    if (this.#settable()) await this.call("clipboard", { text });
    else this.folder.changeState((state) => state.setClipboard(text));
  }

  async clipboard(): Promise<string> {
    const text = this.#settable() ? await this.call("clipboard", {}) : this.folder.state().clipboard;
    return typeof text === "string" ? text : "";
  }

  async setLocation(place: Place): Promise<void> {
    this.#location = place;
    if (this.#settable()) await this.call("location", place);
  }

  /** A suspended process has read the state already and takes no settings: they must come before or after. */
  #settable(): boolean {
    if (!this.running) return false;
    if (this.running.gated) {
      throw new HandsetError(
        "gated",
        "the app waits at its gate: change settings before launchSuspended or after resumeLaunch",
      );
    }
    return true;
  }

  /**
   * Whether an app has been started and still runs.
   * @throws HandsetError `process-ended` when its process died and nobody asked it to.
   */
  hasApp(): boolean {
    if (this.running) return !this.running.gated;
    if (this.#surprise) throw this.#surprise;
    return false;
  }

  /** The state of the app, or undefined when none runs. */
  async state(): Promise<HandsetState | undefined> {
    return this.hasApp() || this.running ? ((await this.call("state")) as HandsetState) : undefined;
  }

  /** Events from index `since` on, over all processes of this device's session. */
  events(since = 0): { next: number; dropped: number; events: RecordedEvent[] } {
    return this.#events.since(since);
  }

  async close(): Promise<void> {
    process.removeListener("exit", this.#atExit);
    await this.kill();
    this.folder.close();
  }

  #atExit = (): void => {
    this.#running?.process.killNow();
    this.folder.close();
  };

  #installed(packageName: string): InstalledApp {
    const app = this.folder.app(packageName);
    if (app) return app;
    const there = this.folder.packages().join(", ") || "nothing";
    throw new HandsetError("not-installed", `${packageName} is not installed; installed: ${there}`);
  }

  #config(app: InstalledApp): object {
    const { appJar, manifest, appInfo } = app.converted;
    const { apiLevel, locale, seed } = this.options;
    return {
      apk: app.apk,
      appJar,
      manifest,
      appInfo,
      dataDir: this.folder.dataDir(app.package),
      stateFile: this.folder.stateFile,
      apiLevel,
      locale,
      display: DISPLAY,
      seed: this.#location === undefined ? seed : { ...seed, location: this.#location },
      policy: join(HANDSET_ROOM, "data", "platform-policy.json"),
      logcat: this.folder.logcat,
      accessLog: this.folder.accessLog,
      nativeDir: join(this.#toolchain.cache, NATIVE_FOLDER),
    };
  }

  #javaArguments(app: InstalledApp): string[] {
    const flags = JSON.parse(readFileSync(join(HANDSET_ROOM, "data", "jvm-flags.json"), "utf8")) as string[];
    const { handsetJar, robolectric } = this.#toolchain;
    return [
      ...flags,
      `-javaagent:${handsetJar}`,
      "-Drobolectric.offline=true",
      `-Drobolectric.dependency.dir=${dirname(this.#sdkJar)}`,
      `-Djava.io.tmpdir=${this.folder.tmp}`,
      "-cp",
      [handsetJar, ...robolectric, app.converted.appJar].join(delimiter),
      "virtualhandset.Main",
      this.folder.configFile,
    ];
  }

  async #awaitGate(running: Running): Promise<void> {
    const from = this.#events.next;
    const passed = () =>
      this.events(from).events.some(({ event, pid }) => event === "gate" && pid === running.process.pid);
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (passed()) settle(resolve);
        else if (running.process.ended !== undefined) settle(() => reject(notStarted(running)));
      };
      const settle = (outcome: () => void) => {
        clearTimeout(deadline);
        stopListening();
        outcome();
      };
      const deadline = setTimeout(
        () => settle(() => reject(notStarted(running, `did not reach its gate within ${GATE_DEADLINE_MS} ms`))),
        GATE_DEADLINE_MS,
      );
      const stopListening = this.#events.listen(look);
      look();
    });
  }

  #record(event: HandsetEvent, running: Running): void {
    if (event.event === "exit") running.expectedEnd = true;
    if (event.event === "crash" && running.crash === undefined) {
      running.crash = event;
      running.process.settle((method) => {
        if (INPUTS.has(method)) return "done";
        return crashError(event);
      });
    }
    this.#events.add(event, running.process.pid);
  }

  #processEnded(running: Running, reason: string): void {
    if (this.#running === running) this.#running = undefined;
    if (!running.expectedEnd) {
      this.#surprise = running.process.endError();
      this.#events.add({ event: "process-ended", reason }, running.process.pid);
    }
    this.#events.wake();
  }
}

function crashError({ exception, thread }: HandsetEvent): HandsetError {
  return new HandsetError("app-crashed", `the app crashed: ${String(exception)} in thread ${String(thread)}`);
}

function notStarted(running: Running, why = `ended ${running.process.ended}`): HandsetError {
  const said = running.process.diagnostics.trim().split("\n").slice(-DIAGNOSTIC_LINES).join("\n");
  return new HandsetError("not-started", `the handset process ${why}${said ? `; it said:\n${said}` : ""}`);
}
