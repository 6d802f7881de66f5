/** What a noted fact says, in a sentence. */
import type { Bilingual, NotedFact } from "../rules/result-schema.ts";
import { CONSENT, FACTS } from "./texts/states.ts";
import { DARK_PATTERNS } from "./texts/facts.ts";
import { wordFor } from "./texts/language.ts";

const LATER: Bilingual = { zh: "再次启动之后", en: "after it was started again" };
const WHEN: Record<string, Bilingual> = {
  "this-process": { zh: "本次启动之内", en: "within the same launch" },
  relaunch: LATER,
  upgrade: { zh: "升级之后", en: "after the upgrade" },
};

type Detail = NotedFact["detail"];
/** Names of data types by their ids. */
export type TypeNames = ReadonlyMap<string, Bilingual>;
type Sentence = (detail: Detail, names: TypeNames) => Bilingual | null;

const text = (detail: Detail, key: string): string => {
  const value = detail[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};
const list = (detail: Detail, key: string): string => {
  const value = detail[key];
  return Array.isArray(value) ? value.map(String).join(", ") : "";
};
const seconds = (detail: Detail, key: string): string => (Number(detail[key] ?? 0) / 1e6).toFixed(1);

const CONTROLS = {
  accept: { zh: "同意", en: "accept" },
  refuse: { zh: "拒绝", en: "refuse" },
  leadsOn: { zh: "下一层", en: "leads on" },
} as const;

/** Labels of the controls and what was measured of them. */
function measured(detail: Detail, language: keyof Bilingual, names: TypeNames): string {
  const label = (key: keyof typeof CONTROLS): string => {
    const control = detail[key];
    if (typeof control !== "object" || control === null || !("label" in control)) return "";
    const contrast = "contrast" in control ? `, ${String(control["contrast"])}:1` : "";
    return `${CONTROLS[key][language]} “${String(control["label"])}”${contrast}`;
  };
  const reads = detail["reads"];
  if (typeof reads === "object" && reads !== null) {
    return Object.entries(reads)
      .map(([type, count]) => `${names.get(type)?.[language] ?? type} ×${String(count)}`)
      .join(", ");
  }
  const own = text(detail, "label");
  const ratio = detail["areaRatio"] === undefined ? "" : `× ${text(detail, "areaRatio")}`;
  return [own && `“${own}”`, label("accept"), label("refuse"), label("leadsOn"), ratio].filter(Boolean).join("; ");
}

const SENTENCES: Record<string, Sentence> = {
  "dark-pattern": (d, names) => {
    const pattern = wordFor(DARK_PATTERNS, text(d, "pattern"));
    const layer = text(d, "layer");
    const [zh, en] = [measured(d, "zh", names), measured(d, "en", names)];
    return {
      zh: `告知界面第 ${layer} 层：${pattern.zh}${zh && `（${zh}）`}`,
      en: `layer ${layer} of the notice: ${pattern.en}${en && ` (${en})`}`,
    };
  },
  "asked-again": (d) => {
    const after = wordFor(CONSENT, text(d, "after"));
    const when = WHEN[text(d, "when")] ?? LATER;
    return d["asked"] === true
      ? {
          zh: `${when.zh}，应用再次弹出告知（此前：${after.zh}）`,
          en: `${when.en}, the app showed a notice again (before: ${after.en})`,
        }
      : {
          zh: `${when.zh}，应用没有再次弹出告知（此前：${after.zh}）`,
          en: `${when.en}, the app showed no notice (before: ${after.en})`,
        };
  },
  "permission-repeat": (d) => {
    const when = WHEN[text(d, "when")] ?? LATER;
    const [name, after] = [text(d, "permission"), seconds(d, "sinceDenialUs")];
    return {
      zh: `拒绝 ${after} 秒后再次申请 ${name}（${when.zh}，第 ${text(d, "requests")} 次申请）`,
      en: `asked for ${name} again ${after} s after it was denied (${when.en}, request ${text(d, "requests")})`,
    };
  },
  "permission-loop": (d) => ({
    zh: `连续弹出 ${text(d, "dialogs")} 个权限窗口后不再作答`,
    en: `${text(d, "dialogs")} permission dialogs in a row; then none was answered any more`,
  }),
  "exit-after-denial": (d) => ({
    zh: `拒绝 ${list(d, "permissions")} ${seconds(d, "sinceDenialUs")} 秒后应用退出`,
    en: `the app ended ${seconds(d, "sinceDenialUs")} s after ${list(d, "permissions")} was denied`,
  }),
  function: (d) =>
    d["works"] === true
      ? null
      : {
          zh: `业务功能“${text(d, "function")}”不可用：${text(d, "why")}`,
          en: `function “${text(d, "function")}” did not work: ${text(d, "why")}`,
        },
  "function-lost": (d) => ({
    zh: `业务功能“${text(d, "function")}”拒绝权限时不可用，仅授予 ${list(d, "permissions")} 后可用`,
    en: `function “${text(d, "function")}” failed with permissions denied and works with ${list(d, "permissions")} granted and nothing else changed`,
  }),
  "function-broken": (d) => ({
    zh: `业务功能“${text(d, "function")}”授予权限后仍不可用`,
    en: `function “${text(d, "function")}” does not work with the permissions granted either`,
  }),
  "self-start": (d) => ({
    zh:
      d["started"] === true
        ? `结束进程后应用自行启动`
        : `结束进程后观察 ${seconds(d, "watchedUs")} 秒，应用没有自行启动`,
    en:
      d["started"] === true
        ? "the app's process came back by itself after it was ended"
        : `the app's process did not come back in ${seconds(d, "watchedUs")} s after it was ended`,
  }),
  "login-page": (d) => {
    const boxes = Array.isArray(d["boxes"]) ? d["boxes"] : [];
    const ticked = boxes.filter(
      (box) => typeof box === "object" && box !== null && "checked" in box && box["checked"] === true,
    );
    const before = text(d, "edge") === "before";
    return {
      zh: `登录页${before ? "勾选之前" : "勾选之后"}：${boxes.length} 个勾选框，其中 ${ticked.length} 个已勾选`,
      en: `login page ${before ? "before" : "after"} ticking: ${boxes.length} box(es), ${ticked.length} ticked`,
    };
  },
};

/** The sentence for a fact; null where there is nothing worth a line. */
export function factSentence({ name, detail }: NotedFact, names: TypeNames = new Map()): Bilingual | null {
  const sentence = SENTENCES[name];
  if (sentence) return sentence(detail, names);
  const word = wordFor(FACTS, name);
  const rest = Object.entries(detail)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join("; ");
  return { zh: rest ? `${word.zh}（${rest}）` : word.zh, en: rest ? `${word.en} (${rest})` : word.en };
}
