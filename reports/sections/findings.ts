/** The findings, one card for each problem. */
import type { Finding, RunResult } from "../../rules/result-schema.ts";
import { amount, clockTime } from "../format.ts";
import { html, type Html, joined } from "../html.ts";
import type { Problem } from "../problems.ts";
import { factSentence } from "../fact-sentence.ts";
import { FINDINGS, LEVELS_EXPLAINED, SOURCES } from "../texts/findings.ts";
import { CORROBORATION } from "../texts/corroboration.ts";
import { reasonText } from "../texts/reasons.ts";
import { SDKS } from "../texts/sdks.ts";
import {
  APP_STATES,
  CONFIDENCES,
  CONSENT,
  DOORS,
  LEVELS,
  OUTCOMES,
  READERS,
  SEVERITIES,
  TRIGGERS,
  VERDICTS,
} from "../texts/states.ts";
import { branchName, ruleName, runAnchor, runName, runTitle, type View } from "../view.ts";
import { corroborationOf } from "./corroboration.ts";
import { screenFigure } from "./figure.ts";
import { severityBadge, verdictMark } from "./marks.ts";
import { provisions } from "./provisions.ts";
import { partiesOf, toldBefore } from "./sdks.ts";
import { stacks } from "./stack.ts";
import { scrollTable } from "./scroll-table.ts";

/** @returns the section, and how many problems are only listed in short */
export function findings(view: View): { section: Html; short: number } {
  const { say, problems } = view;
  const cards: Html[] = [];
  let left = view.budget.cards;
  let at = 0;
  for (; at < problems.length && left > 0; at++) {
    const full = card(view, problems[at] as Problem, at + 1);
    left -= full.text.length;
    if (left >= 0) cards.push(full);
    else break;
  }
  const rest = problems
    .slice(at, at + view.budget.shortCards)
    .map((problem, i) => shortCard(view, problem, at + i + 1));
  const short = problems.length - at;
  const section = html`<section aria-labelledby="findings">
    <h2 id="findings">${say(FINDINGS.heading)} <span class="dim">(${problems.length})</span></h2>
    ${problems.length === 0 ? html`<p>${say(FINDINGS.none)}</p>` : filter(view)}
    <div id="cards">${cards}</div>
    ${
      short > 0
        ? html`<p class="note">${say(FINDINGS.short)} (${short})</p>
            <ul class="short">
              ${rest}
            </ul>`
        : null
    }
  </section>`;
  return { section, short };
}

/** Shown by the script; without it every card is there to read. */
function filter(view: View): Html {
  const { say, problems } = view;
  const options = (values: Iterable<[string, string]>): Html[] =>
    [...values].map(([value, text]) => html`<option value="${value}">${text}</option>`);
  const severities = (Object.keys(SEVERITIES) as (keyof typeof SEVERITIES)[])
    .filter((severity) => problems.some((problem) => problem.first.finding.severity === severity))
    .map((severity): [string, string] => [severity, say(SEVERITIES[severity])]);
  const verdicts = (["violation", "needs-person"] as const).map((one): [string, string] => [one, say(VERDICTS[one])]);
  const branches = new Map(
    problems.flatMap((problem) =>
      problem.sightings.map(({ run, runIndex }) => [String(runIndex), runTitle(view, run)] as const),
    ),
  );
  const all = html`<option value="">${say(FINDINGS.all)}</option>`;
  return html`<form id="filter" class="filter" hidden aria-label="${say(FINDINGS.filter)}">
    <label
      >${say(FINDINGS.severity)}
      <select name="severity">
        ${all}${options(severities)}
      </select></label
    >
    <label
      >${say(FINDINGS.verdict)}
      <select name="verdict">
        ${all}${options(verdicts)}
      </select></label
    >
    <label
      >${say(FINDINGS.branch)}
      <select name="run">
        ${all}${options(branches)}
      </select></label
    >
    <label>${say(FINDINGS.search)} <input name="text" type="search" autocomplete="off" /></label>
    <output aria-live="polite"
      >${say(FINDINGS.shown)} <span id="shown">${problems.length}</span>/${problems.length}</output
    >
  </form>`;
}

