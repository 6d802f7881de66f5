/** `consentry rules`: what is judged, on which ground. */
import { loadPacks } from "../../rules/packs.ts";
import { usageError } from "../../controller/errors.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage } from "../language.ts";
import { table } from "../terminal.ts";

export async function rules(
  ruleId: string | undefined,
  options: { rules?: string[]; json?: boolean; lang?: string },
): Promise<number> {
  const language = chooseLanguage(options.lang);
  const all = loadPacks(options.rules).flatMap((pack) => pack.rules);
  const shown = ruleId === undefined ? all : all.filter((rule) => rule.id === ruleId);
  if (ruleId !== undefined && shown.length === 0)
    throw usageError(
      "rule-unknown",
      `${ruleId}: no loaded pack has this rule`,
      "list rules with `npx consentry rules`",
    );
  if (options.json) process.stdout.write(`${JSON.stringify(ruleId === undefined ? shown : shown[0])}\n`);
  else if (ruleId === undefined) {
    const head = {
      zh: ["规则", "规则包", "检测器", "级别", "标题"],
      en: ["rule", "pack", "detector", "severity", "title"],
    }[language];
    process.stdout.write(
      `${table(
        head,
        shown.map((r) => [r.id, r.pack, r.detector, r.severity, r.name[language]]),
      )}\n`,
    );
  } else {
    for (const rule of shown) {
      const cited = rule.citations
        .map((c) => `  ${c.document[language]} ${c.article} [${c.role}, ${c.status}]`)
        .join("\n");
      process.stdout.write(
        `${rule.id} (${rule.pack}) ${rule.name[language]}\n\n${rule.explanation[language]}\n\n${rule.remedy[language]}\n\n${rule.notProven[language]}\n\n${cited}\n`,
      );
    }
  }
  return EXIT.clean;
}
