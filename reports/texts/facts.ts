/** Texts around the facts that the walk noted. */

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
