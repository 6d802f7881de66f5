/** `consentry diff`: two results by fingerprint, as after an app was mended. */
import { type ComparedFinding, compareResults } from "../../rules/compare.ts";
import { readResult } from "../../rules/result-file.ts";
import { EXIT } from "../exit.ts";
import { chooseLanguage } from "../language.ts";
import { table } from "../terminal.ts";

const CHANGES = {
  new: { zh: "新增", en: "new" },
  same: { zh: "仍在", en: "same" },
  gone: { zh: "消失", en: "gone" },
  notTested: { zh: "未再测", en: "not tested again" },
} as const;

/** @returns 1 where a violation is new, else 0 */
export function diff(before: string, after: string, options: { json?: boolean; lang?: string }): Promise<number> {
  const compared = compareResults(readResult(before), readResult(after));
  const language = chooseLanguage(options.lang);
  if (options.json) process.stdout.write(`${JSON.stringify(compared)}\n`);
  else {
    const head = {
      zh: ["变化", "应用", "结论", "问题", "分支", "指纹"],
      en: ["change", "app", "verdict", "finding", "branches", "fingerprint"],
    }[language];
    const verdict = (finding: ComparedFinding): string =>
      finding.verdict === "violation"
        ? { zh: "问题", en: "violation" }[language]
        : { zh: "待人工确认", en: "needs a person" }[language];
    const rows = (Object.keys(CHANGES) as (keyof typeof CHANGES)[]).flatMap((change) =>
      compared[change].map((finding) => [
        CHANGES[change][language],
        finding.app,
        verdict(finding),
        finding.title[language],
        finding.branches.join(", "),
        finding.fingerprint,
      ]),
    );
    const none = { zh: "两份结果都没有问题", en: "neither result has a finding" }[language];
    process.stdout.write(`${rows.length > 0 ? table(head, rows) : none}\n`);
  }
  const isWorse = compared.new.some((finding) => finding.verdict === "violation");
  return Promise.resolve(isWorse ? EXIT.findings : EXIT.clean);
}
