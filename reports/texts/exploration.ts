/** Texts about what the explorer saw of an app. */
import type { Words } from "./language.ts";

export const EXPLORATION = {
  heading: { zh: "自动浏览", en: "Exploration" },
  help: {
    zh: "在场景自身的步骤之后，工具在预算之内自行浏览界面；不付款、不发送、不删除、不退出登录，不回答同意弹窗，不输入文字。没有到达的界面没有观察到。",
    en: "After the scenario's own steps the app was looked around in within a budget; nothing was paid, sent, deleted or logged out of, no consent notice answered, nothing typed. Screens that were not reached were not watched.",
  },
  ended: { zh: "结束原因", en: "Ended because" },
  screens: { zh: "到达的界面", en: "Screens reached" },
  activities: { zh: "到达的 Activity", en: "Activities reached" },
  notReached: { zh: "未到达的 Activity", en: "Activities not reached" },
  policy: { zh: "从主界面到隐私政策的点击次数", en: "Taps from the main page to the privacy policy" },
  noPolicy: { zh: "未找到隐私政策入口", en: "no way to a privacy policy was found" },
  notOpened: { zh: "（见到入口，未见打开）", en: "(its control was seen, the policy did not open)" },
  left: { zh: "见到而未点击的控件", en: "Controls seen and left alone" },
  why: { zh: "原因", en: "why" },
  control: { zh: "控件", en: "control" },
  number: { zh: "编号", en: "no." },
  activity: { zh: "Activity（界面类）", en: "activity" },
  kind: { zh: "界面种类", en: "kind of page" },
  depth: { zh: "点击层数", en: "taps deep" },
  picture: { zh: "截屏文件", en: "screenshot" },
  nameless: { zh: "（无名称）", en: "(without a name)" },
} satisfies Words;

export const ENDED: Words = {
  "all-visited": { zh: "可到达的控件都已尝试", en: "everything that could be reached was tried" },
  taps: { zh: "点击次数用完", en: "the taps were used up" },
  duration: { zh: "时间用完", en: "the time was used up" },
  actions: { zh: "操作次数用完", en: "the actions were used up" },
  "consent-notice": { zh: "出现同意界面，不予回答", en: "a consent notice stood in the way and was not answered" },
  stuck: { zh: "某个界面无法离开", en: "a screen could not be left" },
  "app-left": { zh: "应用一再离开前台", en: "the app went away again and again" },
  interrupted: { zh: "运行被中止", en: "the run was called off" },
  failed: { zh: "应用或手机出错", en: "the app or the handset failed" },
};

export const SHUNNED: Words = {
  pay: { zh: "支付", en: "pays" },
  buy: { zh: "购买", en: "buys" },
  send: { zh: "发送或发布", en: "sends or posts" },
  delete: { zh: "删除或清空", en: "deletes or clears" },
  leave: { zh: "退出或注销", en: "logs out or exits" },
  call: { zh: "拨打电话", en: "calls" },
  install: { zh: "安装或更新", en: "installs or updates" },
  subscribe: { zh: "订阅", en: "subscribes" },
  share: { zh: "分享", en: "shares" },
  transfer: { zh: "转账", en: "transfers" },
  consent: { zh: "撤回同意", en: "takes consent back" },
  agree: { zh: "表示同意", en: "agrees" },
  account: { zh: "注册或一键登录", en: "makes an account" },
  "asked-by-dialog": { zh: "对话框询问的是此类操作", en: "answers a question about such an act" },
  box: { zh: "开关或勾选框", en: "a switch or box" },
  nameless: { zh: "没有名称，无从判断", en: "has no name to judge by" },
};

/** Kinds of screens that are not simply pages. */
export const SCREEN_KINDS: Words = {
  none: { zh: "普通界面", en: "page" },
  policy: { zh: "隐私政策", en: "privacy policy" },
  login: { zh: "登录页", en: "login page" },
  consent: { zh: "同意界面", en: "consent notice" },
};

export const EXPLORATION_NOTES = {
  summary: (screens: number, reached: number, declared: number, taps: number) => ({
    zh: `${taps} 次点击，到达 ${screens} 个界面，Activity ${reached}/${declared}`,
    en: `${taps} taps, ${screens} screens reached, activities ${reached}/${declared}`,
  }),
  share: (reached: number, declared: number) => ({
    zh: `${reached}/${declared}（清单声明）`,
    en: `${reached} of ${declared} declared`,
  }),
  screens: (screens: number, ways: number) => ({
    zh: `${screens} 个，其间 ${ways} 条路径`,
    en: `${screens}, with ${ways} ways between them`,
  }),
  after: (seconds: number) => ({ zh: `用时 ${seconds} 秒`, en: `after ${seconds} s` }),
  rest: (count: number) => ({ zh: `另有 ${count} 项，见 result.json。`, en: `${count} more, see result.json.` }),
};
