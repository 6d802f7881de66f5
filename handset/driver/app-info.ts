/** A part of an APK that will not work on this handset. */
export interface AppLimit {
  code: string;
  detail: string;
}

/** `app-info.json` of a converted APK (PROTOCOL.md); what the driver itself reads of it. */
export interface AppInfo {
  package: string;
  label: string;
  versionName: string;
  versionCode: string;
  minSdk: number;
  targetSdk: number;
  launcher: string | null;
  permissions: string[];
  sha256: string;
  limits: AppLimit[];
  [other: string]: unknown;
}
