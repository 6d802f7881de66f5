/** No notice at the first start, or one that comes only after other pages that ask something of the user. */
import { z } from "zod";
import type { Bilingual, NotedFact } from "../result-schema.ts";
import type { Detector } from "./detector.ts";
import { factsNamed, notedHit, NOTICE_TYPE, noticeSeen } from "./noted.ts";

const params = z.strictObject({
  /** Kinds of screens (fact `walked-past`) that must not come before the notice. */
  before: z.array(z.string()).min(1),
});
type Params = z.infer<typeof params>;

const NOT_RECOGNISED: Bilingual = {
  zh: "未识别到告知界面，可能确无告知，也可能未能识别",
  en: "no notice was recognised: the app may have none, or it was not recognised",
};
const CAME_LATER: Bilingual = {
  zh: "告知出现之前先出现了其他要求用户操作的页面",
  en: "another page that asks something of the user came before the notice",
};

export const noticeMissing: Detector<Params> = {
  id: "notice-missing",
  onNoted: true,
  params,
  window: () => ({ consents: ["pre-notice"], appClasses: ["foreground"] }),
  concerns: (_, type) => type === NOTICE_TYPE,
  inapplicable({ facts }) {
    if (facts.segments.some((s) => s.consent === "pre-notice" && s.appClass === "foreground")) return null;
    return {
      code: "not-started",
      text: { zh: "应用未曾显示界面", en: "the app never came on screen" },
    };
  },
  detect(context, p) {
    const { facts } = context;
    const notice = facts.phases.find((phase) => phase.axis === "consent" && phase.state === "undecided");
    if (!noticeSeen(context)) {
      const shown = facts.segments.find((s) => s.consent === "pre-notice" && s.appClass === "foreground");
      if (shown === undefined) return { hits: [], ambiguous: 0 };
      const nothing: NotedFact = { name: "no-notice", t: shown.lo, detail: { outcome: facts.outcome } };
      const hit = { kind: "notice_missing", dataType: NOTICE_TYPE, weak: NOT_RECOGNISED };
      return { hits: [notedHit(context, hit, [nothing])], ambiguous: 0 };
    }
    const earlier = factsNamed(context, "walked-past").filter(
      ({ t, detail }) => t < (notice?.t ?? 0) && p.before.includes(String(detail["kind"])),
    );
    if (earlier.length === 0) return { hits: [], ambiguous: 0 };
    const hit = { kind: "notice_late", dataType: NOTICE_TYPE, weak: CAME_LATER };
    return { hits: [notedHit(context, hit, earlier)], ambiguous: 0 };
  },
};
