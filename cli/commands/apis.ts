/** `consentry apis`: every API that the catalogue watches. */
import { loadApiRows } from "../../catalogue/api-rows.ts";
import { EXIT } from "../exit.ts";
import { table } from "../terminal.ts";
import { chooseLanguage } from "../language.ts";

export async function apis(options: { json?: boolean; lang?: string }): Promise<number> {
  const rows = loadApiRows();
  if (options.json) {
    process.stdout.write(`${JSON.stringify(rows)}\n`);
    return EXIT.clean;
  }
  const head = { zh: ["编号", "接口", "信息类型", "途径", "核心"], en: ["id", "api", "data types", "door", "core"] }[
    chooseLanguage(options.lang)
  ];
  const body = rows.map((row) => [
    row.id,
    `${row.class}.${row.member}`,
    row.types.join(" "),
    row.door,
    row.core ? "*" : "",
  ]);
  process.stdout.write(`${table(head, body)}\n${rows.length}\n`);
  return EXIT.clean;
}
