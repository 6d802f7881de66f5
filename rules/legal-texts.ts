/** Legal texts row by row: data under `packs/texts`, one text a file, long ones in several. Every error names file and line. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { loadAppTypes } from "../catalogue/app-types.ts";
import { PROVISION_CHECKS } from "./provision-checks.ts";
import { defaultSchema, type ProvisionKind, provisionKindSchema, subjectSchema } from "./provision-schema.ts";
import { citationSchema } from "./result-schema.ts";
import { YamlFile } from "./yaml-file.ts";

const TEXTS_FOLDER = new URL("./packs/texts/", import.meta.url);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be YYYY-MM-DD");
const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens only");

const rowSchema = z.strictObject({
  /** As cited, e.g. `6(3)`; `row` tells several rows of one article apart. */
  article: z.string().min(1),
  row: z.string().min(1).optional(),
  kind: provisionKindSchema,
  /** Kinds that the row can come to by what a handset shows; default: its kind. */
  reach: z.array(provisionKindSchema).min(1).optional(),
  subject: subjectSchema.default("developer-operator"),
  title: text,
  /** The wording was not re-read against the official text. */
  fromMemory: z.boolean().default(false),
  /** Rules that judge the row, with their pack; default: every loaded rule that cites the article. */
  rules: z.array(z.string()).min(1).optional(),
  question: text.optional(),
  checklist: z.array(text).min(1).optional(),
  checks: z.array(z.string()).default([]),
  record: text.optional(),
  defaults: z.array(defaultSchema.extend({ text })).default([]),
  /** Only for apps of this type (1 to 39). */
  appType: z.number().int().optional(),
});
type Row = z.infer<typeof rowSchema>;

const textSchema = z.strictObject({
  id,
  /** Pack that the rows are counted under. */
  pack: id,
  title: text,
  /** Which text: adopted, amended, drafted when. */
  version: text,
  status: citationSchema.shape.status,
  /** What the text may be used for; a text that is not in force is never a basis. */
  role: citationSchema.shape.role,
  effectiveFrom: date.nullable(),
  effectiveTo: date.nullable().default(null),
  provisions: z.array(rowSchema).default([]),
  /** Adds a row for each of the 39 common app types, from the catalogue. */
  appTypes: z
    .strictObject({ article: z.string(), rules: z.array(z.string()).min(1).optional(), question: text })
    .optional(),
});

const continuationSchema = z.strictObject({ continues: id, provisions: z.array(rowSchema).min(1) });

export interface Provision extends Omit<Row, "reach" | "appType"> {
  /** `text.article` or `text.article.row`, unique. */
  id: string;
  reach: readonly ProvisionKind[];
  appType: number | null;
  /** Where it stands, for errors. */
  place: string;
}

export interface LegalText extends Omit<z.infer<typeof textSchema>, "provisions" | "appTypes"> {
  provisions: Provision[];
}

/** What a kind cannot do without, and what it has no use for. */
const NEEDS: Record<ProvisionKind, (keyof Row)[]> = {
  automatic: [],
  "semi-automatic": ["question"],
  attestation: ["question"],
  "other-subject": ["checklist", "checks"],
  workflow: ["record"],
};
const QUESTIONS: readonly (keyof Row)[] = ["question", "checklist", "record"];

function checkRow(file: YamlFile, row: Row, at: readonly PropertyKey[]): void {
  const where = (key: PropertyKey): number => file.lineOf([...at, key]);
  for (const key of NEEDS[row.kind]) {
    const value = row[key];
    if (value === undefined || (Array.isArray(value) && value.length === 0))
      file.fail(where("kind"), `${row.article}: a row of kind ${row.kind} needs ${key}`);
  }
  for (const key of QUESTIONS)
    if (row[key] !== undefined && !NEEDS[row.kind].includes(key))
      file.fail(where(key), `${row.article}: a row of kind ${row.kind} has no ${key}`);
  for (const [i, check] of row.checks.entries())
    if (!PROVISION_CHECKS.has(check))
      file.fail(
        file.lineOf([...at, "checks", i]),
        `unknown check "${check}"; there are ${[...PROVISION_CHECKS.keys()].join(", ")}`,
      );
}

