/** Java call stacks: code outside the platform stands out, the reader and the trigger are named. */
import type { Caller, Finding } from "../../rules/result-schema.ts";
import { html, type Html } from "../html.ts";
import { FINDING_NOTES, FINDINGS } from "../texts/findings.ts";
import type { View } from "../view.ts";

const PLATFORM = /^(?:java|javax|android|androidx|com\.android|dalvik|sun|jdk|libcore|kotlin|kotlinx)\./;
/** Stacks of one finding that are shown; further ones are in the evidence. */
const STACKS_SHOWN = 4;
/** `class.method(file:line)`; negative lines mean that there is none. */
const FRAME = /^(.*?)\(([^()]*)\)$/s;

type Access = Finding["evidence"][number];

/** The distinct stacks of the accesses, most common first. */
export function stacks(view: View, evidence: readonly Access[], caller: Caller): Html {
  const { say } = view;
  const groups = new Map<string, Access[]>();
  for (const access of evidence) {
    const key = JSON.stringify(access.stack);
    groups.set(key, [...(groups.get(key) ?? []), access]);
  }
  const shown = [...groups.values()].sort((a, b) => b.length - a.length).slice(0, STACKS_SHOWN);
  const items = shown.map((accesses) => {
    const [first] = accesses as [Access];
    const note = accesses.length > 1 ? html` · ${say(FINDING_NOTES.alike(accesses.length))}` : null;
    const frames =
      first.stack.length === 0
        ? html`<p class="dim">${say(FINDINGS.noStack)}</p>`
        : html`<ol class="stack">
            ${framesOf(view, first.stack, caller)}
          </ol>`;
    return html`<div class="stack-group">
      <p class="dim">n=${first.n}, ${say(FINDINGS.thread)} <code>${first.thread}</code>${note}</p>
      ${frames}
    </div>`;
  });
  return html`<details open>
    <summary>${say(FINDINGS.stack)}</summary>
    <p class="help">${say(FINDINGS.stackHelp)}</p>
    ${items}
  </details>`;
}

function framesOf(view: View, stack: readonly string[], caller: Caller): Html[] {
  const readerAt = stack.findIndex((frame) => !PLATFORM.test(frame) && caller.reader.reason.includes(codeOf(frame)));
  const triggerAt = stack.findLastIndex((frame) => codeOf(frame) === caller.trigger.frame);
  return stack.map((frame, at) => {
    const place =
      FRAME.exec(frame)?.[2]
        ?.replace(/:-\d+$/, "")
        .replace(/^:/, "") ?? "";
    const where = place === "" ? null : html` <span class="dim">${place}</span>`;
    const marks = [
      at === readerAt && html` <span class="tag reader">${view.say(FINDINGS.readerMark)}</span>`,
      at === triggerAt && html` <span class="tag trigger">${view.say(FINDINGS.triggerMark)}</span>`,
    ];
    return html`<li class="${PLATFORM.test(frame) ? "platform" : "code"}">
      <code>${codeOf(frame)}</code>${where}${marks}
    </li>`;
  });
}

/** `class.method` of a frame. */
function codeOf(frame: string): string {
  return FRAME.exec(frame)?.[1] ?? frame;
}
