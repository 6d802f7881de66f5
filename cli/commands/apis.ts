/** `consentry apis`: every API that the catalogue knows, what becomes of it, and whether the platform really has it. */
import { readApiRows } from "../../catalogue/api-rows.ts";
import { loadApiIndex, loadSources } from "../../catalogue/index/api-index.ts";
import { checkRows, describeWrong, type CheckSummary } from "../../catalogue/index/check.ts";
import { DOC_SOURCE, docState, loadDocChecks, type DocState } from "../../catalogue/index/doc-checks.ts";
import { loadMapChecks, MAP_SOURCE, mapState } from "../../catalogue/index/map-checks.ts";
import { permissionNames, type PermissionState } from "../../catalogue/index/permissions.ts";
import { loadDataTypes } from "../../catalogue/data-types.ts";
import { rowStatusSchema, type ApiRow } from "../../catalogue/row-schema.ts";
import { usageError } from "../../controller/errors.ts";
import { apisPage } from "../apis-page.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage } from "../language.ts";
import { table } from "../terminal.ts";

/** Level whose permissions are shown with the rows. */
const SHOWN_LEVEL = 34;

export interface ApisOptions {
  json?: boolean;
  lang?: string;
  check?: boolean;
  markdown?: boolean;
  status?: string;
  type?: string;
}

export async function apis(options: ApisOptions): Promise<number> {
  const { rows, whereOf } = readApiRows();
  if (options.markdown) {
    process.stdout.write(apisPage(rows));
    return EXIT.clean;
  }
  if (options.check) return check(rows, whereOf, options);
  refuseUnknown(options);
  const chosen = rows.filter(
    (row) =>
      (options.status === undefined || row.status.kind === options.status) &&
      (options.type === undefined || row.types.includes(options.type)),
  );
  if (options.json) {
    process.stdout.write(`${JSON.stringify(withPermissions(chosen))}\n`);
    return EXIT.clean;
  }
  const head = {
    zh: ["编号", "接口", "信息类型", "途径", "核心", "状态"],
    en: ["id", "api", "data types", "door", "core", "status"],
  }[chooseLanguage(options.lang)];
  const body = chosen.map((row) => [
    row.id,
    `${row.class}.${row.member}`,
    row.types.join(" "),
    row.door,
    row.core ? "*" : "",
    row.status.kind === "covered-by" ? `covered-by ${row.status.by}` : row.status.kind,
  ]);
  process.stdout.write(`${table(head, body)}\n${chosen.length}\n`);
  return EXIT.clean;
}

function refuseUnknown({ status, type }: ApisOptions): void {
  const statuses = rowStatusSchema.options.map((each) => each.shape.kind.value);
  if (status !== undefined && !statuses.some((kind) => kind === status))
    throw usageError("status-unknown", `${status}: no row can have this status`, `one of: ${statuses.join(", ")}`);
  if (type !== undefined && !loadDataTypes().byId.has(type))
    throw usageError("data-type-unknown", `${type}: no such data type`, "ids are in catalogue/data-types.tsv");
}

type CheckedRow = ApiRow & {
  permissionState: PermissionState;
  permissionMap: PermissionState;
  permissionDocs: DocState;
};

/** Rows with how far their permission was checked: by the class files' annotations, a published map, the platform's documentation. */
function withPermissions(rows: readonly ApiRow[]): CheckedRow[] {
  const { checks } = checkRows(rows, [SHOWN_LEVEL], loadApiIndex());
  const [mapChecks, docChecks] = [loadMapChecks(), loadDocChecks()];
  return rows.map((row, i) => ({
    ...row,
    permissionState: checks[i]?.permission ?? "unchecked",
    permissionMap: mapState(row, mapChecks),
    permissionDocs: docState(row, docChecks),
  }));
}

