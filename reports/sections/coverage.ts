/** Which doors were watched, and which of them are known to work. */
import type { RunResult } from "../../rules/result-schema.ts";
import { amount } from "../format.ts";
import { html, type Html, joined } from "../html.ts";
import { COVERAGE, COVERAGE_NOTES, DOOR_STATES } from "../texts/coverage.ts";
import { runTitle, type View } from "../view.ts";
import { scrollTable } from "./scroll-table.ts";

type Entry = RunResult["coverage"][number];
type Door = Entry["core"][number];

export function coverage(view: View): Html {
  const { say, result } = view;
  let left = view.budget.doors;
  const seen = new Map<string, RunResult>();
  const runs = result.runs.map((run) => {
    const key = JSON.stringify(run.coverage);
    const same = seen.get(key);
    const summaryLine = say(
      COVERAGE_NOTES.summary(
        run.coverage.filter((entry) => entry.proven).length,
        run.coverage.filter((entry) => entry.core.length > 0).length,
      ),
    );
    if (same !== undefined) {
      return html`<h3>${runTitle(view, run)}</h3>
        <p>${summaryLine}. ${say(COVERAGE_NOTES.same(runTitle(view, same)))}</p>`;
    }
    seen.set(key, run);
    const doors = run.coverage.reduce((sum, entry) => sum + entry.core.length + entry.further.length, 0);
    const listed = Math.min(left, doors);
    left -= listed;
    return html`<details class="run-coverage">
      <summary><span class="h3">${runTitle(view, run)}</span> ${summaryLine}</summary>
      ${hookErrors(view, run)}${types(view, run)}${doorList(view, run, listed, doors)}
    </details>`;
  });
  return html`<section aria-labelledby="coverage">
    <h2 id="coverage">${say(COVERAGE.heading)}</h2>
    <p class="help">${say(COVERAGE.help)}</p>
    ${runs}
  </section>`;
}

function hookErrors({ say }: View, { loss }: RunResult): Html | null {
  return loss.hookErrors === 0 ? null : html`<p><b>${say(COVERAGE_NOTES.hookErrors(loss.hookErrors))}</b></p>`;
}

/** Doors by state, in words: `12 armed, 1 not present`. */
function states(view: View, doors: readonly Door[]): Html {
  if (doors.length === 0) return html`<span class="dim">${view.say(COVERAGE.noDoors)}</span>`;
  const counts = new Map<string, number>();
  for (const door of doors) counts.set(door.status, (counts.get(door.status) ?? 0) + 1);
  const parts = [...counts].map(([status, count]) => html`${count} ${view.word(DOOR_STATES, status)}`);
  const proven = doors.filter((door) => door.proven).length;
  const separator = view.language === "zh" ? "，" : ", ";
  return html`${joined(parts, separator)}${separator}${proven} ${view.say(COVERAGE.proven)}`;
}

/** A type without a core door is not one whose core doors failed. */
function coreMark({ say }: View, entry: Entry): Html {
  if (entry.core.length === 0) return html`<span class="dim">${say(COVERAGE.noCore)}</span>`;
  return entry.proven
    ? html`<span class="mark pass"><span aria-hidden="true">●</span> ${say(COVERAGE.proven)}</span>`
    : html`<span class="mark unknown"><span aria-hidden="true">△</span> ${say(COVERAGE.notProven)}</span>`;
}

function types(view: View, run: RunResult): Html {
  const { say } = view;
  const sorted = [...run.coverage].sort((a, b) => Number(a.proven) - Number(b.proven));
  const rows = sorted.map((entry) => {
    const fired = [...entry.core, ...entry.further].reduce((sum, door) => sum + door.fired, 0);
    return html`<tr>
      <th scope="row">${say(entry.name)} <code class="dim">${entry.dataType}</code></th>
      <td>${coreMark(view, entry)}</td>
      <td>${states(view, entry.core)}</td>
      <td>${states(view, entry.further)}</td>
      <td class="number">${amount(fired)}</td>
    </tr>`;
  });
  return scrollTable({
    label: say(COVERAGE.heading),
    heads: [
      say(COVERAGE.type),
      `${say(COVERAGE.core)}: ${say(COVERAGE.all)}`,
      say(COVERAGE.core),
      say(COVERAGE.further),
      say(COVERAGE.fired),
    ],
    rows,
  });
}

function doorList(view: View, run: RunResult, listed: number, doors: number): Html {
  const { say } = view;
  const all = run.coverage.flatMap((entry) => [
    ...entry.core.map((door) => ({ entry, door, kind: COVERAGE.core1 })),
    ...entry.further.map((door) => ({ entry, door, kind: COVERAGE.further1 })),
  ]);
  const rows = all.slice(0, listed).map(
    ({ entry, door, kind }) =>
      html`<tr>
        <td>${say(entry.name)}</td>
        <td>${say(kind)}</td>
        <td><code>${door.row}</code></td>
        <td><code>${door.api}</code></td>
        <td>${view.word(DOOR_STATES, door.status)}</td>
        <td>${say(door.proven ? COVERAGE.proven : COVERAGE.notProven)}</td>
        <td class="number">${amount(door.fired)}</td>
      </tr>`,
  );
  const more = doors > listed ? html`<p>${say(COVERAGE_NOTES.left(doors - listed))}</p>` : null;
  const table = scrollTable({
    label: say(COVERAGE.doors),
    heads: [
      say(COVERAGE.type),
      say(COVERAGE.kind),
      say(COVERAGE.row),
      say(COVERAGE.api),
      say(COVERAGE.status),
      say(COVERAGE.proven),
      say(COVERAGE.fired),
    ],
    rows,
    small: true,
  });
  return html`<details>
    <summary>${say(COVERAGE.doors)} (${doors})</summary>
    ${table} ${more}
  </details>`;
}
