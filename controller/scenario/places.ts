/** Where in which file a step was written, for messages while it runs. */

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

/** `file:line:column` of a step, or null for one that no file holds. */
export function placeOf(step: object): string | null {
  const place = places.get(step);
  return place ? `${place.file}:${place.line}:${place.column}` : null;
}
