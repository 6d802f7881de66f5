/** Screens that were seen and how one gets from one to another; and what is tapped next. No handset is touched here. */
import type { Candidate } from "./controls.ts";
import { Screens, type Arrival, type Screen } from "./screens.ts";
import type { Signature } from "./signature.ts";

export type { Screen } from "./screens.ts";

/** Rows of one kind that are opened on one screen, however many there are. */
const MAX_ROWS_OF_A_KIND = 20;
/** Taps on one screen before every other had its turn. */
const TAPS_A_PASS = 6;
/** Rows of one kind that led to the same place before the rest is taken to lead there, too. */
const ROWS_THAT_TELL = 2;

const SCORE = { policy: 100, toward: 30, tab: 25, firstRow: 10, plain: 8, row: 2 } as const;

export interface Edge {
  from: number;
  /** Screen that it led to, or that the app was left. */
  to: number | "outside";
  by: "tap" | "back";
  key: string;
  label: string;
  rowKind: string;
  /** The control is named after the policy. */
  policy: boolean;
}

export class ScreenGraph {
  readonly edges: Edge[] = [];
  readonly #screens = new Screens();
  readonly #broken = new Set<Edge>();
  #passes = 1;

  get screens(): readonly Screen[] {
    return this.#screens.all;
  }

  /** The screen of a signature, made when it is new. */
  screenOf(signature: Signature, arrival: Arrival): { screen: Screen; isNew: boolean } {
    return this.#screens.of(signature, arrival);
  }

  /** A screen that was scrolled looks different and is the same. */
  scrolled(signature: Signature, screen: Screen): void {
    this.#screens.same(signature, screen);
  }

  /** Notes what can be tapped on a screen now. */
  note(screen: Screen, candidates: readonly Candidate[]): void {
    for (const { key, label, shunned, policy } of candidates) {
      if (shunned !== null) {
        screen.shunned.set(key, { label, why: shunned });
        continue;
      }
      if (policy) screen.policy ??= label;
      if (!screen.controls.has(key)) screen.controls.set(key, "seen");
    }
  }

  /** A screen on which nothing is left that would be tapped. */
  exhausted(screen: Screen): void {
    screen.scrolledOut = true;
    for (const [key, state] of screen.controls) if (state === "seen") screen.controls.set(key, "lost");
  }

  /** A way that cannot be walked any more; it was there, so it stays in the record. */
  breakOff(edge: Edge): void {
    this.#broken.add(edge);
  }

