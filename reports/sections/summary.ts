/** The head of the report: what was tested, the answer, the counts, the table of branches and rules. */
import type { RunResult, Verdict } from "../../rules/result-schema.ts";
import { utc } from "../format.ts";
import { html, type Html, joined, visible } from "../html.ts";
import { bearsWitness, type Problem, runsByApp } from "../problems.ts";
import { SENTENCES, SUMMARY } from "../texts/summary.ts";
import { HANDSET_KINDS, KINDS, PROFILES, SEVERITIES, VERDICTS } from "../texts/states.ts";
import { appName, ruleName, runAnchor, runName, type View } from "../view.ts";
import { severityBadge, verdictMark } from "./marks.ts";

/** Names of types in the sentence; the rest is in the cards. */
const TYPES_NAMED = 8;
const NAME_SHOWN = 60;
const TITLE_SHOWN = 200;

type AppRuns = { run: RunResult; index: number }[];

export function summary(view: View): Html {
  const { say } = view;
  return html`<section aria-labelledby="summary">
      <h2 id="summary">${say(SUMMARY.heading)}</h2>
      ${runsByApp(view.result).map((runs) => appSummary(view, runs))}
      <p class="note">${say(SUMMARY.notAVerdict)}</p>
      <div class="columns">${bySeverity(view)}${byProblemType(view)}</div>
      ${identity(view)}
    </section>
    <section aria-labelledby="matrix">
      <h2 id="matrix">${say(SUMMARY.matrix)}</h2>
      <p class="help">${say(SUMMARY.matrixHelp)}</p>
      ${runsByApp(view.result).map((runs) => matrix(view, runs))}
    </section>`;
}

function problemsIn(view: View, runs: AppRuns): Problem[] {
  const indices = new Set(runs.map(({ index }) => index));
  return view.problems.filter((problem) => indices.has(problem.first.runIndex));
}

/** The answer for one app. */
function appSummary(view: View, runs: AppRuns): Html {
  const { say } = view;
  const problems = problemsIn(view, runs);
  const found = problems.filter((problem) => problem.first.finding.verdict === "violation");
  const persons = problems.length - found.length;
  // A run without the agent says nothing by itself, and is not meant to.
  const witnesses = runs.filter(({ run }) => bearsWitness(run)).length;
  const verdicts = runs.flatMap(({ run }) => (witnesses < runs.length && bearsWitness(run) ? [] : run.verdicts));
  const unknown = verdicts.filter((one) => one.verdict === "unknown").length;
  const damaged = runs.filter(({ run }) => !run.integrity.ok).length;
  const state = found.length > 0 ? "violation" : unknown + damaged + persons > 0 ? "unknown" : "pass";
  const word = { violation: SUMMARY.found, unknown: SUMMARY.open, pass: SUMMARY.notFound }[state];
  const first = (runs[0] as AppRuns[number]).run;
  const name = appName(view, first);
  const touched = new Set(found.flatMap((problem) => problem.sightings.map((sighting) => sighting.runIndex)));
  const sentence =
    found.length === 0
      ? say(SENTENCES.nothing(name))
      : say(SENTENCES.found(name, found.length, touched.size)) +
        (view.language === "en" ? " " : "") +
        clauses(view, found).join(say(SENTENCES.between)) +
        say(SENTENCES.end);
  const further = [
    persons > 0 && say(SENTENCES.persons(persons)),
    unknown > 0 && say(SENTENCES.unknown(unknown)),
    damaged > 0 && say(SENTENCES.damaged(damaged)),
    witnesses > 0 && say(SENTENCES.witnessed(witnesses)),
  ].filter((text) => text !== false);
  return html`<div class="answer ${state}">
    <p class="answer-word">${verdictMark(view, state, say(word))}</p>
    <p class="answer-sentence">${sentence}</p>
    ${further.map((text) => html`<p>${text}</p>`)}
  </div>`;
}

function clauses(view: View, found: readonly Problem[]): string[] {
  const byKind = new Map<string, Set<string>>();
  const others = new Set<string>();
  for (const { first } of found) {
    if (!Object.hasOwn(KINDS, first.finding.kind)) {
      others.add(visible(view.say(first.finding.title), TITLE_SHOWN));
      continue;
    }
    const types = byKind.get(first.finding.kind) ?? new Set();
    byKind.set(first.finding.kind, types.add(visible(view.say(first.finding.dataTypeName), NAME_SHOWN)));
  }
  const reads = [...byKind].map(([kind, types]) => {
    const names = [...types];
    const shown = names.slice(0, TYPES_NAMED).join(view.say(SENTENCES.list));
    const list = names.length > TYPES_NAMED ? shown + view.say(SENTENCES.more(names.length)) : shown;
    return view.say(SENTENCES.took(view.word(KINDS, kind), list));
  });
  return [...reads, ...[...others].slice(0, TYPES_NAMED)];
}

