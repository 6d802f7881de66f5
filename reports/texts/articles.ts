/** Texts of the list of articles. */
import type { Words } from "./language.ts";

export const ARTICLES = {
  heading: { zh: "逐条对照", en: "Article by article" },
  help: {
    zh: "所用规则包所涉文件的每一条，以及本次运行对它说了什么。“问题”指规则所述的行为有证据，不是违法认定；“未发现”仅指在已覆盖范围内未发现。标为“待人工”的条目由人回答所列问题，“流程”由案件记录承载。",
    en: "Every row of the texts behind the rule packs, with what these runs say of it. “Violation” means that there is evidence of the behaviour that a rule names, not that the law was broken; “not found” holds within what was covered. Rows that need a person wait for an answer to their question; those of the case file are kept there.",
  },
  article: { zh: "条款", en: "Article" },
  answered: { zh: "方式", en: "Answered" },
  asks: { zh: "要求、问题与所见", en: "What it asks, questions, and what was seen" },
  verdict: { zh: "结论", en: "Verdict" },
  rules: { zh: "规则", en: "Rules" },
  rows: { zh: "条", en: "rows" },
  nobodysLaw: { zh: "工程默认值，并非法定数值", en: "engineering default, not a legal number" },
} satisfies Words;

export const ANSWERED: Words = {
  automatic: { zh: "自动", en: "automatic" },
  "semi-automatic": { zh: "半自动", en: "semi-automatic" },
  attestation: { zh: "人工确认", en: "attestation" },
  "other-subject": { zh: "其他主体", en: "other subject" },
  workflow: { zh: "流程", en: "case file" },
};

export const SUBJECT: Words = {
  "developer-operator": { zh: "开发运营者", en: "developer-operator" },
  "distribution-platform": { zh: "分发平台", en: "distribution platform" },
  "third-party-provider": { zh: "第三方服务提供者", en: "third-party provider" },
  "terminal-maker": { zh: "终端生产企业", en: "terminal maker" },
  "network-access-provider": { zh: "网络接入服务提供者", en: "network access provider" },
};
