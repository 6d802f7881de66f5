/** Texts around the facts that the walk noted. */
import type { Words } from "./language.ts";

export const NOTED = {
  heading: { zh: "读取之外的事实", en: "Facts beside reads" },
  help: {
    zh: "走查过程中记下的事实及其依据，供人判断；不是结论。",
    en: "What the walk noted, for a person to judge; no verdicts.",
  },
  time: { zh: "时刻", en: "Time" },
  fact: { zh: "事实", en: "Fact" },
  run: { zh: "运行", en: "Run" },
  more: { zh: "其余见结果文件", en: "the rest is in the result file" },
} as const;

/** Ways in which a notice pushes towards agreeing. */
export const DARK_PATTERNS: Words = {
  "data-before-notice": { zh: "告知界面出现之前已读取个人信息", en: "personal data was read before the notice came" },
  "pre-ticked-box": { zh: "勾选框默认已勾选", en: "a box is ticked beforehand" },
  "no-refusal": { zh: "没有拒绝的控件", en: "there is no way to refuse" },
  "refusal-behind-layer": { zh: "拒绝在另一层之后", en: "refusing takes another layer" },
  "refusal-in-running-text": { zh: "拒绝藏在正文之中", en: "the refusal hides in running text" },
  "refusal-smaller": { zh: "拒绝的控件更小", en: "the refusal is smaller" },
  "refusal-paler": { zh: "拒绝的控件颜色更淡", en: "the refusal is paler" },
  "refusal-not-a-button": { zh: "拒绝不像按钮", en: "the refusal does not look like a button" },
  "refusal-held-back": { zh: "拒绝需要等待", en: "the refusal is held back" },
  "shaming-words": { zh: "拒绝的措辞使人羞愧", en: "the refusal is worded to shame" },
  "exit-as-refusal": { zh: "拒绝即退出应用", en: "refusing means leaving the app" },
};