class TextReader {
  readonly texts = new Map<string, LegalText>();
  private readonly ids = new Set<string>();
  private readonly appTypes = loadAppTypes();

  /** Reads a file that begins a text. */
  begin(name: string, file: YamlFile): void {
    const { provisions, appTypes, ...head } = file.check(textSchema, file.value());
    if (this.texts.has(head.id)) file.fail(file.lineOf(["id"]), `legal text ${head.id} is there twice`);
    if (head.status !== "in-force" && head.role === "basis")
      file.fail(file.lineOf(["role"]), "only a text in force can be the basis of a decision");
    const legal: LegalText = { ...head, provisions: [] };
    this.texts.set(head.id, legal);
    this.add(name, file, legal, provisions);
    if (appTypes === undefined) return;
    for (const type of this.appTypes.values()) {
      const necessary = type.necessary.length === 0 ? "无" : type.necessary.join("；");
      const row = rowSchema.parse({
        article: `${appTypes.article}(${type.number})`,
        kind: "semi-automatic",
        reach: ["automatic", "semi-automatic"],
        title: {
          zh: `${type.zh}：基本功能为“${type.basicFunction}”，必要个人信息：${necessary}`,
          en: `${type.en}: ${type.necessary.length === 0 ? "nothing is necessary for its basic function" : `necessary for its basic function: ${type.necessary.length} item(s), listed in the Chinese text`}`,
        },
        question: appTypes.question,
        ...(appTypes.rules === undefined ? {} : { rules: appTypes.rules }),
        checks: ["types-seen"],
        appType: type.number,
      });
      this.addRow(legal, row, `${name}:${file.lineOf(["appTypes"])}`);
    }
  }

  /** Reads a file with further rows of a text. */
  goOn(name: string, file: YamlFile): void {
    const { continues, provisions } = file.check(continuationSchema, file.value());
    const legal = this.texts.get(continues);
    if (legal === undefined) return file.fail(file.lineOf(["continues"]), `unknown legal text "${continues}"`);
    this.add(name, file, legal, provisions);
  }

  private add(name: string, file: YamlFile, legal: LegalText, rows: readonly Row[]): void {
    for (const [index, row] of rows.entries()) {
      const at = ["provisions", index];
      checkRow(file, row, at);
      const line = file.lineOf(at);
      if (!this.addRow(legal, row, `${name}:${line}`)) file.fail(line, `${legal.id} ${row.article} is there twice`);
    }
  }

  private addRow(legal: LegalText, row: Row, place: string): boolean {
    const key = [legal.id, row.article, ...(row.row === undefined ? [] : [row.row])].join(".");
    if (this.ids.has(key)) return false;
    this.ids.add(key);
    legal.provisions.push({ ...row, id: key, reach: row.reach ?? [row.kind], appType: row.appType ?? null, place });
    return true;
  }
}

/**
 * Every legal text of a folder of YAML files, by id.
 * @throws RulesError `pack-invalid` with `file:line: what`
 */
export function loadLegalTexts(folder: string = fileURLToPath(TEXTS_FOLDER)): Map<string, LegalText> {
  const reader = new TextReader();
  const files = legalTextFiles(folder).map((path): [string, YamlFile] => [
    path,
    new YamlFile(path, readFileSync(path, "utf8"), "pack-invalid"),
  ]);
  const continues = (file: YamlFile): boolean => {
    const value = file.value();
    return typeof value === "object" && value !== null && "continues" in value;
  };
  for (const [path, file] of files) if (!continues(file)) reader.begin(path, file);
  for (const [path, file] of files) if (continues(file)) reader.goOn(path, file);
  return reader.texts;
}

/** Paths of the files that legal texts are read from, in order of name. */
export function legalTextFiles(folder: string = fileURLToPath(TEXTS_FOLDER)): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => `${folder.replace(/\/$/, "")}/${name}`);
}

/** Articles of a citation, which may name several: `"13, 14"`. */
export function articlesOf(cited: string): string[] {
  return cited.split(/[,，、]\s*/).filter((article) => article !== "");
}

/** Whether an article as cited covers a row: the article itself, or one above it (`28` covers `28(1)`). */
export function covers(cited: string, provision: Pick<Provision, "article">): boolean {
  return provision.article === cited || provision.article.startsWith(`${cited}(`);
}
