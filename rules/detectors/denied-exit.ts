/** The app closes itself because a permission was denied. */
import { z } from "zod";
import type { Bilingual } from "../result-schema.ts";
import type { Detector } from "./detector.ts";
import { factsNamed, notedHit, typeOfPermission, wasHandled } from "./noted.ts";

const params = z.strictObject({ withinSeconds: z.number().positive() });
type Params = z.infer<typeof params>;

const CRASHED: Bilingual = {
  zh: "应用崩溃，是否因拒绝权限所致需人工确认",
  en: "the app crashed; whether because of the denial is for a person",
};
const OTHER_CAUSE: Bilingual = {
  zh: "拒绝与退出之间另有操作或相隔较久",
  en: "something else was done between the denial and the end, or much time passed",
};

export const deniedExit: Detector<Params> = {
  id: "denied-exit",
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
  detect(context, { withinSeconds }) {
    const hits = factsNamed(context, "exit-after-denial").map((fact) => {
      const { detail, t } = fact;
      const since = Number(detail["sinceDenialUs"] ?? 0);
      const names = Array.isArray(detail["permissions"]) ? detail["permissions"] : [];
      const isPrompt = since <= withinSeconds * 1e6 && !wasHandled(context, t - since, t);
      const weak = detail["outcome"] === "app-crashed" ? CRASHED : isPrompt ? null : OTHER_CAUSE;
      return notedHit(context, { kind: "denied_exit", dataType: typeOfPermission(names[0]), weak }, [fact]);
    });
    return { hits, ambiguous: 0 };
  },
};
