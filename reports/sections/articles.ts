/** Every article of the texts behind the rule packs, with what the runs say of it. */
import type { ProvisionResult, Verdict } from "../../rules/result-schema.ts";
import { html, type Html } from "../html.ts";
import { ANSWERED, ARTICLES, SUBJECT } from "../texts/articles.ts";
import { FINDINGS } from "../texts/findings.ts";
import { VERDICTS } from "../texts/states.ts";
import type { View } from "../view.ts";
import { verdictMark } from "./marks.ts";
import { scrollTable } from "./scroll-table.ts";

const ORDER: readonly Verdict[] = ["violation", "needs-person", "unknown", "pass", "not-applicable"];

export function hasArticles({ result }: View): boolean {
  return result.provisions.length > 0;
}

export function articles(view: View): Html | null {
  const { say, result } = view;
  if (!hasArticles(view)) return null;
  const texts = new Map<string, ProvisionResult[]>();
  for (const row of result.provisions) {
    const key = row.id.split(".")[0] ?? row.id;
    texts.set(key, [...(texts.get(key) ?? []), row]);
  }
  return html`<section aria-labelledby="articles">
    <h2 id="articles">${say(ARTICLES.heading)}</h2>
    <p class="help">${say(ARTICLES.help)}</p>
    ${[...texts.values()].map((rows) => text(view, rows))}
  </section>`;
}

function text(view: View, rows: readonly ProvisionResult[]): Html {
  const { say } = view;
  const title = say((rows[0] as ProvisionResult).document);
  const separator = view.language === "zh" ? "，" : ", ";
  const counts = ORDER.flatMap((verdict) => {
    const count = rows.filter((row) => row.verdict === verdict).length;
    return count === 0 ? [] : [`${say(VERDICTS[verdict])} ${count}`];
  });
  const table = scrollTable({
    label: title,
    heads: [ARTICLES.article, ARTICLES.verdict, ARTICLES.answered, ARTICLES.asks, ARTICLES.rules].map(say),
    rows: rows.map((row) => line(view, row)),
    small: true,
  });
  return html`<details>
    <summary>${title}: ${rows.length} ${say(ARTICLES.rows)} (${counts.join(separator)})</summary>
    ${table}
  </details>`;
}

function line(view: View, row: ProvisionResult): Html {
  const { say, word } = view;
  const asked = row.record === null ? row.questions : [row.record];
  const who = row.kind === "other-subject" ? html`<br /><span class="dim">${word(SUBJECT, row.subject)}</span>` : null;
  const notes = [
    ...asked.map((question) => say(question)),
    ...row.checks.map((check) => `${say(check.title)}: ${say(check.text)}`),
    ...row.defaults.map(
      (number) => say(number.text) + (number.source === "engineering-default" ? ` (${say(ARTICLES.nobodysLaw)})` : ""),
    ),
    ...(row.fromMemory ? [say(FINDINGS.fromMemory)] : []),
  ];
  return html`<tr class="${row.status === "draft" ? "draft" : ""}">
    <th scope="row">${row.article}</th>
    <td>${verdictMark(view, row.verdict)}</td>
    <td>${word(ANSWERED, row.kind)}${who}</td>
    <td>${say(row.title)}${notes.map((note) => html`<br /><span class="dim">${note}</span>`)}</td>
    <td>${row.rules.map((rule) => html`<code class="dim">${rule}</code> `)}</td>
  </tr>`;
}
