/** The screenshots that findings and decisions refer to, read once and embedded once. */
import { closeSync, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { Result, RunResult } from "../rules/result-schema.ts";
import { html, type Html, raw } from "./html.ts";
import type { Problem } from "./problems.ts";
import { decisionsOf } from "./view.ts";

/** Larger files are no screenshots. */
const PNG_BYTES = 4_000_000;
const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const IHDR_END = 24;
const SIDE_LIMIT = 20_000;

export type Screen =
  | { state: "embedded"; id: string; width: number; height: number; data: string }
  | { state: "left-out" }
  | { state: "missing" };

export interface ScreenShelf {
  get: (run: RunResult, png: string) => Screen;
  counts: { embedded: number; leftOut: number; missing: number };
  /** Definitions to be put into the page once. */
  definitions: Html;
}

/** Screens around the decisions of a run: the notice as it appeared, and what was up just before each decision. */
export function decisionScreens(run: RunResult): { t: number; png: string; at: string }[] {
  const shown: { t: number; png: string; at: string }[] = [];
  const notice = run.phases.find((phase) => phase.axis === "consent" && phase.state === "undecided");
  const first = notice === undefined ? undefined : run.screens.find((screen) => screen.t >= notice.t);
  if (first !== undefined) shown.push({ ...first, at: "undecided" });
  for (const decision of decisionsOf(run)) {
    const after = run.screens.find((screen) => screen.t >= decision.t);
    if (after !== undefined && !shown.some((one) => one.png === after.png))
      shown.push({ ...after, at: decision.state });
  }
  return shown;
}

/** Bytes of a file strictly inside `root`, or null where there is none or it is no PNG. */
function readPng(root: string, path: string): { width: number; height: number; data: string } | null {
  let handle: number;
  try {
    const base = realpathSync(root);
    const file = realpathSync(join(root, path));
    if (!file.startsWith(base.endsWith(sep) ? base : base + sep)) return null;
    handle = openSync(file, "r");
  } catch {
    // The caller prints that the screenshot is missing.
    return null;
  }
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile() || stat.size > PNG_BYTES || stat.size < IHDR_END) return null;
    const bytes = Buffer.alloc(stat.size);
    if (readSync(handle, bytes, 0, stat.size, 0) !== stat.size || !bytes.subarray(0, 8).equals(PNG_START)) return null;
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    if (width < 1 || height < 1 || width > SIDE_LIMIT || height > SIDE_LIMIT) return null;
    return { width, height, data: bytes.toString("base64") };
  } finally {
    closeSync(handle);
  }
}

/** @param budget base64 characters that may be embedded, findings' screens first */
export function loadScreens(result: Result, problems: readonly Problem[], root: string, budget: number): ScreenShelf {
  const shelf = new Map<string, Screen>();
  const counts = { embedded: 0, leftOut: 0, missing: 0 };
  const keyOf = (run: RunResult, png: string): string => JSON.stringify([run.run, png]);
  let left = budget;
  const put = (run: RunResult, png: string): void => {
    const key = keyOf(run, png);
    if (shelf.has(key)) return;
    const image = readPng(root, join(run.run, png));
    if (image === null) {
      counts.missing++;
      shelf.set(key, { state: "missing" });
    } else if (image.data.length > left) {
      counts.leftOut++;
      shelf.set(key, { state: "left-out" });
    } else {
      left -= image.data.length;
      counts.embedded++;
      shelf.set(key, { state: "embedded", id: `screen-${counts.embedded}`, ...image });
    }
  };
  for (const { first } of problems) if (first.finding.screen !== null) put(first.run, first.finding.screen);
  for (const run of result.runs) for (const screen of decisionScreens(run)) put(run, screen.png);
  const embedded = [...shelf.values()].filter((screen) => screen.state === "embedded");
  return {
    get: (run, png) => shelf.get(keyOf(run, png)) ?? { state: "left-out" },
    counts,
    definitions: html`<svg class="definitions" width="0" height="0" aria-hidden="true" focusable="false">
      ${embedded.map(
        ({ id, width, height, data }) =>
          html`<symbol id="${id}" viewBox="0 0 ${width} ${height}"
            ><image href="data:image/png;base64,${raw(data)}" width="${width}" height="${height}"
          /></symbol>`,
      )}
    </svg>`,
  };
}
