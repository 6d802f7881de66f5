/** A first scenario, written from what an app's manifest says of itself. Every string of the app is untrusted. */
import { loadApiRows } from "../../catalogue/api-rows.ts";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { permissionGroup } from "../../catalogue/permission-groups.ts";

/** What the draft is made of. */
export interface DraftSource {
  package: string;
  label: string;
  labels?: { en?: string | undefined; zh?: string | undefined } | undefined;
  versionName: string;
  permissions: readonly string[];
  activities: readonly string[];
}

export interface DraftPlaces {
  /** Path of the APK as the scenario writes it. */
  app: string;
  /** Path of the published schema as the scenario reaches it. */
  schema: string;
}

const MAX_LISTED = 30;
const MAX_TEXT = 80;
/** Types named beside a permission. */
const MAX_TYPES = 4;
const ANDROID = "android.permission.";

/** The text of a scenario that the schema takes as it is. */
export function draftScenario(source: DraftSource, places: DraftPlaces): string {
  const zh = source.labels?.zh ?? source.label;
  const en = source.labels?.en ?? source.label;
  const chinese = /\p{Script=Han}/u.test(zh);
  return `# yaml-language-server: $schema=${comment(places.schema)}
# ${comment(source.package)} ${comment(source.versionName)}
# 由清单生成的初稿，请补充步骤 · drafted from the manifest; add the steps that a person would take
name: ${scenarioName(source.package)}
title: { zh: ${quoted(zh || source.package)}, en: ${quoted(en || source.package)} }
app: ${quoted(places.app)}
# 39 类常见应用中的序号 · number of the app type among the 39
# category: 30
# 隐私政策声明收集的信息 · data types that the privacy policy declares
declares: []
handset: { kind: virtual, language: ${chinese ? "zh, country: CN" : "en, country: US"} }
branches: [ignore, refuse, accept, accept+background]
durations: { ignore: 60s, refuse: 60s, background: 60s }
# 未写明时对权限弹窗的回答 · answer to permission dialogs that no step answers
permissions: grant

# 清单中的权限及其可读取的信息 · permissions of the manifest, and what they give
${listed(source.permissions.map(permissionLine))}
# 清单中的页面 · screens of the manifest
${listed(source.activities.map((name) => comment(shortName(name, source.package))))}

# 同意之后 · after accepting
steps:
  - step: ${chinese ? "浏览首页" : "look at the main page"}
    # 该功能需要的信息 · data types that this function needs
    justifies: []
    do:
      - idle: 5s
# 拒绝之后 · after refusing
afterRefusal:
  - idle: 5s
`;
}

/** Name of files and folders, from the package: `com.example.news` becomes `example-news`. */
export function scenarioName(packageName: string): string {
  const parts = packageName.toLowerCase().split(".").slice(-2);
  const name = parts
    .join("-")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 64);
  return name === "" ? "app" : name;
}

/** `android.permission.READ_CONTACTS: pii.contacts, perm.contacts`. */
function permissionLine(permission: string): string {
  const group = permissionGroup(permission);
  const types = [...typesBehind(permission), ...(group === null ? [] : [group])];
  return `${comment(permission)}${types.length > 0 ? `: ${types.join(", ")}` : ""}`;
}

let behind: Map<string, string[]> | undefined;

/** Personal data that the catalogue's APIs give under a permission, the most usual first. */
function typesBehind(permission: string): string[] {
  behind ??= readTypesBehind();
  return permission.startsWith(ANDROID) ? (behind.get(permission.slice(ANDROID.length)) ?? []).slice(0, MAX_TYPES) : [];
}

function readTypesBehind(): Map<string, string[]> {
  const known = loadDataTypes();
  const counts = new Map<string, Map<string, number>>();
  for (const row of loadApiRows()) {
    const text = (row.permission ?? "").replace("COARSE/FINE_LOCATION", "COARSE_LOCATION ACCESS_FINE_LOCATION");
    for (const name of new Set(text.match(/[A-Z][A-Z_]{3,}/g) ?? [])) {
      const byType = counts.get(name) ?? new Map<string, number>();
      counts.set(name, byType);
      for (const type of row.types) {
        if (known.get(type)?.kind === "personal-data") byType.set(type, (byType.get(type) ?? 0) + (row.core ? 2 : 1));
      }
    }
  }
  const ranked = (byType: Map<string, number>): string[] =>
    [...byType].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([type]) => type);
  return new Map([...counts].map(([name, byType]) => [name, ranked(byType)]));
}

function shortName(activity: string, packageName: string): string {
  return activity.startsWith(`${packageName}.`) ? activity.slice(packageName.length) : activity;
}

function listed(lines: string[]): string {
  const shown = lines.slice(0, MAX_LISTED).map((line) => `#   ${line}`);
  if (lines.length > MAX_LISTED) shown.push(`#   … ${lines.length - MAX_LISTED}`);
  return shown.length > 0 ? shown.join("\n") : "#   -";
}

/** Text of the app's making in a comment: one line, nothing that hides or ends it. */
function comment(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ").slice(0, MAX_TEXT);
}

/** A double-quoted YAML scalar; JSON's escapes are YAML's. */
function quoted(text: string): string {
  return JSON.stringify(comment(text));
}
