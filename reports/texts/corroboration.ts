/** Texts on what the handset itself logged in a run without the agent. */
import type { Words } from "./language.ts";

export const CORROBORATION = {
  term: { zh: "系统自身记录", en: "The system's own record" },
  lines: { zh: "条记录", en: "line(s)" },
  inRun: { zh: "无探针运行", en: "run without the agent" },
} as const;

export const CORROBORATION_STATES: Words = {
  corroborated: { zh: "已佐证", en: "corroborated" },
  "not-corroborated": { zh: "未佐证", en: "not corroborated" },
  "not-observable": { zh: "系统不记录此类读取", en: "not observable by the OS" },
};

export const CORROBORATION_EXPLAINED: Words = {
  corroborated: {
    zh: "同一场景、同一分支在不放入探针时，系统自身在同一阶段也记录到对此类信息的访问。",
    en: "In the same scenario and branch without the agent, the system itself logged access to this data type in the same phase.",
  },
  "not-corroborated": {
    zh: "系统能够记录此类访问，但在无探针运行的同一阶段没有记录；应用的行为可能因运行而异。",
    en: "The system can log such access, but did not in this phase of the run without the agent; what an app does may differ from run to run.",
  },
  "not-observable": {
    zh: "系统的访问记录不包含此类信息，因此既不能佐证，也不能否定。",
    en: "The system's log holds nothing about this data type, so it neither confirms nor denies.",
  },
};
