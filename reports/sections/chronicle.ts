/** What happened in a run, in order: test actions, changes of state, reads. The timeline as a table. */
import type { RunResult } from "../../rules/result-schema.ts";
import { amount, clockTime, plusMinus } from "../format.ts";
import { html, type Html } from "../html.ts";
import { APP_STATES, CONSENT, FACTS, PERMISSION_STATES, PHASE_SOURCES, STEP_KINDS } from "../texts/states.ts";
import { PERMISSIONS } from "../texts/permissions.ts";
import { TIMELINE, TIMELINE_NOTES } from "../texts/timeline.ts";
import type { View } from "../view.ts";
import type { Lane } from "./lanes.ts";
import { scrollTable } from "./scroll-table.ts";

/** A short table is open, a long one is not. */
const OPEN_LINES = 24;

interface Event {
  t: number;
  kind: string;
  name: string;
  what: Html;
  source: string;
  count: string;
}

export function chronicle(view: View, run: RunResult, lanes: readonly Lane[]): Html {
  const { say } = view;
  const events = eventsOf(view, run, lanes);
  const shown = events.slice(0, view.budget.events);
  const rows = shown.map(
    (event) =>
      html`<tr class="event ${event.kind}">
        <td class="number">${clockTime(event.t - run.fromUs)}</td>
        <td><span class="tag">${event.name}</span></td>
        <td class="words">${event.what}</td>
        <td class="words">${event.source}</td>
        <td class="number">${event.count}</td>
      </tr>`,
  );
  const more =
    events.length > shown.length
      ? html`<p class="dim">${say(TIMELINE_NOTES.eventsLeft(events.length - shown.length))}</p>`
      : null;
  const table = scrollTable({
    label: say(TIMELINE.chronicle),
    heads: [say(TIMELINE.time), say(TIMELINE.event), say(TIMELINE.what), say(TIMELINE.who), say(TIMELINE.times)],
    rows,
  });
  return html`<details class="chronicle" ${events.length <= OPEN_LINES ? OPEN : null}>
    <summary>${say(TIMELINE.chronicle)} (${events.length})</summary>
    ${table} ${more}
  </details>`;
}

/** What a step's name adds to its kind; facts in words. */
export function stepName(view: View, { kind, name }: RunResult["steps"][number]): string {
  if (kind === "fact") return view.word(FACTS, name);
  return name === kind ? "" : name;
}

const OPEN = html` open`;

function eventsOf(view: View, run: RunResult, lanes: readonly Lane[]): Event[] {
  const { say } = view;
  const steps = run.steps.map((step): Event => ({
    t: step.t,
    kind: "action",
    name: say(TIMELINE.actions),
    what: html`${view.word(STEP_KINDS, step.kind)}${stepName(view, step) === "" ? null : html` <b>${stepName(view, step)}</b>`}`,
    source: step.end === null ? "" : `→ ${clockTime(step.end - run.fromUs)}`,
    count: "",
  }));
  const words = { consent: CONSENT, app: APP_STATES, permission: PERMISSION_STATES };
  const names = { consent: TIMELINE.consent, app: TIMELINE.app, permission: TIMELINE.permission };
  const phases = run.phases.map((phase): Event => {
    const axis = Object.hasOwn(words, phase.axis) ? (phase.axis as keyof typeof words) : "app";
    return {
      t: Math.max(phase.t, run.fromUs),
      kind: axis,
      name: say(names[axis]),
      what: html`${phase.scope === "" ? null : html`${view.word(PERMISSIONS, phase.scope)} `}${view.word(words[axis], phase.state)}${phase.uncertainty > 0 ? html` <span class="dim">${plusMinus(phase.uncertainty)}</span>` : null}`,
      source: view.word(PHASE_SOURCES, phase.source),
      count: "",
    };
  });
  const found = view.problems.flatMap(({ anchor, sightings }) =>
    sightings
      .filter((sighting) => sighting.run === run)
      .map(({ finding }): Event => ({
        t: finding.firstUs,
        kind: "found",
        name: say(TIMELINE.readFlagged),
        what: html`<a href="#${anchor}">${say(finding.dataTypeName)}</a>`,
        source: finding.caller.reader.name || say(TIMELINE.unknownReader),
        count: amount(finding.count),
      })),
  );
  const plain = lanes
    .filter((lane) => lane.count > lane.flaggedCount)
    .map((lane): Event => {
      const first = lane.seconds.reduce((a, b) => (!b.flagged && (a.flagged || b.second < a.second) ? b : a));
      return {
        t: run.fromUs + first.second * 1e6,
        kind: "read",
        name: say(TIMELINE.read),
        what: html`${lane.type} <span class="dim">(${say(TIMELINE.inSecond)})</span>`,
        source: lane.reader,
        count: amount(lane.count - lane.flaggedCount),
      };
    });
  return [...steps, ...phases, ...found, ...plain].sort((a, b) => a.t - b.t);
}
