/** The docs page of supported APIs, made from the catalogue. */
import { loadDataTypes } from "../catalogue/data-types.ts";
import type { ApiRow } from "../catalogue/row-schema.ts";

const STATUS: Record<ApiRow["status"]["kind"], string> = {
  hooked: "hooked 已挂钩",
  "covered-by": "covered by 由其覆盖",
  planned: "planned 计划中",
  "not-hookable": "not hookable 无法挂钩",
  dropped: "dropped 不采用",
};
const PLATFORM: Record<ApiRow["platform"], string> = {
  "android-java": "Android, Java",
  "android-native": "Android, native 原生",
  ios: "iOS",
};

/** Markdown: counts, then a table for each first part of the data types' ids. */
export function apisPage(rows: readonly ApiRow[]): string {
  const types = loadDataTypes();
  const lines = [
    "# APIs 接口清单",
    "",
    "Made by `consentry apis --markdown` from `catalogue/apis/`; do not edit. `consentry apis --check` holds it against the platform's classes.",
    "由 `consentry apis --markdown` 生成，请勿手改；`consentry apis --check` 与平台类核对。",
    "",
    "| status | rows |",
    "|---|---|",
    ...Object.entries(STATUS).map(
      ([kind, name]) => `| ${name} | ${rows.filter((row) => row.status.kind === kind).length} |`,
    ),
    `| all 合计 | ${rows.length} |`,
  ];
  for (const [platform, name] of Object.entries(PLATFORM)) {
    const part = rows.filter((row) => row.platform === platform);
    lines.push(
      "",
      `## ${name} (${part.length})`,
      "",
      "| id | API | data 信息类型 | door 途径 | status 状态 |",
      "|---|---|---|---|---|",
    );
    for (const row of part) {
      const data = row.types.slice(0, 4).map((type) => {
        const { zh, en } = types.name(type);
        return `${en} ${zh}`;
      });
      const more = row.types.length > 4 ? " …" : "";
      lines.push(
        `| ${row.id}${row.core ? " ★" : ""} | ${cell(`${row.class}.${row.member}`)} | ${cell(data.join("; "))}${more} | ${row.door} | ${cell(statusText(row))} |`,
      );
    }
  }
  return `${lines.join("\n")}\n\n★ core door 核心途径\n`;
}

function statusText({ status }: ApiRow): string {
  const name = status.kind === "covered-by" ? `${STATUS[status.kind]} ${status.by}` : STATUS[status.kind];
  return "why" in status && status.why !== undefined ? `${name}: ${status.why}` : name;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
