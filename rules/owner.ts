/** Whose code a class is: the app's, an SDK's, the platform's, a library's that only passes calls on, or nobody's known. */
import type { Sdk, SdkTable } from "../catalogue/sdks.ts";

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
/** The system's WebView, which runs script of web pages; Cronet, of the same house, is not among them. */
const WEBVIEW = [
  "android.webkit.",
  "com.android.webview.",
  "org.chromium.android_webview.",
  "org.chromium.base.",
  "org.chromium.content.",
];
/** Bundled libraries that only pass calls on. */
const PLUMBING = ["androidx.", "android.support.", "kotlin.", "kotlinx.", "com.google.common."];
/** Libraries that apps bundle under the platform's own name; those of known SDKs are in the SDK table. */
const BUNDLED = ["com.android.volley.", "com.android.vending."];
/** Segments of a package that say who a library is not the app itself, even under the app's organisation. */
const LIBRARY_SEGMENT = /(^|\.)(sdk|push|ads?|analytics|track(er|ing)?)(\.|$)/;
/** Package heads shared by unrelated owners. */
const SHARED_HEADS = new Set(["com.github", "io.github", "com.gitee", "com.google", "org.apache", "com.example"]);
/** Where a vendor's name starts inside a longer one; `cn.com.x` is a vendor's name of its own. */
const VENDOR_START = /^(com|cn|io|org|net)$/;
const RELOCATED_FROM = 2;
/** Names that a shrinker gives: segments of so few letters. */
const SHORT_SEGMENT = 2;

export interface AppIdentity {
  package: string;
  label: string;
  /** Packages that hold the app's own components (launcher activity, Application class). */
  ownPackages: string[];
  /** The handset is a program on a host, whose own frames lie below the app's main thread. */
  hosted: boolean;
}

export type Owner =
  | { kind: "platform"; webview: boolean }
  | { kind: "plumbing" }
  | { kind: "wrapper"; sdk: Sdk }
  | { kind: "sdk"; sdk: Sdk }
  /** `relocated`: an SDK's name inside another tree, which may be a copy of it or a coincidence. */
  | { kind: "app"; certain: boolean; why: string; relocated: Sdk | null }
  | { kind: "unknown"; relocated: Sdk | null; obfuscated: boolean };

const startsWithAny = (name: string, prefixes: readonly string[]): boolean => prefixes.some((p) => name.startsWith(p));
const inPackage = (name: string, parent: string): boolean => name === parent || name.startsWith(`${parent}.`);
export const headOf = (name: string, segments: number): string => name.split(".").slice(0, segments).join(".");
export const packageOf = (className: string): string => className.slice(0, Math.max(0, className.lastIndexOf(".")));

/** Decides owners of classes for one app; keeps its answers, since stacks share frames. */
export class OwnerTable {
  private readonly owners = new Map<string, Owner>();
  private readonly app: AppIdentity;
  private readonly sdks: SdkTable;

  constructor(app: AppIdentity, sdks: SdkTable) {
    this.app = app;
    this.sdks = sdks;
  }

  of(className: string): Owner {
    const known = this.owners.get(className);
    if (known !== undefined) return known;
    const owner = this.decide(className);
    this.owners.set(className, owner);
    return owner;
  }

  private decide(className: string): Owner {
    const sdk = this.sdks.find(className);
    const app = this.app.package;
    // The longer prefix wins: an SDK inside the app's own package tree is the SDK, the app inside an SDK vendor's tree is the app.
    const own = [app, ...this.app.ownPackages].filter((p) => p !== "" && inPackage(className, p));
    const ownLength = own.reduce((longest, p) => Math.max(longest, p.length), 0);
    if (sdk !== null && sdk.prefix.length > ownLength) return { kind: sdk.role, sdk };
    const relocated = this.relocated(className);
    if (ownLength > 0)
      return { kind: "app", certain: own.includes(app), why: `class in package ${own[0] ?? app}`, relocated };
    if (startsWithAny(className, WEBVIEW)) return { kind: "platform", webview: true };
    if (startsWithAny(className, BUNDLED)) return { kind: "plumbing" };
    if (startsWithAny(className, PLATFORM)) return { kind: "platform", webview: false };
    if (startsWithAny(className, PLUMBING)) return { kind: "plumbing" };
    const head = headOf(app, 2);
    if (
      app.includes(".") &&
      !SHARED_HEADS.has(head) &&
      inPackage(className, head) &&
      !LIBRARY_SEGMENT.test(packageOf(className))
    )
      return { kind: "app", certain: false, why: `shares ${head} with the app's package`, relocated };
    return { kind: "unknown", relocated, obfuscated: isObfuscated(className) };
  }

  /** The SDK whose prefix stands inside a name, as build tools leave it that move a library into the app's own tree. */
  private relocated(className: string): Sdk | null {
    const segments = className.split(".");
    for (let at = RELOCATED_FROM; at < segments.length - 1; at++) {
      if (!VENDOR_START.test(segments[at] as string)) continue;
      const sdk = this.sdks.find(segments.slice(at).join("."));
      if (sdk !== null && sdk.role === "sdk" && sdk.prefix.includes(".")) return sdk;
    }
    return null;
  }
}

function isObfuscated(className: string): boolean {
  const [plain = ""] = className.split("$");
  return plain.split(".").every((segment) => segment.length <= SHORT_SEGMENT);
}
