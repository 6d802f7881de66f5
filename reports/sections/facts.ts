/** What the walk noted beside reads, a line a fact. */
import { clockTime } from "../format.ts";
import { html, type Html } from "../html.ts";
import { factSentence } from "../fact-sentence.ts";
import { NOTED } from "../texts/facts.ts";
import { runTitle, typeNames, type View } from "../view.ts";
import { scrollTable } from "./scroll-table.ts";

/** Lines shown of one run. */
const FACTS_SHOWN = 40;

/** Nothing where nothing was noted. */
export function notedFacts(view: View): Html | null {
  const { say, result } = view;
  const rows = result.runs.flatMap((run) => {
    const names = typeNames(run);
    const lines = run.facts.flatMap((fact) => {
      const sentence = factSentence(fact, names);
      return sentence ? [{ t: fact.t - run.fromUs, sentence }] : [];
    });
    const shown = lines.slice(0, FACTS_SHOWN).map(
      ({ t, sentence }, i) =>
        html`<tr>
          <td>${i === 0 ? runTitle(view, run) : ""}</td>
          <td class="number">${clockTime(t)}</td>
          <td class="words">${say(sentence)}</td>
        </tr>`,
    );
    const left =
      lines.length > FACTS_SHOWN &&
      html`<tr>
        <td></td>
        <td></td>
        <td>… ${say(NOTED.more)}</td>
      </tr>`;
    return left ? [...shown, left] : shown;
  });
  if (rows.length === 0) return null;
  const table = scrollTable({
    label: say(NOTED.heading),
    heads: [say(NOTED.run), say(NOTED.time), say(NOTED.fact)],
    rows,
    small: true,
  });
  return html`<section aria-labelledby="facts">
    <h2 id="facts">${say(NOTED.heading)}</h2>
    <p class="help">${say(NOTED.help)}</p>
    ${table}
  </section>`;
}
