/** The way past a screen that stands before the notice. */
import type { ConsentReading, Control, ScreenKind } from "./screen-reading.ts";

/** What is no obstacle: the notice itself, an ordinary page, a login (a scenario's business), the platform's own dialog. */
const NOT_IN_THE_WAY: ReadonlySet<ScreenKind> = new Set<ScreenKind>(["consent", "none", "login", "permission"]);

/** A screen that stays after so many back keys cannot be left by them. */
const MAX_BACKS = 2;

export type Way = { tap: Control } | { back: true };

/**
 * @param backs how often in a row the back key was the way already
 * @returns the tap that gets past safely; the back key where nothing safe is offered; null where nothing stands in the way,
 *   or where going back would not help again
 */
export function wayPast(reading: ConsentReading, backs = 0): Way | null {
  if (reading.kind === "none" && reading.dismiss) return { tap: reading.dismiss };
  if (NOT_IN_THE_WAY.has(reading.kind)) return null;
  if (reading.dismiss) return { tap: reading.dismiss };
  return backs < MAX_BACKS ? { back: true } : null;
}
