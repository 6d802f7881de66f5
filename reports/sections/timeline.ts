/**
 * One timeline for each run: states and test actions above, below a lane per data type and reader. Lanes are drawn in
 * percent of their width, so they fit a phone and a sheet of paper alike.
 */
import type { RunResult } from "../../rules/result-schema.ts";
import { axisTime, clockTime, plusMinus, seconds } from "../format.ts";
import { html, type Html } from "../html.ts";
import { APP_STATES, CONSENT, PERMISSION_STATES, PHASE_SOURCES, RUN_OUTCOMES, STEP_KINDS } from "../texts/states.ts";
import { PERMISSIONS } from "../texts/permissions.ts";
import { TIMELINE, TIMELINE_NOTES } from "../texts/timeline.ts";
import { appName, branchName, decisionsOf, runAnchor, runName, type View } from "../view.ts";
import { chronicle, stepName } from "./chronicle.ts";
import { screenFigure } from "./figure.ts";
import { decisionScreens } from "../screens.ts";
import { type Lane, lanesOf } from "./lanes.ts";

/** Lengths between marks of the axis, seconds. */
const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400];
const TICKS_WANTED = 6;
/** Past this a label would leave the drawing. */
const LABEL_END = 92;
const LANE_HEIGHT = 26;
const BARS_MIN = 12;
const BARS_MAX = 240;

/** Position in percent of the run's length. */
type Place = (us: number) => number;

function placeOf(run: RunResult): Place {
  const length = Math.max(1, run.toUs - run.fromUs);
  return (us) => Math.round(Math.min(100, Math.max(0, ((us - run.fromUs) / length) * 100)) * 1000) / 1000;
}

export function timelines(view: View): Html {
  const { say, result } = view;
  const lanes = result.runs.map((run) => lanesOf(view, run));
  const drawn = lanes.reduce((sum, of) => sum + Math.min(of.length, view.budget.lanes), 0);
  const bars = Math.min(BARS_MAX, Math.max(BARS_MIN, Math.floor(view.budget.bars / Math.max(1, drawn))));
  return html`<section aria-labelledby="timeline">
    <h2 id="timeline">${say(TIMELINE.heading)}</h2>
    <p class="help">${say(TIMELINE.help)}</p>
    ${legend(view)} ${result.runs.map((run, index) => timeline(view, run, index, lanes[index] ?? [], bars))}
  </section>`;
}

function legend(view: View): Html {
  const { say } = view;
  return html`<ul class="legend" aria-label="${say(TIMELINE.legend)}">
    <li>
      <svg width="22" height="18" aria-hidden="true">
        <rect class="bar flagged" x="3" y="2" width="4" height="14" />
        <use href="#flag" x="15" y="9" />
      </svg>
      ${say(TIMELINE.flagged)}
    </li>
    <li>
      <svg width="22" height="18" aria-hidden="true"><rect class="bar" x="9" y="6" width="4" height="10" /></svg>
      ${say(TIMELINE.plain)}
    </li>
    <li>
      <svg width="22" height="18" aria-hidden="true"><line class="decision" x1="11" x2="11" y1="0" y2="18" /></svg>
      ${say(TIMELINE.decision)}
    </li>
    <li>
      <svg width="22" height="18" aria-hidden="true"><rect class="band" x="3" y="0" width="16" height="18" /></svg>
      ${say(TIMELINE.uncertainty)}
    </li>
  </ul>`;
}

/** Shapes that every drawing uses. */
export const TIMELINE_SHAPES = html`<svg class="definitions" width="0" height="0" aria-hidden="true" focusable="false">
  <defs>
    <path id="flag" d="M0-7 6 0 0 7-6 0Z" />
    <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <path class="hatch" d="M0 0V5" />
    </pattern>
  </defs>
</svg>`;

