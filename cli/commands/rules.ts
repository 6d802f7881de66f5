/** `consentry rules`: what is judged, on which ground, and how each article of each legal text is answered. */
import type { LegalText } from "../../rules/legal-texts.ts";
import { loadPacks, type Rule, type RulePack } from "../../rules/packs.ts";
import { PROVISION_KINDS, type ProvisionKind } from "../../rules/provision-schema.ts";
import { type BoundProvision, bindProvisions, checkProvisions, countKinds } from "../../rules/provisions.ts";
import { usageError } from "../../controller/errors.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage, type Language, say } from "../language.ts";
import { table } from "../terminal.ts";

export interface RulesOptions {
  rules?: string[];
  /** Rows of legal texts instead of rules. */
  articles?: boolean;
  /** Only what rests on texts of this legal status. */
  status?: LegalText["status"];
  json?: boolean;
  lang?: string;
}

const KIND: Record<ProvisionKind, { zh: string; en: string }> = {
  automatic: { zh: "自动", en: "automatic" },
  "semi-automatic": { zh: "半自动", en: "semi-automatic" },
  attestation: { zh: "人工确认", en: "attestation" },
  "other-subject": { zh: "其他主体", en: "other subject" },
  workflow: { zh: "流程", en: "workflow" },
};
const STATUS: Record<LegalText["status"], { zh: string; en: string }> = {
  "in-force": { zh: "现行", en: "in force" },
  draft: { zh: "参照（征求意见稿，未施行）", en: "reference (draft, not in force)" },
  guidance: { zh: "规范性文件", en: "guidance" },
  practice: { zh: "惯例", en: "practice" },
};
const ROLE: Record<LegalText["role"], { zh: string; en: string }> = {
  basis: { zh: "决定依据", en: "basis" },
  identification: { zh: "认定方法", en: "identification" },
  reference: { zh: "参照", en: "reference" },
};
const FROM_MEMORY = { zh: "条文未与官方文本重新核对", en: "not re-read against the official text" };
const NOBODYS_LAW = { zh: "工程默认值，并非法定数值", en: "engineering default, not a legal number" };

interface Shown {
  packs: RulePack[];
  rules: Rule[];
  rows: BoundProvision[];
}

/** What the options leave of rules and rows. */
function choose({ rules: names, status }: RulesOptions): Shown {
  const packs = loadPacks(names);
  const ids = new Set(packs.map((pack) => pack.id));
  const rows = bindProvisions(packs).filter(
    ({ text }) => (names === undefined || ids.has(text.pack)) && (status === undefined || text.status === status),
  );
  const rules = packs
    .flatMap((pack) => pack.rules)
    .filter((rule) => status === undefined || rule.citations.some((citation) => citation.status === status));
  return { packs, rules, rows };
}

/** A rule, a text, an article (`text.article`) or one row of it. */
function pick(shown: Shown, wanted: string): Shown {
  const rules = shown.rules.filter((rule) => rule.id === wanted);
  const rows = shown.rows.filter(
    ({ text, provision }) =>
      text.id === wanted || `${text.id}.${provision.article}` === wanted || provision.id === wanted,
  );
  if (rules.length + rows.length === 0)
    throw usageError(
      "rule-unknown",
      `${wanted}: no loaded pack has this rule, and no legal text this article`,
      "list both with `npx consentry rules` and `npx consentry rules --articles`",
    );
  return { packs: shown.packs, rules, rows };
}

function jsonOf({ packs, rules, rows }: Shown): unknown {
  const texts = [...new Set(rows.map((row) => row.text))];
  return {
    packs: packs.map(({ id, version, title, sha256 }) => ({ id, version, title, sha256 })),
    rules: rules.map(({ implementation: _, ...rule }) => rule),
    texts: texts.map(({ provisions, ...text }) => {
      const own = rows.filter((row) => row.text.id === text.id);
      return {
        ...text,
        rows: provisions.length,
        counts: countKinds(provisions),
        provisions: own.map(({ provision: { place: _, ...provision }, rules: judges }) => ({
          ...provision,
          rules: judges.map((rule) => rule.id),
        })),
      };
    }),
  };
}

function rulesTable(rules: readonly Rule[], language: Language): string {
  const head = {
    zh: ["规则", "检测器", "级别", "标题"],
    en: ["rule", "detector", "severity", "title"],
  }[language];
  return table(
    head,
    rules.map((rule) => [rule.id, rule.detector, rule.severity, rule.name[language]]),
  );
}

