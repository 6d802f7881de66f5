/** What the explorer saw of the app: screens, activities, the way to the policy, and what it left alone. */
import type { ExplorationResult, RunResult } from "../../rules/result-schema.ts";
import { html, type Html, joined } from "../html.ts";
import { ENDED, EXPLORATION, EXPLORATION_NOTES, SCREEN_KINDS, SHUNNED } from "../texts/exploration.ts";
import { runTitle, type View } from "../view.ts";
import { scrollTable } from "./scroll-table.ts";

/** Rows of each list of one run; the rest is in the result. */
const ROWS_SHOWN = 40;

/** Whether any run was explored; else there is nothing to show. */
export function wasExplored({ result }: View): boolean {
  return result.runs.some((run) => run.exploration !== null);
}

export function exploration(view: View): Html | null {
  if (!wasExplored(view)) return null;
  const { say, result } = view;
  return html`<section aria-labelledby="exploration">
    <h2 id="exploration">${say(EXPLORATION.heading)}</h2>
    <p class="help">${say(EXPLORATION.help)}</p>
    ${result.runs.map((run) => (run.exploration === null ? null : ofRun(view, run, run.exploration)))}
  </section>`;
}

function ofRun(view: View, run: RunResult, seen: ExplorationResult): Html {
  const { say } = view;
  const { declared, reached } = seen.activities;
  const missing = declared.filter((name) => !reached.includes(name));
  const summary = EXPLORATION_NOTES.summary(seen.screens.length, reached.length, declared.length, seen.taps);
  return html`<h3>${runTitle(view, run)}: ${say(summary)}</h3>
    <dl class="facts">
      <dt>${say(EXPLORATION.screens)}</dt>
      <dd>${say(EXPLORATION_NOTES.screens(seen.screens.length, seen.ways))}</dd>
      <dt>${say(EXPLORATION.activities)}</dt>
      <dd>${say(EXPLORATION_NOTES.share(reached.length, declared.length))}</dd>
      ${
        missing.length === 0
          ? null
          : html`<dt>${say(EXPLORATION.notReached)}</dt>
              <dd>${listed(view, missing)}</dd>`
      }
      <dt>${say(EXPLORATION.policy)}</dt>
      <dd>${policy(view, seen)}</dd>
      <dt>${say(EXPLORATION.ended)}</dt>
      <dd>${view.word(ENDED, seen.ended)} (${say(EXPLORATION_NOTES.after(seen.seconds))})</dd>
    </dl>
    ${screens(view, run, seen)} ${left(view, seen)}`;
}

function policy({ say }: View, { policy: way }: ExplorationResult): Html {
  if (way === null) return html`<b>${say(EXPLORATION.noPolicy)}</b>`;
  return html`<b>${way.taps}</b>${way.opened ? null : html` ${say(EXPLORATION.notOpened)}`}`;
}

function listed({ say }: View, names: readonly string[]): Html {
  const shown = names.slice(0, ROWS_SHOWN).map((name) => html`<code>${name}</code>`);
  const rest = names.length - shown.length;
  return html`${joined(shown, ", ")}${rest > 0 ? html` ${say(EXPLORATION_NOTES.rest(rest))}` : null}`;
}

function screens(view: View, run: RunResult, seen: ExplorationResult): Html {
  const rows = seen.screens.map(
    ({ number, activity, kind, depth, png }) =>
      html`<tr>
        <td class="number">${number}</td>
        <td><code>${activity}</code></td>
        <td>${view.word(SCREEN_KINDS, kind)}</td>
        <td class="number">${depth}</td>
        <td>${png === null ? null : html`<code class="dim">${run.run}/${png}</code>`}</td>
      </tr>`,
  );
  const { number, activity, kind, depth, picture, screens: heading } = EXPLORATION;
  return table(view, heading, [number, activity, kind, depth, picture], rows);
}

function left(view: View, seen: ExplorationResult): Html | null {
  if (seen.left.length === 0) return null;
  const rows = seen.left.map(
    ({ screen, label, why }) =>
      html`<tr>
        <td class="number">${screen}</td>
        <td class="words">
          ${label === "" ? html`<span class="dim">${view.say(EXPLORATION.nameless)}</span>` : label}
        </td>
        <td>${view.word(SHUNNED, why)}</td>
      </tr>`,
  );
  return table(view, EXPLORATION.left, [EXPLORATION.number, EXPLORATION.control, EXPLORATION.why], rows);
}

type Words = (typeof EXPLORATION)["heading"];

function table({ say }: View, heading: Words, columns: readonly Words[], rows: readonly Html[]): Html {
  const rest = rows.length - ROWS_SHOWN;
  const scrolling = scrollTable({
    label: say(heading),
    heads: columns.map((name) => say(name)),
    rows: rows.slice(0, ROWS_SHOWN),
    small: true,
  });
  return html`<details>
    <summary>${say(heading)} (${rows.length})</summary>
    ${scrolling} ${rest > 0 ? html`<p>${say(EXPLORATION_NOTES.rest(rest))}</p>` : null}
  </details>`;
}
