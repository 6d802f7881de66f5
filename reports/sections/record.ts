/** What limits the result, whether the record is whole and unchanged, on what it was made, how to check it. */
import type { RunResult } from "../../rules/result-schema.ts";
import { amount, seconds, utc } from "../format.ts";
import { html, type Html, joined } from "../html.ts";
import { LIMIT_CODES, LIMIT_KINDS, RECORD, RECORD_NOTES } from "../texts/record.ts";
import { DOORS, HANDSET_KINDS, RUN_OUTCOMES } from "../texts/states.ts";
import { runTitle, typeNames, type View } from "../view.ts";
import { scrollTable } from "./scroll-table.ts";

/** Details of one kind of limit that are shown. */
const DETAILS_SHOWN = 8;

export function record(view: View, shortCards: number): Html {
  const { say } = view;
  return html`<section aria-labelledby="limits">
      <h2 id="limits">${say(RECORD.limits)}</h2>
      <p class="help">${say(RECORD.limitsHelp)}</p>
      ${limits(view)}
      <h3>${say(RECORD.size)}</h3>
      ${leftOut(view, shortCards)}
    </section>
    <section aria-labelledby="record">
      <h2 id="record">${say(RECORD.record)}</h2>
      <p class="help">${say(RECORD.lossHelp)}</p>
      ${losses(view)}
    </section>
    <section aria-labelledby="integrity">
      <h2 id="integrity">${say(RECORD.integrity)}</h2>
      ${integrity(view)}
      <h3>${say(RECORD.verify)}</h3>
      ${howToVerify(view)}
    </section>
    <section aria-labelledby="environment">
      <h2 id="environment">${say(RECORD.environment)}</h2>
      ${environment(view)}
    </section>`;
}

interface LimitLine {
  kind: string;
  code: string;
  types: Map<string, string>;
  details: Set<string>;
  entries: number;
  runs: Set<string>;
}

/** A limit's text is a sentence, or the recorded details as JSON. */
function detailText(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return text;
    return Object.entries(value)
      .map(([key, inner]) => `${key}: ${typeof inner === "string" ? inner : JSON.stringify(inner)}`)
      .join("; ");
  } catch {
    // Not JSON, so a sentence already.
    return text;
  }
}

/** Doors that a limit is about, after its text; nothing where it is about all. */
function doorsText(view: View, doors: readonly string[]): string {
  if (doors.length === 0) return "";
  const isChinese = view.language === "zh";
  const names = doors.map((door) => view.word(DOORS, door)).join(isChinese ? "、" : ", ");
  return isChinese ? `（${view.say(RECORD.onlyDoors)}：${names}）` : ` (${view.say(RECORD.onlyDoors)}: ${names})`;
}

function limits(view: View): Html {
  const { say } = view;
  const lines = new Map<string, LimitLine>();
  for (const run of view.result.runs) {
    const names = typeNames(run);
    for (const limit of run.limits) {
      const key = JSON.stringify([limit.kind, limit.code]);
      const line = lines.get(key) ?? {
        kind: limit.kind,
        code: limit.code,
        types: new Map(),
        details: new Set(),
        entries: 0,
        runs: new Set(),
      };
      for (const type of limit.types) line.types.set(type, say(names.get(type) ?? { zh: type, en: type }));
      line.details.add(`${detailText(say(limit.text))}${doorsText(view, limit.doors)}`);
      line.entries++;
      line.runs.add(runTitle(view, run));
      lines.set(key, line);
    }
  }
  if (lines.size === 0) return html`<p>${say(RECORD.noLimits)}</p>`;
  const separator = view.language === "zh" ? "、" : ", ";
  const allRuns = new Set(view.result.runs.map((run) => runTitle(view, run))).size;
  const rows = [...lines.values()].map((line) => {
    const details = [...line.details].slice(0, DETAILS_SHOWN).map((text) => html`<li>${text}</li>`);
    const more = line.details.size > DETAILS_SHOWN ? html`<li>… (${line.details.size})</li>` : null;
    return html`<tr>
      <td>${view.word(LIMIT_KINDS, line.kind)}</td>
      <th scope="row">${view.word(LIMIT_CODES, line.code)}<br /><code class="dim">${line.code}</code></th>
      <td class="words">
        ${line.types.size === 0 ? say(RECORD.allTypes) : joined([...line.types.values()], separator)}
      </td>
      <td class="words">
        <ul class="plain">
          ${details}${more}
        </ul>
      </td>
      <td>${line.runs.size === allRuns && allRuns > 1 ? say(RECORD.everyRun) : joined([...line.runs], separator)}</td>
    </tr>`;
  });
  return scrollTable({
    label: say(RECORD.limits),
    heads: [say(RECORD.kind), say(RECORD.meaning), say(RECORD.types), say(RECORD.detail), say(RECORD.runs)],
    rows,
  });
}

