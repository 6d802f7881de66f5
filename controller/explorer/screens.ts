/** Screens that were seen, and which of them one sees now. */
import type { Shunned } from "./controls.ts";
import type { Signature } from "./signature.ts";

/** Screens of one structure that differ by their fixed labels only; more of them are one screen. */
const MAX_VARIANTS = 8;
/** Screens that differ by the rows of their lists only: menus of one activity. */
const MAX_MENUS = 40;
/** More screens than these are not told apart any more. */
const MAX_SCREENS = 200;
/** A screen with so few of the rows known of it is another, where a tap led to it. */
const LEAST_KNOWN_ROWS = 0.5;

export interface Screen {
  number: number;
  activity: string;
  shape: string;
  /** What the recogniser takes it for. */
  kind: string;
  /** Taps from the main page when it was first reached. */
  depth: number;
  png: string | null;
  /** Label of the control that leads to the policy, null where there is none. */
  policy: string | null;
  /** Controls seen here, and what became of them. */
  controls: Map<string, "seen" | "tried" | "lost">;
  /** Controls left alone, by key. */
  shunned: Map<string, { label: string; why: Shunned }>;
  /** Labels seen in its lists. */
  rows: Set<string>;
  /** Number of the screen that it is a variant of: the page that it came from by a tap and that shares its activity. */
  variantOf: number;
  /** False while it may still be scrolled to more. */
  scrolledOut: boolean;
}

/** How a screen was come to. */
export interface Arrival {
  kind: string;
  depth: number;
  /** By a tap: then other rows are another menu, not the news of the hour. */
  byTap: boolean;
  /** Where from, null where that is not known. */
  from: Screen | null;
}

export class Screens {
  readonly all: Screen[] = [];
  readonly #known = new Map<string, Screen[]>();

  /** The screen of a signature, made when it is new. */
  of(signature: Signature, arrival: Arrival): { screen: Screen; isNew: boolean } {
    const known = this.#known.get(signature.screen) ?? [];
    const [nearest] = known.toSorted((a, b) => share(signature.rows, b.rows) - share(signature.rows, a.rows));
    const isOther = arrival.byTap && nearest !== undefined && share(signature.rows, nearest.rows) < LEAST_KNOWN_ROWS;
    if (nearest && (!isOther || known.length >= MAX_MENUS)) {
      this.same(signature, nearest);
      return { screen: nearest, isNew: false };
    }
    const like = this.all.filter(({ shape }) => shape === signature.shape);
    const last = like.at(-1) ?? this.all.at(-1);
    if (last && ((known.length === 0 && like.length >= MAX_VARIANTS) || this.all.length >= MAX_SCREENS)) {
      this.same(signature, last);
      return { screen: last, isNew: false };
    }
    const { from } = arrival;
    const number = this.all.length + 1;
    const isVariant = from?.activity === signature.activity && signature.rows.length === 0;
    const screen: Screen = {
      number,
      variantOf: isVariant ? from.variantOf : number,
      activity: signature.activity,
      shape: signature.shape,
      kind: arrival.kind,
      depth: arrival.depth,
      png: null,
      policy: null,
      controls: new Map(),
      shunned: new Map(),
      rows: new Set(),
      scrolledOut: false,
    };
    this.all.push(screen);
    this.same(signature, screen);
    return { screen, isNew: true };
  }

  /** A screen that was scrolled looks different and is the same. */
  same(signature: Signature, screen: Screen): void {
    const known = this.#known.get(signature.screen) ?? [];
    if (!known.includes(screen)) this.#known.set(signature.screen, [...known, screen]);
    for (const row of signature.rows) screen.rows.add(row);
  }

  at(number: number | "outside"): Screen | undefined {
    return number === "outside" ? undefined : this.all[number - 1];
  }
}

/** Part of the rows that is known; all of no rows. */
function share(rows: readonly string[], known: ReadonlySet<string>): number {
  return rows.length === 0 ? 1 : rows.filter((row) => known.has(row)).length / rows.length;
}
