/** Reads the catalogue's tab-separated tables; every error names file and line. */
import { readFileSync } from "node:fs";

export class CatalogueError extends Error {
  readonly code = "catalogue-invalid";
}

export interface TsvRow {
  line: number;
  fields: Record<string, string>;
}

/**
 * Rows of a TSV file whose first line names the columns.
 * Throws CatalogueError (file:line) when a row has another number of fields or a column is missing.
 */
export function readTsv(file: string | URL, columns: readonly string[]): TsvRow[] {
  const name = String(file);
  const lines = readFileSync(file, "utf8").split("\n");
  if (lines.at(-1) === "") lines.pop();
  const header = (lines[0] ?? "").split("\t");
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new CatalogueError(`${name}:1: missing column ${missing.join(", ")}`);
  return lines.slice(1).map((text, index) => {
    const cells = text.split("\t");
    if (cells.length !== header.length)
      throw new CatalogueError(`${name}:${index + 2}: ${cells.length} fields, expected ${header.length}`);
    return { line: index + 2, fields: Object.fromEntries(header.map((key, i) => [key, cells[i] ?? ""])) };
  });
}
