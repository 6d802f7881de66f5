/** Texts of the timelines. */
import type { Words } from "./language.ts";

export const TIMELINE = {
  heading: { zh: "时间线", en: "Timelines" },
  help: {
    zh: "时间自记录开始起算，以手机单调时钟为准。每行一种信息与读取者；竖线为作出决定的时刻，斜纹带为其误差，误差之内的读取不作为问题。",
    en: "Times count from the start of the recording, on the handset's monotonic clock. One lane per data type and reader; the vertical line is the instant of decision, the hatched band its uncertainty: a read inside it is never a violation.",
  },
  run: { zh: "运行", en: "Run" },
  outcome: { zh: "运行结局", en: "How it ended" },
  duration: { zh: "时长", en: "Length" },
  noMarks: { zh: "本次运行没有记录到个人信息读取。", en: "No read of personal data was recorded in this run." },
  consent: { zh: "同意状态", en: "Consent" },
  app: { zh: "应用状态", en: "App state" },
  permission: { zh: "权限", en: "Permission" },
  actions: { zh: "测试动作", en: "Test actions" },
  time: { zh: "时间", en: "Time" },
  flagged: { zh: "属于某项问题的读取", en: "reads that belong to a finding" },
  plain: { zh: "其它读取", en: "other reads" },
  decision: { zh: "决定时刻", en: "instant of decision" },
  uncertainty: { zh: "误差", en: "uncertainty" },
  legend: { zh: "图例", en: "Legend" },
  chronicle: { zh: "事件表", en: "Events in order" },
  event: { zh: "事件", en: "Event" },
  what: { zh: "内容", en: "What" },
  who: { zh: "读取者／来源", en: "Reader or source" },
  times: { zh: "次数", en: "Count" },
  read: { zh: "读取", en: "read" },
  readFlagged: { zh: "读取（问题）", en: "read (finding)" },
  noticeUp: { zh: "同意界面出现", en: "notice appeared" },
  screen: { zh: "截屏", en: "screenshot" },
  inSecond: { zh: "该秒内", en: "within that second" },
  unknownReader: { zh: "未能归属", en: "unknown origin" },
} satisfies Words;

export const TIMELINE_NOTES = {
  lanesLeft: (count: number) => ({
    zh: `另有 ${count} 行未画出（没有问题的优先略去）；全部数据见 result.json。`,
    en: `${count} further lanes are not drawn (those without findings first); all data are in result.json.`,
  }),
  eventsLeft: (count: number) => ({
    zh: `另有 ${count} 个事件未列出；全部数据见 result.json。`,
    en: `${count} further events are not listed; all data are in result.json.`,
  }),
  lane: (type: string, reader: string, count: number, flagged: number) => ({
    zh: `${type}，${reader}：共 ${count} 次，其中属于问题 ${flagged} 次`,
    en: `${type}, ${reader}: ${count} in all, ${flagged} of them in findings`,
  }),
  mark: (from: string, count: number) => ({ zh: `${from}：${count} 次`, en: `${from}: ${count}` }),
  drawing: (run: string) => ({ zh: `运行 ${run} 的时间线`, en: `Timeline of run ${run}` }),
};
