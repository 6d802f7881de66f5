/** `consentry apis`: every API that the catalogue knows, what becomes of it, and whether the platform really has it. */
import { readApiRows } from "../../catalogue/api-rows.ts";
import { loadApiIndex, loadSources } from "../../catalogue/index/api-index.ts";
import { checkRows, type CheckSummary, type PermissionState } from "../../catalogue/index/check.ts";
import type { ApiRow } from "../../catalogue/row-schema.ts";
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

function withPermissions(rows: readonly ApiRow[]): (ApiRow & { permissionState: PermissionState })[] {
  const { checks } = checkRows(rows, [SHOWN_LEVEL], loadApiIndex());
  return rows.map((row, i) => ({ ...row, permissionState: checks[i]?.permission ?? "unchecked" }));
}

function check(rows: readonly ApiRow[], whereOf: ReadonlyMap<string, string>, options: ApisOptions): number {
  const levels = loadSources().map((source) => source.level);
  const { summaries, checks } = checkRows(rows, levels, loadApiIndex());
  const wrong = checks.filter((each) => each.state === "wrong");
  if (options.json) process.stdout.write(`${JSON.stringify({ summaries, wrong })}\n`);
  else process.stdout.write(`${summaryTable(summaries, chooseLanguage(options.lang))}\n`);
  for (const each of wrong)
    process.stderr.write(`${whereOf.get(each.id) ?? ""}: ${each.id}, API ${each.level}: ${each.problem ?? ""}\n`);
  return wrong.length === 0 ? EXIT.clean : EXIT.usage;
}

function summaryTable(summaries: readonly CheckSummary[], language: "zh" | "en"): string {
  const head = {
    zh: ["API", "存在", "有误", "厂商类", "该版本无", "不挂钩", "权限一致", "权限不同", "权限未核对"],
    en: [
      ...["API", "resolved", "wrong", "vendor", "outside", "not hooked"],
      ...["permission agrees", "differs", "unchecked"],
    ],
  }[language];
  return table(
    head,
    summaries.map(({ level, counts, permissions }) =>
      [
        ...[level, counts.resolved, counts.wrong, counts.vendor, counts.outside, counts["not-hooked"]],
        ...[permissions.agrees, permissions.differs, permissions.unchecked],
      ].map(String),
    ),
  );
}
