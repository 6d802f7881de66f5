/** Where in which file a step was written, for messages while it runs. */
import { isAbsolute, relative } from "node:path";

export interface Place {
  file: string;
  line: number;
  column: number;
}

const places = new WeakMap<object, Place>();

export function setPlace(step: object, place: Place): void {
  places.set(step, place);
}

/** A step made from another was written where that one was. */
export function samePlace(copy: object, original: object): void {
  const place = places.get(original);
  if (place) places.set(copy, place);
}

/**
 * `file:line:column` of a step, or null for one that no file holds. The file as seen from the working folder where it
 * lies below it: the text goes into the evidence, which need not tell where somebody keeps their work.
 */
export function placeOf(step: object): string | null {
  const place = places.get(step);
  if (!place) return null;
  const near = relative(process.cwd(), place.file);
  const file = near.startsWith("..") || isAbsolute(near) ? place.file : near;
  return `${file}:${place.line}:${place.column}`;
}
