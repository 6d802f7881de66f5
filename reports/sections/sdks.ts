/** SDKs seen in a run, what the app told them, and the parties that a read came along. */
import type { Finding, RunResult, SdkFact } from "../../rules/result-schema.ts";
import { amount, clockTime } from "../format.ts";
import { html, type Html, joined } from "../html.ts";
import {
  CATEGORIES,
  PARTY_KINDS,
  PASSED,
  SDK_NOTES,
  SDKS,
  SEEN,
  SWITCH_KINDS,
  UNKNOWN_BECAUSE,
} from "../texts/sdks.ts";
import { CONSENT } from "../texts/states.ts";
import { runTitle, type View } from "../view.ts";
import { scrollTable } from "./scroll-table.ts";

type Call = SdkFact["calls"][number];

/** Calls of one SDK that are listed. */
const CALLS_SHOWN = 6;

export function sdks(view: View): Html {
  const { say, result } = view;
  let left = view.budget.sdks;
  const runs = result.runs.map((run) => {
    const shown = run.sdks.slice(0, left);
    left -= shown.length;
    const rest = run.sdks.length - shown.length;
    return html`<h3>${runTitle(view, run)}</h3>
      ${run.sdks.length === 0 ? html`<p>${say(SDKS.none)}</p>` : table(view, run, shown)}
      ${rest > 0 ? html`<p>${say(SDK_NOTES.left(rest))}</p>` : null}`;
  });
  return html`<section aria-labelledby="sdks">
    <h2 id="sdks">${say(SDKS.heading)}</h2>
    <p class="help">${say(SDKS.help)}</p>
    ${runs}
  </section>`;
}

function table(view: View, run: RunResult, shown: readonly SdkFact[]): Html {
  const { say } = view;
  const rows = shown.map(
    (sdk) =>
      html`<tr>
        <th scope="row">
          ${say(sdk.name)} <code class="dim">${sdk.id}</code><br /><span class="dim">${sdk.vendor}</span>
        </th>
        <td>${view.word(CATEGORIES, sdk.category)}</td>
        <td class="words">${version(view, sdk)}</td>
        <td>
          ${joined(
            sdk.seen.map((how) => view.word(SEEN, how)),
            view.language === "zh" ? "、" : ", ",
          )}
        </td>
        <td class="number">
          ${amount(sdk.reads)}${sdk.firstReadUs === null ? null : html`<br /><span class="dim">${clockTime(sdk.firstReadUs - run.fromUs)}</span>`}
        </td>
        <td class="words">${passedText(view, sdk.passedConsent, sdk.unknownBecause)}${switches(view, sdk)}</td>
        <td class="words">${calls(view, run, sdk)}</td>
      </tr>`,
  );
  return scrollTable({
    label: say(SDKS.heading),
    heads: [
      say(SDKS.sdk),
      say(SDKS.category),
      say(SDKS.version),
      say(SDKS.seen),
      `${say(SDKS.reads)} · ${say(SDKS.firstRead)}`,
      say(SDKS.passed),
      say(SDKS.calls),
    ],
    rows,
    small: true,
  });
}

function version({ say }: View, sdk: SdkFact): Html {
  if (sdk.version === null) return html`<span class="dim">${say(SDKS.noVersion)}</span>`;
  return html`${sdk.version.text}<br /><code class="dim">${sdk.version.from}</code>`;
}

/** Which of the known switches the app has; nothing where its package was not read. */
function switches({ say }: View, sdk: SdkFact): Html | null {
  const read = sdk.switches.filter(({ inApp }) => inApp !== "not-known");
  if (read.length === 0) return null;
  const there = read.filter(({ inApp }) => inApp === "member" || inApp === "elsewhere").length;
  return html`<br /><span class="dim">${say(SDK_NOTES.switches(there, read.length))}</span>`;
}

function passedText(view: View, passed: string, unknownBecause: string | null): Html {
  const why =
    unknownBecause === null ? null : html`<br /><span class="dim">${view.word(UNKNOWN_BECAUSE, unknownBecause)}</span>`;
  return html`<b>${view.word(PASSED, passed)}</b>${why}`;
}

function calls(view: View, run: RunResult, sdk: SdkFact): Html {
  const { say } = view;
  if (sdk.calls.length === 0) return html`<span class="dim">${say(SDKS.noCalls)}</span>`;
  const rest = sdk.calls.length - CALLS_SHOWN;
  return html`<ul class="plain">
    ${sdk.calls.slice(0, CALLS_SHOWN).map((call) => html`<li>${callText(view, run, call)}</li>`)}
    ${rest > 0 ? html`<li>… ${say(SDK_NOTES.callsLeft(rest))}</li>` : null}
  </ul>`;
}

/** `+0:11.000 accepted: decision yes · meaning · api(value)`. */
function callText(view: View, run: RunResult, call: Call): Html {
  const said = call.says === "neither" ? null : html` <b>${view.word(PASSED, call.says)}</b>`;
  return html`${clockTime(call.t - run.fromUs)} ${view.word(CONSENT, call.consent)} ·
    ${view.word(SWITCH_KINDS, call.kind)}${said}<br />${view.say(call.meaning)}<br /><code class="dim"
      >${call.api}(${call.value})</code
    >`;
}

/** What the SDK of a finding had been told before the read; null where the reader is no SDK. */
export function toldBefore(view: View, finding: Finding, run: RunResult): Html | null {
  if (finding.passedConsent === null) return null;
  const { before, unknownBecause, call } = finding.passedConsent;
  return html`${passedText(view, before, unknownBecause)}${call === null ? null : html`<br />${callText(view, run, call)}`}`;
}

/** The chain of parties, nearest to the platform first. */
export function partiesOf(view: View, finding: Finding): Html | null {
  const { parties } = finding.caller;
  if (parties.length === 0) return null;
  const items = parties.map(
    (party) =>
      html`<li>
        ${view.word(PARTY_KINDS, party.kind)}${party.name === "" ? null : html`: ${party.name}`}
        <code class="dim">${party.frame}</code>
      </li>`,
  );
  return html`<span class="dim">${view.say(SDKS.firstParty)}</span>
    <ol class="plain">
      ${items}
    </ol>`;
}
