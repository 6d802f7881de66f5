/** One look at the screen, read for the walk, and a tap on what was read. */
import type { MarkerRecord } from "../../trace/frame.ts";
import type { Walker } from "../walker.ts";
import { readScreen } from "./read-screen.ts";
import type { ConsentReading, Control } from "./screen-reading.ts";

export type Reading = ConsentReading;
export type { ConsentReading, Control };

/** Text of a label that names a step in the trace (UTF-16 units). */
const MAX_STEP_NAME = 80;

export async function readNow(walker: Walker): Promise<Reading> {
  return readScreen(await walker.look(), () => walker.handset.screenshot());
}

/** A screen that asks for consent or tells of it, on any layer. */
export function isNotice(reading: Reading): boolean {
  return reading.kind === "consent";
}

/** @returns the touch-up as it entered the app's window; null when no hook saw it */
export async function tapControl(walker: Walker, control: Control): Promise<MarkerRecord | null> {
  return walker.tapNode(control.target, control.label.slice(0, MAX_STEP_NAME));
}