function head(view: View, problem: Problem, number: number): Html {
  const { finding } = problem.first;
  const verdict = finding.verdict === "needs-person" ? html` ${verdictMark(view, "needs-person")}` : null;
  return html`<p class="card-kind">
      ${severityBadge(view, finding.severity)}${verdict}
      <span class="dim">${finding.miitProblemType === null ? "" : view.say(finding.miitProblemType)}</span>
    </p>
    <h3 id="${problem.anchor}-name">${number}. ${view.say(finding.title)}</h3>`;
}

function shortCard(view: View, problem: Problem, number: number): Html {
  const { finding, run } = problem.first;
  return html`<li id="${problem.anchor}">
    ${severityBadge(view, finding.severity)} ${number}. ${view.say(finding.title)} · ${runTitle(view, run)} ·
    ${amount(finding.count)} · <code class="dim">${finding.fingerprint}</code>
  </li>`;
}

function card(view: View, problem: Problem, number: number): Html {
  const { say } = view;
  const { finding, run } = problem.first;
  const shot =
    finding.screen === null
      ? null
      : screenFigure(
          view,
          run,
          finding.screen,
          run.screens.find((one) => one.png === finding.screen)?.t ?? null,
          say(FINDINGS.screen),
        );
  const runs = problem.sightings.map((sighting) => sighting.runIndex).join(" ");
  return html`<article
    class="card ${finding.severity}"
    id="${problem.anchor}"
    aria-labelledby="${problem.anchor}-name"
    data-severity="${finding.severity}"
    data-verdict="${finding.verdict}"
    data-runs="${runs}"
  >
    <header>
      ${head(view, problem, number)}
      <p class="dim">${ruleName(view, finding.rule)} <code>${finding.rule}</code></p>
    </header>
    <p class="explanation">${say(finding.explanation)}</p>
    ${finding.question === null ? null : html`<p class="explanation"><b>${say(FINDINGS.question)}</b> ${say(finding.question)}</p>`}
    <div class="card-body">${facts(view, finding, run)}${shot}</div>
    ${occurrences(view, problem)}
    ${finding.evidence.length === 0 ? null : html`${stacks(view, finding.evidence, finding.caller)} ${accesses(view, finding, run)}`}
    ${provisions(view, finding)}
    <div class="two">
      <div class="not-proven">
        <h4>${say(FINDINGS.notProven)}</h4>
        <p>${say(finding.notProven)}</p>
      </div>
      <div class="remedy">
        <h4>${say(FINDINGS.remedy)}</h4>
        <p>${say(finding.remedy)}</p>
      </div>
    </div>
    <p class="dim">
      ${say(FINDINGS.fingerprint)} <code>${finding.fingerprint}</code> · ${say(FINDINGS.detector)}
      <code>${finding.detector}</code>
    </p>
  </article>`;
}

/** Version of the SDK that read, as the app's package states it; nothing where it states none. */
function readerVersion({ say }: View, { caller: { reader } }: Finding, run: RunResult): Html | null {
  const version = reader.kind === "sdk" ? run.sdks.find(({ id }) => id === reader.id)?.version : null;
  return version ? html` · ${say(SDKS.version)} ${version.text}` : null;
}

