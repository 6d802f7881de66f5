/** The policy too many taps away from the main page, or nowhere. */
import { z } from "zod";
import type { Bilingual, NotedFact } from "../result-schema.ts";
import type { Detector } from "./detector.ts";
import { notedHit, NOTICE_TYPE } from "./noted.ts";

const params = z.strictObject({ maximumTaps: z.number().int().positive() });
type Params = z.infer<typeof params>;

const SHORTER_WAY: Bilingual = {
  zh: "自动浏览找到的路径未必最短",
  en: "the way that the explorer found need not be the shortest",
};
const NOT_FOUND: Bilingual = {
  zh: "自动浏览已走遍所能到达的界面而未找到入口",
  en: "the explorer went everywhere it could and found no way to it",
};
/** The explorer's end that means nothing was left to look at. */
const EVERYWHERE = "all-visited";

export const policyDistance: Detector<Params> = {
  id: "policy-distance",
  onNoted: true,
  params,
  window: () => ({ consents: ["accepted"], appClasses: ["foreground"] }),
  concerns: (_, type) => type === NOTICE_TYPE,
  inapplicable({ facts: { exploration } }) {
    const looked = exploration !== null && (exploration.policy !== null || exploration.ended === EVERYWHERE);
    if (looked) return null;
    return {
      code: "not-explored",
      text: { zh: "本次运行未自动浏览，或未走完", en: "the app was not explored, or not to the end" },
    };
  },
  detect(context, p) {
    const { exploration, steps, fromUs } = context.facts;
    if (exploration === null) return { hits: [], ambiguous: 0 };
    const taps = exploration.policy?.taps ?? null;
    if (taps !== null && taps <= p.maximumTaps) return { hits: [], ambiguous: 0 };
    const t = steps.find((step) => step.kind === "explore")?.t ?? fromUs;
    const found: NotedFact = { name: "policy-distance", t, detail: { taps, ended: exploration.ended } };
    const threshold = {
      text: {
        zh: `主界面至隐私政策不多于 ${p.maximumTaps} 次点击`,
        en: `at most ${p.maximumTaps} taps from the main page to the policy`,
      },
      value: p.maximumTaps,
      source: "standard" as const,
    };
    const hit = { kind: "policy_far", dataType: NOTICE_TYPE, weak: taps === null ? NOT_FOUND : SHORTER_WAY, threshold };
    return { hits: [notedHit(context, hit, [found])], ambiguous: 0 };
  },
};