function check(rows: readonly ApiRow[], whereOf: ReadonlyMap<string, string>, options: ApisOptions): number {
  const levels = loadSources().map((source) => source.level);
  const { summaries, checks } = checkRows(rows, levels, loadApiIndex());
  const wrong = checks.filter((each) => each.state === "wrong");
  const map = { ...MAP_SOURCE, counts: mapCounts(rows) };
  const docs = { ...DOC_SOURCE, counts: docCounts(rows) };
  if (options.json) process.stdout.write(`${JSON.stringify({ summaries, map, docs, wrong })}\n`);
  else {
    const language = chooseLanguage(options.lang);
    const lines = [mapLine(map.counts, language), docLine(docs.counts, language)];
    process.stdout.write(`${summaryTable(summaries, language)}\n\n${lines.join("\n")}\n`);
  }
  for (const each of wrong) process.stderr.write(`${describeWrong(each, whereOf)}\n`);
  return wrong.length === 0 ? EXIT.clean : EXIT.usage;
}

function mapCounts(rows: readonly ApiRow[]): Record<PermissionState, number> {
  const counts = { agrees: 0, partly: 0, differs: 0, unchecked: 0 };
  const mapChecks = loadMapChecks();
  for (const row of rows) if (row.platform === "android-java") counts[mapState(row, mapChecks)]++;
  return counts;
}

/** Of the rows that neither the class files nor the map confirm. */
function docCounts(rows: readonly ApiRow[]): Record<DocState, number> {
  const counts = { agrees: 0, partly: 0, differs: 0, silent: 0, unchecked: 0 };
  const [mapChecks, docChecks] = [loadMapChecks(), loadDocChecks()];
  for (const row of unconfirmed(rows)) if (mapState(row, mapChecks) === "unchecked") counts[docState(row, docChecks)]++;
  return counts;
}

/** Rows that are watched and claim a permission which no class file of any level confirms. */
function unconfirmed(rows: readonly ApiRow[]): ApiRow[] {
  const levels = loadSources().map((source) => source.level);
  const { checks } = checkRows(rows, levels, loadApiIndex());
  const known = new Set(
    checks.flatMap((each) => (each.state === "resolved" && each.permission !== "unchecked" ? [each.id] : [])),
  );
  return rows.filter(
    (row) =>
      row.platform === "android-java" &&
      (row.status.kind === "hooked" || row.status.kind === "covered-by") &&
      permissionNames(row.permission ?? "").length > 0 &&
      !known.has(row.id),
  );
}

function docLine(
  { agrees, partly, differs, silent, unchecked }: Record<DocState, number>,
  language: "zh" | "en",
): string {
  const { name, level } = DOC_SOURCE;
  const all = agrees + partly + differs + silent + unchecked;
  return {
    zh: `其余 ${all} 条声明了权限的接口与 ${name}（API ${level}）的注释对照：一致 ${agrees}，部分一致 ${partly}，不同（均注明原因）${differs}，注释未提权限 ${silent}，无来源 ${unchecked}`,
    en: `the ${all} other claims of a permission against the comments of ${name} (API ${level}): ${agrees} agree, ${partly} in part, ${differs} differ, each with its reason, ${silent} whose comment names none, ${unchecked} without a source`,
  }[language];
}

function mapLine(
  { agrees, partly, differs, unchecked }: Record<PermissionState, number>,
  language: "zh" | "en",
): string {
  const { name, level } = MAP_SOURCE;
  return {
    zh: `权限与公开映射 ${name}（API ${level}）对照：一致 ${agrees}，部分一致 ${partly}，不同（均注明原因）${differs}，未核对 ${unchecked}`,
    en: `permissions against the published map ${name} (API ${level}): ${agrees} agree, ${partly} in part, ${differs} differ, each with its reason, ${unchecked} unchecked`,
  }[language];
}

function summaryTable(summaries: readonly CheckSummary[], language: "zh" | "en"): string {
  const head = {
    zh: ["API", "存在", "有误", "厂商类", "该版本无", "不挂钩", "权限一致", "部分一致", "权限不同", "权限未核对"],
    en: [
      ...["API", "resolved", "wrong", "vendor", "outside", "not hooked"],
      ...["permission agrees", "partly", "differs", "unchecked"],
    ],
  }[language];
  return table(
    head,
    summaries.map(({ level, counts, permissions }) =>
      [
        ...[level, counts.resolved, counts.wrong, counts.vendor, counts.outside, counts["not-hooked"]],
        ...[permissions.agrees, permissions.partly, permissions.differs, permissions.unchecked],
      ].map(String),
    ),
  );
}
