import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { copyFile, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { ConvertedApp } from "./converter.ts";
import { HandsetError } from "./errors.ts";
import { SystemState } from "./system-state.ts";

/** An installed app: its APK lies in the device folder, its converted form in the shared cache. */
export interface InstalledApp {
  package: string;
  apk: string;
  converted: ConvertedApp;
}

const TEMPORARY_PREFIX = "virtual-handset-";
/** Holds the process id of the driver that uses the folder. */
const LOCK_FILE = "in-use";
/** How much of a log is read at once; older lines of a larger one are left out. */
const LOG_READ_LIMIT = 8 * 1024 * 1024;
/** A package name becomes a folder name; it comes from the app and is not trusted. */
const PACKAGE_NAME = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)+$/;
const PACKAGE_NAME_LIMIT = 223;

/** The folder that is the phone: installed apps, their data, what the system keeps, and the logs. */
export class DeviceFolder {
  readonly path: string;
  readonly temporary: boolean;
  #apps = new Map<string, InstalledApp>();

  /** Opens `given` (created when absent), or a temporary folder. @throws HandsetError `device-in-use`, `bad-device`. */
  constructor(given?: string) {
    this.temporary = given === undefined;
    if (given === undefined) removeAbandoned();
    this.path = given === undefined ? mkdtempSync(join(tmpdir(), TEMPORARY_PREFIX)) : resolve(given);
    mkdirSync(join(this.path, "tmp"), { recursive: true });
    this.#lock();
    for (const app of this.#readApps()) this.#apps.set(app.package, app);
  }

  get stateFile(): string {
    return join(this.path, "state.json");
  }
  get logcat(): string {
    return join(this.path, "logcat.txt");
  }
  get accessLog(): string {
    return join(this.path, "access-log.jsonl");
  }
  get configFile(): string {
    return join(this.path, "config.json");
  }
  /** Scratch space of the running process, emptied after it. */
  get tmp(): string {
    return join(this.path, "tmp");
  }

  dataDir(packageName: string): string {
    return join(this.path, "data", packageName);
  }

  app(packageName: string): InstalledApp | undefined {
    return this.#apps.get(packageName);
  }

  packages(): string[] {
    return [...this.#apps.keys()];
  }

  /** Installs over an earlier version; data and permissions stay, as on a phone. */
  async install(apk: string, converted: ConvertedApp): Promise<InstalledApp> {
    const packageName = converted.info.package;
    if (!PACKAGE_NAME.test(packageName) || packageName.length > PACKAGE_NAME_LIMIT) {
      throw new HandsetError("bad-package-name", `cannot install ${apk}: '${packageName}' is no package name`);
    }
    const folder = join(this.path, "apps", packageName);
    await mkdir(folder, { recursive: true });
    const copy = join(folder, "base.apk");
    await copyFile(apk, `${copy}.new`);
    await rename(`${copy}.new`, copy);
    await mkdir(this.dataDir(packageName), { recursive: true });
    const app = { package: packageName, apk: copy, converted };
    this.#apps.set(packageName, app);
    await this.#writeApps();
    return app;
  }

  async remove(packageName: string): Promise<void> {
    this.#apps.delete(packageName);
    await this.#writeApps();
    await rm(join(this.path, "apps", packageName), { recursive: true, force: true });
    await rm(this.dataDir(packageName), { recursive: true, force: true });
  }

  /** Removes the app's data and permissions, as "clear storage" on a phone. */
  async clear(packageName: string): Promise<void> {
    await rm(this.dataDir(packageName), { recursive: true, force: true });
    this.changeState((state) => state.forgetPermissions());
    await mkdir(this.dataDir(packageName), { recursive: true });
  }

  /** Makes the phone a new one with the same apps installed: no data, no shared storage, nothing remembered. */
  async reset(): Promise<void> {
    const keep = new Set(["apps", "apps.json", LOCK_FILE]);
    for (const name of await readdir(this.path)) {
      if (!keep.has(name)) await rm(join(this.path, name), { recursive: true, force: true });
    }
    await this.emptyTmp();
    for (const packageName of this.packages()) await mkdir(this.dataDir(packageName), { recursive: true });
  }

  /** What the system keeps. Only the running process writes it while there is one. */
  state(): SystemState {
    return SystemState.read(this.stateFile);
  }

  changeState(change: (state: SystemState) => void): void {
    const state = this.state();
    change(state);
    state.write(this.stateFile);
  }

  /** The complete lines of a log from byte `from`, and where to read on. */
  async readLines(file: string, from: number): Promise<{ lines: string[]; next: number }> {
    if (!existsSync(file)) return { lines: [], next: from };
    const { size } = await stat(file);
    const start = Math.max(from, size - LOG_READ_LIMIT);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, size - start)), 0, undefined, start);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      const lines = buffer.toString("utf8", 0, end).split("\n");
      lines.pop();
      return { lines, next: start + end };
    } finally {
      await handle.close();
    }
  }

  async emptyTmp(): Promise<void> {
    await rm(this.tmp, { recursive: true, force: true });
    await mkdir(this.tmp, { recursive: true });
  }

  /** Lets go of the folder; a temporary one is removed. Synchronous, so that it can run while the process exits. */
  close(): void {
    rmSync(this.#lockFile, { force: true });
    rmSync(this.temporary ? this.path : this.tmp, { recursive: true, force: true });
  }

  get #lockFile(): string {
    return join(this.path, LOCK_FILE);
  }

  /** One driver at a time; the lock of a process that has died does not hold. */
  #lock(): void {
    if (existsSync(this.#lockFile)) {
      const owner = Number(readFileSync(this.#lockFile, "utf8"));
      if (isAlive(owner)) {
        throw new HandsetError("device-in-use", `${this.path} is in use by process ${owner}; end its session first`);
      }
      rmSync(this.#lockFile, { force: true });
    }
    writeFileSync(this.#lockFile, String(process.pid), { flag: "wx" });
  }

  #readApps(): InstalledApp[] {
    const file = join(this.path, "apps.json");
    if (!existsSync(file)) return [];
    try {
      const apps = JSON.parse(readFileSync(file, "utf8")) as InstalledApp[];
      return apps.filter((app) => existsSync(app.apk) && existsSync(app.converted.appJar));
    } catch (cause) {
      throw new HandsetError("bad-device", `${file} is damaged: remove the folder or name another deviceDir`, {
        cause,
      });
    }
  }

  async #writeApps(): Promise<void> {
    const file = join(this.path, "apps.json");
    await writeFile(`${file}.new`, JSON.stringify([...this.#apps.values()], null, 1));
    await rename(`${file}.new`, file);
  }
}

/** Temporary folders of drivers that were killed before they could remove them. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(TEMPORARY_PREFIX)) continue;
    const lock = join(tmpdir(), name, LOCK_FILE);
    if (!existsSync(lock)) continue;
    if (!isAlive(Number(readFileSync(lock, "utf8")))) rmSync(dirname(lock), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
