/** Runs the APK converter the way the driver does, and makes damaged or unusual APKs to feed it. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { unzipSync, zipSync } from "fflate";
import { PROJECT_ROOT, readToolchain } from "../../controller/toolchain.ts";
import { CONVERTER_FLAGS } from "../../handset/driver/converter.ts";

export const API_DEMOS = path.join(PROJECT_ROOT, "node_modules/android-apidemos/apks/ApiDemos-debug.apk");
export const NEWS = path.join(PROJECT_ROOT, "scenarios/demo/news/news.apk");
export const FITNESS = path.join(PROJECT_ROOT, "scenarios/demo/fitness-en/fitness-en.apk");

export interface Conversion {
  exitCode: number | null;
  error: { code: string; message: string } | undefined;
  outDir: string;
  stderr: string;
}

export interface Component {
  kind: string;
  name: string;
  exported: boolean;
  initOrder?: number;
  authorities?: string[];
}

export interface AppInfo {
  package: string;
  label: string;
  labels: { en: string; zh: string };
  versionName: string;
  versionCode: string;
  minSdk: number;
  targetSdk: number;
  launcher: string;
  application: string;
  permissions: string[];
  activities: string[];
  receivers: string[];
  providers: string[];
  components: Component[];
  sha256: string;
  dexFiles: number;
  classes: number;
  signers: string[];
  signature: string;
  limits: { code: string; detail: string }[];
  versionConstants: { class: string; field: string; value: string }[];
}

/** A scratch folder for one test file; `remove` when done. */
export function scratch(): { dir: string; remove: () => void } {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "convert-test-"));
  return { dir, remove: () => fs.rmSync(dir, { recursive: true, force: true }) };
}

export function convert(apk: string, outDir: string): Conversion {
  const toolchain = readToolchain();
  const classPath = [toolchain.handsetJar, ...toolchain.jars.convert, ...toolchain.jars.robolectric];
  const flags = [...CONVERTER_FLAGS, `-Dvirtualhandset.sdk=${toolchain.jars.sdk["34"]}`];
  const command = ["-cp", classPath.join(path.delimiter), "virtualhandset.convert.Convert", apk, outDir];
  const ended = spawnSync(toolchain.java, [...flags, ...command], { encoding: "utf8" });
  const last = ended.stdout.trim().split("\n").at(-1) ?? "";
  const error = last.startsWith('{"error"') ? (JSON.parse(last) as { error: Conversion["error"] }).error : undefined;
  return { exitCode: ended.status, error, outDir, stderr: ended.stderr };
}

export function readInfo(outDir: string): AppInfo {
  return JSON.parse(fs.readFileSync(path.join(outDir, "app-info.json"), "utf8")) as AppInfo;
}

/** Copies an APK with entries added, changed (a function of the old bytes) or taken out (null). */
export function alterApk(
  apk: string,
  target: string,
  changes: Record<string, Uint8Array | ((old: Uint8Array) => Uint8Array) | null>,
): string {
  const entries = new Map<string, Uint8Array>(Object.entries(unzipSync(fs.readFileSync(apk))));
  for (const [name, change] of Object.entries(changes)) {
    if (change instanceof Uint8Array) {
      entries.set(name, change);
      continue;
    }
    const old = entries.get(name);
    if (old === undefined) throw new Error(`${apk} has no ${name}`);
    if (change === null) entries.delete(name);
    else entries.set(name, change(Uint8Array.from(old)));
  }
  fs.writeFileSync(target, zipSync(Object.fromEntries(entries), { level: 1 }));
  return target;
}

/** Writes the checksum that a dex file must carry, so that only deeper damage is left. */
export function fixDexChecksum(dex: Uint8Array): Uint8Array {
  let a = 1;
  let b = 0;
  for (const byte of dex.subarray(12)) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  new DataView(dex.buffer, dex.byteOffset).setUint32(8, ((b << 16) | a) >>> 0, true);
  return dex;
}

/** Replaces the one number in a binary manifest that equals `from`. */
export function patchManifestNumber(manifest: Uint8Array, from: number, to: number): Uint8Array {
  const wanted = Buffer.from([8, 0, 0, 0x10, from, 0, 0, 0]);
  const at = Buffer.from(manifest.buffer, manifest.byteOffset, manifest.byteLength).indexOf(wanted);
  if (at < 0) throw new Error(`the manifest has no number ${from}`);
  manifest[at + 4] = to;
  return manifest;
}

/**
 * Compiles Java sources (path to text) to a dex file with the toolchain's own compilers, step by step, each against
 * what is there already. `leaveOut` names packages that are compiled against but not packed.
 */
export function compileDex(dir: string, steps: Record<string, string>[], leaveOut: string[] = []): Uint8Array {
  const toolchain = readToolchain();
  const run = (args: string[]): void => {
    const ended = spawnSync(toolchain.java, args, { encoding: "utf8" });
    if (ended.status !== 0) throw new Error(`${args.slice(0, 4).join(" ")}: ${ended.stdout}${ended.stderr}`);
  };
  const classes = path.join(dir, "classes");
  fs.mkdirSync(classes, { recursive: true });
  for (const [index, sources] of steps.entries()) {
    const folder = path.join(dir, `step${index}`);
    for (const [name, text] of Object.entries(sources)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    run(["-jar", toolchain.jars.ecj, "-8", "-proc:none", "-nowarn", "-cp", classes, "-d", classes, folder]);
  }
  for (const name of leaveOut) fs.rmSync(path.join(classes, name), { recursive: true });
  const dex = path.join(dir, "classes.dex");
  const translator = ["-cp", toolchain.jars.dx, "com.android.dx.command.Main", "--dex", "--min-sdk-version=26"];
  run([...translator, `--output=${dex}`, classes]);
  return fs.readFileSync(dex);
}
