/** The words of the report, explained. */
import { html, type Html } from "../html.ts";
import { ENTRIES, GLOSSARY } from "../texts/glossary.ts";
import type { View } from "../view.ts";

export function glossary(view: View): Html {
  const { say } = view;
  return html`<section aria-labelledby="glossary">
    <h2 id="glossary">${say(GLOSSARY.heading)}</h2>
    <dl class="glossary">
      ${ENTRIES.map(
        ({ term, meaning }) =>
          html`<div>
            <dt>${say(term)}</dt>
            <dd>${say(meaning)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
