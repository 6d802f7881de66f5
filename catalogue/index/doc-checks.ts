/**
 * What the platform's own documentation says of rows whose permission neither the class files nor the map confirm: the comment
 * and the annotations above the member in the framework's sources. The sources are not here, only what comparing gave
 * (`doc-checks.jsonl`), with the text that was compared, so that a row changed since counts as unchecked.
 */
import { z } from "zod";
import type { ApiRow } from "../row-schema.ts";
import { loadChecks } from "./map-checks.ts";
import type { PermissionState } from "./permissions.ts";

/** AOSP's frameworks/base as of Android 10, Apache-2.0, from a public copy. */
export const DOC_SOURCE = {
  name: "AOSP frameworks/base android-10.0.0_r45",
  repository: "github.com/Bunker-0/android-10.0.0_r45-C1-frameworks-base",
  commit: "9235874f6f391c4aaf8b828b8e29e86d8099c02a",
  level: 29,
} as const;

/** `silent`: the member is documented there, and its documentation names no permission. */
export type DocState = PermissionState | "silent";

const checkSchema = z
  .strictObject({
    id: z.string(),
    permission: z.string().nullable(),
    state: z.enum(["agrees", "partly", "differs", "silent"]),
    /** Path in the repository. */
    file: z.string().min(1),
    why: z.string().min(8).optional(),
  })
  .refine((each) => each.state !== "differs" || each.why !== undefined, "a difference that was let stand says why");
export type DocCheck = z.infer<typeof checkSchema>;

const FILE = new URL("doc-checks.jsonl", import.meta.url);

/** Loads what comparing gave, by row id; throws CatalogueError naming file:line. */
export function loadDocChecks(file: string | URL = FILE): Map<string, DocCheck> {
  return loadChecks(file, checkSchema);
}

/** How the documentation stands to a row's permission as it is now. */
export function docState(
  row: Pick<ApiRow, "id" | "permission">,
  checks: ReadonlyMap<string, Pick<DocCheck, "permission" | "state">>,
): DocState {
  const check = checks.get(row.id);
  return check === undefined || check.permission !== row.permission ? "unchecked" : check.state;
}
