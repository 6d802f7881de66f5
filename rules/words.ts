/** Names of states and levels for people, in both languages. */
import type { Bilingual } from "./result-schema.ts";
import type { AppClass, ConsentState } from "./segments.ts";

export const CONSENT_WORDS: Record<ConsentState, Bilingual> = {
  "not-launched": { zh: "启动之前", en: "before launch" },
  "pre-notice": { zh: "同意界面出现之前", en: "before the notice appeared" },
  undecided: { zh: "同意界面已出现、尚未作出决定", en: "notice up, not yet decided" },
  refused: { zh: "已拒绝", en: "refused" },
  guest: { zh: "仅浏览模式", en: "limited mode" },
  accepted: { zh: "已同意", en: "accepted" },
  withdrawn: { zh: "已撤回同意", en: "consent withdrawn" },
};

export const APP_WORDS: Record<AppClass, Bilingual> = {
  foreground: { zh: "在屏幕上", en: "on screen" },
  background: { zh: "在后台或已锁屏", en: "in the background or screen locked" },
  stopped: { zh: "未运行界面", en: "not opened by the user" },
};

export const LEVEL_WORDS: Record<"observed" | "invoked" | "obtained" | "transmitted", Bilingual> = {
  observed: { zh: "界面可见", en: "seen on screen" },
  invoked: { zh: "已调用", en: "invoked" },
  obtained: { zh: "已取得", en: "obtained" },
  transmitted: { zh: "已传出", en: "transmitted" },
};

export const UNKNOWN_READER: Bilingual = { zh: "未能归属的代码", en: "code of unknown origin" };
export const NO_STEP: Bilingual = { zh: "没有打开的业务功能", en: "no function open" };

/** Consent state and app class in one phrase. */
export function phaseWords(consent: ConsentState, appClass: AppClass): Bilingual {
  const [c, a] = [CONSENT_WORDS[consent], APP_WORDS[appClass]];
  return { zh: `${c.zh}，应用${a.zh}`, en: `${c.en}, app ${a.en}` };
}