function timeline(view: View, run: RunResult, index: number, lanes: readonly Lane[], bars: number): Html {
  const { say } = view;
  const place = placeOf(run);
  const shown = lanes.slice(0, view.budget.lanes);
  const permissions = [...new Set(run.phases.filter((p) => p.axis === "permission").map((p) => p.scope))];
  const grid = backdrop(run, place);
  const rows = [
    stateRow(view, say(TIMELINE.consent), run, "consent", "", CONSENT, grid),
    stateRow(view, say(TIMELINE.app), run, "app", "", APP_STATES, grid),
    ...permissions.map((scope) =>
      stateRow(
        view,
        `${say(TIMELINE.permission)} ${view.word(PERMISSIONS, scope)}`,
        run,
        "permission",
        scope,
        PERMISSION_STATES,
        grid,
      ),
    ),
    stepRow(view, run, place, grid),
    ...shown.map((lane) => laneRow(view, run, lane, place, grid, bars)),
    axisRow(view, run, place),
  ];
  const screens = decisionScreens(run).map((screen) =>
    screenFigure(view, run, screen.png, screen.t, view.word(CONSENT, screen.at)),
  );
  return html`<article class="run" id="${runAnchor(index)}" aria-labelledby="${runAnchor(index)}-name">
    <h3 id="${runAnchor(index)}-name">${appName(view, run)} · ${runName(view, run)}</h3>
    <p class="dim">
      ${say(TIMELINE.outcome)}: ${view.word(RUN_OUTCOMES, run.outcome)} · ${say(TIMELINE.duration)}:
      ${seconds(run.toUs - run.fromUs)}${decisionLine(view, run)}
    </p>
    <div class="lanes" role="group" aria-label="${say(TIMELINE_NOTES.drawing(branchName(view, run.branch)))}">
      ${rows}
    </div>
    ${lanes.length === 0 ? html`<p>${say(TIMELINE.noMarks)}</p>` : null}
    ${lanes.length > shown.length ? html`<p class="dim">${say(TIMELINE_NOTES.lanesLeft(lanes.length - shown.length))}</p>` : null}
    ${screens.length === 0 ? null : html`<div class="figures">${screens}</div>`} ${chronicle(view, run, lanes)}
  </article>`;
}

function decisionLine(view: View, run: RunResult): Html[] {
  return decisionsOf(run).map(
    (phase) =>
      html` · ${view.say(TIMELINE.decision)}: ${view.word(CONSENT, phase.state)} ${clockTime(phase.t - run.fromUs)}
      (${plusMinus(phase.uncertainty)})`,
  );
}

/** Decision lines and their bands, the same behind every lane. */
function backdrop(run: RunResult, place: Place): Html {
  return html`${decisionsOf(run).map((phase) => {
    const from = place(phase.t - phase.uncertainty);
    const width = Math.round((place(phase.t + phase.uncertainty) - from) * 1000) / 1000;
    return html`<rect class="band" x="${from}%" width="${width}%" y="0" height="100%" /><line
        class="decision"
        x1="${place(phase.t)}%"
        x2="${place(phase.t)}%"
        y1="0"
        y2="100%"
      />`;
  })}`;
}

function row(label: Html | string, drawing: Html, name: string, kind: string): Html {
  return html`<div class="lane ${kind}">
    <div class="lane-label">${label}</div>
    <svg class="lane-svg" width="100%" height="${LANE_HEIGHT}" role="img" aria-label="${name}">${drawing}</svg>
  </div>`;
}

function stateRow(
  view: View,
  label: string,
  run: RunResult,
  axis: string,
  scope: string,
  words: Parameters<View["word"]>[0],
  grid: Html,
): Html {
  const place = placeOf(run);
  const phases = run.phases.filter((phase) => phase.axis === axis && phase.scope === scope);
  const spoken: string[] = [];
  const blocks = phases.map((phase, at) => {
    const from = place(phase.t);
    const to = place(phases[at + 1]?.t ?? run.toUs);
    const name = view.word(words, phase.state);
    const when = clockTime(Math.max(0, phase.t - run.fromUs));
    const title = `${when} ${name} (${plusMinus(phase.uncertainty)}; ${view.word(PHASE_SOURCES, phase.source)})`;
    spoken.push(`${when} ${name}`);
    const width = Math.round((to - from) * 1000) / 1000;
    return html`<svg x="${from}%" width="${width}%" height="${LANE_HEIGHT}">
      <g class="state ${known(phase.state, words)}">
        <title>${title}</title>
        <rect width="100%" height="${LANE_HEIGHT}" />
        <text x="5" y="17">${name}</text>
      </g>
    </svg>`;
  });
  return row(label, html`${blocks}${grid}`, `${label}: ${spoken.join("; ")}`, "states");
}

/** A state as a class name; only states that this report knows become one. */
function known(state: string, words: Parameters<View["word"]>[0]): string {
  return Object.hasOwn(words, state) ? `state-${state}` : "state-other";
}

