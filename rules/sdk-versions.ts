/** Versions that SDKs state of themselves in the app's package: constants of their classes, files that build tools leave. */
import type { SdkTable } from "../catalogue/sdks.ts";
import type { SdkFact } from "./result-schema.ts";
import { clean } from "./text.ts";

export interface StatedVersion {
  kind: "constant" | "file";
  /** `class.field`, or the path of a file of the package. */
  name: string;
  value: string;
}

/** Names by which a library states its own version, the surest first; others are of protocols, formats, minimums. */
const FIELDS = [/^SDK_?VERSION(_?NAME)?$/i, /^VERSION_?NAME$/i, /^(LIB(RARY)?_?)?VERSION(_?STRING)?$/i];
const BUILD_CONFIG = /\.BuildConfig$/;
const GROUP_FILE = /^META-INF\/([\w.]+)_([\w.-]+)\.version$/;
const POM_FILE = /^META-INF\/maven\/([^/]+)\/([^/]+)\/pom\.properties$/;
/** Google names these by library: `firebase-analytics.properties`, `play-services-ads.properties`. */
const GOOGLE_FILE = /^(firebase|play-services)-([\w-]+)\.properties$/;
const GOOGLE_PACKAGES: Record<string, string> = {
  firebase: "com.google.firebase",
  "play-services": "com.google.android.gms",
};
/** Statements that disagree and are all shown. */
const SHOWN = 3;

interface Claim {
  sdk: string;
  rank: number;
  value: string;
  name: string;
}

/** Name of a package that a file of build tools is about, to be looked up as a class is. */
function packageOfFile(name: string): string | null {
  const [, group, artifact] = GROUP_FILE.exec(name) ?? POM_FILE.exec(name) ?? [];
  if (group !== undefined && artifact !== undefined) return `${group}.${artifact.replaceAll("-", ".")}`;
  const [, family, library] = GOOGLE_FILE.exec(name) ?? [];
  if (family === undefined || library === undefined) return null;
  return `${GOOGLE_PACKAGES[family] ?? family}.${library.replaceAll("-", ".")}`;
}

function claimOf({ kind, name, value }: StatedVersion, sdks: SdkTable): Claim | null {
  if (kind === "file") {
    const about = packageOfFile(name);
    const sdk = about === null ? null : sdks.find(about);
    return sdk === null ? null : { sdk: sdk.id, rank: FIELDS.length, value, name };
  }
  const dot = name.lastIndexOf(".");
  const [owner, field] = [name.slice(0, dot), name.slice(dot + 1)];
  const sdk = sdks.find(owner);
  const rank = FIELDS.findIndex((pattern) => pattern.test(field));
  if (sdk === null || rank < 0) return null;
  // A class near the top of the SDK's package speaks for the SDK; one far down for a part of it.
  const depth = owner.slice(sdk.prefix.length).split(".").length - (BUILD_CONFIG.test(owner) ? 2 : 1);
  return { sdk: sdk.id, rank: rank + depth / 100, value, name };
}

/**
 * Version of each SDK by id. Statements that rank alike and disagree, as of an SDK of several parts, are all given.
 * An SDK that states none is left out: its version is not readable.
 */
export function versionsOf(
  stated: readonly StatedVersion[],
  sdks: SdkTable,
): Map<string, NonNullable<SdkFact["version"]>> {
  const claims = new Map<string, Claim[]>();
  for (const one of stated) {
    const claim = claimOf(one, sdks);
    if (claim !== null) claims.set(claim.sdk, [...(claims.get(claim.sdk) ?? []), claim]);
  }
  return new Map(
    [...claims].map(([sdk, list]) => {
      const best = list.reduce((least, { rank }) => Math.min(least, rank), Number.POSITIVE_INFINITY);
      const surest = list.filter(({ rank }) => rank === best).sort((a, b) => (a.name < b.name ? -1 : 1));
      const byValue = new Map(surest.toReversed().map((claim) => [claim.value, claim]));
      const shown = [...byValue.values()].reverse().slice(0, SHOWN);
      const joined = (texts: string[]): string => clean(texts.join(" / "));
      return [sdk, { text: joined(shown.map((c) => c.value)), from: joined(shown.map((c) => c.name)) }];
    }),
  );
}
