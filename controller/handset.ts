/** What the controller needs of any handset, real or virtual. Times are the host's monotonic clock. */
import type { Browser } from "webdriverio";
import type { Bounds } from "./page-source.ts";

export interface AppInfo {
  package: string;
  label: string;
  versionName: string;
  versionCode: string;
  sha256: string;
  minSdk: number;
  targetSdk: number;
  permissions: string[];
  activities: string[];
  /** Activity that the home screen opens; null for an app without one. */
  launcher: string | null;
  signers: string[];
  /** Parts of this app that this handset cannot run. */
  limits: { code: string; detail: string }[];
  /** Static final strings of its classes that are named as versions. */
  versionConstants: { class: string; field: string; value: string }[];
}

export interface HandsetDescription {
  id: string;
  kind: "virtual" | "android" | "ios";
  os: string;
  model: string;
}

/** Something that happened to the app's process without our doing. */
export interface ProcessEvent {
  event: string;
  [field: string]: unknown;
}

/** One line of the handset's own record of protected calls; what the platform noted, not what an agent saw. */
export interface AccessLogLine {
  /** Handset's monotonic clock, microseconds; null where the line only counts what was dropped. */
  t: number | null;
  api: string;
  permission: string;
  allowed: boolean;
  /** Lines that did not fit. */
  dropped: number;
}

/** A file on the handset that the app's process may map, and that outlives it. */
export interface SharedFile {
  /** Path as the app's process sees it. */
  path: string;
  read(): Promise<Buffer>;
}

export interface Handset {
  /** For scenario modules: WebdriverIO's own object on the same session. */
  readonly browser: Browser;
  /** A new file of zeros for the next process of the app. */
  createSharedFile(bytes: number): Promise<SharedFile>;
  describe(): Promise<HandsetDescription>;
  appInfo(): Promise<AppInfo>;
  /** Class files of the installed app, base64 by class; null where it has no such class. */
  appClasses(names: string[]): Promise<Record<string, string | null>>;
  /** Puts another version of the app in place of the installed one. @param keepData as an update does, else as a fresh install */
  replaceApp(apk: string, keepData: boolean): Promise<void>;
  /** Grants a runtime permission as the settings page does; the app is not asked. */
  grant(permission: string): Promise<void>;
  /** Runtime permissions of the app that were asked for and denied. */
  deniedPermissions(): Promise<string[]>;
  /** The handset's own monotonic clock, microseconds. */
  monotonicUs(): Promise<number>;
  /** All that the handset itself noted since the app was installed. */
  accessLog(): Promise<AccessLogLine[]>;
  /** Starts the app's process and stops it before its first line; resolves with the pid. */
  launchSuspended(): Promise<number>;
  /** Lets the suspended process run; resolves when its first screen is up. */
  resume(): Promise<void>;
  source(): Promise<string>;
  screenshot(): Promise<Buffer>;
  tap(x: number, y: number): Promise<void>;
  swipe(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void>;
  text(text: string): Promise<void>;
  longPress(x: number, y: number): Promise<void>;
  /** @param keycode of Android's KeyEvent */
  key(keycode: number): Promise<void>;
  setLocation(place: { latitude: number; longitude: number; accuracy?: number }): Promise<void>;
  /** Opens a link in whatever takes it. */
  openLink(link: string): Promise<void>;
  back(): Promise<void>;
  background(): Promise<void>;
  foreground(): Promise<void>;
  lock(): Promise<void>;
  unlock(): Promise<void>;
  /** SIGKILL of the app's process; its data stay. */
  kill(): Promise<void>;
  appState(): Promise<"not-running" | "background" | "foreground">;
  /** Events since the last call. */
  events(): Promise<ProcessEvent[]>;
  screenSize(): Promise<Bounds>;
  log(): Promise<string[]>;
  /** What every thread of the app's process is doing, for the record of a launch that failed; says so when it cannot be had. */
  threadDump(): Promise<string>;
  close(): Promise<void>;
}
