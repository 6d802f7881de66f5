/** Names of the codes that results use: states, levels, outcomes. */
import type { Words } from "./language.ts";

export const VERDICTS = {
  violation: { zh: "问题", en: "violation" },
  pass: { zh: "未发现", en: "not found" },
  "not-applicable": { zh: "不适用", en: "not applicable" },
  "needs-person": { zh: "待人工", en: "needs a person" },
  unknown: { zh: "无法判定", en: "unknown" },
} satisfies Words;

export const SEVERITIES = {
  critical: { zh: "严重", en: "critical" },
  high: { zh: "高", en: "high" },
  medium: { zh: "中", en: "medium" },
  low: { zh: "低", en: "low" },
  info: { zh: "提示", en: "info" },
} satisfies Words;

export const CONSENT: Words = {
  "not-launched": { zh: "启动之前", en: "before launch" },
  "pre-notice": { zh: "同意界面出现之前", en: "before the notice" },
  undecided: { zh: "同意界面已出现，未决定", en: "notice up, undecided" },
  refused: { zh: "已拒绝", en: "refused" },
  guest: { zh: "仅浏览", en: "limited mode" },
  accepted: { zh: "已同意", en: "accepted" },
  withdrawn: { zh: "已撤回", en: "withdrawn" },
};

export const APP_STATES: Words = {
  "foreground-active": { zh: "屏幕上，有人操作", en: "on screen, in use" },
  "foreground-silent": { zh: "屏幕上，无人操作（静置）", en: "on screen, nobody touching (silent)" },
  background: { zh: "后台", en: "background" },
  "screen-locked": { zh: "锁屏", en: "screen locked" },
  stopped: { zh: "未运行", en: "stopped" },
};

export const PERMISSION_STATES: Words = {
  "never-asked": { zh: "未询问", en: "never asked" },
  denied: { zh: "已拒绝", en: "denied" },
  "denied-forever": { zh: "已拒绝且不再询问", en: "denied for good" },
  granted: { zh: "已授予", en: "granted" },
};

export const LEVELS = {
  observed: { zh: "界面可见", en: "seen on screen" },
  invoked: { zh: "已调用", en: "invoked" },
  obtained: { zh: "已取得", en: "obtained" },
  transmitted: { zh: "已传出", en: "transmitted" },
} satisfies Words;

export const OUTCOMES: Words = {
  value: { zh: "返回真实值", en: "a real value" },
  empty: { zh: "返回空", en: "empty" },
  masked: { zh: "返回屏蔽值", en: "masked" },
  denied: { zh: "被系统拒绝", en: "denied" },
  error: { zh: "出错", en: "error" },
  none: { zh: "无返回值", en: "no value by nature" },
};

export const READERS = {
  app: { zh: "应用自身", en: "the app itself" },
  sdk: { zh: "第三方 SDK", en: "third-party SDK" },
  platform: { zh: "系统平台", en: "platform" },
  unknown: { zh: "未能归属的代码", en: "code of unknown origin" },
} satisfies Words;

export const CONFIDENCES = {
  certain: { zh: "确定", en: "certain" },
  likely: { zh: "很可能", en: "likely" },
  "needs-review": { zh: "需复核", en: "needs review" },
} satisfies Words;

export const TRIGGERS = {
  "app-call": { zh: "应用调用", en: "called by the app" },
  "user-input": { zh: "用户操作", en: "the user's input" },
  "own-component": { zh: "SDK 自身的组件", en: "a component of its own" },
  "system-callback": { zh: "系统回调", en: "a callback of the system" },
  thread: { zh: "线程任务（发起者未知）", en: "a thread (who queued it is not known)" },
  unknown: { zh: "未知", en: "unknown" },
} satisfies Words;

export const DOORS: Words = {
  api: { zh: "公开接口", en: "public API" },
  provider: { zh: "内容提供者", en: "content provider" },
  reflection: { zh: "反射或内部接口", en: "reflection or internal API" },
  shell: { zh: "命令行", en: "shell command" },
  binder: { zh: "底层 Binder 调用", en: "raw binder call" },
  file: { zh: "读取文件", en: "file read" },
  native: { zh: "本地代码", en: "native code" },
};

export const RUN_OUTCOMES: Words = {
  completed: { zh: "按计划完成", en: "completed" },
  "no-notice": { zh: "未识别到同意界面", en: "no consent notice recognised" },
  "no-control": { zh: "未找到所需按钮", en: "the control was not found" },
  "no-effect": { zh: "点击未生效", en: "the tap had no effect" },
  "app-left": { zh: "应用自行退出", en: "the app closed itself" },
  "app-crashed": { zh: "应用崩溃", en: "the app crashed" },
  "app-hung": { zh: "应用无响应", en: "the app did not respond" },
  "system-dialog": { zh: "系统窗口遮挡", en: "a window of the system lay over the app" },
  "process-lost": { zh: "应用进程丢失", en: "the app's process was lost" },
  "agent-lost": { zh: "探针丢失", en: "the agent was lost" },
  "session-lost": { zh: "手机会话丢失", en: "the handset's session was lost" },
  budget: { zh: "超出时间预算", en: "the budget was used up" },
  "step-failed": { zh: "步骤失败", en: "a step failed" },
  interrupted: { zh: "被操作者中断", en: "interrupted by the operator" },
  "not-closed": { zh: "记录未正常结束", en: "the recording was not closed" },
};

