/** The words of the report, explained. */
import type { Bilingual } from "../../rules/result-schema.ts";
import type { Words } from "./language.ts";

export const GLOSSARY = { heading: { zh: "词语", en: "Words" } } satisfies Words;

export const ENTRIES: readonly { term: Bilingual; meaning: Bilingual }[] = [
  {
    term: { zh: "问题", en: "Violation" },
    meaning: {
      zh: "有已存储的证据表明规则所述的行为发生了。它是规则的结论，不是违法认定。",
      en: "Stored evidence shows the behaviour that the rule names. It is what a rule says, not a finding of law.",
    },
  },
  {
    term: { zh: "未发现", en: "Not found" },
    meaning: {
      zh: "在已覆盖范围内未发现：该规则涉及的核心入口都证实有效、记录完整、时钟一致。不等于“没有”。",
      en: "Not found within what was covered: every core door of the rule was proven, the record is whole, the clocks agree. It does not mean that nothing was there.",
    },
  },
  {
    term: { zh: "无法判定", en: "Unknown" },
    meaning: {
      zh: "缺少得出“未发现”的必要条件，原因随结论列出。永远不会变成“未发现”。",
      en: "Something that “not found” needs is missing; the reason is printed. It never becomes “not found”.",
    },
  },
  {
    term: { zh: "待人工", en: "Needs a person" },
    meaning: {
      zh: "有迹象，但单凭记录不足以下结论。",
      en: "A sign, but the record alone is not enough.",
    },
  },
  {
    term: { zh: "分支", en: "Branch" },
    meaning: {
      zh: "对同意界面的一种应对：不操作、拒绝、同意、同意后撤回、仅浏览。",
      en: "One way to answer the consent notice: leave it, refuse, accept, accept and withdraw, limited mode.",
    },
  },
  {
    term: { zh: "读取", en: "Read" },
    meaning: {
      zh: "应用内的代码取用一项个人信息一次；嵌套的接口和同一调用栈一秒内的重复只算一次，原始调用数另列。",
      en: "One use of a personal datum by code in the app; nested calls, and repeats of one stack within a second, count once. Raw calls are listed beside it.",
    },
  },
  {
    term: { zh: "读取者", en: "Reader" },
    meaning: {
      zh: "调用栈中离平台最近的非平台代码（应用或 SDK）。读取者不必然是责任主体。",
      en: "The code nearest to the platform in the stack (the app or an SDK). The reader is not by itself the party responsible.",
    },
  },
  {
    term: { zh: "经手各方", en: "Parties" },
    meaning: {
      zh: "调用栈中由内到外的每一方：SDK、工具库、脚本桥、网页脚本、应用、系统。",
      en: "Everybody in the stack from the inside out: SDKs, libraries, script bridges, web page script, the app, the system.",
    },
  },
  {
    term: { zh: "同意开关", en: "Consent switch" },
    meaning: {
      zh: "SDK 提供的接口，应用用它告知用户是否同意。调用与否、传入何值是事实，不是结论。",
      en: "A member of an SDK by which an app tells it whether the user agreed. Whether it was called, and with what, is a fact and no verdict.",
    },
  },
  {
    term: { zh: "触发", en: "Trigger" },
    meaning: {
      zh: "引起这次读取的缘由：用户操作、应用调用 SDK、SDK 自身的组件、系统回调、线程任务。",
      en: "What caused the read: the user, the app calling the SDK, a component of the SDK, a system callback, a queued task.",
    },
  },
  {
    term: { zh: "途径", en: "Door" },
    meaning: {
      zh: "信息被读取的方式：公开接口、内容提供者、反射、命令行、Binder。只作描述，不作指责。",
      en: "The way the datum was read: public API, provider, reflection, shell, binder. Described, not accused.",
    },
  },
  {
    term: { zh: "证据层级", en: "Evidence level" },
    meaning: {
      zh: "已调用 ＜ 已取得（返回了真实值）＜ 已传出（该值出现在发出的数据中）。互不混同。",
      en: "invoked < obtained (a real value came back) < transmitted (that value seen in data going out). Never merged.",
    },
  },
  {
    term: { zh: "决定时刻与误差", en: "Instant of decision" },
    meaning: {
      zh: "手指抬起、触摸进入应用窗口的时刻，带误差。误差之内的读取是歧义，绝不作为问题。",
      en: "The moment the finger is lifted, as the touch enters the app's window, with an uncertainty. A read inside it is ambiguous and never a violation.",
    },
  },
  {
    term: { zh: "静置", en: "Silent" },
    meaning: {
      zh: "应用在屏幕上而无人操作。与“后台”不同；有的官方报告用“静默”指后台，请勿混淆。",
      en: "On screen with nobody touching. Not the same as background, though some official reports use the word for that.",
    },
  },
  {
    term: { zh: "植入的值", en: "Planted value" },
    meaning: {
      zh: "检测前放入手机、只属于本次运行的值。应用读到它，即证明读取确实发生。",
      en: "A value put into the handset for this run alone. When the app reads it, the read is beyond doubt.",
    },
  },
  {
    term: { zh: "核心入口、其它入口", en: "Core and further doors" },
    meaning: {
      zh: "核心入口必须挂钩成功并证实有效才会给出“未发现”；其它入口缺失时作为限制列出。",
      en: "Core doors must be hooked and proven before a rule says “not found”; a further door that is missing is printed as a limit.",
    },
  },
  {
    term: { zh: "证实有效", en: "Proven" },
    meaning: {
      zh: "挂钩后，在本次运行中或在同一手机和系统版本的近期自检中确实触发过。",
      en: "After hooking it was seen to fire, in this run or in a recent self-test on the same handset and system.",
    },
  },
  {
    term: { zh: "指纹", en: "Fingerprint" },
    meaning: {
      zh: "由规则、信息类型、读取者和阶段得出，不含时间，不同版本之间可以比较。",
      en: "From rule, data type, reader and phase, without times, so that versions can be compared.",
    },
  },
];
