/** What the controller needs of any handset, real or virtual. Times are the host's monotonic clock. */
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
  signers: string[];
  /** Parts of this app that this handset cannot run. */
  limits: { code: string; detail: string }[];
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

/** A file on the handset that the app's process may map, and that outlives it. */
export interface SharedFile {
  /** Path as the app's process sees it. */
  path: string;
  read(): Promise<Buffer>;
}

export interface Handset {
  /** A new file of zeros for the next process of the app. */
  createSharedFile(bytes: number): Promise<SharedFile>;
  describe(): Promise<HandsetDescription>;
  appInfo(): Promise<AppInfo>;
  /** Starts the app's process and stops it before its first line; resolves with the pid. */
  launchSuspended(): Promise<number>;
  /** Lets the suspended process run; resolves when its first screen is up. */
  resume(): Promise<void>;
  source(): Promise<string>;
  screenshot(): Promise<Buffer>;
  tap(x: number, y: number): Promise<void>;
  swipe(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void>;
  text(text: string): Promise<void>;
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
