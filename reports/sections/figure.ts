/** A screenshot with its time, or why it is not there. */
import type { RunResult } from "../../rules/result-schema.ts";
import { clockTime } from "../format.ts";
import { html, type Html } from "../html.ts";
import { FINDING_NOTES } from "../texts/findings.ts";
import type { View } from "../view.ts";

export function screenFigure(view: View, run: RunResult, png: string, t: number | null, caption: string): Html {
  const { say } = view;
  const screen = view.screens.get(run, png);
  const path = `${run.run}/${png}`;
  const time = t === null ? "" : clockTime(t - run.fromUs);
  if (screen.state !== "embedded") {
    const note = screen.state === "missing" ? FINDING_NOTES.screenMissing(path) : FINDING_NOTES.screenLeft(path);
    return html`<figure class="screen absent">
      <figcaption>${caption} ${time}<br />${say(note)}</figcaption>
    </figure>`;
  }
  return html`<figure class="screen">
    <svg viewBox="0 0 ${screen.width} ${screen.height}" role="img" aria-label="${say(FINDING_NOTES.screenAlt(time))}">
      <use href="#${screen.id}" />
    </svg>
    <figcaption>${caption} ${time}<br /><code class="dim">${path}</code></figcaption>
  </figure>`;
}
