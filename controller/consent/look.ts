/** One look at the screen as the walk uses it: what is up, and where a tap goes. */
import type { MarkerRecord } from "../../trace/frame.ts";
import type { Walker } from "../walker.ts";
import { readScreen } from "./read-screen.ts";
import type { ConsentReading, Control } from "./recogniser.ts";

export type { Control };
export type Reading = ConsentReading;

/** A label in the evidence is cut: running text may own a control. */
const MAX_LABEL = 80;

export async function readNow(walker: Walker): Promise<Reading> {
  return readScreen(await walker.look(), () => walker.handset.screenshot());
}

export function isNotice(reading: Reading): boolean {
  return reading.kind === "consent";
}

/** Taps where the recogniser says that the control is. @returns the touch inside it, null when no hook saw it */
export function tapControl(walker: Walker, control: Control): Promise<MarkerRecord | null> {
  return walker.tapNode(control.target, control.label.slice(0, MAX_LABEL));
}
