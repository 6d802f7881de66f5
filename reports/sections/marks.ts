/** Verdicts and severities as a symbol with a word, so that neither needs its colour. */
import type { Severity, Verdict } from "../../rules/result-schema.ts";
import { html, type Html } from "../html.ts";
import { SEVERITIES, VERDICTS } from "../texts/states.ts";
import type { View } from "../view.ts";

const VERDICT_SYMBOLS: Record<Verdict, string> = {
  violation: "✗",
  pass: "○",
  "not-applicable": "–",
  "needs-person": "?",
  unknown: "△",
};
const SEVERITY_BARS: Record<Severity, number> = { critical: 5, high: 4, medium: 3, low: 2, info: 1 };

export function verdictMark(view: View, verdict: Verdict, text?: string): Html {
  return html`<span class="mark ${verdict}"
    ><span aria-hidden="true" class="symbol">${VERDICT_SYMBOLS[verdict]}</span>
    ${text ?? view.say(VERDICTS[verdict])}</span
  >`;
}

export function severityBadge(view: View, severity: Severity): Html {
  const bars = SEVERITY_BARS[severity];
  return html`<span class="severity ${severity}"
    ><span aria-hidden="true" class="bars">${"▮".repeat(bars)}<span class="empty">${"▯".repeat(5 - bars)}</span></span>
    ${view.say(SEVERITIES[severity])}</span
  >`;
}
