/** A permission asked for again after it was denied, without the user having done anything that calls for it. */
import { z } from "zod";
import type { Bilingual, NotedFact } from "../result-schema.ts";
import type { Detector, DetectorContext } from "./detector.ts";
import { factsNamed, notedHit, typeOfPermission, wasHandled } from "./noted.ts";

const params = z.strictObject({ when: z.array(z.enum(["this-process", "relaunch"])).min(1) });
type Params = z.infer<typeof params>;

const MANY_DIALOGS: Bilingual = {
  zh: "权限弹窗接连出现；是否为同一权限需人工查看",
  en: "dialogs came one after the other; whether for one permission is for a person to see",
};

/** Since the denial, or since the app was started again, nobody handled it. */
function unasked(context: DetectorContext, { t, detail }: NotedFact): boolean {
  const denied = t - Number(detail["sinceDenialUs"] ?? 0);
  const started = context.facts.steps.filter((step) => step.kind === "launch" && step.t < t).at(-1)?.t ?? denied;
  return !wasHandled(context, Math.max(denied, started), t);
}

export const permissionRepeat: Detector<Params> = {
  id: "permission-repeat",
  onNoted: true,
  params,
  window: () => ({ consents: ["accepted"], appClasses: ["foreground"] }),
  concerns: (_, type, types) => types.get(type)?.kind === "permission-request",
  inapplicable({ facts }) {
    if (facts.phases.some((phase) => phase.axis === "permission" && phase.state.startsWith("denied"))) return null;
    return {
      code: "nothing-denied",
      text: { zh: "本次运行没有拒绝任何权限", en: "no permission was denied in this run" },
    };
  },
  detect(context, p) {
    const repeats = factsNamed(context, "permission-repeat").filter(
      (fact) => (p.when as string[]).includes(String(fact.detail["when"])) && unasked(context, fact),
    );
    const byType = Map.groupBy(repeats, ({ detail }) => typeOfPermission(detail["permission"]));
    const hits = [...byType].map(([dataType, noted]) =>
      notedHit(context, { kind: "permission_repeat", dataType, weak: null }, noted),
    );
    const loops = factsNamed(context, "permission-loop").filter(({ detail }) => detail["answer"] === "deny");
    if (hits.length === 0 && loops.length > 0 && p.when.includes("this-process")) {
      const hit = { kind: "permission_repeat", dataType: typeOfPermission(""), weak: MANY_DIALOGS };
      hits.push(notedHit(context, hit, loops));
    }
    return { hits, ambiguous: 0 };
  },
};
