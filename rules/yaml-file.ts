/** A YAML file that somebody wrote by hand: checked against a schema, every complaint with file and line. */
import { readFileSync } from "node:fs";
import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { RulesError, type RulesErrorCode } from "./errors.ts";

export class YamlFile {
  private readonly lines = new LineCounter();
  private readonly document: Document;
  private readonly file: string;
  private readonly code: RulesErrorCode;

  /** @throws RulesError with `code` and `file:line: what` where it is no YAML */
  constructor(file: string, source: string, code: RulesErrorCode) {
    this.file = file;
    this.code = code;
    this.document = parseDocument(source, { lineCounter: this.lines, merge: true, uniqueKeys: true });
    const [error] = this.document.errors;
    if (error !== undefined)
      this.fail(this.lines.linePos(error.pos[0]).line, error.message.split("\n")[0] ?? "not YAML");
  }

  /** The file as it lies on disk. */
  static read(file: string, code: RulesErrorCode): YamlFile {
    let source: string;
    try {
      source = readFileSync(file, "utf8");
    } catch (error) {
      throw new RulesError(code, `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    return new YamlFile(file, source, code);
  }

  fail(line: number, what: string): never {
    throw new RulesError(this.code, `${this.file}:${line}: ${what}`);
  }

  /** Line of a value, or of the nearest thing around it that is there. */
  lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? this.document.contents : this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.lines.linePos(node.range[0]).line;
    }
    return 1;
  }

  check<T>(schema: z.ZodType<T>, value: unknown, at: readonly PropertyKey[] = []): T {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    const path = [...at, ...(issue?.path ?? [])];
    const unknownKey = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
    const line = this.lineOf(unknownKey === undefined ? path : [...path, unknownKey]);
    this.fail(line, `${path.map(String).join(".") || "document"}: ${issue?.message ?? "invalid"}`);
  }

  value(): unknown {
    return this.document.toJS() as unknown;
  }
}
