/**
 * Whether a control does something that cannot be taken back or that others notice: pays, buys, sends, deletes, leaves
 * the account, calls, installs, subscribes, shares, transfers, agrees or takes consent back. Words are data (words/).
 * The whole label counts, never a part of it: a headline about deleted posts is no delete button.
 */
import { isShort } from "../consent/elements.ts";
import { normalise, says } from "../consent/words.ts";
import de from "./words/de.json" with { type: "json" };
import en from "./words/en.json" with { type: "json" };
import fr from "./words/fr.json" with { type: "json" };
import ids from "./words/ids.json" with { type: "json" };
import zh from "./words/zh.json" with { type: "json" };

export type Act = keyof typeof zh.acts | "agree";

type Language = typeof zh;
const LANGUAGES: readonly Language[] = [zh, en, de, fr];

interface Patterns {
  acts: [Act, RegExp][];
  harmless: RegExp;
  deeds: RegExp;
  warns: RegExp;
  back: RegExp;
  toward: RegExp;
}

const patterns = LANGUAGES.map((words): Patterns => {
  const whole = (list: readonly string[]): RegExp =>
    list.length === 0 ? /(?!)/u : new RegExp(`^(?:${list.join("|")})$`, "iu");
  return {
    acts: Object.entries(words.acts).map(([act, verbs]) => [
      act as Act,
      new RegExp(`^${words.lead}(?:${verbs.join("|")})${words.tail}$`, "iu"),
    ]),
    harmless: whole(words.harmless),
    deeds: whole(words.deeds),
    warns: new RegExp(words.warns, "iu"),
    back: whole(words.back),
    toward: whole(words.toward),
  };
});

/** Name of a resource without its package. */
export function entryOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** Whether the scenario lets the explorer tap a control by one of its whole labels or its id. */
export function isAllowed(names: readonly string[], id: string, allowed: readonly string[]): boolean {
  const permitted = allowed.map(normalise);
  return names.some((name) => permitted.includes(normalise(name))) || (id !== "" && allowed.includes(entryOf(id)));
}

/**
 * What a control does that the explorer must not do, or null.
 * @param names all that the control says: text, description, texts inside it
 * @param id its resource id
 */
export function dangerOf(names: readonly string[], id: string): Act | null {
  for (const name of names.filter(isShort)) {
    const act = actOf(normalise(name));
    if (act !== null) return act;
  }
  return actOfId(entryOf(id));
}

function actOf(said: string): Act | null {
  if (says(said, "accept")) return "agree";
  for (const { acts, harmless, deeds } of patterns) {
    if (harmless.test(said) && !deeds.test(said)) continue;
    const found = acts.find(([, pattern]) => pattern.test(said));
    if (found) return found[0];
  }
  return null;
}

const DECORATION = new Set(ids.decoration);
const THINGS = new Set(ids.things);

/** The words of a resource id without those that only say what kind of view it is. */
function wordsOf(entry: string): string[] {
  const spaced = entry
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "" && !DECORATION.has(word))
    .join(" ");
  return Object.entries(ids.pairs)
    .reduce((text, [pair, word]) => text.replace(new RegExp(`\\b${pair}\\b`, "g"), word), spaced)
    .split(" ");
}

/** A verb that begins or ends the name counts; one that belongs to a thing ("pay_history") does not. */
function actOfId(entry: string): Act | null {
  const words = wordsOf(entry);
  const [first = "", last = ""] = [words[0], words.at(-1)];
  if (THINGS.has(last)) return null;
  for (const [act, verbs] of Object.entries(ids.everywhere)) {
    if (verbs.includes(first) || verbs.includes(last)) return act as Act;
  }
  if (words.length > 1) return null;
  return (Object.entries(ids.alone).find(([, verbs]) => verbs.includes(first))?.[0] as Act | undefined) ?? null;
}

/** True when a text speaks of such an act anywhere: a dialog that asks about it is closed, not answered. */
export function warnsOf(text: string): boolean {
  return patterns.some(({ warns }) => warns.test(text));
}

/** True for a control that only leads back; the back key does that. */
export function leadsBack(names: readonly string[], id: string): boolean {
  if (names.some((name) => patterns.some(({ back }) => back.test(normalise(name))))) return true;
  const words = wordsOf(entryOf(id));
  return names.length === 0 && words.length === 1 && ids.back.includes(words[0] ?? "");
}

/** True for a control behind which settings and the policy usually lie. */
export function leadsToward(names: readonly string[]): boolean {
  return names.some((name) => patterns.some(({ toward }) => toward.test(normalise(name))));
}
