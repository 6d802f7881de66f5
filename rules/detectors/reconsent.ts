/** An update whose rules changed, and no new question about it. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import type { Detector, DetectorContext } from "./detector.ts";
import { factsNamed, notedHit, NOTICE_TYPE } from "./noted.ts";

const params = z.strictObject({});
type Params = z.infer<typeof params>;

const RULES_UNKNOWN: Bilingual = {
  zh: "未确认两个版本之间处理规则是否变更",
  en: "whether the rules changed between the two versions is not confirmed",
};

const looks = (context: DetectorContext) =>
  factsNamed(context, "asked-again").filter(({ detail }) => detail["when"] === "upgrade");

export const reconsent: Detector<Params> = {
  id: "reconsent",
  onNoted: true,
  params,
  window: () => ({ consents: ["accepted"], appClasses: ["foreground"] }),
  concerns: (_, type) => type === NOTICE_TYPE,
  inapplicable(context) {
    if (looks(context).length === 0)
      return {
        code: "branch-does-not-reach",
        text: { zh: "本分支不含升级", en: "this branch has no upgrade" },
      };
    if (context.declarations?.rulesChanged?.confirmed === true && !context.declarations.rulesChanged.value)
      return {
        code: "rules-unchanged",
        text: { zh: "声明确认处理规则未变更", en: "the declarations confirm that the rules did not change" },
      };
    return null;
  },
  detect(context) {
    const noted = looks(context).filter(({ detail }) => detail["asked"] === false);
    const changed = context.declarations?.rulesChanged ?? null;
    if (noted.length === 0) return { hits: [], ambiguous: 0 };
    const weak = changed?.confirmed === true && changed.value ? null : RULES_UNKNOWN;
    return {
      hits: [notedHit(context, { kind: "reconsent_missing", dataType: NOTICE_TYPE, weak }, noted)],
      ambiguous: 0,
    };
  },
};
