/** The provisions that a finding meets, each with what it is used for and whether it is in force. */
import type { Finding } from "../../rules/result-schema.ts";
import { html, type Html } from "../html.ts";
import { FINDINGS } from "../texts/findings.ts";
import type { View } from "../view.ts";

type Citation = Finding["provisions"][number]["citations"][number];

const STATUS = {
  "in-force": FINDINGS.inForce,
  draft: FINDINGS.draft,
  guidance: FINDINGS.guidance,
  practice: FINDINGS.practice,
} as const;

/** The engine puts this before the title of a draft; here it has a column. */
const DRAFT_PREFIX = /^(?:参照（征求意见稿，未施行）：|Reference \(draft for comments, not in force\): )/;

export function provisions(view: View, finding: Finding): Html {
  const { say } = view;
  const rows = finding.provisions.flatMap((provision) =>
    provision.citations.map(
      (citation) =>
        html`<tr class="${citation.status === "draft" ? "draft" : ""}">
          <th scope="row">${say(citation.document).replace(DRAFT_PREFIX, "")}</th>
          <td>${citation.article}</td>
          <td>${citation.status === "draft" ? say(FINDINGS.reference) : say(FINDINGS[citation.role])}</td>
          <td>${status(view, citation)}</td>
          <td><code class="dim">${provision.rule}</code></td>
        </tr>`,
    ),
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${say(FINDINGS.provisions)}">
    <table class="wide small provisions">
      <caption>
        ${say(FINDINGS.provisions)}
      </caption>
      <thead>
        <tr>
          <th scope="col">${say(FINDINGS.document)}</th>
          <th scope="col">${say(FINDINGS.article)}</th>
          <th scope="col">${say(FINDINGS.role)}</th>
          <th scope="col">${say(FINDINGS.legalStatus)}</th>
          <th scope="col">${say(FINDINGS.rule)}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function status(view: View, citation: Citation): Html {
  const { say } = view;
  const from = citation.effectiveFrom === null ? null : html` ${citation.effectiveFrom} ${say(FINDINGS.since)}`;
  const to = citation.effectiveTo === null ? null : html` ${citation.effectiveTo} ${say(FINDINGS.until)}`;
  const memory = citation.fromMemory ? html`<br /><span class="dim">${say(FINDINGS.fromMemory)}</span>` : null;
  return html`${say(STATUS[citation.status])}${from}${to}${memory}`;
}
