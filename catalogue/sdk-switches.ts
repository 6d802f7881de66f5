/**
 * Members by which an app tells an SDK what the user decided, one a line in `sdk-switches.jsonl`. A call of one is a fact
 * about the integrator, not a finding.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { loadSdks, type SdkTable } from "./sdks.ts";
import { CatalogueError } from "./tsv.ts";

/**
 * `answer` hands over the user's decision; `notice` says that the policy was shown; `prepare` readies the SDK without
 * collection, by its vendor's word; `start` sets it to work; `partial` allows or forbids one thing only.
 */
export const SWITCH_KINDS = ["answer", "notice", "prepare", "start", "partial"] as const;

const switchSchema = z
  .strictObject({
    id: z.string().regex(/^SW\d{4}$/),
    /** Id of the SDK table, and of further SDKs of the vendor that the call speaks for. */
    sdk: z.string(),
    also: z.array(z.string()),
    class: z.string().regex(/^[A-Za-z_][\w$]*(\.[A-Za-z_$][\w$]*)+$/),
    member: z.string().regex(/^[A-Za-z_$][\w$]*$/),
    /** Index of the argument that carries the answer; null: the call itself is the answer, text "". */
    arg: z.number().int().min(0).max(15).nullable(),
    kind: z.enum(SWITCH_KINDS),
    /** Texts of the argument that mean agreement, and refusal; any other says neither. */
    yes: z.array(z.string()),
    no: z.array(z.string()),
    zh: z.string().min(2),
    en: z.string().min(2),
    /** Where the member was found; `from memory` where it was not looked up. */
    source: z.string().min(4),
    date: z.iso.date(),
  })
  .refine((s) => s.kind !== "answer" || s.yes.length + s.no.length > 0, "an answer needs a text for yes or for no")
  .refine((s) => s.yes.every((text) => !s.no.includes(text)), "a text means both yes and no")
  .refine(
    (s) => s.arg !== null || [...s.yes, ...s.no].every((text) => text === ""),
    "a call without argument has no text",
  );

export type SdkSwitch = z.infer<typeof switchSchema>;

const FILE = new URL("./sdk-switches.jsonl", import.meta.url);

/**
 * Loads and checks the switches, in file order.
 * @throws CatalogueError naming `file:line` for a malformed line, an id or member listed twice, or an SDK not in the table
 */
export function loadSdkSwitches(file: string | URL = FILE, sdks: SdkTable = loadSdks()): SdkSwitch[] {
  const seen = new Map<string, number>();
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((text, index) => {
      if (text.trim() === "") return [];
      const fail = (what: string): never => {
        throw new CatalogueError(`${String(file)}:${index + 1}: ${what}`);
      };
      const row = parse(text, fail);
      for (const key of [row.id, `${row.class}.${row.member}`]) {
        const before = seen.get(key);
        if (before !== undefined) fail(`${key} is already on line ${before}`);
        seen.set(key, index + 1);
      }
      for (const id of [row.sdk, ...row.also]) if (sdks.named(id) === null) fail(`no SDK "${id}" in the table of SDKs`);
      return [row];
    });
}

function parse(text: string, fail: (what: string) => never): SdkSwitch {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const parsed = switchSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return fail(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "malformed"}`);
}

/** What the agent needs of a switch. */
export function toSwitchRow({ id, class: owner, member, arg }: SdkSwitch): {
  id: string;
  class: string;
  member: string;
  arg: number | null;
} {
  return { id, class: owner, member, arg };
}
