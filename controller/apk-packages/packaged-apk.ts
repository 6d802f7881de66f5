/** An APK that a package of a registry ships: named by exact version, held to a hash. */
import { z } from "zod";
import { strict } from "../scenario/strict.ts";

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hexadecimal digits");
/** Nothing that a client could take for an option, a path or an address. */
const NPM_VERSION = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*@\d[\w.+-]*$/;
const PYPI_VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]*==\d[\w.+!-]*$/;
const memberSchema = z
  .string()
  .max(500)
  .regex(/^(?!\/)(?!(.*\/)?\.\.?(\/|$))[^\\\0]+$/, "a path inside the package, for example apks/app.apk")
  .describe("Path of the APK inside the package");

export const packagedApkSchema = z.union([
  strict({
    npm: z.string().max(300).regex(NPM_VERSION, "name@version, for example android-apidemos@5.0.0"),
    file: memberSchema,
    sha256: sha256Schema.describe("SHA-256 of the APK"),
  }),
  strict({
    pypi: z.string().max(300).regex(PYPI_VERSION, "name==version, for example uiautomator2==3.7.1"),
    file: memberSchema,
    sha256: sha256Schema.describe("SHA-256 of the APK"),
    archive: sha256Schema.describe("SHA-256 of the package's own file, as PyPI lists it"),
  }),
]);
export type PackagedApk = z.output<typeof packagedApkSchema>;

/** How a person names the package. */
export function packageName(apk: PackagedApk): string {
  return "npm" in apk ? `npm ${apk.npm}` : `PyPI ${apk.pypi}`;
}
