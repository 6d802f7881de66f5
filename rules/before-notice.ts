/** Personal data that was read before the app's own notice came up: a fact beside the findings, which say who and how. */
import type { DataTypeTable } from "../catalogue/data-types.ts";
import type { NotedFact } from "./result-schema.ts";
import type { Rollup } from "./rollup.ts";
import type { RunFacts } from "./run-facts.ts";

/** Null where no notice came, or nothing was read before it. Reads inside the uncertainty of its coming do not count. */
export function beforeNotice(facts: RunFacts, rollup: Rollup, types: DataTypeTable): NotedFact | null {
  const notice = facts.phases.find((p) => p.axis === "consent" && p.state === "undecided");
  if (notice === undefined) return null;
  const reads = new Map<string, number>();
  let first = Number.POSITIVE_INFINITY;
  for (const { caller, segment, types: ids, times } of rollup.cells) {
    if (caller.reader.kind === "platform" || segment.consents.some((state) => state !== "pre-notice")) continue;
    for (const id of ids.filter((type) => types.get(type)?.kind === "personal-data")) {
      reads.set(id, (reads.get(id) ?? 0) + times.length);
      first = Math.min(first, times[0] ?? first);
    }
  }
  if (reads.size === 0) return null;
  const detail = { pattern: "data-before-notice", layer: 1, reads: Object.fromEntries([...reads].sort()) };
  return { name: "dark-pattern", t: first, detail: { ...detail, sinceNoticeUs: first - notice.t } };
}
