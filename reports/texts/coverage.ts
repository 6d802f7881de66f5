/** Texts of the coverage tables. */
import type { Words } from "./language.ts";

export const COVERAGE = {
  heading: { zh: "覆盖情况", en: "Coverage" },
  help: {
    zh: "每类信息有核心入口和其它入口。核心入口全部挂钩成功并证实有效，才会给出“未发现”；其它入口缺失只作为限制列出。",
    en: "Each data type has core doors and further doors. “Not found” is given only when every core door is hooked and proven; a further door that is missing is printed as a limit.",
  },
  type: { zh: "信息类型", en: "Data type" },
  core: { zh: "核心入口", en: "Core doors" },
  further: { zh: "其它入口", en: "Further doors" },
  proven: { zh: "证实有效", en: "proven" },
  notProven: { zh: "未证实", en: "not proven" },
  fired: { zh: "触发次数", en: "fired" },
  status: { zh: "状态", en: "status" },
  api: { zh: "接口", en: "API" },
  row: { zh: "目录编号", en: "Row" },
  all: { zh: "全部", en: "all" },
  doors: { zh: "逐个入口", en: "Door by door" },
  noDoors: { zh: "无", en: "none" },
  noCore: { zh: "未定义核心入口", en: "no core door defined" },
  core1: { zh: "核心", en: "core" },
  further1: { zh: "其它", en: "further" },
  kind: { zh: "类别", en: "kind" },
} satisfies Words;

export const DOOR_STATES: Words = {
  armed: { zh: "已挂钩", en: "armed" },
  failed: { zh: "挂钩失败", en: "failed" },
  waiting: { zh: "等待类加载", en: "waiting for its class" },
  "not-present": { zh: "本机没有", en: "not present" },
  disarmed: { zh: "已停用", en: "disarmed" },
  missing: { zh: "没有报告", en: "not reported" },
};

export const COVERAGE_NOTES = {
  summary: (proven: number, withCore: number) => ({
    zh: `定义了核心入口的 ${withCore} 类信息中，${proven} 类的核心入口全部证实有效`,
    en: `every core door proven for ${proven} of ${withCore} data types that have one`,
  }),
  left: (count: number) => ({
    zh: `另有 ${count} 个入口未逐个列出，见 result.json。`,
    en: `${count} further doors are not listed one by one, see result.json.`,
  }),
  hookErrors: (count: number) => ({
    zh: `采集代码出错 ${count} 次：出错的调用读了什么无从得知，因此该次运行期间没有规则会得出“未发现”。`,
    en: `${count} errors inside hooks: what those calls read is not known, so no rule about that process passes.`,
  }),
  same: (run: string) => ({ zh: `与运行 ${run} 相同`, en: `as in run ${run}` }),
};
