/** Rules without findings: what could not be decided first, then what was not found, then what did not apply. */
import type { Verdict } from "../../rules/result-schema.ts";
import { html, type Html, joined } from "../html.ts";
import { bearsWitness } from "../problems.ts";
import { RULE_TEXTS } from "../texts/rules.ts";
import { ruleName, runAnchor, runTitle, type View } from "../view.ts";
import { verdictMark } from "./marks.ts";
import { scrollTable } from "./scroll-table.ts";

interface Line {
  rule: string;
  verdict: Verdict;
  code: string;
  text: string;
  runs: number[];
}

/** The same verdict for the same reason in several runs is one line. */
function linesOf(view: View, verdicts: readonly Verdict[]): Line[] {
  const lines = new Map<string, Line>();
  view.result.runs.forEach((run, index) => {
    if (bearsWitness(run)) return;
    for (const one of run.verdicts) {
      if (!verdicts.includes(one.verdict) || one.findings.length > 0) continue;
      const text = one.reason === null ? "" : view.say(one.reason.text);
      const code = one.reason?.code ?? "";
      const key = JSON.stringify([one.rule, one.verdict, code, text]);
      const line = lines.get(key) ?? { rule: one.rule, verdict: one.verdict, code, text, runs: [] };
      line.runs.push(index);
      lines.set(key, line);
    }
  });
  return [...lines.values()].sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict));
}

function table(view: View, lines: readonly Line[], caption: string): Html {
  const { say, result } = view;
  const rows = lines.map((line) => {
    const runs = line.runs.map((index) => {
      const run = result.runs[index];
      return run === undefined ? "" : html`<a href="#${runAnchor(index)}">${runTitle(view, run)}</a>`;
    });
    const reason = line.text === "" ? say(RULE_TEXTS.all) : line.text;
    return html`<tr>
      <th scope="row">${ruleName(view, line.rule)}<br /><code class="dim">${line.rule}</code></th>
      <td>${verdictMark(view, line.verdict)}</td>
      <td class="words">${reason}${line.code === "" ? null : html` <code class="dim">${line.code}</code>`}</td>
      <td>${joined(runs, view.language === "zh" ? "、" : ", ")}</td>
    </tr>`;
  });
  return scrollTable({
    label: caption,
    heads: [say(RULE_TEXTS.rule), say(RULE_TEXTS.verdict), say(RULE_TEXTS.reason), say(RULE_TEXTS.branch)],
    rows,
  });
}

export function rulesWithoutFindings(view: View): Html {
  const { say } = view;
  const open = linesOf(view, ["unknown", "needs-person"]);
  const passed = linesOf(view, ["pass"]);
  const idle = linesOf(view, ["not-applicable"]);
  return html`<section aria-labelledby="rules">
    <h2 id="rules">${say(RULE_TEXTS.heading)}</h2>
    <p class="help">${say(RULE_TEXTS.help)}</p>
    <h3 id="rules-open">${say(RULE_TEXTS.open)}</h3>
    ${open.length === 0 ? html`<p>${say(RULE_TEXTS.noOpen)}</p>` : html`<div class="attention">${table(view, open, say(RULE_TEXTS.open))}</div>`}
    <h3>${say(RULE_TEXTS.passed)}</h3>
    ${passed.length === 0 ? html`<p>${say(RULE_TEXTS.none)}</p>` : table(view, passed, say(RULE_TEXTS.passed))}
    ${
      idle.length === 0
        ? null
        : html`<details>
            <summary>${say(RULE_TEXTS.notApplicable)} (${idle.length})</summary>
            ${table(view, idle, say(RULE_TEXTS.notApplicable))}
          </details>`
    }
  </section>`;
}
