/** What a limit of a run says to a reader, from the detail that the controller kept with it. */
import { z } from "zod";
import type { Bilingual } from "./result-schema.ts";
import { clean } from "./text.ts";

/** A rule of the handset's platform policy that it does not enforce. */
const notEnforced = z.object({ what: z.string(), reason: z.object({ zh: z.string(), en: z.string() }) });
const ofDoors = z.object({ doors: z.array(z.string()) });

/** Doors that a limit is about; none named = every door to its types. */
export function limitDoors(detail: unknown): string[] {
  return ofDoors.safeParse(detail).data?.doors ?? [];
}

export function limitText(detail: unknown): Bilingual {
  const known = notEnforced.safeParse(detail);
  if (!known.success) {
    const text = clean(JSON.stringify(detail));
    return { zh: text, en: text };
  }
  const { what, reason } = known.data;
  return { zh: `${clean(what)}：${clean(reason.zh)}`, en: `${clean(what)}: ${clean(reason.en)}` };
}
