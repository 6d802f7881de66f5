/** Texts about limits, losses, integrity and how to check everything. */
import type { Words } from "./language.ts";

export const RECORD = {
  limits: { zh: "限制", en: "Limits" },
  limitsHelp: {
    zh: "以下情况使本次检测看不到或不能确证某些行为。",
    en: "What kept this test from seeing, or from proving, some behaviour.",
  },
  noLimits: { zh: "没有记录到限制。", en: "No limit was recorded." },
  kind: { zh: "类别", en: "kind" },
  code: { zh: "代码", en: "code" },
  meaning: { zh: "含义", en: "meaning" },
  types: { zh: "所涉信息类型", en: "Data types concerned" },
  everyRun: { zh: "全部运行", en: "every run" },
  allTypes: { zh: "全部", en: "all" },
  onlyDoors: { zh: "仅限入口", en: "only by" },
  detail: { zh: "详情", en: "detail" },
  times: { zh: "条数", en: "entries" },
  runs: { zh: "运行", en: "Runs" },
  record: { zh: "记录是否完整", en: "Is the record whole" },
  lossHelp: {
    zh: "应用内探针发出的每条记录都必须有去处：发出 ＝ 存入 ＋ 合并 ＋ 放弃 ＋ 丢失 ＋ 拒收。",
    en: "Every record that the probe in the app sent must be accounted for: emitted = stored + coalesced + dropped + lost + rejected.",
  },
  run: { zh: "运行", en: "Run" },
  emitted: { zh: "发出", en: "emitted" },
  stored: { zh: "存入", en: "stored" },
  coalesced: { zh: "合并", en: "coalesced" },
  dropped: { zh: "放弃", en: "dropped" },
  lost: { zh: "丢失", en: "lost" },
  rejected: { zh: "拒收", en: "rejected" },
  closes: { zh: "账目平", en: "account closes" },
  tail: { zh: "末尾已知", en: "end known" },
  hookErrors: { zh: "采集代码出错", en: "errors in hooks" },
  yes: { zh: "✓ 是", en: "✓ yes" },
  no: { zh: "✗ 否", en: "✗ no" },
  integrity: { zh: "证据完整性", en: "Integrity of the evidence" },
  verified: { zh: "校验通过", en: "verifies" },
  head: { zh: "哈希链末端", en: "Head of the hash chain" },
  rows: { zh: "行数", en: "rows" },
  problem: { zh: "问题", en: "problem" },
  environment: { zh: "检测环境", en: "Environment" },
  tool: { zh: "工具", en: "Tool" },
  handset: { zh: "手机", en: "Handset" },
  model: { zh: "型号", en: "Model" },
  os: { zh: "系统", en: "System" },
  runId: { zh: "运行编号", en: "Run id" },
  started: { zh: "开始（UTC）", en: "Started (UTC)" },
  outcome: { zh: "运行结局", en: "How it ended" },
  packs: { zh: "规则包", en: "Rule packs" },
  pack: { zh: "规则包", en: "Pack" },
  packTitle: { zh: "名称", en: "Title" },
  length: { zh: "时长", en: "Length" },
  verify: { zh: "如何自行核实", en: "How to check this yourself" },
  verify1: {
    zh: "校验证据没有被改动（逐条重算哈希链，并与上表的末端比较）：",
    en: "That the evidence is unchanged (recomputes the hash chain, to be compared with the heads above):",
  },
  verify2: {
    zh: "用同样的规则重新判定（相同的运行和规则得到逐字节相同的 result.json）：",
    en: "That the rules say the same (the same runs and rules give the same bytes of result.json):",
  },
  verify3: {
    zh: "重新做一遍：用同一个安装包（SHA-256 见“结论”）再运行一次，比较问题的指纹。",
    en: "That it happens again: run the same package (SHA-256 in the summary) once more and compare the fingerprints.",
  },
  size: { zh: "本报告略去的内容", en: "What this report leaves out" },
} satisfies Words;

export const LIMIT_KINDS: Words = {
  "handset-limit": { zh: "手机", en: "handset" },
  environment: { zh: "环境", en: "environment" },
  evidence: { zh: "证据", en: "evidence" },
  budget: { zh: "容量", en: "budget" },
};

