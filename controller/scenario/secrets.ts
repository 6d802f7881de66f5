/**
 * Credentials of a scenario. They come from a file or the environment and go into the app; no trace, screen, report or
 * log may hold them.
 */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { SecretFilter } from "../../trace/secret-filter.ts";
import { usageError } from "../errors.ts";

/** A shorter value occurs by chance in what an app shows, and cannot be kept out of the evidence without wrecking it. */
export const MIN_SECRET = 4;
const MAX_SECRET = 2000;
const MAX_FILE_BYTES = 1 << 16;

const REFERENCE = /\$\{(env|secret):([A-Za-z_][\w-]{0,63})\}/g;
const fileSchema = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));

/** Names of the references in `text`, as written. */
export function referencesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(([reference]) => reference);
}

export class Secrets {
  readonly #values: ReadonlyMap<string, string>;
  readonly #filter = new SecretFilter();

  private constructor(values: Map<string, string>) {
    this.#values = values;
    for (const value of values.values()) this.#filter.add(value);
  }

  /**
   * @param references `${env:NAME}` and `${secret:NAME}` that the scenario uses
   * @param file credentials file (YAML, name: value), or undefined
   * @throws ControllerError exit 2 naming what is missing, never a value
   */
  static resolve(
    references: Iterable<string>,
    file: string | undefined,
    env: Readonly<Record<string, string | undefined>> = process.env,
  ): Secrets {
    const values = new Map<string, string>();
    let stored: Record<string, string> | undefined;
    for (const reference of references) {
      const [, source, name = ""] = new RegExp(REFERENCE.source).exec(reference) ?? [];
      if (source === "secret") stored ??= readSecretFile(file, reference);
      const value = source === "secret" ? stored?.[name] : env[name];
      if (value === undefined || value === "") {
        throw usageError(
          "secret-missing",
          `${reference}: no such value`,
          source === "secret" ? `add "${name}: ..." to ${file}` : `set the environment variable ${name}`,
        );
      }
      if (value.length < MIN_SECRET || value.length > MAX_SECRET) {
        throw usageError(
          "secret-length",
          `${reference}: ${value.length} characters; from ${MIN_SECRET} to ${MAX_SECRET} can be kept out of the evidence`,
          "use a test account with a longer value",
        );
      }
      values.set(reference, value);
    }
    return new Secrets(values);
  }

  static none(): Secrets {
    return new Secrets(new Map());
  }

  /** Every value, for the filter of the evidence. */
  values(): string[] {
    return [...new Set(this.#values.values())];
  }

  /** `text` as it may be shown: for messages, which may quote the app, and the app what was typed. */
  withhold(text: string): string {
    return this.#filter.clean(text);
  }

  /** `text` with its references replaced, and whether it had any. */
  fill(text: string): { text: string; secret: boolean } {
    let secret = false;
    const filled = text.replaceAll(REFERENCE, (reference) => {
      secret = true;
      const value = this.#values.get(reference);
      if (value === undefined) throw usageError("secret-missing", `${reference}: no such value`);
      return value;
    });
    return { text: filled, secret };
  }
}

function readSecretFile(file: string | undefined, reference: string): Record<string, string> {
  if (file === undefined) {
    throw usageError(
      "secret-file-missing",
      `${reference}: the scenario names no file of credentials`,
      "add `secrets: FILE` to the scenario or give --secrets FILE",
    );
  }
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw usageError("secret-file-unreadable", `${file}: cannot be read (${code ?? "error"})`, "check the path");
  }
  if (text.length > MAX_FILE_BYTES) throw usageError("secret-file-too-large", `${file}: larger than 64 KiB`);
  const parsed = fileSchema.safeParse(parseQuietly(text));
  // What the parser says about the text would quote it.
  if (!parsed.success) throw usageError("secret-file-invalid", `${file}: must hold lines "name: value"`);
  return parsed.data;
}

function parseQuietly(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: "silent" });
  } catch {
    return null; // no map of values: the caller says so without quoting a line
  }
}
