/** Parameters of rules that a campaign sets otherwise than the pack: one YAML, every complaint with file and line. */
import { z } from "zod";
import type { Detector } from "./detectors/detector.ts";
import { checkTypes, type Rule, type RulePack } from "./packs.ts";
import type { Bilingual } from "./result-schema.ts";
import { YamlFile } from "./yaml-file.ts";

const schema = z.strictObject({
  schema: z.literal("thresholds/1"),
  /** By rule, e.g. `cn-core.frequency`: the parameters to replace, whole. */
  rules: z.record(z.string(), z.record(z.string(), z.json())),
});

const CAMPAIGN: Bilingual = { zh: "（由批量检测设定）", en: " (set by the campaign)" };

/** The detector with every threshold it prints marked as the campaign's own. */
function marked(implementation: Detector<unknown>): Detector<unknown> {
  return {
    ...implementation,
    detect(context, params) {
      const detection = implementation.detect(context, params);
      const hits = detection.hits.map((hit) => {
        if (hit.threshold === null) return hit;
        const { zh, en } = hit.threshold.text;
        const text = { zh: `${zh}${CAMPAIGN.zh}`, en: `${en}${CAMPAIGN.en}` };
        return { ...hit, threshold: { ...hit.threshold, text, source: "campaign" as const } };
      });
      return { ...detection, hits };
    },
  };
}

/**
 * Packs with a campaign's thresholds in place of their own.
 * @throws RulesError `pack-invalid` with `file:line: what` for an unknown rule or parameter, or a value of the wrong form
 */
export function withThresholds(packs: readonly RulePack[], path: string): RulePack[] {
  const file: YamlFile = YamlFile.read(path, "pack-invalid");
  const { rules: changes } = file.check(schema, file.value());
  const known = new Map(packs.flatMap((pack) => pack.rules.map((rule) => [rule.id, rule] as const)));
  for (const id of Object.keys(changes))
    if (!known.has(id))
      file.fail(file.lineOf(["rules", id]), `unknown rule "${id}"; list them with \`npx consentry rules\``);
  const changedRule = (rule: Rule): Rule => {
    const changed = changes[rule.id];
    if (changed === undefined) return rule;
    const merged = { ...(rule.given as Record<string, unknown>), ...changed };
    checkTypes(file, changed, ["rules", rule.id]);
    const params = file.check(rule.implementation.params, merged, ["rules", rule.id]);
    return { ...rule, params, changed, implementation: marked(rule.implementation) };
  };
  return packs.map((pack) => ({ ...pack, rules: pack.rules.map(changedRule) }));
}
