/** A table wider than a narrow page: it scrolls by itself, by touch and by keyboard. */
import { html, type Html } from "../html.ts";

export interface TableParts {
  /** What it is called to those who hear the page. */
  label: string;
  heads: readonly (string | Html)[];
  rows: readonly Html[];
  small?: boolean;
}

export function scrollTable({ label, heads, rows, small = false }: TableParts): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">
    <table class="${small ? "wide small" : "wide"}">
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