export const LIMIT_CODES: Words = {
  "not-enforced": {
    zh: "真机会在此拦截或屏蔽，本机没有；因此证据层级最高为“已调用”",
    en: "a phone would deny or mask here and this handset does not, so the level stays at “invoked”",
  },
  "native-libraries": {
    zh: "应用含本地库，本机不能运行",
    en: "the app has native libraries, which this handset cannot run",
  },
  packed: { zh: "应用经过加壳，本机不能完整运行", en: "the app is packed and does not fully run here" },
  split: { zh: "应用由多个安装包组成，缺少部分", en: "the app comes in several packages, some are missing" },
  "dex-method-failed": { zh: "有方法未能转换，不能运行", en: "methods could not be converted and do not run" },
  "class-not-loadable": { zh: "有类不能加载", en: "classes could not be loaded" },
  webview: { zh: "网页界面在本机不能运行", en: "web views do not run on this handset" },
  "google-services": { zh: "本机没有谷歌服务", en: "this handset has no Google services" },
  "instrumentation-detected": {
    zh: "应用查看了调试、注入、root、模拟器或录屏等运行环境；它的行为可能因此与平时不同。仅供知悉，不是问题",
    en: "the app looked for a debugger, instrumentation, root, an emulator or screen recording; it may have behaved otherwise. For information, no finding",
  },
  "launch-retried": {
    zh: "启动重试过一次（在应用首行代码之前）",
    en: "the launch was tried again (before the app's first line)",
  },
  "tail-unknown": {
    zh: "进程结束后未能读出其计数，丢失数量不详",
    en: "the process's own counters could not be read after it ended: how much was lost is not known",
  },
  "no-agent": {
    zh: "本次运行未放入探针，只保留手机自身的记录",
    en: "no agent was in this run; it keeps the handset's own log",
  },
  "witness-lost": { zh: "未能取得手机自身的记录", en: "the handset's own log could not be had" },
  "process-unwatched": {
    zh: "应用自行启动的进程中没有探针，其读取未被记录",
    en: "the app started a process by itself with no agent in it: what it read is not recorded",
  },
  "self-start-unseen": { zh: "本机观察不到自启动", en: "self-start cannot be seen on this handset" },
  "not-restored": { zh: "手机未能恢复原状", en: "the handset could not be left as it was found" },
  "app-hung": { zh: "应用无响应", en: "the app did not respond" },
  "system-dialog": { zh: "系统窗口遮挡", en: "a window of the system lay over the app" },
  "agent-lost": { zh: "探针丢失", en: "the agent was lost" },
  "session-lost": { zh: "手机会话丢失", en: "the handset's session was lost" },
  budget: { zh: "超出时间预算", en: "the budget was used up" },
  "not-covered": {
    zh: "业务功能未执行，其间的读取未被观察",
    en: "a function was not carried out: what it reads was not watched",
  },
  "no-notice": { zh: "未识别到同意界面", en: "no consent notice was recognised" },
  "no-control": { zh: "未找到所需按钮", en: "the control was not found" },
  "no-effect": { zh: "点击未生效", en: "the tap had no effect" },
  "app-left": { zh: "应用自行退出", en: "the app closed itself" },
  "app-crashed": { zh: "应用崩溃", en: "the app crashed" },
  "process-lost": { zh: "应用进程丢失", en: "the app's process was lost" },
  "step-failed": { zh: "步骤失败", en: "a step failed" },
  interrupted: { zh: "被操作者中断", en: "interrupted by the operator" },
};

export const RECORD_NOTES = {
  embedded: (count: number) => ({ zh: `嵌入截屏 ${count} 张`, en: `${count} screenshots embedded` }),
  screensLeft: (count: number) => ({
    zh: `因大小上限未嵌入截屏 ${count} 张`,
    en: `${count} screenshots not embedded because of the size limit`,
  }),
  screensBroken: (count: number) => ({
    zh: `${count} 张截屏缺失或不可读`,
    en: `${count} screenshots missing or not readable`,
  }),
  shortCards: (count: number) => ({
    zh: `${count} 项问题只列要点`,
    en: `${count} findings listed in short`,
  }),
};
