/**
 * What a published map of the platform's permissions says of rows. The map itself is not here, only what comparing with it
 * gave (`map-checks.jsonl`), with the text that was compared, so that a row changed since counts as unchecked.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ApiRow } from "../row-schema.ts";
import { CatalogueError } from "../tsv.ts";
import type { PermissionState } from "./permissions.ts";

/** axplorer: static analysis of the platform's services, Apache-2.0. An upper bound; incomplete after API 23 by its own notes. */
export const MAP_SOURCE = {
  name: "axplorer",
  repository: "github.com/reddr/axplorer",
  commit: "afad7cce8dd5d32b223ac1defd459505a2139612",
  files: ["permissions/api-25/sdk-map-25.txt", "permissions/api-25/framework-map-25.txt"],
  level: 25,
} as const;

const checkSchema = z
  .strictObject({
    id: z.string(),
    permission: z.string().nullable(),
    state: z.enum(["agrees", "partly", "differs"]),
    why: z.string().min(8).optional(),
  })
  .refine((each) => each.state !== "differs" || each.why !== undefined, "a difference that was let stand says why");
export type MapCheck = z.infer<typeof checkSchema>;

const FILE = new URL("map-checks.jsonl", import.meta.url);

/** Loads what comparing gave, by row id; throws CatalogueError naming file:line. */
export function loadMapChecks(file: string | URL = FILE): Map<string, MapCheck> {
  return loadChecks(file, checkSchema);
}

/** Checks against some source, one a line, by row id; throws CatalogueError naming file:line. */
export function loadChecks<T extends { id: string }>(file: string | URL, schema: z.ZodType<T>): Map<string, T> {
  const checks = new Map<string, T>();
  readFileSync(file, "utf8")
    .split("\n")
    .forEach((line, i) => {
      if (line === "") return;
      const parsed = schema.safeParse(JSON.parse(line));
      const problem = parsed.success
        ? checks.has(parsed.data.id) && `${parsed.data.id} is there twice`
        : parsed.error.issues[0]?.message;
      if (!parsed.success || problem) throw new CatalogueError(`${String(file)}:${i + 1}: ${String(problem)}`);
      checks.set(parsed.data.id, parsed.data);
    });
  return checks;
}

/** How the map stands to a row's permission as it is now. */
export function mapState(
  row: Pick<ApiRow, "id" | "permission">,
  checks: ReadonlyMap<string, MapCheck>,
): PermissionState {
  const check = checks.get(row.id);
  return check === undefined || check.permission !== row.permission ? "unchecked" : check.state;
}
