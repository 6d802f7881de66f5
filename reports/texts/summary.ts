/** Texts of the head of the report: what was tested, the answer in one sentence, the table of branches. */
import type { Words } from "./language.ts";

export const SUMMARY = {
  title: { zh: "个人信息收集行为检测报告", en: "Report on personal data taken by an app" },
  skip: { zh: "跳到问题", en: "Skip to the findings" },
  contents: { zh: "目录", en: "Contents" },
  heading: { zh: "结论", en: "Summary" },
  found: { zh: "发现问题", en: "Findings" },
  notFound: { zh: "未发现", en: "Nothing found" },
  open: { zh: "无法完全判定", en: "Not fully decided" },
  app: { zh: "应用", en: "App" },
  package: { zh: "包名", en: "Package" },
  version: { zh: "版本", en: "Version" },
  hash: { zh: "安装包 SHA-256", en: "SHA-256 of the package" },
  category: { zh: "应用类型（39 类）", en: "App type (of 39)" },
  handset: { zh: "手机", en: "Handset" },
  recorded: { zh: "记录时间（UTC）", en: "Recorded (UTC)" },
  profile: { zh: "检测性质", en: "Kind of test" },
  packs: { zh: "检测依据", en: "Rules applied" },
  packHash: { zh: "规则包 SHA-256", en: "SHA-256 of the pack" },
  bySeverity: { zh: "按级别", en: "By severity" },
  byProblem: { zh: "按工信部通报的问题类型", en: "By problem type of MIIT notices" },
  noProblemType: { zh: "无对应类型", en: "no such type" },
  count: { zh: "项数", en: "findings" },
  severity: { zh: "级别", en: "severity" },
  problem: { zh: "问题类型", en: "problem type" },
  none: { zh: "无", en: "none" },
  matrix: { zh: "分支与规则", en: "Branches and rules" },
  matrixHelp: {
    zh: "每个分支都是一次全新安装后的运行；每条规则对每次运行各给出一个结论。结论可点击。",
    en: "Each branch is a run of its own after a fresh install; every rule gives one verdict for every run. Verdicts lead to the findings or the reasons.",
  },
  rule: { zh: "规则", en: "Rule" },
  branch: { zh: "分支", en: "Branch" },
  draft: { zh: "参照（征求意见稿，未施行）", en: "reference (draft for comments, not in force)" },
  notAVerdict: {
    zh: "本报告说明观察到了什么，不作违法或合法的认定。“未发现”仅指在已覆盖范围内未发现。",
    en: "This report says what was observed; it does not say that a law was kept or broken. “Not found” means not found within what was covered.",
  },
} satisfies Words;

/** The answer, in words for everybody. */
export const SENTENCES = {
  found: (app: string, findings: number, branches: number) => ({
    zh: `在已覆盖范围内，发现“${app}”有 ${findings} 项问题（涉及 ${branches} 次运行）：`,
    en: `Within what was covered, ${findings} ${findings === 1 ? "problem was" : "problems were"} found with “${app}” (in ${branches} ${branches === 1 ? "run" : "runs"}):`,
  }),
  nothing: (app: string) => ({
    zh: `在已覆盖范围内，未发现“${app}”有所检测的问题。`,
    en: `Within what was covered, none of the problems tested for was found with “${app}”.`,
  }),
  took: (when: string, types: string) => ({ zh: `${when}读取了${types}`, en: `it read ${types} ${when}` }),
  between: { zh: "；", en: "; " },
  list: { zh: "、", en: ", " },
  end: { zh: "。", en: "." },
  more: (count: number) => ({ zh: `等 ${count} 类信息`, en: ` and other types, ${count} in all` }),
  persons: (count: number) => ({
    zh: `另有 ${count} 项迹象需要人工确认。`,
    en: `${count} further ${count === 1 ? "sign needs" : "signs need"} a person's eye.`,
  }),
  unknown: (count: number) => ({
    zh: `有 ${count} 条规则结论为“无法判定”，不能当作“未发现”。`,
    en: `${count} rule ${count === 1 ? "verdict is" : "verdicts are"} “unknown”, which must not be read as “not found”.`,
  }),
  witnessed: (count: number) => ({
    zh: `另有 ${count} 次运行未放入探针，只保留手机自身的记录，用来佐证上述问题，本身不作判定。`,
    en: `${count} further ${count === 1 ? "run was" : "runs were"} made without the agent: what the handset itself logged bears witness to the findings, and is not judged by itself.`,
  }),
  damaged: (count: number) => ({
    zh: `有 ${count} 次运行的证据校验未通过，其结果不应采信。`,
    en: `The evidence of ${count} ${count === 1 ? "run does" : "runs do"} not verify; do not rely on ${count === 1 ? "it" : "them"}.`,
  }),
};