function bySeverity(view: View): Html {
  const { say } = view;
  const count = (severity: string, verdict: string): number =>
    view.problems.filter(({ first: { finding } }) => finding.severity === severity && finding.verdict === verdict)
      .length;
  const rows = (Object.keys(SEVERITIES) as (keyof typeof SEVERITIES)[]).map(
    (severity) =>
      html`<tr>
        <th scope="row">${severityBadge(view, severity)}</th>
        <td class="number">${count(severity, "violation")}</td>
        <td class="number">${count(severity, "needs-person")}</td>
      </tr>`,
  );
  return html`<table>
    <caption>
      ${say(SUMMARY.bySeverity)}
    </caption>
    <thead>
      <tr>
        <th scope="col">${say(SUMMARY.severity)}</th>
        <th scope="col">${say(VERDICTS.violation)}</th>
        <th scope="col">${say(VERDICTS["needs-person"])}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function byProblemType(view: View): Html {
  const { say } = view;
  const counts = new Map<string, number>();
  for (const { first } of view.problems) {
    if (first.finding.verdict !== "violation") continue;
    const type = say(first.finding.miitProblemType ?? SUMMARY.noProblemType);
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const rows =
    counts.size === 0
      ? html`<tr>
          <td colspan="2">${say(SUMMARY.none)}</td>
        </tr>`
      : [...counts].map(
          ([type, count]) =>
            html`<tr>
              <th scope="row">${type}</th>
              <td class="number">${count}</td>
            </tr>`,
        );
  return html`<table>
    <caption>
      ${say(SUMMARY.byProblem)}
    </caption>
    <thead>
      <tr>
        <th scope="col">${say(SUMMARY.problem)}</th>
        <th scope="col">${say(SUMMARY.count)}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** What was tested, on what, by which rules. */
function identity(view: View): Html {
  const { say, result } = view;
  const apps = runsByApp(result).map((runs) => {
    const { run } = runs[0] as AppRuns[number];
    const started = runs.map((one) => one.run.startedWallMs);
    const ended = runs.map((one) => one.run.startedWallMs + (one.run.toUs - one.run.fromUs) / 1000);
    const handsets = new Set(
      runs.map((one) => `${say(HANDSET_KINDS[one.run.handset.kind])} ${one.run.handset.model}, ${one.run.handset.os}`),
    );
    const { category, categoryName } = run.app;
    return html`<dl class="facts">
      <dt>${say(SUMMARY.app)}</dt>
      <dd>${run.app.label}</dd>
      <dt>${say(SUMMARY.package)}</dt>
      <dd><code>${run.app.package}</code></dd>
      <dt>${say(SUMMARY.version)}</dt>
      <dd>${run.app.versionName} (${run.app.versionCode})</dd>
      <dt>${say(SUMMARY.hash)}</dt>
      <dd><code>${run.app.sha256}</code></dd>
      ${
        category === null
          ? null
          : html`<dt>${say(SUMMARY.category)}</dt>
              <dd>${category} ${categoryName === null ? "" : say(categoryName)}</dd>`
      }
      <dt>${say(SUMMARY.handset)}</dt>
      <dd>${joined([...handsets], html`<br />`)}</dd>
      <dt>${say(SUMMARY.recorded)}</dt>
      <dd>${utc(Math.min(...started))} – ${utc(Math.max(...ended))}</dd>
    </dl>`;
  });
  const packs = result.packs.map(
    (pack) => html`<li>${say(pack.title)} <span class="dim">${pack.id} ${pack.version}</span></li>`,
  );
  return html`${apps}
    <dl class="facts">
      <dt>${say(SUMMARY.profile)}</dt>
      <dd>${say(PROFILES[result.profile])}</dd>
      <dt>${say(SUMMARY.packs)}</dt>
      <dd>
        <ul class="plain">
          ${packs}
        </ul>
      </dd>
    </dl>`;
}

/** Rules down, runs of one app across. */
function matrix(view: View, runs: AppRuns): Html {
  const { say } = view;
  const rules = new Map<string, string>();
  for (const { run } of runs) for (const verdict of run.verdicts) rules.set(verdict.rule, verdict.pack);
  const { run: first } = runs[0] as AppRuns[number];
  const heads = runs.map(
    ({ run, index }) => html`<th scope="col"><a href="#${runAnchor(index)}">${runName(view, run)}</a></th>`,
  );
  const bodies = view.result.packs.map((pack) => {
    const rows = [...rules]
      .filter(([, of]) => of === pack.id)
      .map(
        ([rule]) =>
          html`<tr>
            <th scope="row">${ruleName(view, rule)}</th>
            ${runs.map(({ run, index }) => cell(view, run, index, rule))}
          </tr>`,
      );
    return html`<tbody>
      <tr class="group">
        <th scope="rowgroup" colspan="${runs.length + 1}">${say(pack.title)}</th>
      </tr>
      ${rows}
    </tbody>`;
  });
  const label = `${say(SUMMARY.matrix)}: ${appName(view, first)}`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">
    <table class="matrix">
      <caption>
        ${first.app.label}
        <span class="dim">${first.app.package} ${first.app.versionName}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">${say(SUMMARY.rule)}</th>
          ${heads}
        </tr>
      </thead>
      ${bodies}
    </table>
  </div>`;
}

function cell(view: View, run: RunResult, index: number, rule: string): Html {
  const verdict = run.verdicts.find((one) => one.rule === rule);
  if (verdict === undefined) return html`<td></td>`;
  const mark = verdictMark(view, verdict.verdict);
  const anchor = cellAnchor(view, index, verdict.verdict, verdict.findings);
  const count = verdict.findings.length > 0 ? html` <span class="number">${verdict.findings.length}</span>` : null;
  return html`<td>${anchor === null ? mark : html`<a href="#${anchor}">${mark}${count}</a>`}</td>`;
}

/** Where a cell leads: to its finding, or to the rules that need a look. */
function cellAnchor(view: View, index: number, verdict: Verdict, fingerprints: readonly string[]): string | null {
  const problem = view.problems.find((one) =>
    one.sightings.some((s) => s.runIndex === index && fingerprints.includes(s.finding.fingerprint)),
  );
  if (problem !== undefined) return problem.anchor;
  return verdict === "unknown" || verdict === "needs-person" ? "rules-open" : null;
}