function facts(view: View, finding: Finding, run: RunResult): Html {
  const { say } = view;
  const { reader, trigger } = finding.caller;
  const separator = view.language === "zh" ? "、" : ", ";
  const apis = finding.apis.map(({ api, row, args, count }) => {
    const given = Object.entries(args).map(([key, value]) => `${key}=${value}`);
    return html`<li>
      <code>${api}</code>${given.length > 0 ? html` <code>(${given.join(", ")})</code>` : null} ×${amount(count)}
      <span class="dim">${row}</span>
    </li>`;
  });
  const outcomes = Object.entries(finding.outcomes).map(
    ([outcome, count]) => `${view.word(OUTCOMES, outcome)} ×${amount(count)}`,
  );
  const pair = (term: string, meaning: Html): Html =>
    html`<dt>${term}</dt>
      <dd>${meaning}</dd>`;
  const told = toldBefore(view, finding, run);
  const parties = partiesOf(view, finding);
  const witnessed = corroborationOf(view, finding);
  const { noted } = finding;
  if (noted.length > 0)
    return html`<dl class="facts">
      ${pair(say(FINDINGS.type), html`${say(finding.dataTypeName)} <code class="dim">${finding.dataType}</code>`)}
      ${pair(say(FINDINGS.phase), html`${view.word(CONSENT, finding.phase.consent)} · ${view.word(APP_STATES, finding.phase.app)}`)}
      ${pair(say(FINDINGS.evidenceLevel), html`<b>${say(LEVELS[finding.evidenceLevel])}</b> <span class="dim">${say(LEVELS_EXPLAINED[finding.evidenceLevel])}</span>`)}
      ${pair(say(FINDINGS.noted), notedBy(view, finding, run))}
      ${pair(say(FINDINGS.count), html`<b>${amount(finding.count)}</b>`)}
      ${finding.threshold === null ? null : pair(say(FINDINGS.threshold), threshold(view, finding))}
      ${answeredFor(view, finding)}
    </dl>`;
  return html`<dl class="facts">
    ${pair(say(FINDINGS.type), html`${say(finding.dataTypeName)} <code class="dim">${finding.dataType}</code>`)}
    ${pair(say(FINDINGS.phase), html`${view.word(CONSENT, finding.phase.consent)} · ${view.word(APP_STATES, finding.phase.app)}`)}
    ${pair(say(FINDINGS.reader), html`<b>${reader.name === "" ? say(READERS[reader.kind]) : reader.name}</b> (${say(READERS[reader.kind])})${readerVersion(view, finding, run)} · ${say(FINDINGS.confidence)}: ${say(CONFIDENCES[reader.confidence])}<br /><span class="dim">${say(FINDINGS.reason)}: ${say(reasonText(reader.reason))}</span>`)}
    ${pair(say(FINDINGS.trigger), html`${say(TRIGGERS[trigger.kind])}${trigger.frame === "" ? null : html`<br /><code class="dim">${trigger.frame}</code>`}`)}
    ${finding.responsible.length === 0 ? null : pair(say(FINDINGS.responsible), responsible(view, finding))}
    ${parties === null ? null : pair(say(SDKS.parties), parties)} ${told === null ? null : pair(say(SDKS.before), told)}
    ${pair(say(FINDINGS.evidenceLevel), html`<b>${say(LEVELS[finding.evidenceLevel])}</b> <span class="dim">${say(LEVELS_EXPLAINED[finding.evidenceLevel])}</span>`)}
    ${witnessed === null ? null : pair(say(CORROBORATION.term), witnessed)}
    ${pair(say(FINDINGS.outcomes), html`${outcomes.join(separator)}`)}
    ${pair(say(FINDINGS.count), countOf(view, finding))} ${pair(say(FINDINGS.threshold), threshold(view, finding))}
    ${pair(say(FINDINGS.door), html`${finding.doors.map((door) => view.word(DOORS, door)).join(separator)}`)}
    ${pair(
      say(FINDINGS.apis),
      html`<ul class="plain">
        ${apis}
      </ul>`,
    )}
    ${answeredFor(view, finding)}
  </dl>`;
}

/** What the walk noted, by the clock of the run. */
function notedBy(view: View, finding: Finding, run: RunResult): Html {
  const lines = finding.noted.map((fact) => {
    const sentence = factSentence(fact);
    return html`<li>
      <span class="dim">${clockTime(fact.t - run.fromUs)}</span>
      ${sentence === null ? html`<code>${fact.name}</code>` : view.say(sentence)}
    </li>`;
  });
  return html`<ul class="plain">
    ${lines}
  </ul>`;
}

function responsible(view: View, finding: Finding): Html {
  const lines = finding.responsible.map(
    ({ kind, id, because }) =>
      html`<li><b>${id}</b> (${view.say(READERS[kind])}) <span class="dim">${view.say(because)}</span></li>`,
  );
  return html`<ul class="plain">
    ${lines}
  </ul>`;
}

/** Who answers for the finding, why and until when; nothing where nobody does. */
function answeredFor(view: View, { suppressed }: Finding): Html | null {
  if (suppressed === null) return null;
  const { reason, author, expires } = suppressed;
  return html`<dt>${view.say(FINDINGS.suppressed)}</dt>
    <dd>${reason} · ${author} · ${view.say(FINDINGS.lastDay)} ${expires}</dd>`;
}

