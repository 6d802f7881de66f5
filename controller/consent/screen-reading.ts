/** What is read from a screen: its kind, the control for each role, and why. */
import type { Bounds, UiNode } from "../page-source.ts";

/** `none` is any screen that is none of the others. */
export const SCREEN_KINDS = [
  "consent", "permission", "login", "ad", "upgrade", "rationale", "rating", "age-gate", "youth-mode", "newsletter", "none",
] as const; // prettier-ignore
export type ScreenKind = (typeof SCREEN_KINDS)[number];

export interface Control {
  node: UiNode;
  /** What a tap hits: the clickable node that owns the label, or the part of a running text that is a link. */
  target: UiNode;
  label: string;
  /** How sure the reading is, 0 to 1. Controls of one reading compare; readings do not. */
  score: number;
}

export interface ConsentReading {
  kind: ScreenKind;
  accept: Control | null;
  refuse: Control | null;
  policy: Control | null;
  /** Opens details or choices; never a decision yet. */
  secondLayer: Control | null;
  /** Goes on without agreeing: browse only, basic mode, guest. */
  guest: Control | null;
  /** The safe way past a screen that is not consent: never buys, sends, deletes or agrees. */
  dismiss: Control | null;
  /** Boxes that must be ticked before accepting. */
  boxes: Control[];
  /** The region to scroll before the deciding control shows or works. */
  scroll: Control | null;
  /** True when the notice offers nothing but an acknowledgement. */
  noticeOnly: boolean;
  /** Seconds that a deciding control still counts down; null when none does. */
  countdown: number | null;
  /** The recipe that recognised the screen. */
  recipe: string | null;
  reasons: string[];
}

/** @returns a reading of a screen that is nothing known, with its own list of reasons */
export function emptyReading(reasons: string[] = []): ConsentReading {
  return {
    kind: "none", accept: null, refuse: null, policy: null, secondLayer: null, guest: null, dismiss: null,
    boxes: [], scroll: null, noticeOnly: false, countdown: null, recipe: null, reasons,
  }; // prettier-ignore
}

export function areaOf(bounds: Bounds): number {
  return Math.max(0, bounds.x2 - bounds.x1) * Math.max(0, bounds.y2 - bounds.y1);
}

/** Area that both cover. */
export function overlap(a: Bounds, b: Bounds): number {
  return areaOf({
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
    x2: Math.min(a.x2, b.x2),
    y2: Math.min(a.y2, b.y2),
  });
}

/** The smallest rectangle around all of them; null for none. */
export function unionOf(all: readonly Bounds[]): Bounds | null {
  if (all.length === 0) return null;
  return all.reduce((a, b) => ({
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
    x2: Math.max(a.x2, b.x2),
    y2: Math.max(a.y2, b.y2),
  }));
}
