import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { HandsetError } from "./errors.ts";

interface Content {
  permissions?: Record<string, Answer>;
  clipboard?: string | null;
  [other: string]: unknown;
}

interface Answer {
  granted: boolean;
  denials: number;
}

/** From Android 11 the second refusal is final. */
const FINAL_DENIALS = 2;

/**
 * The state file (PROTOCOL.md): `{permissions: {name: {granted, denials}}, clipboard, settings}`.
 * The handset process owns it while it runs; the driver reads and writes it only between processes.
 */
export class SystemState {
  #content: Content;

  private constructor(content: Content) {
    this.#content = content;
  }

  /** @throws HandsetError `bad-device` when the file is damaged. */
  static read(file: string): SystemState {
    if (!existsSync(file)) return new SystemState({});
    try {
      return new SystemState(JSON.parse(readFileSync(file, "utf8")) as Content);
    } catch (cause) {
      throw new HandsetError("bad-device", `${file} is damaged: remove it to reset the phone`, { cause });
    }
  }

  write(file: string): void {
    writeFileSync(`${file}.new`, JSON.stringify(this.#content));
    renameSync(`${file}.new`, file);
  }

  get clipboard(): string | null {
    return this.#content.clipboard ?? null;
  }

  setClipboard(text: string): void {
    this.#content.clipboard = text;
  }

  /** `granted`, `denied`, `denied-forever` or `never-asked`. */
  permission(name: string): string {
    const { granted, denials } = this.#content.permissions?.[name] ?? { granted: false, denials: 0 };
    if (granted) return "granted";
    if (denials >= FINAL_DENIALS) return "denied-forever";
    return denials > 0 ? "denied" : "never-asked";
  }

  /** Taking a permission back puts one refusal on record, as the phone's settings do. */
  setPermission(name: string, granted: boolean): void {
    this.#content.permissions = {
      ...this.#content.permissions,
      [name]: { granted, denials: granted ? 0 : 1 },
    };
  }

  forgetPermissions(): void {
    delete this.#content.permissions;
  }
}
