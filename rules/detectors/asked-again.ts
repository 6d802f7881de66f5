/** The notice that comes back after a refusal or a withdrawal, without the user having asked for anything. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import type { Detector, DetectorContext } from "./detector.ts";
import { factsNamed, notedHit, NOTICE_TYPE } from "./noted.ts";

const params = z.strictObject({ when: z.array(z.enum(["this-process", "relaunch"])).min(1) });
type Params = z.infer<typeof params>;

const ONCE: Bilingual = {
  zh: "只观察到一次再次询问，是否构成频繁征求同意需人工判断",
  en: "one more asking was observed; whether that is asking too often is for a person",
};

const looks = (context: DetectorContext, p: Params) =>
  factsNamed(context, "asked-again").filter(({ detail }) => (p.when as string[]).includes(String(detail["when"])));

export const askedAgain: Detector<Params> = {
  id: "asked-again",
  onNoted: true,
  params,
  window: () => ({ consents: ["refused", "withdrawn"], appClasses: ["foreground"] }),
  concerns: (_, type) => type === NOTICE_TYPE,
  inapplicable(context, p) {
    if (looks(context, p).length > 0) return null;
    return {
      code: "branch-does-not-reach",
      text: { zh: "本分支未在拒绝或撤回之后查看是否再次询问", en: "this branch did not look for another asking" },
    };
  },
  detect(context, p) {
    const noted = looks(context, p).filter(({ detail }) => detail["asked"] === true);
    if (noted.length === 0) return { hits: [], ambiguous: 0 };
    return {
      hits: [notedHit(context, { kind: "notice_repeat", dataType: NOTICE_TYPE, weak: ONCE }, noted)],
      ambiguous: 0,
    };
  },
};
