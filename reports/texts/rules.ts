/** Texts of the list of rules that found nothing, or could not say. */
import type { Words } from "./language.ts";

export const RULE_TEXTS = {
  heading: { zh: "没有发现问题的规则", en: "Rules without findings" },
  help: {
    zh: "“无法判定”和“待人工”不是“未发现”。“未发现”仅指在已覆盖范围内未发现，范围见“覆盖情况”。",
    en: "“Unknown” and “needs a person” are not “not found”. “Not found” holds within what was covered, see Coverage.",
  },
  open: { zh: "需要注意：无法判定、待人工", en: "To be looked at: unknown, needs a person" },
  noOpen: { zh: "没有无法判定或待人工的规则。", en: "No rule is unknown or needs a person." },
  passed: { zh: "在已覆盖范围内未发现", en: "Not found within what was covered" },
  notApplicable: { zh: "不适用", en: "Not applicable" },
  rule: { zh: "规则", en: "Rule" },
  branch: { zh: "运行", en: "Run" },
  verdict: { zh: "结论", en: "Verdict" },
  reason: { zh: "原因", en: "Reason" },
  code: { zh: "代码", en: "Code" },
  all: { zh: "核心入口均已证实有效，记录完整。", en: "Every core door was proven and the record is whole." },
  none: { zh: "无", en: "none" },
} satisfies Words;