function leftOut(view: View, shortCards: number): Html {
  const { counts } = view.screens;
  const notes = [
    RECORD_NOTES.embedded(counts.embedded),
    ...(counts.leftOut > 0 ? [RECORD_NOTES.screensLeft(counts.leftOut)] : []),
    ...(counts.missing > 0 ? [RECORD_NOTES.screensBroken(counts.missing)] : []),
    ...(shortCards > 0 ? [RECORD_NOTES.shortCards(shortCards)] : []),
  ];
  return html`<ul>
    ${notes.map((note) => html`<li>${view.say(note)}</li>`)}
  </ul>`;
}

const yesNo = (view: View, yes: boolean): Html =>
  html`<span class="mark ${yes ? "pass" : "violation"}">${view.say(yes ? RECORD.yes : RECORD.no)}</span>`;

function runTable(
  view: View,
  label: string,
  heads: readonly string[],
  cells: (run: RunResult) => readonly Html[],
): Html {
  const rows = view.result.runs.map(
    (run) =>
      html`<tr>
        <th scope="row">${runTitle(view, run)}</th>
        ${cells(run)}
      </tr>`,
  );
  return scrollTable({ label, heads: [view.say(RECORD.run), ...heads], rows });
}

function losses(view: View): Html {
  const { say } = view;
  const keys = ["emitted", "stored", "coalesced", "dropped", "lost", "rejected"] as const;
  const heads = [...keys.map((key) => say(RECORD[key])), say(RECORD.closes), say(RECORD.tail), say(RECORD.hookErrors)];
  return runTable(view, say(RECORD.record), heads, (run) => [
    ...keys.map((key) => html`<td class="number">${amount(run.loss[key])}</td>`),
    html`<td>${yesNo(view, run.loss.closes)}</td>`,
    html`<td>${yesNo(view, run.loss.tailKnown)}</td>`,
    html`<td class="number">${amount(run.loss.hookErrors)}</td>`,
  ]);
}

function integrity(view: View): Html {
  const { say } = view;
  const heads = [say(RECORD.verified), say(RECORD.head), say(RECORD.rows), say(RECORD.problem)];
  return runTable(view, say(RECORD.integrity), heads, ({ integrity: state }) => [
    html`<td>${yesNo(view, state.ok)}</td>`,
    html`<td><code class="hash">${state.head}</code></td>`,
    html`<td class="number">${amount(state.rows)}</td>`,
    html`<td class="words">${state.problem ?? "–"}</td>`,
  ]);
}

/** A name as a word of a shell's command line. */
function shellWord(name: string): string {
  return /^[\w./@,-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}

function howToVerify(view: View): Html {
  const { say, result } = view;
  const names = result.runs.map((run) => shellWord(run.run));
  const rules = shellWord(result.packs.map((pack) => pack.id).join(","));
  const verify = names.map((name) => `npx consentry verify ${name}`).join("\n");
  const again = `npx consentry analyze ${names.join(" ")} --rules ${rules} --profile ${result.profile}`;
  return html`<ol class="steps">
    <li>
      ${say(RECORD.verify1)}
      <pre><code>${lines(verify)}</code></pre>
    </li>
    <li>
      ${say(RECORD.verify2)}
      <pre><code>${again}</code></pre>
    </li>
    <li>${say(RECORD.verify3)}</li>
  </ol>`;
}

/** A line break would be shown escaped. */
function lines(text: string): Html {
  return joined(text.split("\n"), html`<br />`);
}

function environment(view: View): Html {
  const { say, result } = view;
  const heads = [
    say(RECORD.runId),
    say(RECORD.handset),
    say(RECORD.model),
    say(RECORD.os),
    say(RECORD.started),
    say(RECORD.length),
    say(RECORD.outcome),
  ];
  const runs = runTable(view, say(RECORD.environment), heads, (run) => [
    html`<td><code>${run.runId}</code></td>`,
    html`<td>${say(HANDSET_KINDS[run.handset.kind])} <code class="dim">${run.handset.id}</code></td>`,
    html`<td>${run.handset.model}</td>`,
    html`<td>${run.handset.os}</td>`,
    html`<td>${utc(run.startedWallMs)}</td>`,
    html`<td class="number">${seconds(run.toUs - run.fromUs)}</td>`,
    html`<td>${view.word(RUN_OUTCOMES, run.outcome)}</td>`,
  ]);
  const packs = result.packs.map(
    (pack) =>
      html`<tr>
        <th scope="row">${pack.id} ${pack.version}</th>
        <td>${say(pack.title)}</td>
        <td><code class="hash">${pack.sha256}</code></td>
      </tr>`,
  );
  const table = scrollTable({
    label: say(RECORD.packs),
    heads: [say(RECORD.pack), say(RECORD.packTitle), "SHA-256"],
    rows: packs,
  });
  return html`<p>${say(RECORD.tool)}: ${result.tool.name} ${result.tool.version}</p>
    ${runs} ${table}`;
}
