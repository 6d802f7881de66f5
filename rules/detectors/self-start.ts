/** A process that comes back after the user ended it, without anybody opening the app. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import { segmentFinder } from "../segments.ts";
import { consentParam, type Detector } from "./detector.ts";
import { factsNamed, notedHit } from "./noted.ts";

const params = z.strictObject({
  /** Consent states in which nothing can call for it. */
  never: consentParam,
});
type Params = z.infer<typeof params>;

const SELF_START = "act.self_start";
/** Limit of a handset that starts nothing by itself. */
const UNSEEN = "self-start-unseen";
const PERHAPS_NEEDED: Bilingual = {
  zh: "用户已同意，是否为其所需功能（如消息推送）需人工核对声明",
  en: "the user had agreed; whether a function that they want needs it is for a person to compare with the policy",
};

export const selfStart: Detector<Params> = {
  id: "self-start",
  onNoted: true,
  params,
  window: () => ({ consents: ["refused", "guest", "accepted", "withdrawn"], appClasses: ["stopped"] }),
  concerns: (_, type) => type === SELF_START,
  inapplicable(context) {
    const watched = factsNamed(context, "self-start");
    if (watched.length === 0)
      return {
        code: "branch-does-not-reach",
        text: { zh: "本分支未结束进程后静置", en: "this branch did not end the process and wait" },
      };
    const blind = context.facts.limits.some((limit) => limit.code === UNSEEN);
    if (!blind || watched.some(({ detail }) => detail["started"] === true)) return null;
    return {
      code: UNSEEN,
      text: { zh: "该手机不会由系统唤起应用", en: "nothing on this handset starts an app by itself" },
    };
  },
  detect(context, p) {
    const find = segmentFinder(context.facts.segments);
    const hits = factsNamed(context, "self-start")
      .filter(({ detail }) => detail["started"] === true)
      .map((fact) => {
        const weak = p.never.includes(find(fact.t).consent) ? null : PERHAPS_NEEDED;
        return notedHit(context, { kind: "self_start", dataType: SELF_START, weak }, [fact]);
      });
    return { hits, ambiguous: 0 };
  },
};