function countOf(view: View, finding: Finding): Html {
  const { say } = view;
  const parts = [
    html`<b>${amount(finding.count)}</b> (${say(FINDINGS.raw)} ${amount(finding.rawCount)})`,
    html`${say(FINDINGS.observedTime)} ${amount(finding.observedSeconds)} s`,
    finding.ratePerMinute !== null &&
      finding.count > 1 &&
      html`${say(FINDINGS.rate)} ${amount(finding.ratePerMinute)} ${say(FINDINGS.perMinute)}`,
    finding.medianIntervalMs !== null && html`${say(FINDINGS.interval)} ${amount(finding.medianIntervalMs)} ms`,
    finding.periodMs !== null && html`${say(FINDINGS.period)} ${amount(finding.periodMs)} ms`,
    finding.repeats !== null && html`${say(FINDINGS.repeats)} ${finding.repeats.found}/${finding.repeats.of}`,
    finding.ambiguousCount > 0 && html`${say(FINDINGS.ambiguous)} ${amount(finding.ambiguousCount)}`,
  ].filter((part) => part !== false);
  return joined(parts, html`<br />`);
}

function threshold(view: View, finding: Finding): Html {
  const { say } = view;
  if (finding.threshold === null) return html`<span class="dim">${say(FINDINGS.noThreshold)}</span>`;
  const { text, source } = finding.threshold;
  return html`${say(text)}<br /><span class="source">${say(FINDINGS.source)}: ${say(SOURCES[source])}</span>`;
}

function planted(view: View, finding: Finding): Html | null {
  if (!finding.evidence.some((access) => access.canary)) return null;
  return html`<span class="tag planted">◉ ${view.say(FINDINGS.planted)}</span>`;
}

/** The same problem in each run in which it was seen. */
function occurrences(view: View, problem: Problem): Html {
  const { say } = view;
  const rows = problem.sightings.map(
    ({ run, runIndex, finding }) =>
      html`<tr>
        <th scope="row"><a href="#${runAnchor(runIndex)}">${runName(view, run)}</a></th>
        <td class="number">${amount(finding.count)}</td>
        <td class="number">${amount(finding.rawCount)}</td>
        <td class="number">${clockTime(finding.firstUs - run.fromUs)}</td>
        <td class="number">${clockTime(finding.lastUs - run.fromUs)}</td>
        <td>${say(LEVELS[finding.evidenceLevel])}</td>
        <td>${planted(view, finding) ?? "–"}</td>
      </tr>`,
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${say(FINDINGS.occurrences)}">
    <table class="wide small">
      <caption>
        ${say(FINDINGS.occurrences)}
      </caption>
      <thead>
        <tr>
          <th scope="col">${say(FINDINGS.branch)}</th>
          <th scope="col">${say(FINDINGS.count)}</th>
          <th scope="col">${say(FINDINGS.raw)}</th>
          <th scope="col">${say(FINDINGS.firstTime)}</th>
          <th scope="col">${say(FINDINGS.lastTime)}</th>
          <th scope="col">${say(FINDINGS.evidenceLevel)}</th>
          <th scope="col">${say(FINDINGS.planted)}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function accesses(view: View, finding: Finding, run: RunResult): Html {
  const { say } = view;
  const rows = finding.evidence.map(
    (access) =>
      html`<tr>
        <td class="number">${access.n}</td>
        <td class="number">${clockTime(access.t - run.fromUs)}</td>
        <td><code>${access.row}</code></td>
        <td>${view.word(OUTCOMES, access.outcome)}</td>
        <td>
          ${access.valueMask === null ? html`<span class="dim">${say(FINDINGS.noValue)}</span>` : html`<code>${access.valueMask}</code>`}${access.canary ? html` <span class="tag planted">◉ ${say(FINDINGS.planted)}</span>` : null}
        </td>
        <td>${access.step ?? html`<span class="dim">${say(FINDINGS.noStep)}</span>`}</td>
        <td><code>${access.thread}</code></td>
      </tr>`,
  );
  const help = finding.evidence.some((access) => access.canary) ? say(FINDINGS.plantedHelp) : null;
  const table = scrollTable({
    label: say(FINDINGS.accesses),
    heads: [
      say(FINDINGS.position),
      say(FINDINGS.time),
      say(FINDINGS.api),
      say(FINDINGS.outcomes),
      say(FINDINGS.value),
      say(FINDINGS.step),
      say(FINDINGS.thread),
    ],
    rows,
    small: true,
  });
  return html`<details open>
    <summary>${say(FINDINGS.accesses)} <span class="dim">${branchName(view, run.branch)}</span></summary>
    ${table}
    <p class="help">${say(FINDINGS.valueHelp)} ${help}</p>
  </details>`;
}