export const BRANCHES: Words = {
  ignore: { zh: "不操作", en: "leave the notice" },
  refuse: { zh: "拒绝", en: "refuse" },
  "refuse-relaunch": { zh: "拒绝后再次启动", en: "refuse, launch again" },
  "ignore-refuse-relaunch": { zh: "不操作，拒绝，再次启动", en: "leave the notice, refuse, launch again" },
  accept: { zh: "同意", en: "accept" },
  "accept-withdraw": { zh: "同意后撤回", en: "accept, withdraw" },
  guest: { zh: "仅浏览", en: "limited mode" },
  "login-consent": { zh: "登录时同意", en: "agree at login" },
  upgrade: { zh: "升级后", en: "after an upgrade" },
  silent: { zh: "前台静默", en: "on screen, untouched" },
  background: { zh: "后台", en: "background" },
  locked: { zh: "锁屏", en: "screen locked" },
  killed: { zh: "结束进程", en: "process ended" },
  grant: { zh: "授予权限", en: "permissions granted" },
  deny: { zh: "拒绝权限", en: "permissions denied" },
  witness: { zh: "终端自身记录", en: "the handset's own record" },
};

/** What told the controller of a change of state. */
export const PHASE_SOURCES: Words = {
  "process start": { zh: "进程启动", en: "process start" },
  "consent-recogniser": { zh: "同意界面识别", en: "consent recogniser" },
  "permission-result": { zh: "权限询问结果", en: "permission result" },
  touch: { zh: "触摸事件", en: "touch event" },
  "tap-command": { zh: "点击指令（无探针）", en: "tap command (no agent)" },
  "asked the handset": { zh: "查询手机状态", en: "the handset was asked" },
  "no input": { zh: "无人操作", en: "no input" },
};

export const STEP_KINDS: Words = {
  launch: { zh: "启动应用", en: "launch the app" },
  tap: { zh: "点击", en: "tap" },
  text: { zh: "输入文字", en: "enter text" },
  back: { zh: "返回键", en: "back key" },
  background: { zh: "切到后台", en: "send to background" },
  foreground: { zh: "回到前台", en: "bring to front" },
  lock: { zh: "锁屏", en: "lock the screen" },
  unlock: { zh: "解锁", en: "unlock" },
  kill: { zh: "结束进程", en: "end the process" },
  step: { zh: "业务功能", en: "function" },
  wait: { zh: "静置观察", en: "wait and watch" },
  screen: { zh: "截屏", en: "screenshot" },
  consent: { zh: "作出决定", en: "decide on the notice" },
  note: { zh: "备注", en: "note" },
  fact: { zh: "事实", en: "fact" },
  login: { zh: "登录（账号不入记录）", en: "log in (credentials are not kept)" },
  person: { zh: "等待人工操作", en: "wait for a person" },
  script: { zh: "场景模块", en: "module of the scenario" },
  explore: { zh: "自动浏览", en: "explore the app" },
};

/** Facts that the walk noted beside reads (docs/trace-schema.md). */
export const FACTS: Words = {
  "asked-again": { zh: "再次查看是否弹出告知", en: "looked whether a notice is up again" },
  "dark-pattern": { zh: "界面设计使某一选择更容易", en: "the notice makes one answer easier" },
  "walked-past": { zh: "经过其他界面", en: "past another screen" },
  "login-page": { zh: "登录页的勾选框", en: "boxes of the login page" },
  "permission-repeat": { zh: "被拒绝的权限再次申请", en: "a denied permission asked for again" },
  "permission-loop": { zh: "权限弹窗接连不断", en: "permission dialogs on and on" },
  "exit-after-denial": { zh: "拒绝权限后应用退出", en: "the app ended after a denial" },
  function: { zh: "业务功能的结果", en: "outcome of a function" },
  "function-lost": { zh: "拒绝权限时不可用、授予后可用", en: "works only with the permission" },
  "function-broken": { zh: "授予权限后仍不可用", en: "works neither way" },
  "self-start": { zh: "结束进程后的自启动观察", en: "watched for self-start" },
};

/** Kinds of findings that are about reading, by when or how it was done; others are told by their titles. */
export const KINDS: Words = {
  pre_consent: { zh: "在用户同意之前", en: "before the user consented" },
  post_refusal: { zh: "在用户拒绝之后", en: "after the user refused" },
  post_withdrawal: { zh: "在用户撤回同意之后", en: "after the user withdrew consent" },
  out_of_scenario: { zh: "在没有相关业务功能时", en: "outside any function that needs it" },
  frequency: { zh: "过于频繁地", en: "too often" },
  background: { zh: "在后台", en: "in the background" },
};

export const HANDSET_KINDS = {
  virtual: { zh: "虚拟手机", en: "virtual handset" },
  android: { zh: "安卓真机", en: "Android handset" },
  ios: { zh: "iOS 真机", en: "iOS handset" },
} satisfies Words;

export const PROFILES = {
  vendor: { zh: "开发者自测", en: "vendor's own test" },
  lab: { zh: "检测机构", en: "test laboratory" },
  official: { zh: "监管检测", en: "official test" },
} satisfies Words;