function stepRow(view: View, run: RunResult, place: Place, grid: Html): Html {
  const label = view.say(TIMELINE.actions);
  const spoken: string[] = [];
  const steps = run.steps.slice(0, view.budget.events).map((step, at) => {
    const from = place(step.t);
    const next = place(run.steps[at + 1]?.t ?? run.toUs);
    const kind = view.word(STEP_KINDS, step.kind);
    const name = stepName(view, step);
    const text = name === "" ? kind : `${kind} ${name}`;
    const until = step.end === null ? "" : `–${clockTime(step.end - run.fromUs)}`;
    spoken.push(`${clockTime(step.t - run.fromUs)} ${text}`);
    const length =
      step.end === null
        ? null
        : html`<rect
            class="step-length"
            x="${from}%"
            y="21"
            height="4"
            width="${Math.round((place(step.end) - from) * 1000) / 1000}%"
          />`;
    return html`${length}<svg x="${from}%" width="${Math.round((next - from) * 1000) / 1000}%" height="${LANE_HEIGHT}">
        <g class="step">
          <title>${clockTime(step.t - run.fromUs)}${until} ${text}</title>
          <path d="M1 2V22" />
          <text x="5" y="15">${text}</text>
        </g>
      </svg>`;
  });
  return row(label, html`${grid}${steps}`, `${label}: ${spoken.join("; ")}`, "steps");
}

function laneRow(view: View, run: RunResult, lane: Lane, place: Place, grid: Html, bars: number): Html {
  const name = view.say(TIMELINE_NOTES.lane(lane.type, lane.reader, lane.count, lane.flaggedCount));
  const label = html`${lane.anchor === null ? lane.type : html`<a href="#${lane.anchor}">${lane.type}</a>`}
    <span class="dim">${lane.reader}</span>`;
  const marks = lane.moments.map(
    (t) =>
      html`<g class="flag"
        ><title>${clockTime(t - run.fromUs)} ${lane.type}, ${lane.reader}</title
        ><use href="#flag" x="${place(t)}%" y="13"
      /></g>`,
  );
  const drawing = html`${grid}${barsOf(view, run, lane, bars)}${marks}`;
  return row(label, drawing, name, lane.flaggedCount > 0 ? "data has-flag" : "data");
}

/** Counts per second, put together into as many bars as the drawing may have; a bar is as wide as the time it stands for. */
function barsOf(view: View, run: RunResult, lane: Lane, bars: number): Html[] {
  const length = Math.max(1, (run.toUs - run.fromUs) / 1e6);
  const width = Math.max(1, Math.ceil(length / bars));
  const sums = new Map<number, { plain: number; flagged: number }>();
  for (const { second, count, flagged } of lane.seconds) {
    const at = Math.floor(second / width) * width;
    const sum = sums.get(at) ?? { plain: 0, flagged: 0 };
    if (flagged) sum.flagged += count;
    else sum.plain += count;
    sums.set(at, sum);
  }
  const percent = (value: number): number => Math.round((value / length) * 100_000) / 1000;
  return [...sums].map(([at, { plain, flagged }]) => {
    const count = plain + flagged;
    const height = Math.min(20, 5 + Math.round(3 * Math.log2(count)));
    const title = view.say(TIMELINE_NOTES.mark(`${axisTime(at)}–${axisTime(at + width)}`, count));
    return html`<rect
      class="bar${flagged > 0 ? " flagged" : ""}"
      x="${percent(at)}%"
      width="${percent(Math.min(width, length - at))}%"
      y="${23 - height}"
      height="${height}"
      ><title>${title}</title></rect
    >`;
  });
}

function axisRow(view: View, run: RunResult, place: Place): Html {
  const length = (run.toUs - run.fromUs) / 1e6;
  const step = TICKS.find((tick) => length / tick <= TICKS_WANTED) ?? (TICKS.at(-1) as number);
  const ticks = Array.from({ length: Math.min(TICKS_WANTED, Math.floor(length / step)) + 1 }, (_, i) => i * step)
    .map((second) => ({ second, x: place(run.fromUs + second * 1e6) }))
    .filter(({ x }) => x <= LABEL_END)
    .map(
      ({ second, x }) =>
        html`<line class="tick" x1="${x}%" x2="${x}%" y1="0" y2="5" /><text x="${x}%" y="18"
            >${axisTime(second)}</text
          >`,
    );
  return row(view.say(TIMELINE.time), html`${ticks}`, view.say(TIMELINE.time), "axis");
}