  connect(edge: Edge): void {
    const [from, to] = [this.#screens.at(edge.from), this.#screens.at(edge.to)];
    if (from && to && edge.by === "tap") to.depth = Math.min(to.depth, from.depth + 1);
    const same = this.edges.some(
      ({ from, to, by, key }) => from === edge.from && to === edge.to && by === edge.by && key === edge.key,
    );
    if (!same) this.edges.push(edge);
  }

  /** The untried control that promises most, or null. */
  choose(screen: Screen, visible: readonly Candidate[]): Candidate | null {
    let best: { candidate: Candidate; score: number } | null = null;
    for (const candidate of visible) {
      if (candidate.shunned !== null || screen.controls.get(candidate.key) !== "seen") continue;
      if (this.#isToldAlready(screen, candidate)) continue;
      const score = this.#score(screen, candidate);
      if (best === null || score > best.score) best = { candidate, score };
    }
    return best?.candidate ?? null;
  }

  /** Whether a screen has anything left to look at before the others have their turn. */
  isOpen(screen: Screen, maxDepth: number): boolean {
    return this.#triedOn(screen) < this.#passes * TAPS_A_PASS && hasMore(screen, maxDepth);
  }

  /** Gives every screen another turn. @returns false when none that can be reached from here has anything left */
  takeTurns(here: Screen, maxDepth: number): boolean {
    const isWanted = (screen: Screen): boolean => hasMore(screen, maxDepth);
    if (!isWanted(here) && this.path(here, isWanted) === null) return false;
    this.#passes++;
    return true;
  }

  /** Edges to walk from one screen to the nearest that `isWanted`; null where none can be reached. */
  path(from: Screen, isWanted: (screen: Screen) => boolean): Edge[] | null {
    const cameBy = new Map<number, Edge | null>([[from.number, null]]);
    const queue = [from.number];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      const screen = this.#screens.at(at);
      if (screen && at !== from.number && isWanted(screen)) return this.#trace(at, cameBy);
      for (const edge of this.edges) {
        if (edge.from !== at || edge.to === "outside" || cameBy.has(edge.to) || this.#broken.has(edge)) continue;
        cameBy.set(edge.to, edge);
        queue.push(edge.to);
      }
    }
    return null;
  }

  /** Whether the back key was seen to leave a screen as it is. */
  holdsBackKey(screen: Screen): boolean {
    return this.edges.some(({ from, to, by }) => by === "back" && from === screen.number && to === from);
  }

  /**
   * The shortest way from the main page to the policy, the tap that opens it counted.
   * @returns null where nothing named after the policy was found; `opened` false where it was found and never came up
   */
  wayToPolicy(main: Screen): { taps: number; opened: boolean } | null {
    const opened = this.edges.filter(({ policy, to }) => policy && this.#screens.at(to)?.kind === "policy");
    const from =
      opened.length > 0
        ? opened.map((edge) => edge.from)
        : this.screens.filter((s) => s.policy !== null).map((s) => s.number);
    const taps = from.flatMap((number) => {
      const way = number === main.number ? [] : this.path(main, (screen) => screen.number === number);
      return way === null ? [] : [way.filter(({ by }) => by === "tap").length + 1];
    });
    return taps.length === 0 ? null : { taps: Math.min(...taps), opened: opened.length > 0 };
  }

  /** Controls tapped on a screen and its variants: one page that changes at every tap has no more turns than others. */
  #triedOn({ variantOf }: Screen): number {
    const variants = this.screens.filter((screen) => screen.variantOf === variantOf);
    return variants.flatMap(({ controls }) => [...controls.values()]).filter((state) => state === "tried").length;
  }

  #trace(to: number, cameBy: ReadonlyMap<number, Edge | null>): Edge[] {
    const edges: Edge[] = [];
    for (let edge = cameBy.get(to); edge; edge = cameBy.get(edge.from)) edges.unshift(edge);
    return edges;
  }

  #score(screen: Screen, candidate: Candidate): number {
    if (candidate.policy) return SCORE.policy;
    if (candidate.toward) return SCORE.toward;
    if (candidate.place === "tab") return SCORE.tab;
    if (candidate.place === "plain") return SCORE.plain;
    const tried = this.#rowsTried(screen, candidate.rowKind);
    return tried.length === 0 ? SCORE.firstRow : SCORE.row - tried.length;
  }

  /** Rows that look alike usually lead to pages that look alike; those of a menu lead to different ones, or to more menus. */
  #isToldAlready(screen: Screen, { place, rowKind, policy, toward }: Candidate): boolean {
    if (place !== "row" || policy || toward) return false;
    const tried = this.#rowsTried(screen, rowKind);
    if (tried.length >= MAX_ROWS_OF_A_KIND) return true;
    const places = new Set(tried.map(({ to }) => (to === screen.number ? "nothing" : this.#screens.at(to)?.shape)));
    return tried.length >= ROWS_THAT_TELL && places.size === 1 && !places.has(screen.shape);
  }

  #rowsTried(screen: Screen, rowKind: string): Edge[] {
    return this.edges.filter((edge) => edge.from === screen.number && edge.by === "tap" && edge.rowKind === rowKind);
  }
}

function hasMore(screen: Screen, maxDepth: number): boolean {
  if (screen.depth >= maxDepth || screen.kind !== "none") return false;
  return !screen.scrolledOut || [...screen.controls.values()].includes("seen");
}
