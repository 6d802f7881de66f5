/** What a run without the agent says to a finding. */
import type { Finding } from "../../rules/result-schema.ts";
import { amount } from "../format.ts";
import { html, type Html } from "../html.ts";
import { CORROBORATION, CORROBORATION_EXPLAINED, CORROBORATION_STATES } from "../texts/corroboration.ts";
import type { View } from "../view.ts";

/** Null where nobody bore witness. */
export function corroborationOf(view: View, { corroboration }: Finding): Html | null {
  if (corroboration === null) return null;
  const { say, word } = view;
  const { state, lines, apis, witness } = corroboration;
  const counted =
    lines > 0 &&
    html`<br />${amount(lines)} ${say(CORROBORATION.lines)}:
      ${apis.map((api, i) => html`${i > 0 ? ", " : ""}<code>${api}</code>`)}`;
  return html`<b>${word(CORROBORATION_STATES, state)}</b> (${say(CORROBORATION.inRun)}
    <code>${witness}</code>)${counted}<br /><span class="dim">${word(CORROBORATION_EXPLAINED, state)}</span>`;
}
