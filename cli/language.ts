import { wordFor } from "../reports/texts/language.ts";
import { RUN_OUTCOMES } from "../reports/texts/states.ts";

/** Which of the two languages a person reads. */
export type Language = "zh" | "en";

/** `--lang` wins, then the environment's locale; English where neither says. */
export function chooseLanguage(flag: string | undefined, environment: NodeJS.ProcessEnv = process.env): Language {
  const said = flag ?? environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? "";
  return said.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** Picks the text of the language. */
export function say(language: Language, text: { zh: string; en: string }): string {
  return text[language];
}

/** How a run ended, in words; what is no outcome of a run is shown as it is. */
export function outcomeWord(language: Language, outcome: string): string {
  return wordFor(RUN_OUTCOMES, outcome)[language];
}
