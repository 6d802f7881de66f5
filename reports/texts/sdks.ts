/** Texts about SDKs, what they were told, and the chain of parties of a read. */
import type { Words } from "./language.ts";

export const SDKS = {
  heading: { zh: "SDK 与同意开关", en: "SDKs and consent switches" },
  help: {
    zh: "本次运行中出现的 SDK，以及应用是否通过 SDK 自己的开关告知用户的决定。这些是事实，不是结论；“不详”不等于“未调用”。开关也可能由另一个 SDK 代为调用。",
    en: "The SDKs seen in this run, and whether the app told them the user's decision by a switch of their own. These are facts, not verdicts; “not known” is not “not called”. A switch may also have been called by another SDK.",
  },
  none: { zh: "没有见到目录中的 SDK。", en: "No SDK of the catalogue was seen." },
  sdk: { zh: "第三方 SDK", en: "Third-party SDK" },
  category: { zh: "类别", en: "category" },
  version: { zh: "版本", en: "version" },
  noVersion: { zh: "安装包未写明", en: "not stated" },
  seen: { zh: "出现方式", en: "seen as" },
  reads: { zh: "读取次数", en: "reads" },
  firstRead: { zh: "首次读取", en: "first read" },
  passed: { zh: "应用告知用户决定", en: "Integrator passed consent" },
  calls: { zh: "开关调用", en: "Calls of switches" },
  noCalls: { zh: "无", en: "none" },
  before: { zh: "读取之前 SDK 被告知", en: "SDK told before the read" },
  parties: { zh: "经手各方", en: "Parties" },
  firstParty: { zh: "由内到外；第一项离平台最近", en: "innermost first; the first is nearest to the platform" },
} satisfies Words;

export const PASSED: Words = {
  yes: { zh: "同意", en: "yes" },
  no: { zh: "不同意", en: "no" },
  "not-called": { zh: "未调用", en: "not called" },
  "not-known": { zh: "不详", en: "not known" },
};

export const UNKNOWN_BECAUSE: Words = {
  "no-switch": { zh: "目录中没有该 SDK 的同意开关", en: "the catalogue has no consent switch of this SDK" },
  "not-in-app": {
    zh: "应用的安装包中没有目录所列的开关（或已改名）",
    en: "the app's package has none of the switches that the catalogue knows, or not by these names",
  },
  "not-watched": { zh: "本次运行没有观察其全部开关", en: "not every switch of it was watched in this run" },
  "not-understood": { zh: "传入的值无法理解", en: "the value handed over is not understood" },
  "records-lost": { zh: "有记录丢失，不能断定未调用", en: "records were lost, so a missing call proves nothing" },
};

export const SEEN: Words = {
  reader: { zh: "读取者", en: "reader" },
  chain: { zh: "调用链中", en: "in a chain" },
  switch: { zh: "开关被调用", en: "by its switch" },
};

export const SWITCH_KINDS: Words = {
  answer: { zh: "用户决定", en: "decision" },
  notice: { zh: "已告知", en: "notice" },
  prepare: { zh: "预初始化", en: "preparation" },
  start: { zh: "启动", en: "start" },
  partial: { zh: "单项", en: "one item" },
};

export const PARTY_KINDS: Words = {
  app: { zh: "应用自身", en: "the app itself" },
  sdk: { zh: "第三方 SDK", en: "Third-party SDK" },
  library: { zh: "工具库", en: "library" },
  bridge: { zh: "脚本桥", en: "script bridge" },
  webview: { zh: "网页脚本", en: "web page script" },
  system: { zh: "系统调起", en: "called by the system" },
  unknown: { zh: "未能归属的代码", en: "code of unknown origin" },
};

export const CATEGORIES: Words = {
  ads: { zh: "广告", en: "ads" },
  analytics: { zh: "统计分析", en: "analytics" },
  backend: { zh: "后端服务", en: "backend" },
  bridge: { zh: "跨平台桥", en: "bridge" },
  commerce: { zh: "电商", en: "commerce" },
  consent: { zh: "同意管理", en: "consent management" },
  crash: { zh: "崩溃与性能", en: "crash and performance" },
  "device-id": { zh: "设备标识", en: "device id" },
  framework: { zh: "框架", en: "framework" },
  game: { zh: "游戏", en: "game" },
  im: { zh: "即时通讯与客服", en: "messaging and support" },
  login: { zh: "登录与认证", en: "login" },
  map: { zh: "地图与定位", en: "map and location" },
  media: { zh: "媒体与识别", en: "media" },
  network: { zh: "网络", en: "network" },
  payment: { zh: "支付", en: "payment" },
  push: { zh: "推送", en: "push" },
  rtc: { zh: "音视频通话", en: "calls and streaming" },
  security: { zh: "安全与风控", en: "security" },
  social: { zh: "社交分享", en: "social" },
  utility: { zh: "工具库", en: "utility" },
  web: { zh: "网页内核", en: "web engine" },
};

export const SDK_NOTES = {
  left: (count: number) => ({
    zh: `另有 ${count} 个 SDK 未列出，见 result.json。`,
    en: `${count} further SDKs are not listed, see result.json.`,
  }),
  switches: (there: number, all: number) => ({
    zh: `目录所列 ${all} 个决定开关中，安装包里有 ${there} 个`,
    en: `${there} of the ${all} decision switches in the catalogue are in the app's package`,
  }),
  callsLeft: (count: number) => ({ zh: `另有 ${count} 次`, en: `${count} more` }),
};
