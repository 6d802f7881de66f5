/** YAML files whose mistakes are named with file:line:column. */
import { readFileSync } from "node:fs";
import { LineCounter, parseAllDocuments, type Document } from "yaml";
import type { z } from "zod";
import { usageError, type ControllerError } from "../errors.ts";
import { mistakeIn, type Mistake } from "./explain.ts";
import type { Place } from "./places.ts";

/** Larger files are written by no person. */
const MAX_BYTES = 1 << 20;
/** Aliases that are followed; a file that multiplies itself is refused. */
const MAX_ALIASES = 50;

/** One YAML document and where its parts are. */
export class LocatedYaml {
  /** The whole text of the file. */
  readonly text: string;
  readonly document: Document;
  readonly #lines: LineCounter;
  readonly #name: string;
  readonly #kind: string;

  constructor(text: string, document: Document, lines: LineCounter, name: string, kind: string) {
    this.text = text;
    this.document = document;
    this.#lines = lines;
    this.#name = name;
    this.#kind = kind;
  }

  /** `file:line:column` of what is at `path`, or of the nearest thing above it that exists. */
  place(path: readonly PropertyKey[], key?: string): string {
    const { file, line, column } = this.placeAt(path, key);
    return `${file}:${line}:${column}`;
  }

  placeAt(path: readonly PropertyKey[], key?: string): Place {
    return this.#placeOf(this.#offset(path, key));
  }

  /** Plain JavaScript of the document. @throws ControllerError `<kind>-yaml` for aliases without end */
  toJs(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: MAX_ALIASES });
    } catch (cause) {
      const at = /&/.exec(this.text)?.index ?? 0;
      const { file, line, column } = this.#placeOf(at);
      throw usageError(
        `${this.#kind}-yaml`,
        `${file}:${line}:${column}: ${(cause as Error).message}`,
        `write the values out; at most ${MAX_ALIASES} aliases are followed`,
      );
    }
  }

  /**
   * Checks the document against a schema.
   * @throws ControllerError `<kind>-invalid` exit 2, message starts with file:line:column
   */
  parse<T>(schema: z.ZodType<T, unknown>, remedy: string): T {
    const input = this.toJs();
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    throw this.mistake(mistakeIn(parsed.error.issues, input), remedy);
  }

  mistake({ path, key, message }: Mistake, remedy: string): ControllerError {
    const what = path.length > 0 ? path.join(".") : this.#kind;
    return usageError(`${this.#kind}-invalid`, `${this.place(path, key)}: ${what}: ${message}`, remedy);
  }

  #placeOf(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#name, line, column: col };
  }

  #offset(path: readonly PropertyKey[], key?: string): number {
    if (key !== undefined) {
      const holder = path.length > 0 ? this.document.getIn(path, true) : this.document.contents;
      const pairs = (holder as { items?: { key?: { value?: unknown; range?: number[] } }[] } | null)?.items ?? [];
      const found = pairs.find((pair) => String(pair.key?.value) === key)?.key;
      if (found?.range?.[0] !== undefined) return found.range[0];
    }
    for (let depth = path.length; depth > 0; depth--) {
      const node = this.document.getIn(path.slice(0, depth), true) as { range?: number[] } | undefined;
      if (node?.range?.[0] !== undefined) return node.range[0];
    }
    return this.document.contents?.range?.[0] ?? 0;
  }
}

/**
 * @param kind of the file, for the codes of its errors: `<kind>-unreadable`, `-too-large`, `-yaml`, `-invalid`
 * @throws ControllerError exit 2
 */
export function readYaml(file: string, kind: string): LocatedYaml {
  return oneDocument(readText(file, kind), file, kind);
}

export function readText(file: string, kind: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw usageError(`${kind}-unreadable`, `${file}: cannot be read (${code ?? "error"})`, "check the path");
  }
  if (text.length > MAX_BYTES) throw usageError(`${kind}-too-large`, `${file}: larger than 1 MiB`);
  return text;
}

/** The one document of `text`; `name` is used in messages. */
export function oneDocument(text: string, name: string, kind: string): LocatedYaml {
  const [first, second] = allDocuments(text, name, kind);
  if (first === undefined) throw usageError(`${kind}-yaml`, `${name}:1:1: the file is empty`);
  if (second !== undefined) {
    throw usageError(`${kind}-yaml`, `${second.place([])}: a second document ("---")`, "keep one document a file");
  }
  return first;
}

export function allDocuments(text: string, name: string, kind: string): LocatedYaml[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  for (const document of documents) {
    const broken = document.errors[0];
    if (!broken) continue;
    const { line, col } = lines.linePos(broken.pos[0]);
    throw usageError(`${kind}-yaml`, `${name}:${line}:${col}: ${broken.message}`, remedyFor(broken.code));
  }
  return documents.map((document) => new LocatedYaml(text, document, lines, name, kind));
}

function remedyFor(code: string): string {
  if (code === "TAB_AS_INDENT") return "indent with spaces, not with tabs";
  if (code === "DUPLICATE_KEY") return "keep one of the two keys";
  return "mend the YAML";
}
