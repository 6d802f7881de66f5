/**
 * Findings that somebody answers for: by fingerprint, with a reason, an author and the day on which it ends. A suppressed
 * finding stays in the result; it only fails no build. Past its day it counts again.
 */
import { z } from "zod";
import type { Result } from "./result-schema.ts";
import { YamlFile } from "./yaml-file.ts";

const day = z.string("a day as YYYY-MM-DD, in quotes").regex(/^\d{4}-\d{2}-\d{2}$/, "must be YYYY-MM-DD");
const schema = z.strictObject({
  schema: z.literal("suppressions/1"),
  suppressions: z.array(
    z.strictObject({
      fingerprint: z.string().regex(/^[0-9a-f]{32}$/, "the 32 hexadecimal digits that a report prints"),
      /** Package of the app; left out = every app. */
      app: z.string().optional(),
      reason: z.string().min(1),
      author: z.string().min(1),
      /** Last day on which it holds. */
      expires: day,
    }),
  ),
});
export type Suppression = z.infer<typeof schema>["suppressions"][number];

/** @throws RulesError `suppressions-invalid` with `file:line: what` */
export function readSuppressions(file: string): Suppression[] {
  const yaml: YamlFile = YamlFile.read(file, "suppressions-invalid");
  const { suppressions } = yaml.check(schema, yaml.value());
  const seen = new Set<string>();
  for (const [index, { fingerprint, app }] of suppressions.entries()) {
    const key = `${app ?? ""} ${fingerprint}`;
    if (seen.has(key)) yaml.fail(yaml.lineOf(["suppressions", index]), `${fingerprint} is suppressed twice`);
    seen.add(key);
  }
  return suppressions;
}

/** Notes on every finding whether somebody answers for it, also where the day is past. */
export function suppress(result: Result, suppressions: readonly Suppression[]): Result {
  const runs = result.runs.map((run) => ({
    ...run,
    findings: run.findings.map((finding) => {
      const found = suppressions.find(
        ({ fingerprint, app }) => fingerprint === finding.fingerprint && (app ?? run.app.package) === run.app.package,
      );
      if (found === undefined) return finding;
      const { reason, author, expires } = found;
      return { ...finding, suppressed: { reason, author, expires } };
    }),
  }));
  return { ...result, runs };
}