function rowsTable(rows: readonly BoundProvision[], language: Language): string {
  const head = {
    zh: ["条款", "方式", "规则", "要求"],
    en: ["article", "answered", "rules", "what it asks"],
  }[language];
  return table(
    head,
    rows.map(({ provision, rules }) => [
      provision.id + (provision.fromMemory ? " *" : ""),
      say(language, KIND[provision.kind]),
      rules.map((rule) => rule.id).join(" "),
      provision.title[language],
    ]),
  );
}

/** Rows by kind for each text; after the slash, how many law and handset would allow. */
function countsTable(texts: readonly LegalText[], language: Language): string {
  const head = [
    say(language, { zh: "规则包", en: "pack" }),
    say(language, { zh: "文件", en: "text" }),
    say(language, { zh: "作用", en: "role" }),
    say(language, { zh: "条目", en: "rows" }),
    ...PROVISION_KINDS.map((kind) => say(language, KIND[kind])),
  ];
  return table(
    head,
    texts.map((text) => {
      const { now, reach } = countKinds(text.provisions);
      const cells = PROVISION_KINDS.map((kind) => `${now[kind]}/${reach[kind]}`);
      return [text.pack, text.id, say(language, ROLE[text.role]), String(text.provisions.length), ...cells];
    }),
  );
}

function ruleText(rule: Rule, language: Language): string {
  const cited = rule.citations.map((c) => {
    const version = c.version === undefined ? "" : `, ${c.version[language]}`;
    const dates = `${c.effectiveFrom ?? "-"} .. ${c.effectiveTo ?? ""}`;
    const mark = c.fromMemory ? `, ${say(language, FROM_MEMORY)}` : "";
    const [role, status] = [say(language, ROLE[c.role]), say(language, STATUS[c.status])];
    return `  ${c.document[language]} ${c.article} [${role}, ${status}${version}, ${dates}${mark}]`;
  });
  const parts = [rule.explanation, rule.remedy, rule.notProven, ...(rule.question ? [rule.question] : [])];
  return [
    `${rule.id} (${rule.severity}) ${rule.name[language]}`,
    ...parts.map((part) => part[language]),
    cited.join("\n"),
  ].join("\n\n");
}

function rowText({ text, provision, rules }: BoundProvision, language: Language): string {
  const questions = [provision.question, ...(provision.checklist ?? []), provision.record].flatMap((q) =>
    q === undefined ? [] : [`  ${q[language]}`],
  );
  const numbers = provision.defaults.map(({ text: number, source }) => {
    const origin = source === "engineering-default" ? say(language, NOBODYS_LAW) : source;
    return `  ${number[language]} (${origin})`;
  });
  return [
    `${text.title[language]} ${provision.article}${provision.row ?? ""}`,
    `  ${say(language, STATUS[text.status])}, ${say(language, ROLE[text.role])}, ${text.version[language]}`,
    `  ${say(language, KIND[provision.kind])}: ${provision.title[language]}`,
    ...(provision.fromMemory ? [`  ${say(language, FROM_MEMORY)}`] : []),
    ...rules.map((rule) => `  ${rule.id}: ${rule.name[language]}`),
    ...questions,
    ...provision.checks.map((check) => `  ${check}`),
    ...numbers,
  ].join("\n");
}

function listing(shown: Shown, options: RulesOptions, language: Language): string {
  const texts = [...new Set(shown.rows.map((row) => row.text))];
  const main = options.articles ? rowsTable(shown.rows, language) : rulesTable(shown.rules, language);
  const marks = {
    zh: "* 条文未与官方文本重新核对。斜线前为目前的条目数，斜线后为依法与依终端可见所能达到的条目数。",
    en: "* not re-read against the official text. Before the slash: rows answered so today; after it: rows that could be, by what the text asks and a handset shows.",
  }[language];
  return `${main}\n\n${countsTable(texts, language)}\n\n${marks}`;
}

export async function rules(wanted: string | undefined, options: RulesOptions): Promise<number> {
  const language = chooseLanguage(options.lang);
  checkProvisions();
  const all = choose(options);
  const shown = wanted === undefined ? all : pick(all, wanted);
  if (options.json) process.stdout.write(`${JSON.stringify(jsonOf(shown))}\n`);
  else if (wanted === undefined) process.stdout.write(`${listing(shown, options, language)}\n`);
  else {
    const parts = [...shown.rules.map((r) => ruleText(r, language)), ...shown.rows.map((r) => rowText(r, language))];
    process.stdout.write(`${parts.join("\n\n")}\n`);
  }
  return EXIT.clean;
}
