/** A function that stops working because a permission was denied which it has no use for. */
import { z } from "zod";
import type { Bilingual, NotedFact } from "../result-schema.ts";
import type { Detector, DetectorContext } from "./detector.ts";
import { factsNamed, notedHit, typeOfPermission } from "./noted.ts";

const params = z.strictObject({});
type Params = z.infer<typeof params>;

const UNTAGGED: Bilingual = {
  zh: "场景未标注各功能所需的信息，无法判断该权限是否必需",
  en: "the scenario does not say what its functions need, so the permission may be needed",
};

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function lost(context: DetectorContext, fact: NotedFact) {
  const { facts, types, sightings } = context;
  const name = String(fact.detail["function"]);
  const spans = facts.steps.filter((step) => step.kind === "step" && step.name === name);
  const groups = new Set(listOf(fact.detail["permissions"]).map(typeOfPermission));
  // Which of the denied ones the function asked for; where it was not seen asking, any may be the one.
  const asked = sightings.filter(
    ({ type, cell }) => groups.has(type) && cell.times.some((t) => spans.some((s) => t >= s.t && t <= (s.end ?? t))),
  );
  const concerned = asked.length > 0 ? [...new Set(asked.map(({ type }) => type))] : [...groups];
  const needed = spans.flatMap((span) => span.justifies);
  return { name, concerned, isNeeded: concerned.some((group) => types.matches(needed, group)) };
}

export const functionRefused: Detector<Params> = {
  id: "function-refused",
  onNoted: true,
  params,
  window: () => ({ consents: ["accepted"], appClasses: ["foreground"] }),
  concerns: (_, type, types) => types.get(type)?.kind === "permission-request",
  inapplicable(context) {
    const tried = factsNamed(context, "function").some(({ detail }) => detail["permissions"] === "deny");
    if (tried) return null;
    return {
      code: "branch-does-not-reach",
      text: {
        zh: "本分支未在拒绝权限后逐项使用功能",
        en: "this branch did not try the functions with permissions denied",
      },
    };
  },
  detect(context) {
    const tagged = context.facts.steps.some((step) => step.kind === "step" && step.justifies.length > 0);
    const hits = factsNamed(context, "function-lost").flatMap((fact) => {
      const { name, concerned, isNeeded } = lost(context, fact);
      if (isNeeded) return [];
      const words = { function: name };
      const hit = { kind: "basic_function_refused", dataType: concerned[0] ?? typeOfPermission("") };
      return [notedHit(context, { ...hit, weak: tagged ? null : UNTAGGED, words }, [fact])];
    });
    return { hits, ambiguous: 0 };
  },
};
