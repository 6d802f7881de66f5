/** A notice, or the box of a login page, that makes one answer easier than the other. */
import { z } from "zod";
import type { Bilingual, NotedFact } from "../result-schema.ts";
import type { Detector, DetectorContext } from "./detector.ts";
import { factsNamed, NO_NOTICE, notedHit, NOTICE_TYPE, noticeSeen } from "./noted.ts";

const PRE_TICKED = "pre-ticked-box";
const params = z.strictObject({
  /** Codes of the fact `dark-pattern`. */
  patterns: z.array(z.string()).min(1),
  kind: z.enum(["default_tick", "no_refusal", "unequal_choice"]),
  /** False: the walk may have missed a control, or a person would see it otherwise. */
  certain: z.boolean(),
});
type Params = z.infer<typeof params>;

const BY_EYE: Bilingual = {
  zh: "由界面识别得出，需人工查看截图确认",
  en: "as the recogniser read the screen; a person must look at the picture",
};

/** A login page with a box that stood ticked before anybody touched it. */
function isPreTickedLogin({ detail }: NotedFact): boolean {
  const { edge, boxes } = detail;
  if (edge !== "before" || !Array.isArray(boxes)) return false;
  return boxes.some((box) => typeof box === "object" && box !== null && "checked" in box && box["checked"] === true);
}

function met(context: DetectorContext, p: Params): NotedFact[] {
  const designed = factsNamed(context, "dark-pattern").filter(({ detail }) =>
    p.patterns.includes(String(detail["pattern"])),
  );
  const logins = p.patterns.includes(PRE_TICKED) ? factsNamed(context, "login-page").filter(isPreTickedLogin) : [];
  return [...designed, ...logins].sort((a, b) => a.t - b.t);
}

export const noticeDesign: Detector<Params> = {
  id: "notice-design",
  onNoted: true,
  params,
  window: () => ({ consents: ["undecided"], appClasses: ["foreground"] }),
  concerns: (_, type) => type === NOTICE_TYPE,
  inapplicable: (context) => (noticeSeen(context) || factsNamed(context, "login-page").length > 0 ? null : NO_NOTICE),
  detect(context, p) {
    const noted = met(context, p);
    if (noted.length === 0) return { hits: [], ambiguous: 0 };
    const weak = p.certain ? null : BY_EYE;
    return { hits: [notedHit(context, { kind: p.kind, dataType: NOTICE_TYPE, weak }, noted)], ambiguous: 0 };
  },
};
